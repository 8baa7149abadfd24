"""Deliveries as people see them: laid out at approval, listed, cancelled, decided."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, RowMapping, bindparam, exists, func, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.core.delivery import (
    BY_HAND,
    FINAL,
    RESOLVABLE,
    WAITING,
    Delivery,
    Post,
    State,
    delivery_key,
    is_intact,
    may_move,
    payload_hash,
    post_from,
)
from bot.core.errors import Conflict, NothingFound
from bot.core.timing import NEVER
from bot.core.verdict import DECIDE, Ledger
from bot.store import accounts, epochs, notices, quotas
from bot.store.models import attempt, delivery

NUMBERS = "delivery numbers"  # the highest that was taken back: staff may still have it in a mail
IN_DOUBT = ("", "unknown", "crashed")  # how an attempt can have ended without anybody knowing what it did


@dataclass(frozen=True, slots=True)
class Move:
    """A delivery as it was seen, where it goes, when, and what else is written about it."""

    seen: Delivery
    new: State
    at: datetime
    values: Mapping[str, Any]


# Whether a try may have published it.
maybe_out = exists(select(attempt.c.id).where(attempt.c.delivery_id == delivery.c.id, attempt.c.outcome.in_(IN_DOUBT)))


def lay_out(
    db: Connection,
    announcement_id: str,
    posts: Mapping[str, Post],
    *,
    due_at: datetime,
    late_after_seconds: int,
    useful_until: datetime | None,
    now: datetime,
    by_hand: Collection[str] = (),
) -> int:
    """Queue one delivery for each account of `posts`; how many are new. What is laid out already stays as it is.

    `by_hand`: the channels on which a person posts it.
    """
    there = set(db.scalars(select(delivery.c.account).where(delivery.c.announcement_id == announcement_id)))
    rows = [
        {
            "announcement_id": announcement_id,
            "channel": post.channel,
            "account": account,
            "key": delivery_key(announcement_id, account, 1),
            "payload": asdict(post),
            "payload_hash": payload_hash(asdict(post)),
            "due_at": due_at,
            "next_try_at": due_at,
            "late_after_seconds": late_after_seconds,
            "useful_until": useful_until,
            "notes": {BY_HAND: "approved so"} if post.channel in by_hand else {},
            "created_at": now,
            "updated_at": now,
        }
        for account, post in posts.items()
        if account not in there
    ]
    if rows and db.dialect.name == "sqlite":  # it would give a deleted row's number to the next one
        highest = max(db.scalar(select(func.max(delivery.c.id))) or 0, epochs.number(db, NUMBERS))
        rows = [{"id": highest + count, **row} for count, row in enumerate(rows, 1)]
    if rows:
        db.execute(insert(delivery), rows)
    return len(rows)


def read(db: Connection, *which: ColumnElement[bool], limit: int | None = None) -> list[Delivery]:
    """The deliveries that meet the conditions, the longest waiting first. For the store's own files."""
    query = select(delivery, maybe_out.label("maybe_out")).where(*which)
    return [_seen(row) for row in db.execute(query.order_by(delivery.c.next_try_at, delivery.c.id).limit(limit))]


def one(db: Connection, delivery_id: int) -> Delivery:
    """The delivery with this number; raises NothingFound."""
    found = read(db, delivery.c.id == delivery_id)
    if not found:
        raise NothingFound(f"There is no delivery {delivery_id}; `deliveries` lists them.")
    return found[0]


def of_announcement(db: Connection, announcement_id: str) -> list[Delivery]:
    """What became of one announcement, on each account."""
    return read(db, delivery.c.announcement_id == announcement_id)


