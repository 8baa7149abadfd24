"""Figures for whoever watches, read from the rows: what waits, what failed, how old, how large."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from bot.core.delivery import WAITING, State
from bot.core.measures import Sample, seconds
from bot.store import accounts, beats
from bot.store.models import attempt, delivery, inbox_request
from bot.store.notice_models import notice
from bot.store.staff_models import sign_in_failure

# What is not over; the oldest of these is worth an alert.
_OPEN = (*WAITING, State.SENDING, State.UNKNOWN, State.ACCEPTED, State.HELD)
_DAY = timedelta(days=1)


def measures(db: Connection, now: datetime, names: Collection[str]) -> list[Sample]:
    """All of them; `names` are the accounts that are set up."""
    found = [*_deliveries(db, now), *_attempts(db, now), *_people(db, now)]
    found += [Sample("paused", len(accounts.paused(db)))]
    lives = accounts.last_lives(db, names)
    found += [Sample("token_seconds_left", (life.ends - now).total_seconds(), (name,)) for name, life in lives.items()]
    seen = beats.last(db, beats.SCHEDULER)
    return [*found, Sample("tick_lag_seconds", seconds(now - seen))] if seen else found


def _deliveries(db: Connection, now: datetime) -> list[Sample]:
    state, channel = delivery.c.state, delivery.c.channel
    counts = db.execute(select(channel, state, func.count()).group_by(channel, state)).all()
    found = [Sample("deliveries", count, (channel, state)) for channel, state, count in counts]
    unknown = sum(count for _, state, count in counts if state == State.UNKNOWN)
    due = (delivery.c.state.in_([each.value for each in _OPEN]), delivery.c.due_at <= now)
    for row in db.execute(select(state, func.min(delivery.c.due_at).label("at")).where(*due).group_by(state)):
        found.append(Sample("delivery_oldest_age_seconds", seconds(now - row.at), (row.state,)))
    return [*found, Sample("delivery_unknown", unknown)]


def _attempts(db: Connection, now: datetime) -> list[Sample]:
    tries = attempt.join(delivery, delivery.c.id == attempt.c.delivery_id)

    def counted(column: Any, *where: Any) -> Any:
        both = (delivery.c.channel, column)
        return db.execute(select(*both, func.count()).select_from(tries).where(*where).group_by(*both))

    found = [Sample("delivery_attempts", n, (channel, out or "open")) for channel, out, n in counted(attempt.c.outcome)]
    coded = counted(attempt.c.code, attempt.c.code != "")
    found += [Sample("delivery_errors", n, (channel, code)) for channel, code, n in coded]
    first = select(attempt.c.started_at, delivery.c.due_at).select_from(tries)
    rows = db.execute(first.where(attempt.c.number == 1, attempt.c.started_at >= now - _DAY)).all()
    late = max((seconds(row.started_at - row.due_at) for row in rows), default=0.0)
    return [*found, Sample("delivery_lateness_seconds", late)]


def _people(db: Connection, now: datetime) -> list[Sample]:
    mine = (notice.c.closed_at.is_(None), notice.c.seen_at.is_(None))
    grouped = db.execute(select(notice.c.severity, func.count()).where(*mine).group_by(notice.c.severity))
    found = [Sample("notices_open", count, (severity,)) for severity, count in grouped]
    waits = select(func.count(), func.min(inbox_request.c.opened_at)).where(inbox_request.c.status != "done")
    count, oldest = db.execute(waits).one()
    found += [Sample("inbox_open", count), Sample("inbox_oldest_age_seconds", seconds(now - oldest) if oldest else 0)]
    failures = db.scalar(select(func.coalesce(func.sum(sign_in_failure.c.count), 0))) or 0
    return [*found, Sample("sign_in_failures", failures)]
