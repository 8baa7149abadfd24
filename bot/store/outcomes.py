"""What became of a try, a look or a question to the platform, written under the fence of whoever asked."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from bot.core.delivery import FINAL, Delivery, State, may_move
from bot.core.quotas import Need
from bot.core.verdict import Change, Ledger
from bot.store import notices, quotas
from bot.store.claims import TOLD
from bot.store.deliveries import IN_DOUBT, Move, one, read, shift_all
from bot.store.models import attempt, delivery, platform_event

# As wide as the columns, because PostgreSQL refuses what is longer.
_CODE, _REMOTE = 40, 120


@dataclass(frozen=True, slots=True)
class News:
    """What is now known of a delivery, since when. `exhausted`: what the platform says is spent (Ledger.EXHAUSTED)."""

    seen: Delivery
    change: Change
    at: datetime
    exhausted: Need | None = None


@dataclass(frozen=True, slots=True)
class TryEnd:
    """How a try that this worker began has ended, and when; `outcome` is the attempt's."""

    sent: Delivery
    outcome: str
    at: datetime
    code: str = ""
    why: str = ""
    words: str = ""


def record(db: Connection, seen: Delivery, change: Change, *, now: datetime, exhausted: Need | None = None) -> bool:
    """Write what is now known of a delivery and settle its quota; False when it is no longer ours (nothing is written).

    `exhausted`: what the platform says is spent, with Ledger.EXHAUSTED.
    """
    return bool(record_all(db, [News(seen, change, now, exhausted)]))


def record_all(db: Connection, news: Sequence[News]) -> set[int]:
    """The same for many: the ids of those that were written."""
    moves = [Move(each.seen, each.change.state, each.at, _values(each.seen, each.change, each.at)) for each in news]
    written = shift_all(db, moves)
    settled: dict[Ledger, list[int]] = defaultdict(list)
    for each in news:
        if each.seen.id in written:
            settled[each.change.ledger].append(each.seen.id)
    for ledger, ids in settled.items():
        quotas.settle(db, ids, ledger)
    ended = [(each.seen, each.change.state) for each in news if each.seen.id in written]
    if ended:
        notices.accounts_work(db, ended, now=max(each.at for each in news))
    for each in news:
        if each.seen.id not in written:
            continue
        if each.change.ledger is Ledger.EXHAUSTED and each.exhausted is not None:
            quotas.exhaust(db, each.exhausted, account=each.seen.account, delivery_id=each.seen.id, now=each.at)
        notices.of_delivery(db, each.seen, each.change, now=each.at)
    return written


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


def end_attempts(db: Connection, ended: Sequence[TryEnd]) -> None:
    """Close attempts that this worker began: they are this worker's own, even after a delivery was taken over."""
    mine = (attempt.c.delivery_id == bindparam("of_delivery"), attempt.c.fence == bindparam("of_fence"))
    rows = [
        {
            "of_delivery": each.sent.id,
            "of_fence": each.sent.fence,
            "ended_at": each.at,
            "outcome": each.outcome,
            "code": each.code[:_CODE],
            "why": each.why,
            "words": each.words,
        }
        for each in ended
    ]
    if rows:
        db.execute(update(attempt).where(*mine), rows)


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
