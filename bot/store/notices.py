"""Notices: written with the change that causes them, told by each way afterwards, closed when the cause is gone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, case, delete, insert, or_, select, update

from bot.core.delivery import Delivery, State
from bot.core.errors import NothingFound
from bot.core.notices import Notice, Severity, account_cause, delivery_cause, of_change, of_trouble, over_after
from bot.core.verdict import Change
from bot.store.dialects import insert_into
from bot.store.models import delivery
from bot.store.notice_models import digest_week, notice, notice_telling

# What is over is told all the same, because it happened; but no longer than this.
STILL_NEWS = timedelta(days=7)
# A delivery that is on its way still has the cause for which staff were told.
ON_THE_WAY = frozenset({State.CLAIMED, State.SENDING, State.RETRY})
_WIDEST = 160  # of a cause, as wide as the column
_WORDS = 300


@dataclass(frozen=True, slots=True)
class Telling:
    """A notice that one way has to tell. `fence` counts the claims; `times` how often this way has told it."""

    notice_id: int
    way: str
    severity: Severity
    subject: str
    text: str
    announcement_id: str
    opened_at: datetime
    over: bool
    fence: int
    failures: int
    times: int


def open_(db: Connection, new: Notice, *, now: datetime) -> bool:
    """Write it down, in the transaction of its cause.

    False when the same cause is open already; then its words are renewed, and it is not told again.
    """
    cause = new.cause[:_WIDEST]
    words = {"severity": new.severity.value, "subject": new.subject, "text": new.text}
    values = {"cause": cause, "announcement_id": new.announcement_id, "opened_at": now, **words}
    if not new.lasting:
        db.execute(insert(notice).values(closed_at=now, **values))
        return True
    new_row = insert_into(db, notice).values(values).on_conflict_do_nothing().returning(notice.c.id)
    if db.scalar(new_row) is not None:
        return True
    db.execute(update(notice).where(notice.c.cause == cause, notice.c.closed_at.is_(None)).values(words))
    return False


def of_delivery(db: Connection, seen: Delivery, change: Change, *, now: datetime) -> None:
    """Write down what staff must hear of a delivery's change: of itself, or of its whole account, once for all."""
    if change.tell and change.trouble:
        cause = account_cause(seen.account, change.trouble[0], seen.post.act)
        open_(db, of_trouble(seen, change, _stopped(db, cause, seen, now)), now=now)
        return
    new = of_change(seen, change)
    if new is not None:
        open_(db, new, now=now)


def accounts_work(db: Connection, ended: Sequence[tuple[Delivery, State]], *, now: datetime) -> None:
    """Close what was open of accounts on which a send has just worked; deliveries as seen, and their new states."""
    worked = [seen for seen, new in ended if seen.state is State.SENDING and new in {State.SENT, State.ACCEPTED}]
    over(db, [cause for seen in worked for cause in over_after(seen.account, seen.post.act)], now=now)


def _stopped(db: Connection, cause: str, seen: Delivery, now: datetime) -> list[tuple[int, str]]:
    """What waits for a person on the account since this cause is open, by number."""
    since = db.scalar(select(notice.c.opened_at).where(notice.c.cause == cause, notice.c.closed_at.is_(None))) or now
    waits = (delivery.c.account == seen.account, delivery.c.state.in_((State.FAILED, State.HELD)))
    query = select(delivery.c.id, delivery.c.announcement_id).where(*waits, delivery.c.updated_at >= since)
    rows = db.execute(query.order_by(delivery.c.id))
    return [(row.id, row.announcement_id) for row in rows]


def deliveries_moved(db: Connection, moved: Sequence[tuple[int, State]], *, now: datetime) -> None:
    """Close what was open of these deliveries (id, new state) and is not so any more."""
    gone = [
        delivery_cause(delivery_id, other)
        for delivery_id, state in moved
        if state not in ON_THE_WAY
        for other in State
        if other is not state
    ]
    over(db, gone, now=now)


def sync(db: Connection, prefix: str, present: Sequence[Notice], *, now: datetime) -> list[Notice]:
    """Make the open causes that begin with `prefix` those of `present`; returns the notices that are new."""
    query = select(notice.c.cause).where(_begins(prefix), notice.c.closed_at.is_(None))
    there = set(db.scalars(query))
    over(db, there - {one.cause[:_WIDEST] for one in present}, now=now)
    return [one for one in present if open_(db, one, now=now)]


def waiting(db: Connection, way: str, *, now: datetime, limit: int) -> list[Telling]:
    """What this way has to tell now, the urgent first: what is new, what failed before, what is still open."""
    mine = notice_telling
    still = notice.c.closed_at.is_(None)
    news = or_(still, notice.c.opened_at >= now - STILL_NEWS)
    wanted = or_(
        and_(mine.c.notice_id.is_(None), news),
        and_(mine.c.next_try_at <= now, mine.c.told_at.is_(None), news),
        and_(mine.c.next_try_at <= now, still),
    )
    query = (
        select(notice, mine.c.fence, mine.c.failures, mine.c.times)
        .join(mine, and_(mine.c.notice_id == notice.c.id, mine.c.way == way), isouter=True)
        .where(wanted, notice.c.seen_at.is_(None))
        .order_by(case((notice.c.severity == Severity.URGENT.value, 0), else_=1), notice.c.opened_at, notice.c.id)
    )
    return [
        Telling(
            row.id,
            way,
            Severity(row.severity),
            row.subject,
            row.text,
            row.announcement_id,
            row.opened_at,
            row.closed_at is not None,
            row.fence or 0,
            row.failures or 0,
            row.times or 0,
        )
        for row in db.execute(query.limit(limit))
    ]


