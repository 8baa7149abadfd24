"""All that is kept of one person: to hand it out, and to delete it from every table."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, delete, select

from bot.store.models import effect, inbox_message, inbox_request, message_log, person

# Every table that names people (a test holds this to the models): the column with their key, and since when a row is.
KEPT: tuple[tuple[Table, Column[Any], Column[Any]], ...] = (
    (person, person.c.key, person.c.first_seen_at),
    (message_log, message_log.c.person_key, message_log.c.at),
    (effect, effect.c.person_key, effect.c.at),
    (inbox_request, inbox_request.c.person_key, inbox_request.c.opened_at),
)


def erase(db: Connection, key: str, *, until: datetime | None = None) -> int:
    """Delete everything that belongs to this person, up to an instant if given; the number of rows that are gone.

    The messages of a request go with it.
    """
    gone = 0
    for table, owner, since in KEPT:
        theirs = delete(table).where(owner == key)
        gone += db.execute(theirs if until is None else theirs.where(since <= until)).rowcount
    return gone


def everybody(db: Connection) -> frozenset[str]:
    """The keys of all people of whom anything is kept."""
    return frozenset(key for _, owner, _ in KEPT for key in db.execute(select(owner).distinct()).scalars())


def export(db: Connection, key: str) -> dict[str, Any] | None:
    """Everything kept of this person, as plain JSON values; None when there is nothing."""
    found: dict[str, Any] = {
        "person": _rows(db, person, person.c.key == key, without="openid_sealed"),
        "messages": _rows(db, message_log, message_log.c.person_key == key),
        "effects": _rows(db, effect, effect.c.person_key == key),
        "requests": _rows(db, inbox_request, inbox_request.c.person_key == key),
    }
    for request in found["requests"]:
        request["messages"] = _rows(db, inbox_message, inbox_message.c.request_id == request["id"])
    return found if any(found.values()) else None


def _rows(db: Connection, table: Table, theirs: ColumnElement[bool], *, without: str = "") -> list[dict[str, Any]]:
    columns = [column for column in table.c if column.name != without]
    rows = db.execute(select(*columns).where(theirs).order_by(*table.primary_key.columns)).mappings()
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
