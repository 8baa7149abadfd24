"""The ASGI app: the webhook before any framework; health, metrics and the console behind it."""

import hmac
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, MutableMapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from litestar import Litestar, Request, Response, Router, get
from litestar.handlers import HTTPRouteHandler
from litestar.status_codes import HTTP_401_UNAUTHORIZED, HTTP_404_NOT_FOUND, HTTP_503_SERVICE_UNAVAILABLE

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]

_NOTHING = b"default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
# The console has scripts, styles and pictures of its own, nobody else's. Bootstrap's small signs are data: pictures.
_OWN = (
    b"script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; "
    b"form-action 'self'"
)
_POLICY = b"content-security-policy"
# On every answer behind the webhook, errors included.
SAFE_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_A_YEAR_HTTPS_ONLY = (b"strict-transport-security", b"max-age=31536000")
_NOT_KEPT = (b"cache-control", b"no-store")
CONSOLE = "/console"


@dataclass(frozen=True, slots=True)
class Parts:
    """What the app is made of. `checks`: name → a function that gives "" when all is well, else a sentence."""

    webhook: Asgi
    checks: Mapping[str, Callable[[], str]]
    metrics: Callable[[], bytes]
    metrics_token: str = ""
    console: Sequence[HTTPRouteHandler] = ()
    api: Sequence[Router] = ()
    https: bool = False
    start: Sequence[Callable[[], None]] = field(default_factory=tuple)
    stop: Sequence[Callable[[], None]] = field(default_factory=tuple)


def create_app(parts: Parts) -> Asgi:
    """The whole web side: /wechat bare, the rest by Litestar."""
    rest = _framework(parts)
    webhook = parts.webhook

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/wechat":
            await webhook(scope, receive, send)
        else:
            await rest(scope, receive, _with_safe_headers(scope, send, https=parts.https))  # type: ignore[arg-type]  # Litestar types ASGI by TypedDicts of its own

    return app


def _framework(parts: Parts) -> Litestar:
    @get("/livez", sync_to_thread=False)
    def livez() -> str:
        return "ok\n"

    @get("/readyz", sync_to_thread=True)
    def readyz() -> Response[str]:
        faults = {name: fault for name, check in parts.checks.items() if (fault := check())}
        lines = [f"{name}: {fault}" for name, fault in faults.items()] or ["ok"]
        return Response("\n".join(lines) + "\n", status_code=HTTP_503_SERVICE_UNAVAILABLE if faults else 200)

    @get("/metrics", sync_to_thread=True)
    def metrics(request: Request[Any, Any, Any]) -> Response[bytes]:
        if not parts.metrics_token:
            return Response(b"", status_code=HTTP_404_NOT_FOUND)
        given = request.headers.get("authorization", "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, f"Bearer {parts.metrics_token}".encode()):
            return Response(b"", status_code=HTTP_401_UNAUTHORIZED, headers={"WWW-Authenticate": "Bearer"})
        return Response(parts.metrics(), media_type="text/plain; version=0.0.4; charset=utf-8")

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        for begin in parts.start:
            begin()
        try:
            yield
        finally:
            for end in parts.stop:
                end()

    return Litestar(
        route_handlers=[livez, readyz, metrics, *parts.console, *parts.api],
        lifespan=[lifespan],
        openapi_config=None,
        logging_config=None,
    )


def _with_safe_headers(scope: Scope, send: Send, *, https: bool) -> Send:
    in_console = scope["type"] == "http" and (scope["path"] + "/").startswith(f"{CONSOLE}/")
    policy = (_POLICY, b"; ".join((_NOTHING, _OWN if in_console else b"form-action 'none'")))
    # Within the console, so that browsers say of our own forms that they are ours; elsewhere nobody is told anything.
    referrer = (b"referrer-policy", b"same-origin" if in_console else b"no-referrer")
    always = [referrer, *SAFE_HEADERS, *([_A_YEAR_HTTPS_ONLY] if https else [])]
    usual = (policy, _NOT_KEPT)  # an answer may have its own

    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            given = message["headers"]
            there = {name.lower() for name, _ in given}
            message["headers"] = [*given, *always, *(one for one in usual if one[0] not in there)]
        await send(message)

    return sending
