"""Checks OAuth 1.0a signatures (RFC 5849, HMAC-SHA1) of calls to X."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from urllib.parse import quote, unquote

from bot.sandbox.exchange import Request
from bot.sandbox.state import XState
from bot.sandbox.world import World

# Because a signature is to be used once and soon (RFC 5849 §3.3 leaves the window to the server).
WINDOW_SECONDS = 300
KEPT_NONCES = 20_000


def is_signed(world: World, request: Request) -> bool:
    """Say whether the call carries a fresh signature by this account that was not seen before."""
    header = _header(request)
    keys = world.state.x
    if header.get("oauth_signature_method") != "HMAC-SHA1" or header.get("oauth_version", "1.0") != "1.0":
        return False
    if (header.get("oauth_consumer_key"), header.get("oauth_token")) != (keys.consumer_key, keys.access_token):
        return False
    expected = _signature(request, header, keys)
    if not hmac.compare_digest(expected.encode(), header.get("oauth_signature", "").encode()):
        return False
    return _is_fresh(world, header.get("oauth_timestamp", ""), header.get("oauth_nonce", ""))


def _header(request: Request) -> dict[str, str]:
    scheme, _, rest = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "oauth":
        return {}
    pairs = (pair.strip().partition("=") for pair in rest.split(","))
    return {unquote(name): unquote(value.strip('"')) for name, _, value in pairs}


def _signature(request: Request, header: dict[str, str], keys: XState) -> str:
    host = request.headers.get("host", "").lower().removesuffix(":80")
    signed = [(name, value) for name, value in header.items() if name not in ("oauth_signature", "realm")]
    signed += request.query
    if request.content_type() == "application/x-www-form-urlencoded":
        signed += request.form().fields.items()
    parts = (request.method.upper(), f"http://{host}{quote(request.path)}", _normalised(signed))
    base = "&".join(_escaped(part) for part in parts)
    key = f"{_escaped(keys.consumer_secret)}&{_escaped(keys.access_secret)}"
    return base64.b64encode(hmac.digest(key.encode(), base.encode(), hashlib.sha1)).decode()


def _normalised(pairs: Iterable[tuple[str, str]]) -> str:
    return "&".join(f"{name}={value}" for name, value in sorted((_escaped(n), _escaped(v)) for n, v in pairs))


def _escaped(text: str) -> str:
    return quote(text, safe="-._~")


def _is_fresh(world: World, stamp: str, nonce: str) -> bool:
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 12 and nonce):
        return False
    # Because signing libraries read the machine's clock, which a moved sandbox clock does not move: either will do.
    clocks = (world.clock.now(), world.clock.machine())
    if all(abs(int(stamp) - now) > WINDOW_SECONDS for now in clocks):
        return False
    nonces = world.x.nonces
    if (stamp, nonce) in nonces:
        return False
    nonces[stamp, nonce] = world.clock.machine()
    while len(nonces) > KEPT_NONCES:
        del nonces[next(iter(nonces))]
    return True
