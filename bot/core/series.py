"""Announcements that come several times: before a date, or each week. Each time is a wall time in its zone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.core.announcements import Announcement
from bot.core.faq import fill
from bot.core.timing import NoSuchTime, to_utc
from bot.core.walls import date_words, day

MOST = 60  # sends of one entry: a year of weeks, and some room; more is a slip
WEEK = timedelta(days=7)
NOON = time(12)
WORDS = ("{days}", "{number}", "{date}", "{time}", "{place}")  # what is filled in, where it is known


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One of the times: `suffix` tells its announcement from the others' (j30: 30 days before; w2: the second week).

    `days`: how many days before the event it is, None for weekly ones.
    """

    suffix: str
    at: datetime  # UTC
    wall: str
    number: int  # from 1
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """The occurrences that lie ahead, the ones that have passed, and what is wrong with others, as sentences."""

    ahead: tuple[Occurrence, ...]
    passed: tuple[Occurrence, ...] = ()
    faults: tuple[NoSuchTime, ...] = ()


def before(start: datetime, event_zone: str, wanted: Sequence[tuple[int, time]]) -> list[tuple[int, str]]:
    """(days before, wall time): days are counted from the event's day where it takes place."""
    on = start.astimezone(ZoneInfo(event_zone)).date()
    return [(days, _wall(on - timedelta(days=days), at)) for days, at in wanted]


def weekly(first: str, until: date) -> list[str]:
    """Wall times: the first and each week after it at the same hour, up to and on the day `until`."""
    wall = datetime.fromisoformat(first)
    found: list[str] = []
    while wall.date() <= until and len(found) <= MOST:  # one too many, so that it can be seen
        found.append(wall.replace(microsecond=0).isoformat())
        wall += WEEK
    return found


def times_before(walls: Sequence[tuple[int, str]], zone: str, *, after: datetime | None) -> Times:
    """A series around a date, the farthest first; `after`: what lies before this instant has passed (None: nothing)."""
    ordered = sorted(walls, key=lambda one: one[1])
    return _times([(f"j{days}", wall, days) for days, wall in ordered], zone, after)


def times_weekly(walls: Sequence[str], zone: str, *, after: datetime | None) -> Times:
    """A weekly series; `after` as in `times_before`."""
    return _times([(f"w{number}", wall, None) for number, wall in enumerate(walls, start=1)], zone, after)


def said_passed(times: Times, zone: str) -> str:
    """The sentence on what was left out because its time is over."""
    total = len(times.ahead) + len(times.passed)
    days = ", ".join(day(one.at, zone) for one in times.passed[:6])
    more = f" and {len(times.passed) - 6} more" if len(times.passed) > 6 else ""
    return f"{len(times.passed)} of its {total} times have passed and were left out: {days}{more}."


def at_occurrence(announcement: Announcement, one: Occurrence) -> Announcement:
    """The announcement of this occurrence, `{days}`, `{number}` and what is known of the event filled in."""
    days = {"days": str(one.days)} if one.days is not None else {}
    made = with_event_words(announcement, {**days, "number": str(one.number)})
    return replace(made, id=f"{announcement.id}-{one.suffix}", publish_at=one.at, publish_wall=one.wall)


def with_event_words(announcement: Announcement, more: Mapping[str, str] = MappingProxyType({})) -> Announcement:
    """The event's `{date}`, `{time}` and `{place}` filled into its texts, as far as they are known, and `more`."""
    event = announcement.event
    place = {"place": event.place} if event.place else {}

    def filled(text: str, lang: str) -> str:
        when = date_words(event.starts_at, event.zone, lang) if event.starts_at else {}
        return fill(text, {**when, **place, **more})

    return replace(
        announcement,
        texts={lang: (filled(title, lang), filled(body, lang)) for lang, (title, body) in announcement.texts.items()},
        channels=tuple(
            replace(each, title=filled(each.title, each.lang), body=filled(each.body, each.lang))
            for each in announcement.channels
        ),
    )


def unfilled(announcement: Announcement) -> list[str]:
    """Those of WORDS that readers would see as they are written, because nobody knows what to say there."""
    said = [part for pair in announcement.texts.values() for part in pair]
    said += [part for channel in announcement.channels for part in (channel.title, channel.body)]
    return [word for word in WORDS if any(word in part for part in said)]


def _times(walls: Sequence[tuple[str, str, int | None]], zone: str, after: datetime | None) -> Times:
    ahead: list[Occurrence] = []
    passed: list[Occurrence] = []
    faults: list[NoSuchTime] = []
    for number, (suffix, wall, days) in enumerate(walls, start=1):
        read = to_utc(wall, zone)
        if isinstance(read, NoSuchTime):
            faults.append(read)
            continue
        one = Occurrence(suffix, read.instant, wall, number, days)
        (passed if after is not None and one.at < after else ahead).append(one)
    return Times(tuple(ahead), tuple(passed), tuple(faults))


def _wall(on: date, at: time) -> str:
    return datetime.combine(on, at.replace(microsecond=0)).isoformat()
