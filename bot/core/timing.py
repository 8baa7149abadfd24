"""When things happen: wall time to UTC, WeChat's days and months, late or too late, when to try and to look again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.core.delivery import late
from bot.core.walls import MONTHS, place_name

SHANGHAI = ZoneInfo("Asia/Shanghai")

# "Look no more": next_try_at of a delivery that waits for a person, or for nothing.
NEVER = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class WallTime:
    """The instant (UTC) that a clock on the wall shows; `twice` when it shows it twice and the first was taken."""

    instant: datetime
    twice: bool = False


@dataclass(frozen=True, slots=True)
class NoSuchTime:
    """Why there is no such instant, as a sentence with a next step; `code` is zone, form, range or gap."""

    code: str
    message: str


def to_utc(wall: str | datetime, zone: str) -> WallTime | NoSuchTime:
    """The instant of a wall time ("2026-12-10 19:00") in a zone ("Europe/Paris").

    A time that the clock change skips is NoSuchTime; of one that comes twice, the first is meant.
    """
    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return NoSuchTime("zone", f"There is no time zone “{zone}”; write one like Asia/Shanghai or Europe/Paris.")
    try:
        naive = wall if isinstance(wall, datetime) else datetime.fromisoformat(wall.strip())
    except ValueError:
        return NoSuchTime("form", f"“{wall}” is not a date and time; write it like 2026-12-10 19:00.")
    if naive.tzinfo is not None:
        return NoSuchTime("form", f"“{wall}” names a zone of its own; give the wall time, and the zone beside it.")
    if not 2000 <= naive.year < 2100:
        return NoSuchTime("range", f"“{wall}” lies too far away; check the year.")
    instant = naive.replace(tzinfo=place).astimezone(UTC)
    if instant.astimezone(place).replace(tzinfo=None) != naive:
        after = instant.astimezone(place).strftime("%H:%M")
        there, on = place_name(zone), f"{naive.day} {MONTHS[naive.month - 1]} {naive.year}"
        skipped = f"There is no {naive:%H:%M} in {there} on {on}, because clocks go forward that night"
        return NoSuchTime("gap", f"{skipped}: choose {after}.")
    second = naive.replace(tzinfo=place, fold=1).astimezone(UTC)
    return WallTime(instant, twice=second != instant)


class Span(StrEnum):
    """A stretch of time over which platforms count; days and months are Shanghai's, whatever the server's zone."""

    QUARTER = "15 minutes"
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"


def period(span: Span, now: datetime) -> str:
    """The name of the stretch that `now` lies in: "2026-12", "2026-12-10", "2026-12-10 19h", "2026-12-10 19:45"."""
    local = now.astimezone(SHANGHAI)
    if span is Span.MONTH:
        return f"{local:%Y-%m}"
    if span is Span.DAY:
        return f"{local:%Y-%m-%d}"
    if span is Span.HOUR:
        return f"{local:%Y-%m-%d %H}h"
    return f"{local:%Y-%m-%d %H}:{local.minute // 15 * 15:02}"


def next_period(span: Span, now: datetime) -> datetime:
    """When the next stretch begins (UTC)."""
    local = now.astimezone(SHANGHAI).replace(second=0, microsecond=0)
    if span is Span.QUARTER:
        after = local.replace(minute=local.minute // 15 * 15) + timedelta(minutes=15)
    elif span is Span.HOUR:
        after = local.replace(minute=0) + timedelta(hours=1)
    elif span is Span.DAY:
        after = local.replace(hour=0, minute=0) + timedelta(days=1)
    else:
        # The 1st plus 31 days is always in the next month.
        after = (local.replace(day=1, hour=0, minute=0) + timedelta(days=31)).replace(day=1)
    return after.astimezone(UTC)


class Timeliness(StrEnum):
    """Whether a due delivery may still go out by itself."""

    ON_TIME = "on time"
    LATE = "late"  # held: a person decides
    TOO_LATE = "too late"  # missed: nobody would be helped by it


def timeliness(due: datetime, now: datetime, late_after: timedelta, useful_until: datetime | None) -> Timeliness:
    """The late policy."""
    if useful_until is not None and now > useful_until:
        return Timeliness.TOO_LATE
    return Timeliness.LATE if late(due, now, late_after) else Timeliness.ON_TIME


# How long to wait after the n-th try, in retry floors (65 s: 1, 2, 5, 15, 30, 60 minutes and a little); when the list
# ends, so do the tries. The floor is a little more than the minute in which WeChat refuses the same key
# (45066, developers.weixin.qq.com, mass/sendall, 2026-11).
BACKOFF = (1, 2, 5, 15, 30, 60)
LAST_TRY = len(BACKOFF) + 1


def wait_after(tries: int, floor: timedelta, asked: timedelta | None = None) -> timedelta | None:
    """How long to wait after this many tries; what the platform asked for is honoured; None when it was the last."""
    if tries >= LAST_TRY:
        return None
    step = BACKOFF[max(tries, 1) - 1] * floor
    return max(asked, timedelta(0)) if asked is not None else step


def next_look(looked: int, schedule: Sequence[float], now: datetime) -> datetime:
    """When to look for it (or to ask) again, after so many looks; NEVER when the schedule is used up.

    `schedule` counts in seconds from when it became unknown (or accepted).
    """
    if looked >= len(schedule):
        return NEVER
    before = schedule[looked - 1] if looked else 0
    return now + timedelta(seconds=schedule[looked] - before)


# Machines that share a database may disagree by seconds; a clock that is further behind than this was set back.
SET_BACK_TOLERANCE = timedelta(minutes=1)


def again_after_set_back(next_try: datetime, written: datetime, now: datetime) -> datetime:
    """When to try, or to look, again where `written` lies in the future: the same wait, counted from now."""
    return now + max(next_try - written, timedelta(0))
