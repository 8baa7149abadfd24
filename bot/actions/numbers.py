"""The numbers of a period, for the office and for Paris: what was asked, what became of it, what went out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.core.timing import SHANGHAI
from bot.store import numbers
from bot.store.engine import Database

LONGEST = timedelta(days=366)  # of a period
TOP = 10  # entries
# What became of a question, in the order in which it is shown.
OUTCOMES = {"answer": "answered", "choices": "choices", "handover": "handed_over", "none": "missed"}


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days in Shanghai, both included."""

    first: date
    last: date

    @property
    def since(self) -> datetime:
        """Its first instant."""
        return datetime.combine(self.first, time(), SHANGHAI)

    @property
    def until(self) -> datetime:
        """The first instant after it."""
        return datetime.combine(self.last + timedelta(days=1), time(), SHANGHAI)

    @property
    def days(self) -> Sequence[date]:
        """Each of its days."""
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    @classmethod
    def of(cls, first: date | None, last: date | None, *, now: datetime, days: int) -> "Period":
        """From `first` to `last`; without them the last so many days. Put right where it is upside down or too long."""
        today = now.astimezone(SHANGHAI).date()
        last = last or (max(today, first) if first else today)
        first = first or last - timedelta(days=days - 1)
        first, last = min(first, last), max(first, last)
        return cls(max(first, last - LONGEST + timedelta(days=1)), last)

    @classmethod
    def month(cls, day: date) -> "Period":
        """The calendar month of a day."""
        first = day.replace(day=1)
        following = (first + timedelta(days=32)).replace(day=1)
        return cls(first, following - timedelta(days=1))


def numbers_of(database: Database, period: Period) -> dict[str, Any]:
    """All numbers of a period as plain JSON values; `days` has a row for each day. Raises NotSaved."""
    since, until = period.since, period.until
    with database.reading() as db:
        counts = numbers.questions(db, since, until)
        return {
            "first": period.first,
            "last": period.last,
            "questions": _outcomes(counts),
            "days": _by_day(period, counts),
            "languages": _by_language(counts),
            "people": numbers.people(db, since, until),
            "ratings": numbers.ratings(db, since, until),
            "top_entries": [
                {"entry": entry, "times": times} for entry, times in numbers.top_entries(db, since, until, limit=TOP)
            ],
            "requests": numbers.requests(db, since, until),
            "sends": numbers.sends(db, since, until),
            "attempts": numbers.tries(db, since, until),
        }


def _outcomes(counts: Sequence[numbers.Count]) -> dict[str, int]:
    found = Counter[str]()
    for one in counts:
        found[OUTCOMES[one.kind]] += one.number
    return {"total": found.total(), **{name: found[name] for name in OUTCOMES.values()}}


def _by_day(period: Period, counts: Sequence[numbers.Count]) -> list[dict[str, Any]]:
    days: dict[date, list[numbers.Count]] = {}
    for one in counts:
        days.setdefault(one.day, []).append(one)
    return [{"day": day, **_outcomes(days.get(day, ()))} for day in period.days]


def _by_language(counts: Sequence[numbers.Count]) -> dict[str, int]:
    found = Counter[str]()
    for one in counts:
        found[one.lang] += one.number
    return dict(found.most_common())
