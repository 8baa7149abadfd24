"""Deliveries whose time changes: let go again, or taken out of the queue before anything has begun."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, exists, select

from bot.core.delivery import Delivery, State
from bot.store import epochs, notices
from bot.store.deliveries import NUMBERS, read, shift
from bot.store.models import attempt, delivery

_TRIED = exists(select(attempt.c.id).where(attempt.c.delivery_id == delivery.c.id))
_WAITING = (State.QUEUED, State.HELD, State.RETRY, State.MISSED)


def release(db: Connection, seen: Delivery, *, now: datetime) -> bool:
    """Put a held one back into the queue for its minute, or for now when that has passed; whether it was still held."""
    free = {"next_try_at": max(seen.due_at, now), "error": "", "error_code": "", "words": ""}
    return seen.state is State.HELD and shift(db, seen, State.QUEUED, now=now, **free)


def begun(db: Connection, announcement_id: str) -> list[Delivery]:
    """Those of an announcement on which a worker has begun, whatever became of it."""
    waits = delivery.c.state.in_([state.value for state in _WAITING])
    return read(db, delivery.c.announcement_id == announcement_id, ~_untouched(waits))


def take_back(db: Connection, announcement_id: str, *, now: datetime) -> bool:
    """Remove its deliveries on which nothing has begun, so that a new approval lays them out for the new time.

    Whether none is left. Their keys were never told to a platform, so the next ones may be the same;
    their numbers were told to staff, so the next ones are others.
    """
    waits = delivery.c.state.in_([state.value for state in _WAITING])
    mine = (delivery.c.announcement_id == announcement_id, _untouched(waits))
    numbers = db.scalars(select(delivery.c.id).where(*mine)).all()
    notices.deliveries_moved(db, [(number, State.CANCELLED) for number in numbers], now=now)
    epochs.at_least(db, NUMBERS, max(numbers, default=0))
    db.execute(delete(delivery).where(*mine))
    return not read(db, delivery.c.announcement_id == announcement_id)


def _untouched(waits: ColumnElement[bool]) -> ColumnElement[bool]:
    return waits & ~_TRIED
