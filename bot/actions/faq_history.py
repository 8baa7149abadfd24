"""Who changed what in the FAQ when, and how to go back: a rollback is a new revision equal to an old one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.core.errors import Conflict, HasProblems, NothingFound
from bot.core.faq import Entry, variables_in
from bot.core.faq_diff import Change, changes
from bot.core.faq_file import Finding, entry_as_plain, read_entry, same_questions
from bot.store import audit, faqs, golden
from bot.store.engine import Database


@dataclass(frozen=True, slots=True)
class Rollback:
    """What going back changes. revision: the old one that the entry equals now; notes: what else to look at."""

    entry: str
    revision: int
    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()

    def as_plain(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "entry": self.entry,
            "revision": self.revision,
            "changes": changes_as_plain(self.changes),
            "notes": list(self.notes),
        }


def list_history(database: Database, entry_id: str = "", *, limit: int | None = None) -> list[dict[str, Any]]:
    """Who changed what when, newest first, as plain JSON values: of one entry, or of all. Raises NothingFound."""
    with database.reading() as db:
        if entry_id:
            faqs.one(db, entry_id)
        found = faqs.revisions(db, entry_id, limit=limit)
    return [
        {
            "entry": one.entry,
            "revision": one.number,
            "at": one.at,
            "actor": one.actor,
            "note": one.note or ("new" if one.before is None else ""),
            "changes": changes_as_plain(changes(one.before, one.snapshot)) if one.before is not None else [],
        }
        for one in found
    ]


def roll_back(
    database: Database, entry_id: str, number: int | None = None, *, actor: str, now: datetime, dry_run: bool = False
) -> Rollback:
    """Publish the entry as it was in that revision, else in the one before the last change; the others stay.

    Raises NothingFound, Conflict when it is so already, HasProblems when it cannot be so any more.
    """
    with database.writing() as db:
        entry = faqs.one(db, entry_id)
        revisions = faqs.revisions(db, entry_id)
        archived = entry_id in {one.id for one in faqs.archived_entries(db)}
        wanted = _wanted(entry, revisions, number, archived)
        old = _read(wanted)
        if old == entry and not archived:
            raise Conflict(f"{entry_id} is as it was in revision {wanted.number} already; nothing was changed.")
        others = [other for other in faqs.published_entries(db) if other.id != entry_id]
        if clashes := same_questions([*(("in the FAQ", other) for other in others), (entry_id, old)]):
            raise HasProblems("\n".join([*clashes, "Change that entry first, then go back."]))
        found = Rollback(
            entry_id,
            wanted.number,
            tuple(changes(entry_as_plain(entry), entry_as_plain(old))),
            tuple(_notes(old, others, faqs.variables(db))),
        )
        if not dry_run:
            note = f"rollback to {wanted.number}"
            faqs.save_entry(db, old, actor=actor, now=now, note=note)
            before, after = entry_as_plain(entry), entry_as_plain(old)
            audit.add(db, audit.Deed(actor, "faq.rollback", f"faq:{entry_id}", before=before, after=after), now=now)
    return found


def archive_entry(database: Database, entry_id: str, *, actor: str, now: datetime) -> list[str]:
    """Take the entry out of the bot's answers; sentences on what still leans on it. Raises NothingFound, Conflict."""
    with database.writing() as db:
        entry = faqs.one(db, entry_id)
        others = faqs.published_entries(db)
        if entry_id not in {one.id for one in others}:
            raise Conflict(f"{entry_id} is archived already.")
        faqs.archive(db, entry_id, actor=actor, now=now)
        deed = audit.Deed(actor, "faq.archive", f"faq:{entry_id}", before=entry_as_plain(entry))
        audit.add(db, deed, now=now)
        asked = [one.number for one in golden.all_of(db) if entry_id in one.expected]
    related = [other.id for other in others if entry_id in other.related]
    notes = [f"{', '.join(related)} name it as related; students will not be shown it."] if related else []
    if asked:
        numbers = ", ".join(map(str, asked))
        notes.append(f"Golden question {numbers} expects it: change that, or `paristech-bot golden remove` it.")
    return notes


def list_archived(database: Database) -> list[Entry]:
    """The entries that the bot does not answer with any more."""
    with database.reading() as db:
        return faqs.archived_entries(db)


def changes_as_plain(found: Sequence[Change]) -> list[dict[str, Any]]:
    """As plain JSON values."""
    return [{"place": one.place, "removed": list(one.removed), "added": list(one.added)} for one in found]


def _wanted(entry: Entry, revisions: Sequence[faqs.Revision], number: int | None, archived: bool) -> faqs.Revision:
    if number is None:
        present = entry_as_plain(entry)
        number = next((one.number for one in revisions if archived or one.snapshot != present), 0)
        if not number:
            raise NothingFound(f"{entry.id} was never different, so there is nothing to go back to.")
    wanted = next((one for one in revisions if one.number == number), None)
    if wanted is None:
        raise NothingFound(
            f"{entry.id} has no revision {number}; `paristech-bot faq history {entry.id}` shows those that it has."
        )
    return wanted


def _read(revision: faqs.Revision) -> Entry:
    try:
        return read_entry(dict(revision.snapshot))
    except Finding as finding:
        raise HasProblems(f"Revision {revision.number} cannot be read any more: {finding}") from finding


def _notes(entry: Entry, others: Sequence[Entry], variables: dict[str, str]) -> list[str]:
    named = {name for text in entry.texts.values() for name in variables_in(text.answer + text.after)}
    notes = [
        f"It names {{{name}}}, which is not set; `paristech-bot variables set {name} …` sets it."
        for name in sorted(named - variables.keys())
    ]
    lost = [other for other in entry.related if other not in {one.id for one in others}]
    return [*notes, *([f"Its related entries {', '.join(lost)} are gone."] if lost else [])]
