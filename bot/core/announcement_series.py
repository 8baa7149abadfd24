"""The `series` and `repeat` of an announcement in a file: read, and turned into an announcement for each time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from bot.core.announcements import Announcement
from bot.core.file_entry import FileEntry
from bot.core.series import (
    MOST,
    NOON,
    Times,
    at_occurrence,
    before,
    said_passed,
    times_before,
    times_weekly,
    unfilled,
    weekly,
)


def around_event(
    entry: FileEntry,
    first: Announcement,
    listed: Sequence[Any],
    *,
    now: datetime | None,
    texts: Callable[[FileEntry, Mapping[str, Any]], Mapping[str, tuple[str, str]]],
) -> list[Announcement]:
    """The announcements so many days before the event, each with its own words where it has some (read by `texts`).

    Those before `now` are left out, and that is said.
    """
    event = first.event
    if event.starts_at is None:
        entry.wrong("no_event", "A series counts its days back from “event.starts_at”: say when the event starts.")
        return []
    wanted: list[tuple[int, time]] = []
    own: dict[int, Announcement] = {}
    for item in listed:
        fields = item if isinstance(item, dict) else {"days_before": item}
        days, at = entry.number(fields, "days_before"), _time_of_day(entry, fields.get("at"))
        if days is None or days > 366 or at is None or days in own:
            sentence = "Each item of “series” needs “days_before”, a number of days up to 366 that is there once."
            entry.wrong("series_form", sentence)
            continue
        wanted.append((days, at))
        own[days] = replace(first, texts={**first.texts, **texts(entry, fields)}) if "texts" in fields else first
    walls = before(event.starts_at, event.zone, wanted)
    times = times_before(walls, first.publish_zone, after=now)
    return [at_occurrence(own[one.days or 0], one) for one in _ahead(entry, times, first.publish_zone).ahead]


def each_week(entry: FileEntry, first: Announcement, *, now: datetime | None) -> list[Announcement]:
    """The first one and its like each week at the same hour; those before `now` are left out, and that is said."""
    fields = entry.mapping(entry.fields, "repeat")
    until = fields.get("until")
    try:
        last = until if isinstance(until, date) else date.fromisoformat(str(until).strip())
    except ValueError:
        last = None
    if fields.get("every", "week") != "week" or last is None or not set(fields) <= {"every", "until"}:
        entry.wrong("series_form", "“repeat” is {every: week, until: 2026-12-31}: nothing else is known here.")
        return []
    last = last.date() if isinstance(last, datetime) else last
    times = times_weekly(weekly(first.publish_wall, last), first.publish_zone, after=now)
    return [at_occurrence(first, one) for one in _ahead(entry, times, first.publish_zone).ahead]


def look_for_gaps(entry: FileEntry, made: Sequence[Announcement]) -> None:
    """Note what would go out with its {days} still in braces."""
    for one in made:
        if words := unfilled(one):
            sentence = f"“{words[0]}” in its text has no meaning there ({one.id}): write the words themselves."
            entry.wrong("unfilled", sentence)
            return


def _ahead(entry: FileEntry, times: Times, zone: str) -> Times:
    """The same times, after what is to be said of them is said."""
    for fault in times.faults:
        entry.wrong(f"time_{fault.code}", fault.message)
    if len(times.ahead) + len(times.passed) > MOST:
        entry.wrong("series_long", f"These are more than {MOST} times: end it earlier, and add the rest later.")
    elif not times.ahead and not times.faults:
        entry.wrong("series_over", "All times of this series have passed: choose later ones.")
    elif times.passed:
        entry.wrong("series_passed", said_passed(times, zone), hint=True)
    return times


def _time_of_day(entry: FileEntry, value: Any) -> time | None:
    if value is None:
        return NOON
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 24 * 60:
        return time(*divmod(value, 60))  # YAML reads an unquoted 12:00 as 720
    try:
        at = time.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        at = None
    if at is None or at.tzinfo:
        entry.wrong("time_form", "“series.at” must be a time of day like 12:00.")
        return None
    return at
