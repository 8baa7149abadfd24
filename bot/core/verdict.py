"""What an outcome means for a delivery: its next state, when it is looked at again, and the sentence for staff."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.announcements import NAMES
from bot.core.delivery import (
    RESEND_WITHIN,
    Accepted,
    Delivery,
    Outcome,
    Refused,
    Retry,
    Sent,
    State,
    Trouble,
    Unknown,
)
from bot.core.timing import (
    NEVER,
    SET_BACK_TOLERANCE,
    SHANGHAI,
    Timeliness,
    next_look,
    timeliness,
    wait_after,
)

DECIDE = "Look at the account, then say so: it is there (with its address), or it is not and may be sent again."
RESENT = "It is sent again with the same key, which cannot go out twice."
BY_HAND = (
    "Post it by hand: announce package {id} puts together what to copy; then deliveries resolve {number} --sent URL."
)


class Ledger(StrEnum):
    """What becomes of the quota that the send had reserved."""

    RESERVED = "reserved"  # the outcome is not known: it counts until it is
    USED = "used"
    RELEASED = "released"
    EXHAUSTED = "exhausted"  # the platform says that nothing is left, whatever we counted


@dataclass(frozen=True, slots=True)
class Pace:
    """How patiently things are done again: seconds; `looks` and `polls` count from the unknown or accepted outcome."""

    floor: timedelta = timedelta(seconds=65)
    looks: tuple[float, ...] = (20, 120, 600)
    polls: tuple[float, ...] = (120, 600, 1800, 7200)


@dataclass(frozen=True, slots=True)
class Change:
    """What to write about a delivery. An empty `remote_id` or `url` leaves what is known; `tell`: staff hear of it.

    trouble: what is wrong with the whole account, and in which words; then staff hear of the account, once.
    counts: False takes the try back that had been counted when its intent was written.
    """

    state: State
    next_try_at: datetime = NEVER
    error: str = ""
    code: str = ""
    words: str = ""
    remote_id: str = ""
    url: str = ""
    ledger: Ledger = Ledger.RESERVED
    looked: int = 0
    tell: bool = False
    trouble: tuple[Trouble, str] | None = None
    counts: bool = True


def before_sending(delivery: Delivery, now: datetime, *, keyed: bool) -> Change | None:
    """The last checks of a claimed delivery: None when it may go out now."""
    platform = NAMES.get(delivery.channel, delivery.channel)
    if not delivery.intact and delivery.maybe_out:
        words = f"The text is not the one that was approved, and an earlier try may have gone out. {DECIDE}"
        return Change(State.UNKNOWN, error=words, code="changed", tell=True)
    if not delivery.intact:
        words = "The text is not the one that was approved, so nothing was sent. Approve it again."
        return Change(State.FAILED, error=words, code="changed", ledger=Ledger.RELEASED, tell=True)
    if delivery.maybe_out:
        return _before_sending_again(delivery, now, platform, keyed=keyed)
    if now < delivery.due_at:  # it was claimed by a clock that has been set back since
        return Change(State.RETRY if delivery.attempts else State.QUEUED, delivery.due_at, ledger=Ledger.RELEASED)
    when = timeliness(delivery.due_at, now, delivery.late_after, delivery.useful_until)
    if when is Timeliness.TOO_LATE:
        words = f"It did not go out on {platform} while it was useful, so it was not sent."
        return Change(State.MISSED, error=words, code="missed", ledger=Ledger.RELEASED, tell=True)
    if delivery.by_hand:
        words = f"It is time for {platform}. {by_hand_words(delivery)}"
        return Change(State.HELD, error=words, code="by_hand", ledger=Ledger.RELEASED, tell=True)
    if when is Timeliness.LATE:
        minutes = round((now - delivery.due_at).total_seconds() / 60)
        words = f"It is {minutes} minutes late on {platform}, so it waits for you: send it now, or cancel it."
        return Change(State.HELD, error=words, code="late", ledger=Ledger.RELEASED, tell=True)
    return None


def clock_moved(ahead: timedelta) -> Change:
    """What becomes of deliveries that are due only because the clock moved ahead by this much."""
    minutes = round(ahead.total_seconds() / 60)
    words = (
        f"The clock moved ahead by {minutes} minutes at once (or the machine slept), so this was not sent by itself. "
        "Check the machine's time; then send it now, or cancel it."
    )
    return Change(State.HELD, error=words, code="clock_moved", ledger=Ledger.RELEASED, tell=True)


def by_hand_words(delivery: Delivery) -> str:
    """What a person does who posts it."""
    return BY_HAND.format(id=delivery.announcement_id, number=delivery.id)


def _before_sending_again(delivery: Delivery, now: datetime, platform: str, *, keyed: bool) -> Change | None:
    first = delivery.first_attempt_at or now
    useful = delivery.useful_until is None or now <= delivery.useful_until
    # A first try in the future means that the clock was set back since, and then nobody knows how long ago it was.
    recent = -SET_BACK_TOLERANCE <= now - first < RESEND_WITHIN
    if keyed and useful and recent:
        return None  # the platform recognises the key, so a late repeat is safe, and it settles what happened
    words = f"It may be on {platform}, and it is too late to ask by sending it again. {DECIDE}"
    return Change(State.UNKNOWN, error=words, code="unsure", tell=True)


def after_sending(outcome: Outcome, delivery: Delivery, now: datetime, pace: Pace, *, keyed: bool) -> Change:
    """What a try that has just ended means; `delivery.attempts` counts it."""
    if isinstance(outcome, Sent):
        later = NEVER if outcome.remote_id else next_look(0, pace.looks, now)
        return Change(State.SENT, later, remote_id=outcome.remote_id, url=outcome.url, ledger=Ledger.USED)
    if isinstance(outcome, Accepted):
        return _accepted(outcome, delivery, now, pace, again=delivery.maybe_out)
    if isinstance(outcome, Unknown):
        return _not_known(outcome, delivery, now, pace, keyed=keyed)
    change = Change(State.FAILED, error=outcome.why, code=outcome.code, words=outcome.words, tell=True)
    change = replace(change, ledger=Ledger.EXHAUSTED if outcome.quota_spent else Ledger.RELEASED)
    if isinstance(outcome, Refused):
        words = f"{outcome.why} An earlier try may have gone out. {DECIDE}"
        in_doubt = replace(change, state=State.UNKNOWN, error=words, ledger=Ledger.RESERVED)
        if delivery.maybe_out:
            return in_doubt
        if outcome.trouble:
            change = replace(change, trouble=(outcome.trouble, outcome.why))
        by_hand = f"{outcome.why} {by_hand_words(delivery)}"
        return replace(change, state=State.HELD, error=by_hand) if outcome.no_right else change
    if not outcome.begun:  # the platform had no part in it, so there is no reason to wait; lateness is the bound
        return _tried_again(replace(change, counts=False), delivery, now)
    wait = wait_after(delivery.attempts, pace.floor, outcome.after)
    if wait is not None:
        return _tried_again(change, delivery, now + wait)
    given_up = f"{outcome.why} It was tried {delivery.attempts} times."
    if delivery.maybe_out:
        return replace(change, state=State.UNKNOWN, error=f"{given_up} {DECIDE}", ledger=Ledger.RESERVED)
    return replace(change, error=f"{given_up} It is not out: send it now when that is mended, or leave it.")


def _tried_again(change: Change, delivery: Delivery, again: datetime) -> Change:
    """A retry, with when; staff hear of it at once where it will be too late by then to go out by itself."""
    retry = replace(change, state=State.RETRY, next_try_at=again, tell=False)
    if delivery.maybe_out:
        return replace(retry, error=f"{change.error} {RESENT}")
    when = f"{again.astimezone(SHANGHAI):%H:%M} (Shanghai)"
    if timeliness(delivery.due_at, again, delivery.late_after, delivery.useful_until) is Timeliness.ON_TIME:
        return replace(retry, error=f"{change.error} It is tried again at {when}.")
    words = f"{change.error} That is possible again at {when}, too late to go out by itself: you will be asked then."
    return replace(retry, error=words, tell=True)


def _accepted(outcome: Accepted, delivery: Delivery, now: datetime, pace: Pace, *, again: bool = False) -> Change:
    """`again`: the job is an earlier try's, so the platform may have told its end while nobody listened."""
    return Change(
        State.ACCEPTED,
        next_look(0, pace.looks if again and pace.looks else pace.polls, now),
        error=_waiting(outcome, delivery, now),
        remote_id=outcome.remote_id,
        url=outcome.url,
        ledger=Ledger.USED,
    )


