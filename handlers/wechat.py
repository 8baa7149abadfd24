"""The WeChat webhook as a bare ASGI app: bytes in, verified, answered, bytes out.

Protocol: developers.weixin.qq.com, ability/message-push and oplatform dev/push/encryption.md, 2026-11.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.core.errors import BadMessage, NotSaved
from bot.core.messages import Incoming
from bot.core.ports import Clock
from handlers.aes import Box
from handlers.counters import Counters
from handlers.parse import incoming_from, xml_fields
from handlers.pipeline import Pipeline
from handlers.render import sealed_reply, text_reply
from handlers.verify import ECHO, ReplayCache, check_fresh, query_fields, required, signing_token

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

LARGEST_BODY = 64 * 1024
BODY_SECONDS = 2.0
TOO_OLD = timedelta(hours=24)  # nobody waits for an answer to yesterday's message

SUCCESS = b"success"  # exactly this; anything else shows the user a fault notice
TEXT = b"text/plain; charset=utf-8"
XML = b"application/xml; charset=utf-8"

# Why a request was refused, as it is counted; every other reason is "bad".
COUNTED = frozenset(("replay", "stale", "badsig"))

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WechatAccount:
    """One official account. `person_secret` keys the names under which people are known inside.

    token_previous, aes_key_previous: while they are being replaced in WeChat's console, "" otherwise.
    """

    app_id: str
    token: str
    aes_key: str
    original_id: str
    person_secret: bytes
    mode: Literal["safe", "compat", "plain"] = "safe"
    max_skew_seconds: int = 300
    token_previous: str = ""
    aes_key_previous: str = ""


@dataclass(frozen=True, slots=True)
class _Envelope:
    """How a sealed message came, and so how its reply goes: with which token and key, under which nonce."""

    token: str
    box: Box
    nonce: str


class WechatApp:
    """GET answers the platform's check of the address, POST takes a message."""

    def __init__(self, account: WechatAccount, pipeline: Pipeline, *, clock: Clock, counters: Counters) -> None:
        self._account = account
        self._pipeline = pipeline
        self._clock = clock
        self._counters = counters
        self._tokens = tuple(filter(None, (account.token, account.token_previous)))
        keys = filter(None, (account.aes_key, account.aes_key_previous))
        self._boxes = tuple(Box(key, account.app_id) for key in keys)
        self._replays = ReplayCache(lifetime=2.0 * account.max_skew_seconds)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One HTTP request."""
        began = self._clock.monotonic()
        try:
            await self._answer(scope, receive, send)
        finally:
            self._counters.lasted(self._clock.monotonic() - began)

    def remembered(self) -> int:
        """How many signatures are kept against replays."""
        return len(self._replays)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            method = scope["method"]
            if method == "POST":
                body, kind = await self._message(scope, receive)
            elif method == "GET":
                body, kind = self._echo(scope["query_string"].decode("latin-1")), TEXT
            else:
                raise BadMessage(405, "method")
        except BadMessage as refused:
            self._counters.add("webhook", refused.code if refused.code in COUNTED else "bad")
            logger.info("webhook request refused: %s", refused)
            await _respond(send, refused.status, b"", TEXT)
        except NotSaved:
            # WeChat sends an event again when it gets no 200, and this one must not be lost.
            await _respond(send, 500, b"", TEXT)
        except ConnectionResetError:
            return
        else:
            await _respond(send, 200, body, kind)

    def _echo(self, query: str) -> bytes:
        fields = query_fields(query)
        signature = fields.get("signature")
        if not signature:
            raise BadMessage(403, "badsig")
        self._check(fields, signature)
        echo = required(fields, "echostr")
        # Whatever is echoed comes from our own domain, so nothing that a browser could run.
        if not ECHO.fullmatch(echo):
            raise BadMessage(400, "bad_echo")
        self._replays.spend(signature, self._clock.monotonic())
        return echo.encode("ascii")

    def _check(self, fields: Mapping[str, str], signature: str, *signed: str) -> str:
        """The token that signs it. Raises BadMessage when none of ours does."""
        timestamp, nonce = required(fields, "timestamp"), required(fields, "nonce")
        check_fresh(timestamp, nonce, self._clock.now().timestamp(), self._account.max_skew_seconds)
        token = signing_token(signature, self._tokens, timestamp, nonce, *signed)
        if token != self._account.token:
            self._counters.add("previous", "token")
        return token

    async def _message(self, scope: Scope, receive: Receive) -> tuple[bytes, bytes]:
        fields = query_fields(scope["query_string"].decode("latin-1"))
        body = await _body(dict(scope["headers"]), receive)
        encrypted = fields.get("encrypt_type", "raw") == "aes"
        # A plain request to an account in safe mode is a downgrade: its body would be signed by nobody.
        if encrypted == (self._account.mode == "plain"):
            raise BadMessage(403, "downgrade")
        content, envelope = self._opened(fields, body) if encrypted else (self._plain(fields, body), None)
        incoming = incoming_from(content, self._account.original_id, self._account.person_secret)
        now = self._clock.now()
        # One of the far future would outrank every later follow or unfollow.
        if abs(now - incoming.sent_at) > TOO_OLD:
            self._counters.add("webhook", "stale")
            return SUCCESS, TEXT
        reply = await self._pipeline.answer(incoming)
        if reply is None:
            return SUCCESS, TEXT
        return _rendered(incoming, reply.text, now, envelope), XML

    def _opened(self, fields: Mapping[str, str], body: bytes) -> tuple[dict[str, str], _Envelope]:
        """The fields of a sealed message; what stands beside it in compatible mode is not signed, so it is not read."""
        signature = required(fields, "msg_signature")
        envelope = xml_fields(body)
        sealed = envelope.get("Encrypt", "")
        if not sealed:
            raise BadMessage(400, "bad_field")
        token = self._check(fields, signature, sealed)
        self._replays.check(signature, body, self._clock.monotonic())
        box, content = self._unsealed(sealed)
        return xml_fields(content), _Envelope(token, box, fields["nonce"])

    def _unsealed(self, sealed: str) -> tuple[Box, bytes]:
        """With the present key, or with the one before it while that is accepted."""
        present, *before = self._boxes
        try:
            return present, present.open(sealed)
        except BadMessage:
            for box in before:
                content = box.open(sealed)
                self._counters.add("previous", "aes_key")
                return box, content
            raise

    def _plain(self, fields: Mapping[str, str], body: bytes) -> dict[str, str]:
        signature = required(fields, "signature")
        self._check(fields, signature)
        self._replays.check(signature, body, self._clock.monotonic())
        return xml_fields(body)


def _rendered(incoming: Incoming, text: str, now: datetime, envelope: _Envelope | None) -> bytes:
    """The reply, sealed as the message was: WeChat uses the same token and key for both."""
    seconds = int(now.timestamp())
    xml = text_reply(text, to=incoming.sender, sender=incoming.account, seconds=seconds)
    if envelope:
        xml = sealed_reply(xml, box=envelope.box, token=envelope.token, nonce=envelope.nonce, seconds=seconds)
    return xml.encode()


async def _body(headers: Mapping[bytes, bytes], receive: Receive) -> bytes:
    """The request's body. Raises BadMessage for one that is too large, compressed, of unknown length or too slow."""
    length = headers.get(b"content-length")
    if length is None:
        raise BadMessage(411, "no_length")
    if not length.isdigit():
        raise BadMessage(400, "bad_length")
    if int(length) > LARGEST_BODY:
        raise BadMessage(413, "too_large")
    if headers.get(b"content-encoding", b"identity") != b"identity":
        raise BadMessage(415, "compressed")
    try:
        async with asyncio.timeout(BODY_SECONDS):
            message = await receive()
            body: bytes = message.get("body", b"")
            while message.get("more_body"):
                message = await receive()
                body += message.get("body", b"")
                if len(body) > LARGEST_BODY:
                    raise BadMessage(413, "too_large")
    except TimeoutError:
        raise BadMessage(408, "slow_body") from None
    if message["type"] == "http.disconnect":
        raise ConnectionResetError
    return body


async def _respond(send: Send, status: int, body: bytes, kind: bytes) -> None:
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode("ascii")),
        (b"x-content-type-options", b"nosniff"),
    ]
    if status == 405:
        headers.append((b"allow", b"GET, POST"))
    if status in (408, 411, 413, 415):
        # The rest of the body is not worth reading.
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
