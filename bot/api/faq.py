"""The FAQ, its gaps and the message log, as JSON."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from litestar import get, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, PathParameter, QueryParameter

from bot.actions import faq_drafts, faq_edit, faqs, gaps
from bot.actions import log as log_lines
from bot.api.parts import Call, Parts, Plain, actor_of, page
from bot.core.errors import NothingFound, UsageError
from bot.core.faq_file import entry_as_plain

Limit = Annotated[int, QueryParameter(ge=1, le=500, description="how many at most")]
Offset = Annotated[int, QueryParameter(ge=0, le=10_000_000, description="after so many")]
EntryId = Annotated[str, PathParameter(max_length=80, description="an entry's id")]


@dataclass(frozen=True, slots=True)
class EntryToSave:
    """`entry` in the form of the FAQ file; `base`: the revision that was edited, 0 for a new entry; `draft`: the number
    of the draft that was edited, 0 for none.
    """

    entry: dict[str, Any]
    base: int
    draft: int = 0


def routes(parts: Parts) -> list[HTTPRouteHandler]:
    """What programs do with the FAQ."""
    database = parts.database

    @get("/faq", opt={"deed": "read"}, sync_to_thread=True)
    def list_entries(limit: Limit = 100, offset: Offset = 0) -> Plain:
        """All published entries, in the form of the FAQ file."""
        return page([entry_as_plain(entry) for entry in faqs.list_faq(database)], limit, offset)

    @get("/faq/{entry_id:str}", opt={"deed": "read"}, sync_to_thread=True)
    def show_entry(entry_id: EntryId) -> Plain:
        """One entry with its revision and the number of its draft, which saving it asks for."""
        found, draft = faq_edit.at_present(database, entry_id), faq_drafts.of_entry(database, entry_id)
        if found.entry is None:
            raise NothingFound(f"There is no entry {entry_id}.")
        plain = {"entry": entry_as_plain(found.entry), "revision": found.revision, "archived": found.archived}
        return {**plain, "draft": draft.version if draft else 0}

    @put("/faq/{entry_id:str}", opt={"deed": "faq.edit"}, sync_to_thread=True)
    def save_entry(request: Call, entry_id: EntryId, data: JSONBody[EntryToSave]) -> Plain:
        """Keep a draft of an entry; what it changes is looked at, and then published, in the console."""
        if not 0 <= data.base < 2**31 or not 0 <= data.draft < 2**31:
            raise UsageError("base is the revision that was edited, 0 for a new entry; draft the draft's number, or 0.")
        wish = faq_drafts.Wish({**data.entry, "id": entry_id}, data.base, data.draft)
        kept = faq_drafts.save(database, actor_of(request), wish, now=parts.now())
        return {"id": entry_id, "draft": kept.version if kept else 0}

    @get("/gaps", opt={"deed": "read"}, sync_to_thread=True)
    def list_gaps(limit: Limit = 100, offset: Offset = 0) -> Plain:
        """What the bot could not answer, most askers first."""
        return page(gaps.list_gaps(database, parts.lines), limit, offset)

    @get("/log", opt={"deed": "read"}, sync_to_thread=True)
    def list_log(
        since: Annotated[datetime | None, QueryParameter(description="from this instant on, with its zone")] = None,
        key: Annotated[str, QueryParameter(max_length=64, description="only the message with this key")] = "",
        limit: Limit = 100,
    ) -> Plain:
        """The newest lines of the message log, oldest first."""
        if since is not None and since.tzinfo is None:
            raise UsageError("An instant needs its zone, like 2026-12-10T19:00:00+08:00.")
        return {"items": log_lines.list_log(database, since=since, key=key, limit=limit)}

    return [list_entries, show_entry, save_entry, list_gaps, list_log]
