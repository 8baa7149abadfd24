"""From a draft to an approval: asked for, sent back with a note; and what changed since somebody last read it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.actions.announcement_checks import Terms
from bot.actions.announcements import there
from bot.core.announcement_plain import differences, plain_of
from bot.core.announcements import Status
from bot.core.errors import Conflict, UsageError
from bot.core.faq_diff import Change
from bot.core.roles import Actor, require
from bot.store import announcement_versions, audit, epochs
from bot.store import announcements as stored
from bot.store.announcement_versions import SETTLED, Step, Version
from bot.store.announcements import Stored
from bot.store.audit import Deed
from bot.store.engine import Database

MOST_NOTE = 1000  # characters


@dataclass(frozen=True, slots=True)
class Read:
    """What an approver needs beside the words: who did what, and what changed since a colleague last read it.

    `since`: that reading, None when nobody has read it yet; then `changed` is empty. The steps are newest first.
    """

    steps: Sequence[Version]
    since: Version | None
    changed: Sequence[Change]


def ask(database: Database, announcement_id: str, actor: Actor, *, now: datetime, note: str = "") -> None:
    """Tell the colleagues who approve that it is ready; asking twice is harmless.

    Raises NotAllowed, NothingFound, Conflict when it is no draft, NotSaved.
    """
    require(actor, "announcement.write")
    with database.writing(durable=True) as db:
        found = _draft(db, announcement_id)
        if found.asked:
            return
        _step(db, found, Step.ASKED, actor, now=now, note=note)


def give_back(
    database: Database, announcement_id: str, actor: Actor, *, note: str, now: datetime, read_hash: str = ""
) -> None:
    """Send it back to who wrote it, with a note on what to change. `read_hash`: the content that was read.

    Raises NotAllowed, NothingFound, UsageError without a note, Conflict when it is no draft or was changed, NotSaved.
    """
    require(actor, "announcement.approve")
    note = note.strip()
    if not note:
        raise UsageError("Write what should change, so that the author knows.")
    if len(note) > MOST_NOTE:
        raise UsageError(f"The note has {len(note)} characters; {MOST_NOTE} are enough.")
    with database.writing(durable=True) as db:
        found = _draft(db, announcement_id)
        if read_hash not in ("", found.content_hash):
            raise Conflict("It was changed since you read it: look at it again, then decide.")
        _step(db, found, Step.RETURNED, actor, now=now, note=note)


def reading(database: Database, announcement_id: str) -> Read:
    """What was done so far, and what changed since the last reading. Raises NothingFound."""
    with database.reading() as db:
        found = there(stored.one(db, announcement_id), announcement_id)
        steps = announcement_versions.history(db, announcement_id)
    since = next((step for step in steps if step.step in SETTLED), None)
    changed = differences(since.snapshot, plain_of(found.announcement)) if since else []
    return Read(steps, since, changed)


def own_work(database: Database, announcement_id: str, terms: Terms) -> bool:
    """Whether this person may not approve it, because they wrote it and the office lets two people look."""
    if not terms.rules.two_people:
        return False
    with database.reading() as db:
        found = stored.one(db, announcement_id)
        return found is not None and stored.wrote(db, found, terms.actor)


def _draft(db: Any, announcement_id: str) -> Stored:  # Any: the store's connection
    found = there(stored.one(db, announcement_id), announcement_id)
    if found.status is not Status.DRAFT:
        raise Conflict(f"“{announcement_id}” is {found.status}; only a draft can be asked about or sent back.")
    return found


def _step(db: Any, found: Stored, step: Step, actor: Actor, *, now: datetime, note: str) -> None:
    epochs.bump(db, "announcements")
    announcement = found.announcement
    announcement_versions.record(db, announcement, step, now=now, actor=actor.name, note=note)
    deed = Deed(actor.name, f"announcement.{step}", f"announcement:{announcement.id}", {"hash": found.content_hash})
    audit.add(db, replace(deed, after={"note": note} if note else None), now=now)
