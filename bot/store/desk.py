"""What the office's first page asks, a few rows each and never all: drafts, answers that age, requests that wait."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, func, or_, select

from bot.store.faqs import PUBLISHED
from bot.store.models import faq_entry


def ageing(db: Connection, today: date, soon: date, *, limit: int) -> tuple[int, list[dict[str, Any]]]:
    """How many answers are to be looked at by `soon`, or end between the two days; those that are due first."""
    columns = faq_entry.c
    ends = columns.valid_until.between(today, soon)
    due = columns.status == PUBLISHED, or_(columns.review_by <= soon, ends)
    number = int(db.execute(select(func.count()).select_from(faq_entry).where(*due)).scalar_one())
    order = (func.coalesce(columns.review_by, columns.valid_until), columns.id)
    wanted = select(columns.id, columns.review_by, columns.valid_until).where(*due).order_by(*order).limit(limit)
    return number, [dict(row) for row in db.execute(wanted).mappings()]
