"""What became of a try, a look or a question to the platform, written under the fence of whoever asked."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from bot.core.delivery import FINAL, Delivery, State, may_move
from bot.core.quotas import Need
from bot.core.verdict import Change, Ledger
from bot.store import notices, quotas
from bot.store.claims import TOLD
from bot.store.deliveries import IN_DOUBT, one, read, shift
from bot.store.models import attempt, delivery, platform_event

# As wide as the columns, because PostgreSQL refuses what is longer.
_CODE, _REMOTE = 40, 120


def record(db: Connection, seen: Delivery, change: Change, *, now: datetime, exhausted: Need | None = None) -> bool:
    """Write what is now known of a delivery and settle its quota; False when it is no longer ours (nothing is written).

    `exhausted`: what the platform says is spent, with Ledger.EXHAUSTED.
    """
    if not shift(db, seen, change.state, now=now, **_values(seen, change, now)):
        return False
    quotas.settle(db, seen.id, change.ledger)
    if change.ledger is Ledger.EXHAUSTED and exhausted is not None:
        quotas.exhaust(db, exhausted, account=seen.account, delivery_id=seen.id, now=now)
    notices.of_delivery(db, seen, change, now=now)
    return True


def _values(seen: Delivery, change: Change, now: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {
        "next_try_at": change.next_try_at,
        "looked": change.looked,
        "lease_owner": "",
        "lease_until": None,
    }
    if change.error or change.state is not State.ACCEPTED or change.state is not seen.state:
        values["error"] = change.error  # a poll that says nothing leaves what it waits for
    if change.code or change.state is not seen.state:  # a look that finds nothing leaves what the platform had said
        values |= {"error_code": change.code[:_CODE], "words": change.words}
    if change.remote_id:
        values["remote_id"] = change.remote_id[:_REMOTE]
    if change.url:
        values["url"] = change.url
    if not change.counts:
        values["attempts"] = seen.attempts - 1
    if change.state in FINAL and seen.state is not change.state:
        values["ended_at"] = now
    return values


def end_attempt(
    db: Connection, sent: Delivery, *, outcome: str, now: datetime, code: str = "", why: str = "", words: str = ""
) -> None:
    """Close the attempt that this worker began: it is this worker's own, even after the delivery was taken over."""
    mine = (attempt.c.delivery_id == sent.id, attempt.c.fence == sent.fence)
    values = {"ended_at": now, "outcome": outcome, "code": code[:_CODE], "why": why, "words": words}
    db.execute(update(attempt).where(*mine).values(values))


def crashed(db: Connection, left: Delivery, *, now: datetime) -> None:
    """Close the try that a dead worker left open: nobody knows what it did."""
    open_ = (attempt.c.delivery_id == left.id, attempt.c.ended_at.is_(None))
    values = {"ended_at": now, "outcome": "crashed", "why": "The bot stopped during this try."}
    db.execute(update(attempt).where(*open_).values(values))


def never_made(db: Connection, seen: Delivery) -> None:
    """The channel knows that the tries in doubt never made their publishing call."""
    in_doubt = (attempt.c.delivery_id == seen.id, attempt.c.outcome.in_(IN_DOUBT))
    db.execute(update(attempt).where(*in_doubt).values(outcome="retry"))


def last_began(db: Connection, seen: Delivery) -> datetime | None:
    """When the latest try began."""
    query = select(attempt.c.started_at).where(attempt.c.delivery_id == seen.id)
    return db.scalar(query.order_by(attempt.c.id.desc()).limit(1))


def record_late(db: Connection, sent: Delivery, change: Change, *, now: datetime) -> bool:
    """A worker that lost its claim brings proof that it is there (sent or accepted): never throw that away.

    Whether the delivery could take it; while another worker is sending, its answer will say the same.
    """
    present = one(db, sent.id)
    if change.state not in {State.SENT, State.ACCEPTED} or present.key != sent.key:
        return False
    return may_move(present.state, change.state) and record(db, present, change, now=now)


def spoken_of(db: Connection) -> list[tuple[Delivery, str, str, dict[str, str]]]:
    """Deliveries of whose job the platform has told the end: delivery, event's key, its kind, its fields.

    The event may have come before our own result was written; it waited for this.
    """
    told = select(platform_event, delivery.c.id.label("about")).join(delivery, TOLD)
    rows = db.execute(told).all()
    about = {seen.id: seen for seen in read(db, delivery.c.id.in_([row.about for row in rows]))} if rows else {}
    return [(about[row.about], row.key, row.kind, row.fields) for row in rows]