def _waiting(outcome: Accepted, delivery: Delivery, now: datetime) -> str:
    """What it waits for and until when; "" once the platform must have stopped waiting."""
    if not outcome.waiting or outcome.waits is None:
        return outcome.waiting
    until = (delivery.first_attempt_at or now) + outcome.waits
    return f"{outcome.waiting} until {until.astimezone(SHANGHAI):%H:%M} (Shanghai)." if now < until else ""


def _not_known(outcome: Unknown, delivery: Delivery, now: datetime, pace: Pace, *, keyed: bool) -> Change:
    change = Change(State.UNKNOWN, error=outcome.why, code=outcome.code, words=outcome.words, tell=True)
    if not keyed:
        return replace(change, next_try_at=next_look(0, pace.looks, now))
    wait = wait_after(delivery.attempts, pace.floor)
    if wait is None:
        return replace(change, error=f"{outcome.why} It was tried {delivery.attempts} times. {DECIDE}")
    words = f"{outcome.why} {RESENT}"
    return replace(change, state=State.RETRY, next_try_at=now + wait, error=words, tell=False)


def after_crash(delivery: Delivery, began: datetime, now: datetime, pace: Pace, *, keyed: bool) -> Change:
    """What becomes of a delivery whose worker stopped: back into the queue, sent again with its key, or looked for.

    `began`: when its latest try began.
    """
    if delivery.state is State.CLAIMED:
        return Change(State.RETRY if delivery.attempts else State.QUEUED, now)
    platform = NAMES.get(delivery.channel, delivery.channel)
    if keyed:
        words = f"The bot stopped while sending. {RESENT}"
        # Not later than a floor from now, because the clock may have been set back since.
        again = min(max(now, began + pace.floor), now + pace.floor)
        return Change(State.RETRY, again, error=words, code="crash")
    words = f"The bot stopped while sending to {platform}, so it may be there; it is looked for."
    return Change(State.UNKNOWN, next_look(0, pace.looks, now), error=words, code="crash", tell=True)


