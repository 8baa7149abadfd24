"""A rehearsal: what would go out when on which account, and what would keep it back. Nothing is sent or written."""

import heapq
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.announcements import NAMES, Announcement, Problem
from bot.core.delivery import Post
from bot.core.posts import fingerprint
from bot.core.quotas import Need, needs, used_up
from bot.core.rules import Planned, Rules
from bot.core.timing import Timeliness, next_period, period, timeliness
from bot.core.walls import day, day_and_time

# A call ends within 20 s (the channels' deadline), so an account is free again after that at the latest.
CALL = timedelta(seconds=20)
SHANGHAI = "Asia/Shanghai"


class Fate(StrEnum):
    """What would become of a send."""

    OUT = "goes out"
    BY_HAND = "by hand"  # a person posts it
    STOPPED = "stopped"  # it would be refused, or held, or has first to be mended
    MISSED = "missed"  # past its latest useful time


@dataclass(frozen=True, slots=True)
class Send:
    """One send that is planned: of a draft, or a delivery that waits (`held`: for a person). Instants are UTC.

    by_hand: it was approved to be posted by a person. not_before: when it is tried again, after a try that failed.
    """

    announcement: Announcement
    post: Post
    account: str  # "" where the channel is not set up
    due_at: datetime
    late_after: timedelta
    useful_until: datetime | None
    draft: bool = False
    held: bool = False
    by_hand: bool = False
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What would become of one send, at which moment, and why."""

    send: Send
    at: datetime
    fate: Fate
    problems: tuple[Problem, ...] = ()
    hints: tuple[Problem, ...] = ()


# (account, kind of quota, period) → how much of it is used up already.
Taken = Mapping[tuple[str, str, str], int]
Check = Callable[[Send, Sequence[Planned], datetime], Sequence[Problem]]


@dataclass(slots=True)
class _World:
    """How things stand while time goes by: what went out before, until when each account is busy, what is used up."""

    rules: Rules
    pauses: Mapping[str, str]
    check: Check
    before: list[Planned]
    used: Counter[tuple[str, str, str]]
    busy: dict[str, datetime] = field(default_factory=dict)
    done: list[Rehearsed] = field(default_factory=list)


def rehearse(
    sends: Sequence[Send],
    *,
    now: datetime,
    rules: Rules,
    before: Sequence[Planned],
    taken: Taken,
    pauses: Mapping[str, str],
    check: Check,
) -> list[Rehearsed]:
    """Let time go by from `now` until each send has gone out or been stopped; in the order of their moments.

    before: what has gone out or is under way; taken: the quotas used up by it. pauses: account → why nothing goes out
    there. check: what is wrong with a send at a moment, given what went out before it. What is stopped uses up nothing,
    so what follows has its place. What a person posts takes no account's time and nothing of the ledger, but readers
    and the platform see it, so it counts for the checks of what follows.
    """
    world = _World(rules, pauses, check, list(before), Counter(taken))
    waiting = [(max(send.due_at, now, send.not_before or now), place) for place, send in enumerate(sends)]
    heapq.heapify(waiting)
    while waiting:
        at, place = heapq.heappop(waiting)
        again = _step(world, sends[place], at)
        if again is not None:
            heapq.heappush(waiting, (again, place))
    return world.done


def _step(world: _World, send: Send, at: datetime) -> datetime | None:
    """The send's turn has come: it is done, or its turn comes again at the moment returned."""
    free = world.busy.get(send.account, at)
    if free > at and send.account:
        return free
    when = timeliness(send.due_at, at, send.late_after, send.useful_until)
    found = _problems(world, send, at)
    if send.by_hand:
        found.append(_by_hand(send))
    elif send.held:
        found.append(
            _problem(send, "held", f"It is held: let it go with `announce release {_id(send)}`, or cancel it.")
        )
    if send.account in world.pauses:
        found = [problem for problem in found if problem.code != "paused"]  # the hint that says the same
        found.append(_problem(send, "paused", world.pauses[send.account]))
    if when is Timeliness.TOO_LATE:
        found.append(_problem(send, "missed", _late(send, "past its latest useful time")))
    elif when is Timeliness.LATE and not send.by_hand and all(problem.code != "time_past" for problem in found):
        found.append(_problem(send, "late", _late(send, "too late to go out by itself, so it would be held")))
    need = None if _stops(found) or send.by_hand else _lacking(world, send, at)
    if need is not None:
        again = next_period(need.span, at)
        if timeliness(send.due_at, again, send.late_after, send.useful_until) is Timeliness.ON_TIME:
            return again
        found.append(_problem(send, "quota", used_up(need, period(need.span, at))))
    _end(world, send, at, found, when)
    return None


