"""Who may call: a token, its role, how often; and every fault as JSON with a sentence."""

import logging
import secrets
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import timedelta
from typing import Any

from anyio.to_thread import run_sync
from litestar import Response
from litestar.connection import ASGIConnection
from litestar.exceptions import HTTPException, NotAuthorizedException, TooManyRequestsException, ValidationException
from litestar.handlers.base import BaseRouteHandler

from bot.actions import api_tokens
from bot.api.parts import Call, Parts
from bot.core.errors import BotError, PlatformError
from bot.core.http_status import http_status
from bot.core.networks import network_of
from bot.core.roles import Actor, require

log = logging.getLogger(__name__)

CALLS, WRONG = 120, 20  # a minute: of one token; without a token that works, from one network
_WINDOW = timedelta(minutes=1).total_seconds()
_MOST_CALLERS = 10_000  # remembered at once, so that nobody fills the memory with addresses


class Pace:
    """How often somebody has called in the present minute; in this process only."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._counts: dict[str, int] = {}

    def count(self, who: str, seconds: float) -> int:
        """One call more; how many it are."""
        with self._lock:
            minute = int(seconds // _WINDOW)
            if minute != self._minute or len(self._counts) > _MOST_CALLERS:
                self._minute, self._counts = minute, {}
            self._counts[who] = self._counts.get(who, 0) + 1
            return self._counts[who]


def guard_of(parts: Parts) -> Callable[[ASGIConnection[Any, Any, Any, Any], BaseRouteHandler], Awaitable[None]]:
    """Lets only those in who have a token that works, whose role is enough, and who do not call too often."""
    pace = Pace()

    async def guard(call: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        now = parts.now()
        given = call.headers.get("authorization", "")
        kind, _, token = given.partition(" ")
        holder = None
        if kind.lower() == "bearer" and token:
            holder = await run_sync(lambda: api_tokens.holder(parts.database, token.strip(), now=now))
        if holder is None:
            client = call.client.host if call.client else ""
            network = network_of(client, call.headers.get("x-forwarded-for", ""), parts.trusted_proxies)
            if pace.count(f"wrong {network}", now.timestamp()) > WRONG:
                raise TooManyRequestsException("Too many calls without a token that works; wait a minute.")
            raise NotAuthorizedException("This needs the header “Authorization: Bearer …” with a token that works.")
        if pace.count(f"token {holder.id}", now.timestamp()) > CALLS:
            raise TooManyRequestsException(f"A token may call {CALLS} times a minute; wait a little.")
        call.scope["user"] = holder
        require(Actor(holder.name, holder.role), handler.opt["deed"])

    return guard


def refused(_: Call, error: BotError) -> Response[dict[str, Any]]:
    """A situation of ours, in its own words."""
    return _answer(502 if isinstance(error, PlatformError) else http_status(error), str(error))


def not_http(_: Call, error: HTTPException) -> Response[dict[str, Any]]:
    """A call that is not as the description has it."""
    more: MutableMapping[str, str] = {}
    if isinstance(error, NotAuthorizedException):
        more["WWW-Authenticate"] = "Bearer"
    if isinstance(error, TooManyRequestsException):
        more["Retry-After"] = str(round(_WINDOW))
    sentence = error.detail
    if isinstance(error, ValidationException) and isinstance(error.extra, list):
        faults = [f"{one.get('key', '')}: {one.get('message', '')}" for one in error.extra if isinstance(one, dict)]
        sentence = "; ".join([error.detail, *faults])
    return _answer(error.status_code, sentence, more)


def broken(call: Call, error: Exception) -> Response[dict[str, Any]]:
    """The last resort: a number that stands in the answer and in the log, and nothing else."""
    number = secrets.token_hex(4)
    log.error("api: %s %s failed (%s)", call.method, call.url.path, number, exc_info=error)
    return _answer(500, f"Something went wrong here. Tell whoever runs the bot: error {number}.")


def _answer(status: int, sentence: str, headers: MutableMapping[str, str] | None = None) -> Response[dict[str, Any]]:
    return Response({"error": sentence}, status_code=status, media_type="application/json", headers=dict(headers or {}))
