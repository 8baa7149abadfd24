"""Editing one entry: checked as a whole file would be, and never over what somebody else has saved meanwhile."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.actions.answers import Material
from bot.actions.faq_check import Conditions, check_file
from bot.actions.faq_files import Loaded
from bot.core.errors import Conflict, HasProblems, NothingFound
from bot.core.faq import Entry
from bot.core.faq_diff import Change, changes
from bot.core.faq_faults import Fault
from bot.core.faq_file import FaqFile, Finding, entry_as_plain, read_entry, same_questions
from bot.core.roles import Actor, require
from bot.store import audit, faqs
from bot.store.engine import Database

NEW = 0  # the revision that an entry which is not there yet has


@dataclass(frozen=True, slots=True)
class Written:
    """An entry with the revision that it has now; NEW when it is not there."""

    entry: Entry | None
    revision: int
    archived: bool


class ChangedMeanwhile(Conflict):
    """Somebody else saved this entry since you opened it. `theirs` is what they changed."""

    def __init__(self, message: str, theirs: tuple[Change, ...]) -> None:
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
        return _present(db, entry_id)


def check(material: Material, entry: Entry, conditions: Conditions) -> list[Fault]:
    """What saving it would bring: its faults, what it breaks elsewhere, golden questions that come out otherwise."""
    return check_file(material, Loaded(FaqFile((entry,))), conditions, note=lambda _: None)


def save(database: Database, actor: Actor, entry: Entry, *, base: int, now: datetime, note: str = "") -> int:
    """Publish it; the revision it then has. `base`: the revision that was edited (NEW for a new one).

    Raises NotAllowed, ChangedMeanwhile, HasProblems when a question is another entry's, NotSaved.
    """
    require(actor, "faq.edit")
    with database.writing(durable=True) as db:
        old = _present(db, entry.id)
        if old.revision != base:
            raise _conflict(db, old, entry.id, base)
        others = [one for one in faqs.published_entries(db) if one.id != entry.id]
        if clashes := same_questions([*(("in the FAQ", one) for one in others), ("here", entry)]):
            raise HasProblems("\n".join(clashes))
        saved = faqs.save_entry(db, entry, actor=actor.name, now=now, note=note)
        if not saved.unchanged:
            before = entry_as_plain(old.entry) if old.entry else None
            deed = audit.Deed(actor.name, "faq.save", f"faq:{entry.id}", before=before, after=entry_as_plain(entry))
            audit.add(db, deed, now=now)
        return _present(db, entry.id).revision


def _present(db: Any, entry_id: str) -> Written:  # Any: the store's connection
    try:
        entry = faqs.one(db, entry_id)
    except NothingFound:
        return Written(None, NEW, archived=False)
    revisions = faqs.revisions(db, entry_id, limit=1)
    archived = entry_id in {one.id for one in faqs.archived_entries(db)}
    return Written(entry, revisions[0].number if revisions else NEW, archived)


def _conflict(db: Any, old: Written, entry_id: str, base: int) -> Conflict:
    if base == NEW:
        return ChangedMeanwhile(f"There is already an entry {entry_id}; choose another name, or edit that one.", ())
    seen = next((one for one in faqs.revisions(db, entry_id) if one.number == base), None)
    theirs = tuple(changes(seen.snapshot, entry_as_plain(old.entry))) if seen and old.entry else ()
    return ChangedMeanwhile("Somebody else saved this entry since you opened it. Nothing of yours is lost.", theirs)
