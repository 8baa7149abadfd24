"""Reading one entry for editing, as it stands in the store and as a form wrote it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.actions.faq_pending import NEW, revision_of
from bot.core.errors import Conflict, HasProblems, NothingFound
from bot.core.faq import Entry
from bot.core.faq_file import Finding, read_entry
from bot.core.faq_languages import Wording
from bot.store import faqs
from bot.store.engine import Database

__all__ = ["NEW", "ChangedMeanwhile", "Theirs", "Written", "at_present", "present", "read"]


@dataclass(frozen=True, slots=True)
class Written:
    """An entry with the revision that it has now; NEW when it is not there."""

    entry: Entry | None
    revision: int
    archived: bool
    wording: Wording


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else wrote, in the plain form of a FAQ file, with the revision and the draft that it is."""

    raw: Mapping[str, Any]
    base: int
    version: int


class ChangedMeanwhile(Conflict):
    """Somebody else saved this entry since you opened it."""

    def __init__(self, message: str, theirs: Theirs) -> None:
        self.theirs = theirs
        super().__init__(message)


def read(raw: dict[str, Any]) -> Entry:
    """An entry as it was written in a form; raises HasProblems with the fault in words."""
    try:
        return read_entry(raw)
    except Finding as finding:
        raise HasProblems(str(finding)) from finding


def at_present(database: Database, entry_id: str) -> Written:
    """The entry as it is stored."""
    with database.reading() as db:
        return present(db, entry_id)


def present(db: Any, entry_id: str) -> Written:  # Any: the store's connection
    """The same within a transaction."""
    try:
        entry = faqs.one(db, entry_id)
    except NothingFound:
        return Written(None, NEW, archived=False, wording=Wording("", {}))
    wording = faqs.wording(db, [entry_id]).get(entry_id, Wording("", {}))
    return Written(entry, revision_of(db, entry_id), faqs.is_archived(db, entry_id), wording)
