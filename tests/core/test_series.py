"""Series of a file: days before an event and each week, by the clocks of their zone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.announcement_file import announcements_from
from bot.core.announcements import Announcement, Problem
from tests.announcing import NOW, an_entry

EVENT = {"title": "Open day", "starts_at": "2027-01-20T19:00:00", "zone": "Asia/Shanghai"}


def read(entry: dict[str, Any], *, now: datetime = NOW, **options: Any) -> tuple[list[Announcement], list[Problem]]:
    return announcements_from([entry], now=now, **options)


def a_series(*items: Any, **changes: Any) -> dict[str, Any]:
    entry = an_entry(event=EVENT, series=list(items), **changes)
    if "publish_at" not in changes:
        del entry["publish_at"]
    return entry


def test_a_series_counts_back_from_the_events_day() -> None:
    made, found = read(a_series({"days_before": 1, "at": "18:30"}, {"days_before": 30}, 7))
    assert found == []
    assert [(one.id, one.publish_wall) for one in made] == [
        ("opening-j30", "2026-12-21T12:00:00"),
        ("opening-j7", "2027-01-13T12:00:00"),
        ("opening-j1", "2027-01-19T18:30:00"),
    ]
    assert made[2].publish_at == datetime(2027, 1, 19, 10, 30, tzinfo=UTC)


def test_days_are_counted_where_the_event_is_and_hours_where_it_is_published() -> None:
    late = {"title": "Gala", "starts_at": "2027-01-20T23:00:00", "zone": "Europe/Paris"}  # the 21st in Shanghai
    [one], found = read(a_series(1) | {"event": late})
    assert (found, one.publish_wall) == ([], "2027-01-19T12:00:00")
    assert one.publish_at == datetime(2027, 1, 19, 4, tzinfo=UTC)


def test_each_time_can_have_words_of_its_own_and_says_how_many_days_are_left() -> None:
    texts = {
        "zh": {"title": "还有{days}天", "body": "{date} {time}，第{number}次"},
        "en": {"title": "", "body": "Soon {x}"},
    }
    last = {"days_before": 1, "texts": {"en": {"title": "", "body": "Tomorrow, {date}!"}}}
    made, found = read(a_series(7, last, texts=texts))
    assert found == []
    assert [one.texts["zh"] for one in made] == [
        ("还有7天", "1月20日（周三） 19:00，第1次"),
        ("还有1天", "1月20日（周三） 19:00，第2次"),
    ]
    assert [one.texts["en"][1] for one in made] == ["Soon {x}", "Tomorrow, Wed 20 January 2027!"]


def test_a_date_beside_a_series_is_one_time_more() -> None:
    made, _ = read(a_series(7, 1, publish_at="2027-01-15T12:00:00"))
    assert [one.id for one in made] == ["opening-j7", "opening", "opening-j1"]


def test_what_has_passed_is_left_out_and_said() -> None:
    made, found = read(a_series(30, 7, 1), now=datetime(2027, 1, 1, tzinfo=UTC))
    assert [one.id for one in made] == ["opening-j7", "opening-j1"]
    assert [(one.code, one.hint) for one in found] == [("series_passed", True)]
    assert found[0].message == "1 of its 3 times have passed and were left out: 21 December 2026."
    made, found = read(a_series(30, 7, 1), now=datetime(2027, 2, 1, tzinfo=UTC))
    assert (made, [one.code for one in found]) == ([], ["series_over"])


def test_with_due_now_nothing_has_passed() -> None:
    made, found = read(a_series(30, 1), now=datetime(2027, 2, 1, tzinfo=UTC), due_now=True)
    assert found == []
    assert [one.publish_at for one in made] == [
        datetime(2027, 2, 1, tzinfo=UTC),
        datetime(2027, 2, 1, tzinfo=UTC) + timedelta(days=29),
    ]


def each_week(first: str, until: Any, zone: str) -> dict[str, Any]:
    repeat = {"every": "week", "until": until}
    return an_entry(publish_at=first, publish_zone=zone, channels=["wechat"], repeat=repeat)


def test_noon_in_paris_stays_noon_when_the_clocks_change() -> None:
    made, found = read(each_week("2027-03-21T12:00:00", "2027-04-04", "Europe/Paris"))
    assert found == []
    assert [one.id for one in made] == ["opening-w1", "opening-w2", "opening-w3"]
    assert [one.publish_wall for one in made] == [f"2027-{day}T12:00:00" for day in ("03-21", "03-28", "04-04")]
    assert [one.publish_at.hour for one in made] == [11, 10, 10]


def test_an_hour_that_comes_twice_is_the_first_and_one_that_is_skipped_is_refused() -> None:
    made, found = read(each_week("2027-10-24T02:30:00", "2027-10-31", "Europe/Paris"))
    assert (found, made[1].publish_at) == ([], datetime(2027, 10, 31, 0, 30, tzinfo=UTC))
    made, found = read(each_week("2027-03-21T02:30:00", "2027-03-28", "Europe/Paris"))
    assert (made, [one.code for one in found]) == ([], ["time_gap"])


def test_the_last_day_counts_and_weeks_keep_their_number_when_some_have_passed() -> None:
    entry = each_week("2026-11-05T12:00:00", datetime(2026, 12, 3).date(), "Asia/Shanghai")  # noqa: DTZ001  a wall day
    made, found = read(entry)
    assert [one.id for one in made] == ["opening-w4", "opening-w5"]
    assert found[0].message.startswith("3 of its 5 times have passed and were left out: 5 November 2026,")


@pytest.mark.parametrize(("until", "codes"), [("2028-01-18", []), ("2028-01-25", ["series_long"])])
def test_sixty_times_are_the_most(until: str, codes: list[str]) -> None:
    made, found = read(each_week("2026-12-01T12:00:00", until, "Asia/Shanghai"))
    assert ([one.code for one in found], len(made)) == (codes, 0 if codes else 60)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"series": [{"at": "12:00"}]}, "series_form"),
        ({"series": [{"days_before": 7}, {"days_before": 7}]}, "series_form"),
        ({"series": [{"days_before": 400}]}, "series_form"),
        ({"series": [{"days_before": 7, "at": "noon"}]}, "time_form"),
        ({"series": [7], "event": {"title": "Without a date"}}, "no_event"),
        ({"series": [7], "plan": ["2026-12-01T12:00:00"]}, "series_form"),
        ({"series": 7}, "wrong_type"),
        ({"repeat": {"every": "day", "until": "2026-12-31"}}, "series_form"),
        ({"repeat": {"every": "week", "until": "soon"}}, "series_form"),
        ({"repeat": {"every": "week", "until": "2026-12-31", "times": 3}}, "series_form"),
        ({"repeat": "weekly"}, "wrong_type"),
        ({"series": [7], "texts": {"zh": {"title": "a", "body": "{days}"}}}, "unfilled"),  # publish_at is no day of it
        (
            {"repeat": {"every": "week", "until": "2026-12-31"}, "texts": {"zh": {"title": "{days}", "body": "a"}}},
            "unfilled",
        ),
    ],
)
def test_what_cannot_be_read_is_said(changes: dict[str, Any], code: str) -> None:
    made, found = read(an_entry(**{"event": EVENT, **changes}))
    assert (made, code in {one.code for one in found}) == ([], True)


def test_yaml_reads_an_unquoted_hour_as_minutes_and_it_is_the_hour_all_the_same() -> None:
    [one], found = read(a_series({"days_before": 7, "at": 18 * 60 + 30}))
    assert (found, one.publish_wall) == ([], "2027-01-13T18:30:00")


def test_how_late_it_may_be_can_be_said_in_minutes() -> None:
    [one], found = read(an_entry(late_after_minutes=5, useful_until="2026-12-02T12:00:00"))
    assert (found, one.late_after_seconds) == ([], 300)
    assert one.useful_until == datetime(2026, 12, 2, 4, tzinfo=UTC)
