"""The inbox, as JSON."""

from dataclasses import dataclass
from typing import Annotated

from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, PathParameter, QueryParameter

from bot.actions import inbox
from bot.api.faq import Limit, Offset
from bot.api.parts import Call, Parts, Plain, actor_of, page
from bot.core.errors import UsageError

Number = Annotated[int, PathParameter(ge=1, le=2**62, description="its number")]


@dataclass(frozen=True, slots=True)
class ReplyToGive:
    """A colleague's answer, word for word; the student gets it with their next message."""

    text: str


def routes(parts: Parts) -> list[HTTPRouteHandler]:
    """What programs do with the inbox."""
    database = parts.database

    @get("/inbox", opt={"deed": "read"}, sync_to_thread=True)
    def list_inbox(
        status: Annotated[str, QueryParameter(max_length=10, description="open, waiting or done; else all")] = "",
        limit: Limit = 100,
        offset: Offset = 0,
    ) -> Plain:
        """Requests with their messages, the one that waits longest first."""
        if status and status not in inbox.STATUSES:
            raise UsageError(f"A status is one of {', '.join(inbox.STATUSES)}.")
        return page(inbox.list_inbox(database, status=status), limit, offset)

    @get("/inbox/{number:int}", opt={"deed": "read"}, sync_to_thread=True)
    def show_request(number: Number) -> Plain:
        """One request."""
        return inbox.show_request(database, number)

    @post("/inbox/{number:int}/reply", opt={"deed": "inbox.answer"}, status_code=200, sync_to_thread=True)
    def reply(request: Call, number: Number, data: JSONBody[ReplyToGive]) -> Plain:
        """Answer; the request as it is then."""
        actor = actor_of(request).name
        return inbox.reply_to_request(database, number, data.text, room=parts.room, now=parts.now(), actor=actor)

    @post("/inbox/{number:int}/close", opt={"deed": "inbox.answer"}, status_code=200, sync_to_thread=True)
    def close(request: Call, number: Number) -> Plain:
        """Nothing more to do; the request as it is then."""
        return inbox.close_request(database, number, now=parts.now(), actor=actor_of(request).name)

    return [list_inbox, show_request, reply, close]
