"""What a restored database does not know: which deliveries went out since the backup. So none goes out by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, inspect, select, text

from bot.core.delivery import WAITING, Delivery, State
from bot.core.errors import Conflict
from bot.core.office import SHANGHAI
from bot.core.timing import NEVER, Timeliness, timeliness
from bot.core.verdict import DECIDE, Change
from bot.store import delivery_times, notices
from bot.store.deliveries import one, read, shift
from bot.store.models import delivery
from bot.store.outcomes import crashed

CODE = "restored"
# Held by the bot itself: after a restore, because the clock moved, because it was late.
BY_THE_BOT = (CODE, "clock_moved", "late")
_PERHAPS_OUT = (State.SENT, State.ACCEPTED, State.SENDING, State.UNKNOWN)
_BEING_SENT = (State.CLAIMED, State.SENDING)
_LEFT_TO_A_PERSON = (State.HELD, State.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Seen:
    """A delivery as the database says that is replaced."""

    announcement: str
    account: str
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class HeldBack:
    """How many wait for a person now: held (they had not gone out), and unknown (they may have)."""

    held: int
    unknown: int


def remembered(db: Connection) -> list[Seen]:
    """All deliveries of a database of any schema."""
    if "delivery" not in inspect(db).get_table_names():
        return []
    rows = db.execute(text("SELECT announcement_id, account, state, url FROM delivery ORDER BY id"))
    return [Seen(*map(str, row)) for row in rows]


def differing(db: Connection, before: list[Seen]) -> list[Seen]:
    """Of what the replaced database knows, that which stands differently in this one, or not at all."""
    rows = db.execute(select(delivery.c.announcement_id, delivery.c.account, delivery.c.state, delivery.c.url))
    here = {Seen(*map(str, row)) for row in rows}
    return [seen for seen in before if seen not in here]


def hold_back(db: Connection, *, made_at: datetime, now: datetime, since: list[Seen]) -> HeldBack:
    """Leave everything that could be sent to a person, each with the reason; what the replaced database says of it too.

    What waits for its minute becomes held, what was being sent (or is sent again because an answer was lost) unknown.
    Nothing is looked for by itself either: a look may find that the call was never made, by notes that are as old as
    the backup, and send it again.
    """
    said = {(seen.announcement, seen.account): seen for seen in since if seen.state in _PERHAPS_OUT}
    when = f"{made_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M} (Shanghai)"
    held = unknown = 0
    for seen in read(db, delivery.c.state.in_((*WAITING, *_BEING_SENT, *_LEFT_TO_A_PERSON))):
        new = _left(seen)
        words = f"{_sentence(new, when)}{_said(said, seen)}"
        if seen.state in _LEFT_TO_A_PERSON and seen.url == "":
            words = f"{words} {_old_words(db, seen)}".rstrip()
        values = {"next_try_at": NEVER, "error": words, "lease_owner": "", "lease_until": None}
        if seen.state not in _LEFT_TO_A_PERSON:
            values |= {"error_code": CODE, "words": ""}
        if not shift(db, seen, new, now=now, **values):
            continue
        notices.of_delivery(db, seen, Change(new, error=words, code=CODE, tell=True), now=now)
        if seen.state in _BEING_SENT:
            crashed(db, seen, now=now)
        held += new is State.HELD
        unknown += new is State.UNKNOWN
    return HeldBack(held, unknown)


def let_go(db: Connection, delivery_id: int, *, now: datetime) -> Delivery:
    """A held delivery goes out at its own minute after all, under its own key. Raises NothingFound, Conflict."""
    seen = one(db, delivery_id)
    if seen.state is not State.HELD:
        raise Conflict(f"Delivery {delivery_id} is {seen.state}; only what is held can be released.")
    if timeliness(seen.due_at, now, seen.late_after, seen.useful_until) is not Timeliness.ON_TIME:
        raise Conflict(
            f"The time of delivery {delivery_id} is over. If it is not out, send it now: "
            f"paristech-bot deliveries resolve {delivery_id} --not-sent"
        )
    if not delivery_times.release(db, seen, now=now):
        raise Conflict
    return one(db, delivery_id)


def held_for_later(db: Connection, now: datetime) -> list[int]:
    """What the bot itself holds and whose time is still to come, by number."""
    waiting = (delivery.c.state == State.HELD, delivery.c.due_at > now, delivery.c.error_code.in_(BY_THE_BOT))
    return [seen.id for seen in read(db, *waiting)]


def _left(seen: Delivery) -> State:
    if seen.state in _LEFT_TO_A_PERSON:
        return seen.state
    certain = seen.state is State.QUEUED or (seen.state is State.RETRY and not seen.maybe_out)
    return State.HELD if certain else State.UNKNOWN


def _sentence(state: State, when: str) -> str:
    if state is State.HELD:
        return (
            f"Restored from a backup of {when}: check whether it went out since, then send it now or cancel it "
            "(or release it, if its time is still to come)."
        )
    return (
        f"Restored from a backup of {when}, when it may have been out already, and it may have gone out since. {DECIDE}"
    )


def _said(said: Mapping[tuple[str, str], Seen], seen: Delivery) -> str:
    found = said.get((seen.announcement_id, seen.account))
    if found is None:
        return ""
    return f" The database that was replaced says: {found.state}{f', {found.url}' if found.url else ''}."


def _old_words(db: Connection, seen: Delivery) -> str:
    return str(db.scalar(select(delivery.c.error).where(delivery.c.id == seen.id)) or "")