def claim(db: Connection, seen: Telling, *, now: datetime, lease: timedelta) -> bool:
    """Take it, so that no other process tells it too; False when another one was quicker.

    Whoever takes it and dies leaves it to be told after the lease.
    """
    values = {"fence": seen.fence + 1, "next_try_at": now + lease}
    if seen.fence == 0:
        row = insert_into(db, notice_telling).values(notice_id=seen.notice_id, way=seen.way, **values)
        return db.scalar(row.on_conflict_do_nothing().returning(notice_telling.c.fence)) is not None
    here = (_mine(seen), notice_telling.c.fence == seen.fence)
    return db.execute(update(notice_telling).where(*here).values(values)).rowcount == 1


def told(db: Connection, seen: Telling, *, now: datetime, again_at: datetime) -> None:
    """It was delivered; `again_at` is when it is told again if it is still open by then."""
    values = {"told_at": now, "times": seen.times + 1, "failures": 0, "next_try_at": again_at, "error": ""}
    db.execute(update(notice_telling).where(_mine(seen)).values(values))


def not_told(db: Connection, seen: Telling, why: str, *, again_at: datetime) -> None:
    """The way failed, and why."""
    values = {"failures": seen.failures + 1, "next_try_at": again_at, "error": why[:_WORDS]}
    db.execute(update(notice_telling).where(_mine(seen)).values(values))


def stands(db: Connection, announcement_id: str) -> dict[str, State]:
    """Where an announcement's deliveries stand, by channel."""
    query = select(delivery.c.channel, delivery.c.state).where(delivery.c.announcement_id == announcement_id)
    return {row.channel: State(row.state) for row in db.execute(query)}


def listing(db: Connection, *, everything: bool = False) -> list[dict[str, Any]]:
    """What is open and nobody has put away, or every notice; newest first, with what became of it on each way."""
    query = select(notice).order_by(notice.c.id.desc())
    if not everything:
        query = query.where(notice.c.closed_at.is_(None), notice.c.seen_at.is_(None))
    return _with_ways(db, [dict(row) for row in db.execute(query).mappings()])


def one(db: Connection, number: int) -> dict[str, Any]:
    """One notice in the form of `listing`. Raises NothingFound."""
    row = db.execute(select(notice).where(notice.c.id == number)).mappings().one_or_none()
    if row is None:
        raise NothingFound(f"There is no notice {number}; `notices list --all` lists them.")
    return _with_ways(db, [dict(row)])[0]


def _with_ways(db: Connection, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ways: dict[int, dict[str, Any]] = {row["id"]: {} for row in rows}
    told_by = select(notice_telling).order_by(notice_telling.c.way)
    if len(rows) == 1:
        told_by = told_by.where(notice_telling.c.notice_id == rows[0]["id"])
    for line in db.execute(told_by):
        if line.notice_id in ways:
            ways[line.notice_id][line.way] = {"told_at": line.told_at, "times": line.times, "error": line.error}
    return [{**row, "ways": ways[row["id"]]} for row in rows]


def put_away(db: Connection, number: int, *, by: str, now: datetime) -> bool:
    """A person has seen to it: it is not told again while its cause lasts. False when that, or its end, came before."""
    here = (notice.c.id == number, notice.c.seen_at.is_(None), notice.c.closed_at.is_(None))
    return db.execute(update(notice).where(*here).values(seen_at=now, seen_by=by)).rowcount == 1


def first_of_week(db: Connection, week: str, *, now: datetime) -> bool:
    """Whether this week's digest has not been written before; the row that says so is written."""
    row = insert_into(db, digest_week).values(week=week, at=now)
    return db.scalar(row.on_conflict_do_nothing().returning(digest_week.c.week)) is not None


def prune_before(db: Connection, moment: datetime, *, batch: int = 1000) -> int:
    """Delete notices that were closed before that moment, at most one batch; how many."""
    oldest = select(notice.c.id).where(notice.c.closed_at < moment).limit(batch)
    return db.execute(delete(notice).where(notice.c.id.in_(oldest))).rowcount


def over(db: Connection, causes: Collection[str], *, now: datetime) -> None:
    """Close what is open of these causes: they are gone."""
    if causes:
        open_ones = (notice.c.cause.in_(list(causes)), notice.c.closed_at.is_(None))
        db.execute(update(notice).where(*open_ones).values(closed_at=now))


def _begins(prefix: str) -> Any:
    return notice.c.cause.startswith(prefix, autoescape=True)


def _mine(seen: Telling) -> Any:
    return and_(notice_telling.c.notice_id == seen.notice_id, notice_telling.c.way == seen.way)
