"""The calendar: what is planned and what became of it, by day; the quotas; and a file for calendar programs."""

import json
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from bot.actions import calendar as planning
from bot.actions.announcement_checks import Terms
from bot.console.asking import Answer, Ask, Blob, Page, Route
from bot.core.announcements import NAMES
from bot.core.holidays import HOLIDAYS, Holiday
from bot.core.timing import SHANGHAI

_VIEWS = ("month", "week", "list")
_LONGEST = timedelta(days=62)  # of one look: a month with the weeks around it, and some room
_WEEKS = 52  # of the file for calendar programs


def show_calendar(ask: Ask) -> Answer:
    """A month as a list, which a script turns into a calendar where there is room for one."""
    today = ask.now.astimezone(SHANGHAI).date()
    first = _month(ask.query.get("month", ""), today)
    after = _next_month(first)
    lines = planning.between(ask.database, _midnight(first), _midnight(after))
    by_day = {day: list(same) for day, same in groupby(lines, key=lambda one: one["at"].astimezone(SHANGHAI).date())}
    terms = ask.parts.terms(ask.signed_in.name, ask.now)
    known = _holidays(first, after, terms)
    off = {day: _slug(holiday) for holiday in known for day in _days_of(holiday) if first <= day < after}
    view = ask.query.get("view", "")
    values = {
        "days": [(day, by_day.get(day, []), off.get(day, "")) for day in sorted({*by_day, *off})],
        "first": first,
        "before": _next_month(first - timedelta(days=45)),
        "after": after,
        "view": view if view in _VIEWS else "",
        "today": today,
        "quotas": planning.quota_outlook(ask.database, terms),
        "names": NAMES,
    }
    return Page("calendar_show.html", values)


def events(ask: Ask) -> Answer:
    """What the calendar draws between two days: times are Shanghai's, without a zone."""
    today = ask.now.astimezone(SHANGHAI).date()
    first = _day(ask.query.get("start", ""), today)
    last = min(_day(ask.query.get("end", ""), first + _LONGEST), first + _LONGEST)
    lines = planning.between(ask.database, _midnight(first), _midnight(last))
    drawn = [
        {
            "id": one["id"],
            "title": one["title"],
            "start": one["at"].astimezone(SHANGHAI).replace(tzinfo=None).isoformat(),
            "stand": one["stand"],
            "channels": [NAMES[channel] for channel in one["channels"]],
            "movable": one["movable"],
        }
        for one in lines
    ]
    off = [
        {
            "title": _slug(holiday),
            "start": holiday.first.isoformat(),
            "end": (holiday.last + timedelta(days=1)).isoformat(),
            "stand": "holiday",
        }
        for holiday in _holidays(first, last, ask.parts.terms(ask.signed_in.name, ask.now))
    ]
    return Blob(json.dumps([*drawn, *off], ensure_ascii=False).encode(), "application/json")


def feed(ask: Ask) -> Answer:
    """The plan as an iCalendar file."""
    return Blob(planning.feed(ask.database, now=ask.now, weeks=_WEEKS), "text/calendar; charset=utf-8", "paristech.ics")


def _month(text: str, today: date) -> date:
    return _day(f"{text}-01", today).replace(day=1)


def _day(text: str, otherwise: date) -> date:
    try:
        found = date.fromisoformat(text[:10])
    except ValueError:
        return otherwise
    return found if 2000 <= found.year < 2100 else otherwise


def _next_month(first: date) -> date:
    return (first.replace(day=1) + timedelta(days=31)).replace(day=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=SHANGHAI).astimezone(UTC)


def _holidays(first: date, after: date, terms: Terms) -> list[Holiday]:
    return [
        holiday for holiday in (*HOLIDAYS, *terms.rules.holidays) if holiday.first < after and holiday.last >= first
    ]


def _slug(holiday: Holiday) -> str:
    """By which the page finds what it is called in its language, new-years-day; of the office's own, the name."""
    if holiday not in HOLIDAYS:
        return holiday.name
    return holiday.name.lower().replace(" ", "-").replace("'", "")


def _days_of(holiday: Holiday) -> list[date]:
    return [holiday.first + timedelta(days=count) for count in range((holiday.last - holiday.first).days + 1)]


ROUTES = (
    Route("GET", "/console/calendar", "read", show_calendar),
    Route("GET", "/console/calendar/events", "read", events),
    Route("GET", "/console/calendar/paristech.ics", "read", feed),
)