def _end(world: _World, send: Send, at: datetime, found: Sequence[Problem], when: Timeliness) -> None:
    problems = tuple(problem for problem in found if not problem.hint)
    hints = tuple(problem for problem in found if problem.hint)
    goes = Fate.BY_HAND if send.by_hand else Fate.OUT
    fate = Fate.MISSED if when is Timeliness.TOO_LATE else Fate.STOPPED if problems else goes
    world.done.append(Rehearsed(send, at, fate, problems, hints))
    if fate is not goes:
        return
    post = send.post
    world.before.append(Planned(_id(send), post.channel, post.act, post.audience, at, fingerprint(post)))
    if send.by_hand:
        return
    world.busy[send.account] = at + CALL
    for need in _needs(world, send):
        world.used[send.account, need.kind, period(need.span, at)] += 1


def _problems(world: _World, send: Send, at: datetime) -> list[Problem]:
    """Of the announcement as a whole and of this channel; of the account's rights and its token."""
    channel = send.post.channel
    whole = world.check(send, world.before, at)
    found = [problem for problem in whole if problem.channel in ("", channel)]
    if send.by_hand:  # it is asked for however late it is
        return [problem for problem in found if problem.code != "time_past"]
    codes = {problem.code for problem in found if not problem.hint}
    lacking = world.rules.missing_rights.get((channel, send.post.act))
    if lacking and "no_right" not in codes:
        found.append(_problem(send, "no_right", lacking))
    end = world.rules.tokens_end.get(channel)
    if end is not None and end <= at and "token_ended" not in codes:
        words = f"The bot's access to {NAMES[channel]} ends on {day(end, SHANGHAI)}, before this: connect it again."
        found.append(_problem(send, "token_ended", words))
    return found


def _lacking(world: _World, send: Send, at: datetime) -> Need | None:
    for need in _needs(world, send):
        if world.used[send.account, need.kind, period(need.span, at)] >= need.limit:
            return need
    return None


def _needs(world: _World, send: Send) -> tuple[Need, ...]:
    return needs(send.post.channel, send.post.act, send.post.audience, world.rules.quotas)


def _stops(found: Sequence[Problem]) -> bool:
    return any(not problem.hint for problem in found)


def _by_hand(send: Send) -> Problem:
    """No obstacle, but somebody has to be there; once its minute has come, it waits for that person."""
    how = f"`announce package {_id(send)}` puts together what to copy."
    if send.held:
        words = f"By hand: it waits for somebody to post it and to say so with `deliveries resolve`. {how}"
        return _problem(send, "held", words)
    words = f"By hand: somebody must post it at that minute. {how}"
    return replace(_problem(send, "by_hand", words), hint=True)


def _late(send: Send, words: str) -> str:
    said = f"It was due at {day_and_time(send.due_at, SHANGHAI)} and is then {words}"
    return f"{said}: move it with `announce reschedule {_id(send)} --at …`."


def _problem(send: Send, code: str, message: str) -> Problem:
    return Problem(_id(send), send.post.channel, code, message)


def _id(send: Send) -> str:
    return send.announcement.id
