"""Numbers: how the bot does, as a picture and as a table; and the report of a month, to print."""

import json
from datetime import date, timedelta
from typing import Any

from bot.actions.numbers import Period, numbers_of
from bot.answering.wording import question_text
from bot.console.asking import Answer, Ask, Page, Route
from bot.console.days import day_in
from bot.core.announcements import NAMES
from bot.core.timing import SHANGHAI

DAYS = (7, 30, 90)
TOP_GAPS = 5
_DAY = timedelta(days=1)


def show(ask: Ask) -> Answer:
    """The numbers of the last days, or from one day to another."""
    given = ask.query.get("days", "")
    days = int(given) if given in map(str, DAYS) else 30
    first, last = day_in(ask.query.get("since", "")), day_in(ask.query.get("until", ""))
    period = Period.of(first, last, now=ask.now, days=days)
    chosen = 0 if first or last else days
    return Page("numbers_show.html", {**_values(ask, period), "periods": DAYS, "days_chosen": chosen})


def report(ask: Ask) -> Answer:
    """One month on one sheet of paper; without one the last that is over."""
    today = ask.now.astimezone(SHANGHAI).date()
    day = day_in(f"{ask.query.get('month', '')}-01") or (today.replace(day=1) - _DAY)
    period = Period.month(day)
    return Page("numbers_report.html", {**_values(ask, period), "month": period.first, "months": _months(today)})


def _values(ask: Ask, period: Period) -> dict[str, Any]:
    found = numbers_of(ask.database, period)
    seen = ask.parts.gaps.look(ask.now, wait=0)
    asked = [seen.plain(gap, examples=0) for gap in seen.gaps[:TOP_GAPS]]
    answerer = ask.parts.answers()
    given = [one["entry"] for one in found["top_entries"] if one["entry"] in answerer.entries]
    titles = {name: question_text(answerer, name, ask.lang) for name in given}
    names = ("answered", "choices", "handed_over", "missed")
    chart = {"days": [str(one["day"]) for one in found["days"]]}
    chart |= {name: [one[name] for one in found["days"]] for name in names}
    return {
        "numbers": found, "gaps": asked, "gaps_at": seen.at, "titles": titles, "outcomes": names,
        "chart": json.dumps(chart), "states": _states(found["sends"]),
        "channel_names": NAMES,
    }  # fmt: skip


def _states(sends: list[dict[str, Any]]) -> dict[str, dict[str, int]]:
    """Channel → state → how many."""
    found: dict[str, dict[str, int]] = {}
    for one in sends:
        found.setdefault(one["channel"], {})[one["state"]] = one["number"]
    return found


def _months(today: date) -> list[date]:
    """This month and the eleven before it, by their first days."""
    first = today.replace(day=1)
    found = [first]
    while len(found) < 12:
        found.append((found[-1] - _DAY).replace(day=1))
    return found


ROUTES = (
    Route("GET", "/console/numbers", "read", show),
    Route("GET", "/console/numbers/month", "read", report),
)