def after_looking(outcome: Outcome, delivery: Delivery, now: datetime, pace: Pace) -> Change:
    """What a look for an unknown delivery means, or for the id of a sent one.

    A Retry is the channel's word that the publishing call was never made.
    """
    looked = delivery.looked + 1
    again = next_look(looked, pace.looks, now)
    if isinstance(outcome, Sent):
        change = Change(State.SENT, remote_id=outcome.remote_id, url=outcome.url, ledger=Ledger.USED, looked=looked)
        return replace(change, tell=delivery.state is State.UNKNOWN)
    if delivery.state is State.SENT:
        return Change(State.SENT, again, ledger=Ledger.USED, looked=looked)
    if isinstance(outcome, Accepted):
        return _accepted(outcome, delivery, now, pace)
    if isinstance(outcome, Retry):
        return Change(State.RETRY, now, error=outcome.why, code=outcome.code, ledger=Ledger.RELEASED)
    platform, times = NAMES.get(delivery.channel, delivery.channel), "once" if looked == 1 else f"{looked} times"
    words = f"It may be on {platform}. It was looked for {times}. {_why(outcome)}".rstrip()
    over = again == NEVER
    return Change(State.UNKNOWN, again, error=f"{words} {DECIDE}" if over else words, looked=looked, tell=over)


def after_asking(outcome: Outcome, delivery: Delivery, now: datetime, pace: Pace) -> Change:
    """What the platform's word (an event or a poll's answer) means for an accepted delivery."""
    if isinstance(outcome, Sent):
        return Change(State.SENT, remote_id=outcome.remote_id, url=outcome.url, ledger=Ledger.USED)
    if isinstance(outcome, Refused):
        # The platform does not say that a message refused in its review costs nothing, so it stays counted.
        return Change(
            State.FAILED, error=outcome.why, code=outcome.code, words=outcome.words, ledger=Ledger.USED, tell=True
        )
    looked = delivery.looked + 1
    again = next_look(looked, pace.polls, now)
    waiting = _waiting(outcome, delivery, now) if isinstance(outcome, Accepted) else ""
    if again != NEVER:
        return Change(State.ACCEPTED, again, error=waiting, ledger=Ledger.USED, looked=looked)
    platform = NAMES.get(delivery.channel, delivery.channel)
    words = f"{platform} took it but has not said what became of it. {DECIDE}"
    return Change(State.UNKNOWN, error=words, code="no_word", ledger=Ledger.USED, looked=looked, tell=True)


def _why(outcome: Outcome) -> str:
    return outcome.why if isinstance(outcome, Retry | Refused | Unknown) else ""
