"""Moving announcements and their events, and the words for a day in three languages."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.announcements import Event
from bot.core.moving import due_now, event_ahead
from bot.core.walls import date_words, day_and_time
from tests.announcing import NOW, an_announcement


def test_an_event_keeps_its_time_of_day_across_a_clock_change() -> None:
    before = datetime(2027, 3, 22, 18, tzinfo=UTC)  # 19:00 in Paris, in winter time
    [moved] = [event_ahead(Event("E", before, zone="Europe/Paris"), before)]
    assert moved.starts_at == datetime(2027, 3, 29, 17, tzinfo=UTC)


def test_an_event_without_times_stays() -> None:
    assert event_ahead(Event("E"), NOW) == Event("E")


def test_an_event_with_an_end_only_moves_its_end() -> None:
    assert event_ahead(Event("E", ends_at=NOW - timedelta(days=30)), NOW).ends_at == NOW + timedelta(days=7)


def test_due_now_leaves_out_parts_of_a_second() -> None:
    [moved] = due_now([an_announcement()], NOW.replace(microsecond=5))
    assert moved.publish_at == NOW


@pytest.mark.parametrize(
    ("lang", "date", "time"),
    [
        ("zh", "12月1日（周二）", "19:00"),
        ("en", "Tue 1 December 2026", "19:00"),
        ("fr", "mardi 1er décembre 2026", "19 h"),
    ],
)
def test_a_day_is_said_in_the_language(lang: str, date: str, time: str) -> None:
    assert date_words(datetime(2026, 12, 1, 11, tzinfo=UTC), "Asia/Shanghai", lang) == {"date": date, "time": time}


def test_french_minutes_follow_the_hour() -> None:
    assert date_words(datetime(2026, 12, 2, 11, 5, tzinfo=UTC), "Asia/Shanghai", "fr")["time"] == "19 h 05"


def test_a_zone_is_called_by_its_city() -> None:
    assert day_and_time(NOW, "America/New_York") == "23 November 2026, 23:00 (New York)"
