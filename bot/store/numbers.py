"""What can be counted over a period: questions by day, people, satisfaction, entries, sends; all by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, String, cast, func, literal_column, select

from bot.core.messages import ReplyKind
from bot.store.gaps import MARKED_WRONG
from bot.store.inbox import STUDENT
from bot.store.models import attempt, delivery, effect, inbox_message, inbox_request, message_log

# What a message was, by the kind of its reply; kinds that are not here (greetings, thanks) are no questions.
QUESTIONS = (ReplyKind.ANSWER, ReplyKind.CHOICES, ReplyKind.HANDOVER, ReplyKind.NONE)


@dataclass(frozen=True, slots=True)
class Count:
    """How many messages of one kind came in on one day (in Shanghai) in one language."""

    day: date
    kind: str
    lang: str
    number: int


def questions(db: Connection, since: datetime, until: datetime) -> list[Count]:
    """The questions of a period by day, kind and language; only rows that are not zero."""
    day = _day(db, message_log.c.at)
    columns = message_log.c
    wanted = (
        select(day.label("day"), columns.kind, columns.lang, func.count().label("number"))
        .where(*_within(columns.at, since, until), columns.kind.in_(QUESTIONS))
        .group_by(day, columns.kind, columns.lang)
    )
    rows = db.execute(wanted)
    return sorted(
        (Count(date.fromisoformat(row.day), row.kind, row.lang, row.number) for row in rows),
        key=lambda one: (one.day, one.kind, one.lang),
    )


def people(db: Connection, since: datetime, until: datetime) -> int:
    """How many different people asked."""
    columns = message_log.c
    asked = select(columns.person_key).where(*_within(columns.at, since, until), columns.kind.in_(QUESTIONS))
    return int(db.execute(select(func.count()).select_from(asked.distinct().subquery())).scalar_one())


def ratings(db: Connection, since: datetime, until: datetime) -> dict[str, int]:
    """helpful, not_helpful (students) and marked_wrong (colleagues)."""
    kinds = ("helpful", "not_helpful", MARKED_WRONG)
    wanted = select(effect.c.kind, func.count()).where(*_within(effect.c.at, since, until), effect.c.kind.in_(kinds))
    found = {row[0]: row[1] for row in db.execute(wanted.group_by(effect.c.kind))}
    return {kind: found.get(kind, 0) for kind in kinds}


def top_entries(db: Connection, since: datetime, until: datetime, *, limit: int) -> list[tuple[str, int]]:
    """The entries given most, with how often."""
    columns, times = message_log.c, func.count().label("times")
    given = _within(columns.at, since, until), columns.decision == "answer", columns.entry != ""
    wanted = select(columns.entry, times).where(*given[0], *given[1:]).group_by(columns.entry)
    return [(row.entry, row.times) for row in db.execute(wanted.order_by(times.desc(), columns.entry).limit(limit))]


def sends(db: Connection, since: datetime, until: datetime) -> list[dict[str, Any]]:
    """How many deliveries were due, by channel and state."""
    columns = delivery.c
    wanted = select(columns.channel, columns.state, func.count().label("number"))
    wanted = wanted.where(*_within(columns.due_at, since, until)).group_by(columns.channel, columns.state)
    return [dict(row) for row in db.execute(wanted.order_by(columns.channel, columns.state)).mappings()]


def tries(db: Connection, since: datetime, until: datetime) -> int:
    """How many calls to a platform were made for announcements."""
    wanted = select(func.count()).where(*_within(attempt.c.started_at, since, until))
    return int(db.execute(wanted).scalar_one())


def requests(db: Connection, since: datetime, until: datetime) -> dict[str, int]:
    """Requests to a colleague: opened, closed, and answers that were given."""
    opened = select(func.count()).where(*_within(inbox_request.c.opened_at, since, until))
    closed = select(func.count()).where(*_within(inbox_request.c.closed_at, since, until))
    answers = select(func.count()).where(*_within(inbox_message.c.at, since, until), inbox_message.c.author != STUDENT)
    counted = {"opened": opened, "closed": closed, "answers": answers}
    return {name: int(db.execute(wanted).scalar_one()) for name, wanted in counted.items()}


def _within(column: Any, since: datetime, until: datetime) -> Sequence[Any]:
    return (column >= since, column < until)


def _day(db: Connection, column: Any) -> Any:
    """The day in Shanghai as text; the city has had no summer time since 1991 (tz database)."""
    if db.dialect.name == "sqlite":
        return func.date(column, literal_column("'+8 hours'"), type_=String)
    # Literals, because PostgreSQL takes two parameters for two expressions, and groups by neither.
    return cast(func.date(func.timezone(literal_column("'Asia/Shanghai'"), column)), String)
