"""What was done to an announcement's words, and by whom: saved, asked for approval, returned, approved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select

from bot.core.announcement_plain import plain_of
from bot.core.announcements import Announcement, content_hash
from bot.store.version_models import announcement_version as table


class Step(StrEnum):
    """What was done."""

    SAVED = "saved"
    ASKED = "asked"
    RETURNED = "returned"
    APPROVED = "approved"


SETTLED = (Step.RETURNED, Step.APPROVED)  # a colleague has read these words
_REVIEWS = (Step.ASKED, *SETTLED)


@dataclass(frozen=True, slots=True)
class Version:
    """One step, with the words as they were then (`core.announcement_plain`)."""

    number: int
    at: datetime
    actor: str
    step: Step
    note: str
    content_hash: str
    snapshot: Mapping[str, Any]


def record(
    db: Connection, announcement: Announcement, step: Step, *, now: datetime, actor: str, note: str = ""
) -> None:
    """Write it down, in the transaction of what it tells of."""
    newest = db.scalar(select(func.max(table.c.number)).where(table.c.announcement_id == announcement.id)) or 0
    db.execute(
        insert(table).values(
            announcement_id=announcement.id,
            number=newest + 1,
            at=now,
            actor=actor,
            deed=step.value,
            note=note,
            content_hash=content_hash(announcement),
            snapshot=plain_of(announcement),
        )
    )


def latest_reviews(db: Connection, ids: Any = None) -> dict[str, Version]:
    """The last that was asked or said about each of these (a list or a subquery; None: all): id → step."""
    wanted: list[ColumnElement[bool]] = [table.c.deed.in_([step.value for step in _REVIEWS])]
    if ids is not None:
        wanted.append(table.c.announcement_id.in_(ids))
    newest = select(func.max(table.c.id)).where(*wanted).group_by(table.c.announcement_id)
    rows = db.execute(select(table).where(table.c.id.in_(newest)))
    return {row.announcement_id: _version(row) for row in rows}


def history(db: Connection, announcement_id: str, *, limit: int | None = None) -> list[Version]:
    """All steps of one, the newest first."""
    rows = select(table).where(table.c.announcement_id == announcement_id).order_by(table.c.number.desc())
    return [_version(row) for row in db.execute(rows.limit(limit))]


def _version(row: Row[Any]) -> Version:
    return Version(row.number, row.at, row.actor, Step(row.deed), row.note, row.content_hash, row.snapshot)
