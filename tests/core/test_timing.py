"""Wall times, periods in Shanghai, the late policy and patience: all with time as an argument."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.timing import NoSuchTime, Span, Timeliness, WallTime, next_period, period, timeliness, to_utc

DUE = datetime(2026, 12, 10, 11, 0, tzinfo=UTC)
LATE = timedelta(minutes=15)


def test_a_shanghai_evening_is_a_morning_in_utc() -> None:
    found = to_utc("2026-12-10T19:00:00", "Asia/Shanghai")
    assert isinstance(found, WallTime)
    assert found.instant == DUE


def test_a_time_that_the_clocks_jump_over_does_not_exist() -> None:
    found = to_utc("2027-03-28T02:30:00", "Europe/Paris")
    assert isinstance(found, NoSuchTime)


def test_a_time_that_comes_twice_is_the_first_of_the_two() -> None:
    found = to_utc("2027-10-31T02:30:00", "Europe/Paris")
    assert isinstance(found, WallTime)
    assert found.instant == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("day", range(1, 29))
def test_every_shanghai_minute_is_one_instant(day: int) -> None:
    found = to_utc(f"2027-03-{day:02}T00:30:00", "Asia/Shanghai")
    assert isinstance(found, WallTime)
    assert found.instant == datetime(2027, 3, day, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("now", "day", "month"),
    [
        (datetime(2026, 12, 31, 15, 59, 30, tzinfo=UTC), "2026-12-31", "2026-12"),
        (datetime(2026, 12, 31, 16, 0, 30, tzinfo=UTC), "2027-01-01", "2027-01"),
    ],
)
def test_days_and_months_turn_at_midnight_in_shanghai(now: datetime, day: str, month: str) -> None:
    assert (period(Span.DAY, now), period(Span.MONTH, now)) == (day, month)


def test_the_next_period_begins_at_midnight_in_shanghai() -> None:
    now = datetime(2026, 12, 31, 15, 59, 30, tzinfo=UTC)
    midnight = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    assert next_period(Span.DAY, now) == next_period(Span.MONTH, now) == midnight


@pytest.mark.parametrize(
    ("minutes", "useful", "found"),
    [
        (0, None, Timeliness.ON_TIME),
        (15, None, Timeliness.ON_TIME),
        (16, None, Timeliness.LATE),
        (16, 10, Timeliness.TOO_LATE),
        (5, 10, Timeliness.ON_TIME),
    ],
)
def test_late_is_held_and_past_its_use_is_missed(minutes: int, useful: int | None, found: Timeliness) -> None:
    until = None if useful is None else DUE + timedelta(minutes=useful)
    assert timeliness(DUE, DUE + timedelta(minutes=minutes), LATE, until) is found
