"""What a clock that has moved leaves behind: what it made due at once, and instants written while it was ahead."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from bot.core.delivery import Delivery, State
from bot.core.timing import NEVER, again_after_set_back
from bot.store.deliveries import read
from bot.store.models import delivery

# Their next_try_at counts from when they were written; a queued one's is its minute, which no clock changes.
COUNTING = (State.RETRY, State.UNKNOWN, State.ACCEPTED, State.SENT)


def became_due(db: Connection, *, before: datetime, now: datetime) -> list[Delivery]:
    """What waits for its minute, where that lies between the two instants."""
    minute = (delivery.c.next_try_at > before, delivery.c.next_try_at <= now)
    return read(db, delivery.c.state == State.QUEUED, *minute)


def bring_back(db: Connection, now: datetime, *, tolerance: timedelta) -> int:
    """Repair what was written by a clock that was ahead (in the future, seen from now); how many. Can be repeated.

    A wait begins anew at `now`; what a person had decided to send at once is due at once.
    """
    ahead = delivery.c.updated_at > now + tolerance
    counting = (ahead, delivery.c.state.in_(COUNTING), delivery.c.next_try_at < NEVER)
    shown = (delivery.c.id, delivery.c.state, delivery.c.next_try_at, delivery.c.updated_at, delivery.c.due_at)
    rows = db.execute(select(*shown).where(*counting)).all()
    for row in rows:
        again = again_after_set_back(row.next_try_at, row.updated_at, now)
        if row.state == State.RETRY:
            again = max(again, row.due_at)  # the first try came too early
        mine = (delivery.c.id == row.id, delivery.c.updated_at == row.updated_at)
        db.execute(update(delivery).where(*mine).values(next_try_at=again, updated_at=now))
    # Only a person's decision makes a second edition, and it means now.
    decided = update(delivery).where(ahead, delivery.c.state == State.QUEUED, delivery.c.edition > 1)
    at_once = db.execute(decided.values(due_at=now, next_try_at=now, updated_at=now))
    return len(rows) + at_once.rowcount
