"""The interface for programs: the same actions as in the console, as JSON below /api/v1, with its own description."""

from collections.abc import Mapping
from typing import Any

from litestar import Litestar, MediaType, Response, Router, get
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme

from bot.api import announcements, faq, inbox
from bot.api.guard import broken, guard_of, not_http, refused
from bot.api.parts import Parts
from bot.core.errors import BotError

PATH = "/api/v1"
MOST_BYTES = 256 * 1024  # of a body; the longest FAQ entry has a tenth of that
_SECURITY = "token"
_FAULT = {
    "type": "object",
    "required": ["error"],
    "properties": {"error": {"type": "string", "description": "a sentence on what is wrong"}},
}
_NOT_DONE = {
    "description": "It was not done.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Fault"}}},
}


class Interface:
    """`router` for the web side; `description` for people and programs (OpenAPI 3.1)."""

    def __init__(self, parts: Parts) -> None:
        calls = [*faq.routes(parts), *inbox.routes(parts), *announcements.routes(parts)]
        self.description: Mapping[str, Any] = _description(Router(PATH, route_handlers=calls))
        described = self.description

        @get("/openapi.json", media_type=MediaType.JSON, sync_to_thread=False, include_in_schema=False)
        def openapi() -> Response[Mapping[str, Any]]:
            """The description; it holds no secret, so it needs no token."""
            return Response(described)

        faults: dict[Any, Any] = {BotError: refused, HTTPException: not_http, Exception: broken}
        guarded = Router("/", route_handlers=calls, guards=[guard_of(parts)])
        self.router = Router(
            PATH, route_handlers=[openapi, guarded], exception_handlers=faults, request_max_body_size=MOST_BYTES
        )


def _description(router: Router) -> Mapping[str, Any]:
    scheme = SecurityScheme(type="http", scheme="bearer", description="A token that an admin has made.")
    config = OpenAPIConfig(
        title="ParisTech China bot",
        version="1",
        components=Components(security_schemes={_SECURITY: scheme}),
        security=[{_SECURITY: []}],
        use_handler_docstrings=True,
    )
    app = Litestar(route_handlers=[router], openapi_config=config, logging_config=None)
    described = app.openapi_schema.to_schema()
    described["components"].setdefault("schemas", {})["Fault"] = _FAULT
    for calls in described["paths"].values():
        for call in calls.values():
            # The framework describes faults in a form of its own; ours is the same for all of them.
            well = {status: told for status, told in call["responses"].items() if status.startswith("2")}
            call["responses"] = {**well, "4XX": _NOT_DONE, "5XX": _NOT_DONE}
    return described