def listing(
    db: Connection,
    *,
    failed: bool = False,
    announcement: str = "",
    newest_first: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> list[dict[str, Any]]:
    """All deliveries, or only those that need a person, or only those of one announcement; by their minute."""
    tries = select(func.count()).where(attempt.c.delivery_id == delivery.c.id).scalar_subquery()
    shown = (
        delivery.c.id,
        delivery.c.announcement_id.label("announcement"),
        delivery.c.channel,
        delivery.c.state,
        delivery.c.key,
        delivery.c.remote_id,
        delivery.c.url,
        tries.label("attempts"),
        delivery.c.error,
        delivery.c.error_code,
        delivery.c.words,
        delivery.c.account,
        delivery.c.notes,
    )
    order = (delivery.c.due_at.desc(), delivery.c.id.desc()) if newest_first else (delivery.c.due_at, delivery.c.id)
    query = select(*shown).where(*_wanted(failed, announcement)).order_by(*order).limit(limit).offset(offset)
    stopped = accounts.paused(db)
    return [_shown(row, stopped.get(row["account"])) for row in db.execute(query).mappings()]


def count(db: Connection, *, failed: bool = False, announcement: str = "") -> int:
    """How many `listing` has without a limit."""
    return db.scalar(select(func.count()).select_from(delivery).where(*_wanted(failed, announcement))) or 0


def tries(db: Connection, ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """Every attempt at each of these, the first one first, with the platform's code and words as they came."""
    names = ("number", "started_at", "ended_at", "outcome", "code", "why", "words")
    found: dict[int, list[dict[str, Any]]] = {number: [] for number in ids}
    rows = select(attempt).where(attempt.c.delivery_id.in_(ids)).order_by(attempt.c.id)
    for row in db.execute(rows).mappings():
        found[row["delivery_id"]].append({name: row[name] for name in names})
    return found


def moments(db: Connection, ids: Collection[int]) -> dict[int, tuple[datetime, datetime | None]]:
    """Of each of these when it is due, and when it is looked at next (None: not by itself)."""
    rows = db.execute(select(delivery.c.id, delivery.c.due_at, delivery.c.next_try_at).where(delivery.c.id.in_(ids)))
    return {row.id: (row.due_at, None if row.next_try_at >= NEVER else row.next_try_at) for row in rows}


def _wanted(failed: bool, announcement: str) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [delivery.c.state.in_(RESOLVABLE)] if failed else []
    return wanted + ([delivery.c.announcement_id == announcement] if announcement else [])


def _shown(row: RowMapping, pause: accounts.Pause | None) -> dict[str, Any]:
    """The sentence, and behind it what the platform said, as it came; then that its account is paused."""
    values = dict(row)
    del values["account"]
    code, words = values.pop("error_code"), values.pop("words")
    values["by_hand"] = BY_HAND in values.pop("notes")
    if values["error"] and words:
        values["error"] += f" ({code}: {words})"
    if pause and values["state"] in WAITING:
        values["error"] = f"{values['error']} {pause.sentence()}".lstrip()
    return values


def cancel_waiting(db: Connection, announcement_id: str, *, now: datetime) -> tuple[list[Delivery], list[Delivery]]:
    """Stop what has not gone out yet. Returns what was stopped, and what is already under way or may be out.

    What waits for its repeat because an answer was lost is stopped too, and left to a person: it may be out.
    """
    cancelled, under_way = [], []
    for seen in of_announcement(db, announcement_id):
        if seen.state is State.RETRY and seen.maybe_out and _left_to_a_person(db, seen, "cancelled", now):
            cancelled.append(seen)
            continue
        if not may_move(seen.state, State.CANCELLED):
            if seen.state not in FINAL:
                under_way.append(seen)
        elif shift(db, seen, State.CANCELLED, now=now, next_try_at=NEVER, lease_until=None, ended_at=now):
            quotas.settle(db, [seen.id], Ledger.RELEASED)
            cancelled.append(seen)
        else:
            under_way.append(one(db, seen.id))
    return cancelled, under_way


def hold_waiting(db: Connection, announcement_id: str, *, now: datetime) -> list[Delivery]:
    """Hold what waits for its minute, until a person decides; returns what was held."""
    waiting = (seen for seen in of_announcement(db, announcement_id) if seen.state in WAITING)
    words = "A colleague holds it: let it go for its minute, send it now, or cancel it."
    return [
        seen
        for seen in waiting
        if (
            _left_to_a_person(db, seen, "held", now)
            if seen.maybe_out
            else shift(db, seen, State.HELD, now=now, next_try_at=NEVER, error=words, error_code="colleague", words="")
        )
    ]


def _left_to_a_person(db: Connection, seen: Delivery, deed: str, now: datetime) -> bool:
    """Stop repeating what may be out; nobody but a person can say whether it is."""
    words = f"It was {deed}, but an earlier try may have gone out. {DECIDE}"
    return shift(db, seen, State.UNKNOWN, now=now, next_try_at=NEVER, error=words, error_code="unsure")


def decided_sent(db: Connection, delivery_id: int, *, url: str, now: datetime) -> Delivery:
    """A person says that it is there. Raises NothingFound, or Conflict where nothing is to be decided.

    What is posted by hand may be there before its minute.
    """
    seen = _undecided(db, delivery_id, early=True)
    if not shift(db, seen, State.SENT, now=now, url=url, next_try_at=NEVER, error="", ended_at=now):
        raise Conflict
    quotas.settle(db, [delivery_id], Ledger.USED)
    return one(db, delivery_id)


def decided_not_sent(db: Connection, delivery_id: int, *, now: datetime) -> Delivery:
    """A person says that it is not there and is to be sent now, under a new key, because the old one may be spent.

    Raises NothingFound, or Conflict where nothing is to be decided.
    """
    seen = _undecided(db, delivery_id)
    if seen.by_hand:
        raise Conflict(f"Delivery {delivery_id} was approved to be posted by hand, so the bot does not send it.")
    edition = db.scalar(select(delivery.c.edition + 1).where(delivery.c.id == delivery_id)) or 1
    fresh: dict[str, Any] = {
        "edition": edition,
        "key": delivery_key(seen.announcement_id, seen.account, edition),
        "due_at": now,
        "useful_until": None,
        "next_try_at": now,
        "attempts": 0,
        "looked": 0,
        "first_attempt_at": None,
        "notes": {},
        "remote_id": "",
        "url": "",
        "error": "",
        "error_code": "",
        "words": "",
        "ended_at": None,
    }
    if not shift(db, seen, State.QUEUED, now=now, **fresh):
        raise Conflict
    in_doubt = (attempt.c.delivery_id == delivery_id, attempt.c.outcome.in_(IN_DOUBT))
    db.execute(update(attempt).where(*in_doubt).values(outcome="not_sent"))
    quotas.settle(db, [delivery_id], Ledger.RELEASED)
    quotas.set_aside(db, delivery_id, edition)
    return one(db, delivery_id)


def _undecided(db: Connection, delivery_id: int, *, early: bool = False) -> Delivery:
    seen = one(db, delivery_id)
    if early and seen.by_hand and seen.state is State.QUEUED:
        return seen
    if seen.state not in RESOLVABLE:
        there = f" ({seen.url})" if seen.url else ""
        raise Conflict(f"Delivery {delivery_id} is {seen.state}{there}; there is nothing to decide.")
    return seen


def shift(db: Connection, seen: Delivery, new: State, *, now: datetime, **values: Any) -> bool:
    """Move a delivery if it is still as it was seen (same state, same fence); whether it was.

    Raises Conflict for a move that the state machine does not know. For the store's own files.
    """
    return bool(shift_all(db, [Move(seen, new, now, values)]))


def shift_all(db: Connection, moves: Sequence[Move]) -> set[int]:
    """Move each delivery that is still as it was seen; the ids of those. Raises Conflict as `shift` does.

    In a few statements however many they are, because a minute at which many accounts are due has only so many
    milliseconds for each.
    """
    for move in moves:
        if move.new is not move.seen.state and not may_move(move.seen.state, move.new):
            raise Conflict(f"A delivery cannot go from {move.seen.state} to {move.new}.")
    same = still_as_seen(db, [move.seen for move in moves])
    moved = [move for move in moves if move.seen.id in same]
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for move in moved:
        row = {"state": move.new.value, "updated_at": move.at, **move.values}
        alike[tuple(row)].append({**row, "seen_id": move.seen.id, "seen_fence": move.seen.fence})
    ours = (delivery.c.id == bindparam("seen_id"), delivery.c.fence == bindparam("seen_fence"))
    for rows in alike.values():
        db.execute(update(delivery).where(*ours), rows)
    changed = [(move.seen.id, move.new) for move in moved if move.new is not move.seen.state]
    if changed:
        notices.deliveries_moved(db, changed, now=max(move.at for move in moved))
    return same


def still_as_seen(db: Connection, seen: Sequence[Delivery]) -> set[int]:
    """The ids of those that are still as they were seen (same state, same fence); nobody else moves them before the
    transaction's end.
    """
    ids = [each.id for each in seen]
    # In one order for everybody, so that two workers never wait for each other's rows.
    query = select(delivery.c.id, delivery.c.state, delivery.c.fence).where(delivery.c.id.in_(ids))
    there = {tuple(row) for row in db.execute(query.order_by(delivery.c.id).with_for_update())} if ids else set()
    return {each.id for each in seen if (each.id, each.state.value, each.fence) in there}


def _seen(row: Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        announcement_id=row.announcement_id,
        channel=row.channel,
        account=row.account,
        state=State(row.state),
        key=row.key,
        post=post_from(row.payload),
        intact=is_intact(row.payload, row.payload_hash),
        due_at=row.due_at,
        late_after=timedelta(seconds=row.late_after_seconds),
        useful_until=row.useful_until,
        fence=row.fence,
        attempts=row.attempts,
        looked=row.looked,
        first_attempt_at=row.first_attempt_at,
        notes=row.notes,
        remote_id=row.remote_id,
        url=row.url,
        maybe_out=bool(row.maybe_out),
        next_try_at=row.next_try_at,
    )
