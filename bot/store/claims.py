"""A worker's steps on a delivery: claim it, write the intent, keep the claim alive, take over what is left."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, and_, bindparam, exists, false, func, insert, or_, select, text, update
from sqlalchemy.sql.elements import ColumnElement

from bot.core.delivery import ACTIVE, WAITING, Delivery, State
from bot.core.errors import Conflict
from bot.core.quotas import Need
from bot.store import quotas
from bot.store.accounts import PAUSED
from bot.store.deliveries import Move, read, shift, shift_all, still_as_seen
from bot.store.models import attempt, delivery, platform_event

LOOKED_AFTER = (State.UNKNOWN, State.ACCEPTED, State.SENT)  # sent: its id may still be missing

# An event that nobody has taken into account yet speaks of a job of ours that has no end yet.
TOLD = and_(
    delivery.c.state.in_((State.ACCEPTED, State.UNKNOWN)),
    delivery.c.remote_id != "",
    delivery.c.remote_id == platform_event.c.remote_id,
    delivery.c.channel == platform_event.c.platform,
    platform_event.c.delivery_id.is_(None),
)

_NOW = {
    "sqlite": text("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')"),
    "postgresql": text("SELECT clock_timestamp()"),
}


class ClaimLost(Conflict):
    """Another worker has taken this delivery over."""


@dataclass(frozen=True, slots=True)
class Work:
    """What there is to do at this moment."""

    due: bool  # deliveries wait to be sent
    looks: bool  # unknown or accepted ones are to be looked after
    expired: bool  # a worker has not renewed its claim
    told: bool  # a platform has said what became of a job
    next_due: datetime | None  # the first delivery that will be due after this moment, if that is soon


def db_now(db: Connection) -> datetime:
    """The database's time (UTC): leases are by it, because machines disagree."""
    value = db.scalar(_NOW[db.dialect.name])
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    assert isinstance(value, datetime)  # noqa: S101  for the type checker: PostgreSQL's driver gives nothing else
    return value.astimezone(UTC)


def _run_out(db: Connection, lease: timedelta) -> ColumnElement[bool]:
    """Not renewed in time; or ahead by more than any claim can be, because the database's clock was set back."""
    now = db_now(db)
    return or_(delivery.c.lease_until < now, delivery.c.lease_until > now + 2 * lease)


def work(db: Connection, now: datetime, *, lease: timedelta, soon: timedelta = timedelta(0)) -> Work:
    """Is there anything to do now, or to be sent `soon`? One statement on indexes: an idle queue must cost nothing."""
    due = exists().where(*_due(now))
    looks = exists().where(delivery.c.state.in_(LOOKED_AFTER), delivery.c.next_try_at <= now)
    late = exists().where(delivery.c.state.in_(ACTIVE), _run_out(db, lease))
    told = exists(select(platform_event.c.key).join(delivery, TOLD))
    coming = (delivery.c.next_try_at > now, delivery.c.next_try_at <= now + soon)
    first = select(func.min(delivery.c.next_try_at)).where(delivery.c.state.in_(WAITING), *coming).scalar_subquery()
    row = db.execute(select(due, looks, late, told, first)).one()
    return Work(bool(row[0]), bool(row[1]), bool(row[2]), bool(row[3]), row[4])


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """What may be claimed; nothing of a paused account."""
    return delivery.c.state.in_(WAITING), delivery.c.next_try_at <= now, delivery.c.account.not_in(PAUSED)


def claim_due(db: Connection, *, owner: str, lease: timedelta, now: datetime, limit: int) -> list[Delivery]:
    """Take the longest waiting due deliveries, one for each account that has none under way."""
    due = _due(now)
    busy = select(delivery.c.account).where(delivery.c.state.in_(ACTIVE))
    first = select(func.min(delivery.c.id)).where(*due, delivery.c.account.not_in(busy)).group_by(delivery.c.account)
    chosen = select(delivery.c.id).where(*due, delivery.c.id.in_(first)).order_by(delivery.c.next_try_at)
    ids = db.scalars(chosen.limit(limit).with_for_update(skip_locked=True)).all()
    if not ids:
        return []
    taken = {
        "state": State.CLAIMED.value,
        "fence": delivery.c.fence + 1,
        "lease_owner": owner,
        "lease_until": db_now(db) + lease,
        "updated_at": now,
    }
    db.execute(update(delivery).where(delivery.c.id.in_(ids), *due).values(taken))
    return read(db, delivery.c.id.in_(ids), delivery.c.state == State.CLAIMED, delivery.c.lease_owner == owner)


def begin_sending(
    db: Connection, claimed: Sequence[tuple[Delivery, Sequence[Need]]], *, lease: timedelta, now: datetime
) -> tuple[list[Delivery], list[tuple[Delivery, Need]]]:
    """Write the intents: `sending`, an attempt row, the quota reserved. Nothing may be sent before this is committed.

    Those that are now `sending`, and those of which nothing was written because a period has none left of what they
    need. What is no longer ours, or not as it was claimed, is in neither.
    """
    ours = still_as_seen(db, [each for each, _ in claimed])
    begun, lacking = [], []
    for each, needs in claimed:
        if each.id not in ours:
            continue
        lacks = _reserve(db, each, needs, now)
        if lacks is None:
            begun.append(each)
        else:
            lacking.append((each, lacks))
    return _written(db, begun, until=db_now(db) + lease, now=now) if begun else [], lacking


