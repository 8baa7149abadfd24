"""Days that come from addresses and forms: the office's, in Shanghai."""

from datetime import date, datetime, time, timedelta

from bot.core.timing import SHANGHAI


def day_in(text: str) -> date | None:
    """The day, like 2026-12-10; None for what is none."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2999 else None


def begin(day: date | None) -> datetime | None:
    """The day's first instant."""
    return datetime.combine(day, time(), SHANGHAI) if day else None


def end(day: date | None) -> datetime | None:
    """The first instant that is not of the day any more."""
    return begin(day + timedelta(days=1)) if day else None


def noon(day: date) -> datetime:
    """The middle of the day, when no entry begins or ends."""
    return datetime.combine(day, time(12), SHANGHAI)
