"""The message log: what was asked and what was said, one row a message."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from bot.core.messages import LogLine
from bot.store.dialects import insert_into
from bot.store.models import message_log

SHOWN = ("key", "at", "kind", "decision", "entries", "shown", "lang", "request_id", "reply")
_KEPT = tuple(field.name for field in fields(LogLine) if field.name not in {"person", "entries"})


def add_many(db: Connection, lines: Sequence[LogLine]) -> None:
    """Keep these lines; one whose key is there already is ignored, because it is the same message again."""
    if lines:
        insert = insert_into(db, message_log).on_conflict_do_nothing(index_elements=["key"])
        db.execute(insert, [_values(line) for line in lines])


def listing(db: Connection, *, since: datetime | None = None, key: str = "", limit: int = 1000) -> list[dict[str, Any]]:
    """The newest lines, oldest first, as plain JSON values; `at` is ISO 8601 in UTC."""
    wanted = select(*(message_log.c[name] for name in SHOWN))
    if since is not None:
        wanted = wanted.where(message_log.c.at >= since)
    if key:
        wanted = wanted.where(message_log.c.key == key)
    newest = db.execute(wanted.order_by(message_log.c.at.desc(), message_log.c.id.desc()).limit(limit))
    return [{**row, "at": row["at"].isoformat()} for row in reversed(newest.mappings().all())]


def prune_before(db: Connection, moment: datetime, *, batch: int = 1000) -> int:
    """Delete the oldest lines from before that moment, at most one batch because others wait; how many it were."""
    oldest = select(message_log.c.id).where(message_log.c.at < moment).order_by(message_log.c.at).limit(batch)
    return db.execute(delete(message_log).where(message_log.c.id.in_(oldest))).rowcount


def _values(line: LogLine) -> dict[str, Any]:
    # Not by asdict: it copies deeply, which is most of the work of logging a message.
    values = {name: getattr(line, name) for name in _KEPT}
    return {**values, "person_key": line.person, "entries": list(line.entries)}
