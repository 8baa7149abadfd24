"""Who did what: one row for each write that a person caused, in the same transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, or_, select

from bot.store.models import audit


@dataclass(frozen=True, slots=True)
class Deed:
    """`actor` did `action` ("faq.import") to `object` ("faq:csc-dates"); before and after are plain JSON values."""

    actor: str
    action: str
    object: str
    before: Any = None
    after: Any = None


def add(db: Connection, deed: Deed, *, now: datetime) -> None:
    """Write it down."""
    values = {name: getattr(deed, name) for name in ("actor", "action", "object", "before", "after")}
    db.execute(insert(audit).values(at=now, **values))


def listing(
    db: Connection, *, limit: int = 200, offset: int = 0, actor: str = "", words: str = ""
) -> list[dict[str, Any]]:
    """The latest deeds, newest first, as plain JSON values: of one actor; with these words in what was done to what."""
    wanted = select(audit)
    if actor:
        wanted = wanted.where(audit.c.actor == actor)
    if words:
        found = (column.icontains(words, autoescape=True) for column in (audit.c.action, audit.c.object))
        wanted = wanted.where(or_(*found))
    rows = db.execute(wanted.order_by(audit.c.id.desc()).limit(limit).offset(offset))
    return [{**row, "at": row["at"].isoformat()} for row in rows.mappings()]


def actors(db: Connection) -> list[str]:
    """Everybody who stands in it."""
    return list(db.scalars(select(audit.c.actor).distinct().order_by(audit.c.actor)))
