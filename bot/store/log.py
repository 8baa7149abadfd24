"""The message log: what was asked and what was said, one row a message."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select

from bot.core.errors import NothingFound
from bot.core.log_search import Place, Sought
from bot.core.messages import LogLine, ReplyKind
from bot.store.dialects import insert_into
from bot.store.models import message_log

SHOWN = ("key", "at", "kind", "decision", "entries", "shown", "lang", "request_id", "reply")
_KEPT = tuple(field.name for field in fields(LogLine) if field.name not in {"person", "entries"})

_READ = ("id", "key", "at", "person_key", "kind", "decision", "entries", "entry", "shown", "lang", "confidence",
         "question", "reply", "request_id")  # fmt: skip


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


def page(db: Connection, sought: Sought, *, before: Place | None = None, limit: int) -> list[dict[str, Any]]:
    """The newest lines of those, newest first; `before`: only what is older than that place."""
    wanted = select(*(message_log.c[name] for name in _READ)).where(*_conditions(db, sought))
    at, number = message_log.c.at, message_log.c.id
    if before is not None:
        wanted = wanted.where(or_(at < before.at, and_(at == before.at, number < before.id)))
    rows = db.execute(wanted.order_by(at.desc(), number.desc()).limit(limit)).mappings()
    return [dict(row) for row in rows]


def one(db: Connection, number: int) -> dict[str, Any]:
    """The line with this number. Raises NothingFound."""
    wanted = select(*(message_log.c[name] for name in _READ)).where(message_log.c.id == number)
    row = db.execute(wanted).mappings().one_or_none()
    if row is None:
        raise NothingFound("There is no such message any more; it may have been deleted.")
    return dict(row)


def conversation(
    db: Connection, person: str, *, until: datetime | None = None, limit: int = 50
) -> list[dict[str, Any]]:
    """The newest lines of one person, oldest first; `until`: up to that instant."""
    theirs = select(*(message_log.c[name] for name in _READ)).where(message_log.c.person_key == person)
    if until is not None:
        theirs = theirs.where(message_log.c.at <= until)
    rows = db.execute(theirs.order_by(message_log.c.at.desc(), message_log.c.id.desc()).limit(limit)).mappings().all()
    return [dict(row) for row in reversed(rows)]


def last_written(db: Connection, person: str) -> datetime | None:
    """When this person wrote last, as far as the log knows; following us is no message."""
    theirs = message_log.c.person_key == person, message_log.c.kind != ReplyKind.WELCOME.value
    moment: datetime | None = db.execute(select(func.max(message_log.c.at)).where(*theirs)).scalar()
    return moment


def prune_before(db: Connection, moment: datetime, *, batch: int = 1000) -> int:
    """Delete the oldest lines from before that moment, at most one batch because others wait; how many it were."""
    oldest = select(message_log.c.id).where(message_log.c.at < moment).order_by(message_log.c.at).limit(batch)
    return db.execute(delete(message_log).where(message_log.c.id.in_(oldest))).rowcount


def _conditions(db: Connection, sought: Sought) -> list[ColumnElement[bool]]:
    columns = message_log.c
    same = {"kind": sought.kind, "decision": sought.decision, "lang": sought.lang, "entry": sought.entry}
    found = [columns[name] == value for name, value in {**same, "person_key": sought.person}.items() if value]
    for word in sought.words:
        found.append(or_(*(_holds(db, columns[name], word) for name in ("question", "reply"))))
    if sought.since is not None:
        found.append(columns.at >= sought.since)
    if sought.until is not None:
        found.append(columns.at < sought.until)
    return found


def _holds(db: Connection, column: ColumnElement[str], word: str) -> ColumnElement[bool]:
    """Whether a text holds the word in any case; `icontains` would make a lower copy of every text on SQLite."""
    pattern = "%" + word.replace("/", "//").replace("%", "/%").replace("_", "/_") + "%"
    return column.like(pattern, escape="/") if db.dialect.name == "sqlite" else column.ilike(pattern, escape="/")


def _values(line: LogLine) -> dict[str, Any]:
    # Not by asdict: it copies deeply, which is most of the work of logging a message.
    values = {name: getattr(line, name) for name in _KEPT}
    entry = line.entries[0] if line.decision == "answer" and line.shown and line.entries else ""
    return {**values, "person_key": line.person, "entries": list(line.entries), "entry": entry}
