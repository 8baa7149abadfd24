"""The ASGI app: the webhook before any framework, health and metrics behind it."""

import hmac
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, MutableMapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from litestar import Litestar, Request, Response, get
from litestar.status_codes import HTTP_401_UNAUTHORIZED, HTTP_404_NOT_FOUND, HTTP_503_SERVICE_UNAVAILABLE

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]

# On every answer behind the webhook, errors included.
SAFE_HEADERS = (
    (b"content-security-policy", b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)


@dataclass(frozen=True, slots=True)
class Parts:
    """What the app is made of. `checks`: name → a function that gives "" when all is well, else a sentence."""

    webhook: Asgi
    checks: Mapping[str, Callable[[], str]]
    metrics: Callable[[], bytes]
    metrics_token: str = ""
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
            await rest(scope, receive, _with_safe_headers(send))  # type: ignore[arg-type]  # Litestar types ASGI by TypedDicts of its own

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
        route_handlers=[livez, readyz, metrics],
        lifespan=[lifespan],
        openapi_config=None,
        logging_config=None,
    )


def _with_safe_headers(send: Send) -> Send:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *SAFE_HEADERS]
        await send(message)

    return sending
