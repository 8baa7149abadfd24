"""The weekly digest: when it is due, and its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.core.announcements import NAMES
from bot.core.timing import SHANGHAI, NoSuchTime, to_utc

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
OFF = "off"
WEEK = timedelta(days=7)
# A digest whose minute passed while nothing ran still goes out for so long; later the next one says more.
LATE = timedelta(days=2)
TOKENS_WITHIN = timedelta(days=30)
LINES = 8  # of each part


@dataclass(frozen=True, slots=True)
class Planned:
    """A send that lies ahead."""

    announcement: str
    channel: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Open:
    """A delivery that waits for a person."""

    id: int
    announcement: str
    channel: str
    state: str


@dataclass(frozen=True, slots=True)
class Week:
    """What the digest is made of. `sent`: channel → announcements; `asked`: question → people who asked it.

    `reviews`: entry → the day on which its answer ends or is to be looked at; `tokens`: account → when its token ends.
    """

    sent: Mapping[str, Sequence[str]]
    open: Sequence[Open]
    planned: Sequence[Planned]
    asked: Mapping[str, int]
    reviews: Mapping[str, date]
    tokens: Mapping[str, datetime]


def due(now: datetime, weekday: str, at: str) -> str | None:
    """The name of the digest that is due at this moment ("2026-11-30", its day in Shanghai), None for none.

    `weekday`: "monday" … "sunday" or "off"; `at`: "09:00".
    """
    if weekday == OFF:
        return None
    today = now.astimezone(SHANGHAI).date()
    day = today - timedelta(days=(today.weekday() - WEEKDAYS.index(weekday)) % 7)
    for candidate in (day, day - WEEK):
        minute = to_utc(f"{candidate} {at}", "Asia/Shanghai")
        if not isinstance(minute, NoSuchTime) and minute.instant <= now:
            return candidate.isoformat() if now - minute.instant <= LATE else None
    return None


def in_words(week: Week, now: datetime) -> str:
    """The digest as plain text; parts with nothing to say are left out, but for what went out and what waits."""
    parts = [_sent(week), _open(week), _planned(week), _asked(week), _reviews(week), _tokens(week, now)]
    return "\n\n".join(part for part in parts if part)


def _sent(week: Week) -> str:
    lines = [f"{NAMES.get(name, name)}: {', '.join(ids)}" for name, ids in sorted(week.sent.items()) if ids]
    return _part("Out in the last seven days:", lines) or "Nothing went out in the last seven days."


def _open(week: Week) -> str:
    lines = [
        f"{one.announcement} on {NAMES.get(one.channel, one.channel)}: {one.state} (delivery {one.id})"
        for one in week.open
    ]
    title = "Waits for you (`paristech-bot deliveries --failed`):"
    return _part(title, lines) or "Nothing has failed, and nothing waits for a person."


def _planned(week: Week) -> str:
    lines = [
        f"{one.due_at.astimezone(SHANGHAI):%a %d %b %H:%M} {one.announcement} on {NAMES.get(one.channel, one.channel)}"
        for one in week.planned
    ]
    return _part("Planned for the next seven days (Shanghai time):", lines)


def _asked(week: Week) -> str:
    ranked = sorted(week.asked.items(), key=lambda pair: (-pair[1], pair[0]))
    lines = [f"{people} × {question}" for question, people in ranked]
    return _part("Asked, and not answered (`paristech-bot gaps list`):", lines)


def _reviews(week: Week) -> str:
    ranked = sorted(week.reviews.items(), key=lambda pair: (pair[1], pair[0]))
    return _part("Answers to look at within 30 days:", [f"{day} {entry}" for entry, day in ranked])


def _tokens(week: Week, now: datetime) -> str:
    ranked = sorted(week.tokens.items(), key=lambda pair: (pair[1], pair[0]))
    lines = [
        f"{account}: {'ended' if ends <= now else 'ends'} on {ends.astimezone(SHANGHAI):%Y-%m-%d}"
        for account, ends in ranked
        if ends - now <= TOKENS_WITHIN
    ]
    return _part("Authorisations that end within 30 days (`paristech-bot channel connect`):", lines)


def _part(title: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    shown = [f"- {line}" for line in lines[:LINES]]
    more = [f"- and {len(lines) - LINES} more"] if len(lines) > LINES else []
    return "\n".join([title, *shown, *more])
