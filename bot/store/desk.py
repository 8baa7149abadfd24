"""What the office's first page asks, a few rows each and never all: drafts, answers that age, requests that wait."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, or_, select

from bot.core.announcements import Status
from bot.core.faq import LANGS
from bot.store.faqs import PUBLISHED
from bot.store.models import announcement, announcement_text, faq_entry


def drafts(db: Connection, *, limit: int) -> tuple[int, list[dict[str, Any]]]:
    """How many announcements wait for approval, and those whose time comes first."""
    waiting = announcement.c.status == Status.DRAFT.value
    number = int(db.execute(select(func.count()).select_from(announcement).where(waiting)).scalar_one())
    wanted = select(announcement.c.id, announcement.c.event, announcement.c.publish_at).where(waiting)
    rows = db.execute(wanted.order_by(announcement.c.publish_at, announcement.c.id).limit(limit)).all()
    titles = _titles(db, [row.id for row in rows])
    first = [
        {"id": row.id, "publish_at": row.publish_at, "title": titles.get(row.id) or row.event["title"]} for row in rows
    ]
    return number, first


def ageing(db: Connection, today: date, soon: date, *, limit: int) -> tuple[int, list[dict[str, Any]]]:
    """How many answers are to be looked at by `soon`, or end between the two days; those that are due first."""
    columns = faq_entry.c
    ends = columns.valid_until.between(today, soon)
    due = columns.status == PUBLISHED, or_(columns.review_by <= soon, ends)
    number = int(db.execute(select(func.count()).select_from(faq_entry).where(*due)).scalar_one())
    order = (func.coalesce(columns.review_by, columns.valid_until), columns.id)
    wanted = select(columns.id, columns.review_by, columns.valid_until).where(*due).order_by(*order).limit(limit)
    return number, [dict(row) for row in db.execute(wanted).mappings()]


def _titles(db: Connection, ids: Sequence[str]) -> dict[str, str]:
    """The title in the first language that has one."""
    columns = announcement_text.c
    wanted = select(columns.announcement_id, columns.lang, columns.title).where(columns.announcement_id.in_(ids))
    found: dict[str, str] = {}
    for row in sorted(db.execute(wanted), key=lambda row: LANGS.index(row.lang)):
        if row.title:
            found.setdefault(row.announcement_id, row.title)
    return found
