"""When the weekly digest is due, and what stands in it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.digest import LATE, LINES, WEEKDAYS, Open, Planned, Week, due, in_words
from bot.core.timing import SHANGHAI

MONDAY = datetime(2026, 12, 7, 9, 0, tzinfo=SHANGHAI)
EMPTY = Week({}, [], [], {}, {}, {})


@pytest.mark.parametrize(
    ("after", "week"),
    [
        (timedelta(seconds=-1), None),
        (timedelta(0), "2026-12-07"),
        (LATE, "2026-12-07"),
        (LATE + timedelta(seconds=1), None),
        (timedelta(days=6, hours=23), None),
        (timedelta(days=7), "2026-12-14"),
    ],
)
def test_it_is_due_from_its_minute_on_for_two_days(after: timedelta, week: str | None) -> None:
    assert due(MONDAY + after, "monday", "09:00") == week


def test_it_can_be_switched_off() -> None:
    assert due(MONDAY, "off", "09:00") is None


@given(
    st.integers(0, 5 * 365 * 24 * 60),
    st.sampled_from(WEEKDAYS),
    st.integers(0, 23),
)
def test_every_week_has_exactly_one_wherever_it_begins(minutes: int, weekday: str, hour: int) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    moments = [start + timedelta(hours=hours) for hours in range(7 * 24)]
    weeks = {due(moment, weekday, f"{hour:02}:00") for moment in moments} - {None}
    assert 1 <= len(weeks) <= 2  # two only where the first hours still belong to the one before
    for week in weeks:
        assert WEEKDAYS[date.fromisoformat(week or "").weekday()] == weekday


def test_it_says_what_went_out_what_waits_what_comes_and_what_was_asked() -> None:
    week = Week(
        sent={"x": ["talk"], "wechat": ["opening", "talk"]},
        open=[Open(7, "visit", "weibo", "unknown")],
        planned=[Planned("deadline", "wechat", MONDAY + timedelta(days=1))],
        asked={"有宿舍吗": 3, "Do you have a gym?": 5},
        reviews={"csc-dates": date(2026, 12, 20)},
        tokens={"weibo:1": MONDAY + timedelta(days=3), "weibo:2": MONDAY - timedelta(days=1)},
    )
    assert in_words(week, MONDAY).split("\n\n") == [
        "Out in the last seven days:\n- WeChat: opening, talk\n- X: talk",
        "Waits for you (`paristech-bot deliveries --failed`):\n- visit on Weibo: unknown (delivery 7)",
        "Planned for the next seven days (Shanghai time):\n- Tue 08 Dec 09:00 deadline on WeChat",
        "Asked, and not answered (`paristech-bot gaps list`):\n- 5 × Do you have a gym?\n- 3 × 有宿舍吗",
        "Answers to look at within 30 days:\n- 2026-12-20 csc-dates",
        "Authorisations that end within 30 days (`paristech-bot channel connect`):\n"
        "- weibo:2: ended on 2026-12-06\n- weibo:1: ends on 2026-12-10",
    ]


def test_a_quiet_week_is_two_sentences() -> None:
    assert in_words(EMPTY, MONDAY) == (
        "Nothing went out in the last seven days.\n\nNothing has failed, and nothing waits for a person."
    )


def test_long_parts_are_cut_and_counted() -> None:
    week = Week({}, [], [], {f"question {number:02}": 1 for number in range(LINES + 3)}, {}, {})
    assert in_words(week, MONDAY).endswith("- and 3 more")
