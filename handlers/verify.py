"""Is this request from WeChat, fresh, and not seen before? Cheap checks first.

wechatpy's own check takes shifted timestamp and nonce pairs for the same signature, compares with `!=` and knows no
freshness; hence this one.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from bot.core.errors import BadMessage

TIMESTAMP = re.compile(r"[0-9]{10}")
NONCE = re.compile(r"[0-9A-Za-z]{1,32}")
SIGNATURE = re.compile(r"[0-9a-f]{40}")
# Longer than what WeChat sends (19 digits), and nothing that a browser could run.
ECHO = re.compile(r"[0-9A-Za-z]{1,128}")

WATCHED = frozenset(("signature", "msg_signature", "timestamp", "nonce", "echostr", "encrypt_type"))


def query_fields(query: str) -> dict[str, str]:
    """The parameters that matter; `BadMessage(400)` when one comes twice, because nobody knows which counts.

    Values stay percent-encoded: none of those that WeChat sends needs it, and the patterns refuse the rest.
    """
    fields: dict[str, str] = {}
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if name in WATCHED:
            if name in fields:
                raise BadMessage(400, "repeated_parameter")
            fields[name] = value
    return fields


def required(fields: Mapping[str, str], name: str) -> str:
    """The parameter, or `BadMessage(400)` when it is missing or empty."""
    value = fields.get(name, "")
    if not value:
        raise BadMessage(400, "missing_parameter")
    return value


def signature_of(*parts: str) -> str:
    """WeChat's signature: SHA-1 (the protocol's choice, not ours) over the sorted parts."""
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def check_fresh(timestamp: str, nonce: str, now: float, max_skew: float) -> None:
    """Raise `BadMessage(403)` unless the pair has WeChat's form and is within `max_skew` seconds of `now`."""
    # Fixed forms, because the signature is over their concatenation: a digit moved from one to the other still signs.
    if not TIMESTAMP.fullmatch(timestamp) or not NONCE.fullmatch(nonce):
        raise BadMessage(403, "badsig")
    skew = now - int(timestamp)
    if abs(skew) > max_skew:
        # Whoever runs the bot can tell a wrong clock of the machine from an old request by this.
        raise BadMessage(403, "stale", f"by {skew:+.0f} s")


def check_signature(given: str, *parts: str) -> None:
    """Raise `BadMessage(403)` unless `given` signs these parts; constant time, lower-case hex only."""
    if not SIGNATURE.fullmatch(given) or not hmac.compare_digest(given, signature_of(*parts)):
        raise BadMessage(403, "badsig")


def signing_token(given: str, tokens: Sequence[str], *parts: str) -> str:
    """Which of the tokens signs these parts; `BadMessage(403)` when none does."""
    *others, last = tokens
    for token in others:
        with suppress(BadMessage):
            check_signature(given, token, *parts)
            return token
    check_signature(given, last, *parts)
    return last


@dataclass(slots=True)
class _Seen:
    first: float
    body: bytes
    copies: int


class ReplayCache:
    """Which signatures were seen, with which body. Three copies may come; more, later or other is a replay."""

    COPIES = 3  # WeChat's own tries, 5 s apart (Passive_user_reply_message, 2026-11)
    WITHIN = 30.0  # seconds for all copies

    def __init__(self, *, lifetime: float, size: int = 100_000) -> None:
        """`lifetime`: seconds to remember, twice the freshness window; `size`: the oldest go beyond it."""
        self._lifetime = lifetime
        self._size = size
        self._seen: dict[str, _Seen] = {}

    def __len__(self) -> int:
        return len(self._seen)

    def check(self, signature: str, body: bytes, now: float) -> None:
        """Raise `BadMessage(403)` for another body, a fourth copy or a copy after 30 s; `now` is monotonic."""
        digest = hashlib.sha256(body).digest()
        seen = self._seen.get(signature)
        if seen is None:
            self._drop_old(now)
            self._seen[signature] = _Seen(now, digest, 1)
            return
        seen.copies += 1
        if seen.body != digest or seen.copies > self.COPIES or now - seen.first > self.WITHIN:
            raise BadMessage(403, "replay")

    def spend(self, signature: str, now: float) -> None:
        """Use up the signature of a GET, so that it signs no POST in plain mode, where bodies are not signed."""
        if signature not in self._seen:
            self._drop_old(now)
            self._seen[signature] = _Seen(now, b"", 0)

    def _drop_old(self, now: float) -> None:
        # At most two a call keeps this cheap; insertion order is age order.
        for _ in range(2):
            oldest = next(iter(self._seen), None)
            if oldest is None:
                return
            if len(self._seen) < self._size and now - self._seen[oldest].first <= self._lifetime:
                return
            del self._seen[oldest]