def _reserve(db: Connection, claimed: Delivery, needs: Sequence[Need], now: datetime) -> Need | None:
    """Reserve all that it needs, or nothing and say what there is none of."""
    # A savepoint costs two statements, and without a need there is nothing to take back.
    with db.begin_nested() if needs else nullcontext() as all_or_nothing:
        for need in needs:
            # A call counts whatever becomes of it, a post only when it is there; `fence` tells the tries apart.
            part = str(claimed.fence) if need.each_try else ""
            if not quotas.reserve(db, need, account=claimed.account, delivery_id=claimed.id, now=now, part=part):
                assert all_or_nothing is not None  # noqa: S101  for the type checker: there is a need
                all_or_nothing.rollback()
                return need
    return None


def _written(db: Connection, claimed: Sequence[Delivery], *, until: datetime, now: datetime) -> list[Delivery]:
    moves, begun = [], []
    for each in claimed:
        first = each.first_attempt_at or now
        sending = replace(each, state=State.SENDING, attempts=each.attempts + 1, looked=0, first_attempt_at=first)
        values = {"attempts": sending.attempts, "looked": 0, "first_attempt_at": first, "lease_until": until}
        moves.append(Move(each, State.SENDING, now, values))
        begun.append(sending)
    shift_all(db, moves)
    number = select(func.count() + 1).where(attempt.c.delivery_id == bindparam("of")).scalar_subquery()
    rows = [{"of": each.id, "delivery_id": each.id, "fence": each.fence, "started_at": now} for each in begun]
    db.execute(insert(attempt).values(number=number), rows)
    return begun


def keep_note(db: Connection, held: Delivery, name: str, value: str) -> None:
    """Keep a step of the send, so that a later try goes on from it. Raises ClaimLost when it is no longer ours."""
    ours = (delivery.c.id == held.id, delivery.c.fence == held.fence, delivery.c.state == State.SENDING)
    notes = db.scalar(select(delivery.c.notes).where(*ours).with_for_update())
    if notes is None:
        raise ClaimLost
    db.execute(update(delivery).where(*ours).values(notes={**notes, name: value}))


def renew(db: Connection, held: Sequence[Delivery], *, lease: timedelta) -> None:
    """Keep the claims on what is being sent, as far as they are still ours."""
    ours = or_(false(), *((delivery.c.id == one.id) & (delivery.c.fence == one.fence) for one in held))
    active = update(delivery).where(ours, delivery.c.state.in_(ACTIVE))
    db.execute(active.values(lease_until=db_now(db) + lease))


def put_back(db: Connection, claimed: Delivery, *, now: datetime) -> bool:
    """Give up a claim on which nothing has been sent; whether it was still ours."""
    state = State.RETRY if claimed.attempts else State.QUEUED
    return shift(db, claimed, state, now=now, lease_owner="", lease_until=None)


def claimed_by(db: Connection, owner: str) -> list[Delivery]:
    """What this worker has claimed and not begun to send."""
    return read(db, delivery.c.state == State.CLAIMED, delivery.c.lease_owner == owner)


def expired(db: Connection, *, lease: timedelta, limit: int) -> list[Delivery]:
    """Claims that their worker has not renewed in time: it died, or stands still."""
    return read(db, delivery.c.state.in_(ACTIVE), _run_out(db, lease), limit=limit)


def take_over(db: Connection, left: Delivery, *, owner: str, lease: timedelta, now: datetime) -> Delivery:
    """Make an expired claim ours: from here on its old worker can write nothing. Raises ClaimLost."""
    late = (delivery.c.id == left.id, delivery.c.fence == left.fence, _run_out(db, lease))
    ours = {
        "fence": delivery.c.fence + 1,
        "lease_owner": owner,
        "lease_until": db_now(db) + lease,
        "updated_at": now,
    }
    if db.execute(update(delivery).where(*late, delivery.c.state == left.state).values(ours)).rowcount != 1:
        raise ClaimLost
    return replace(left, fence=left.fence + 1)


def due_to_look(db: Connection, now: datetime, *, limit: int) -> list[Delivery]:
    """What is to be looked for (unknown, or sent without an id) or asked about (accepted) now."""
    return read(db, delivery.c.state.in_(LOOKED_AFTER), delivery.c.next_try_at <= now, limit=limit)


def take_look(db: Connection, seen: Delivery, *, until: datetime, now: datetime) -> bool:
    """Reserve a look: nobody else looks before `until`, and if we die, somebody looks again then."""
    due = (delivery.c.id == seen.id, delivery.c.fence == seen.fence, delivery.c.state == seen.state)
    free = update(delivery).where(*due, delivery.c.next_try_at <= now).values(next_try_at=until)
    return db.execute(free).rowcount == 1
