"""Which backups are kept, when the next one is due, and what a manifest must be."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.core.backups import Keys, Manifest, Part, day_due, day_of, fingerprint, kept, manifest_from, nightly_name

AT = time(3, 30)


def test_the_day_is_shanghais() -> None:
    assert day_due(datetime(2026, 12, 9, 19, 29, 59, tzinfo=UTC), AT) is None  # 03:29:59 on the 10th
    assert day_due(datetime(2026, 12, 9, 19, 30, tzinfo=UTC), AT) == date(2026, 12, 10)
    assert day_due(datetime(2026, 12, 10, 15, 59, tzinfo=UTC), AT) == date(2026, 12, 10)  # made up later that day
    assert day_due(datetime(2026, 12, 10, 16, 0, tzinfo=UTC), AT) is None


def test_every_day_of_two_years_is_due_exactly_once() -> None:
    """Also over the changes of Paris's clock, which are none of ours."""
    moment, days = datetime(2026, 1, 1, tzinfo=UTC), set()
    while moment < datetime(2027, 12, 31, 16, tzinfo=UTC):
        if day := day_due(moment, AT):
            days.add(day)
        moment += timedelta(minutes=30)
    assert days == {date(2026, 1, 1) + timedelta(days=n) for n in range(730)}


def test_seven_days_and_four_weeks_stay() -> None:
    days: set[date] = set()
    for number in range(100):
        days.add(date(2026, 1, 1) + timedelta(days=number))
        days = set(kept(days))
        assert len(days) <= 11
    last = date(2026, 4, 10)  # a Friday
    week = {last - timedelta(days=n) for n in range(7)}
    sundays = {date(2026, 3, 15), date(2026, 3, 22), date(2026, 3, 29), date(2026, 4, 5)}
    assert days == week | sundays


def test_a_clock_that_jumped_years_throws_nothing_away() -> None:
    days = {date(2026, 1, 1) + timedelta(days=n) for n in range(5)}
    assert kept({*days, date(2036, 1, 1)}) == {*days, date(2036, 1, 1)}


@pytest.mark.parametrize("name", ["nightly-2026-02-30.zip", "nightly-2026-02-03.zip.part", "my.zip", "nightly-.zip"])
def test_other_files_are_nobodys_day(name: str) -> None:
    assert day_of(name) is None
    assert day_of(nightly_name(date(2026, 2, 3))) == date(2026, 2, 3)


MADE = Manifest(
    "0.1.0", "0003", datetime(2026, 12, 10, tzinfo=UTC), "sqlite", Keys("a", "b"), {"staff": 1}, {"x": Part(1, "f")}
)


def test_a_manifest_is_read_as_it_was_written() -> None:
    assert manifest_from(MADE.plain()) == MADE


@pytest.mark.parametrize(
    "change",
    [
        {"format": "zip"},
        {"version": 2},
        {"made_at": "yesterday"},
        {"made_at": None},
        {"keys": []},
        {"rows": {"staff": "many"}},
        {"parts": {"x": {"bytes": 1}}},
        {"parts": None},
    ],
)
def test_what_is_no_manifest_is_none(change: dict[str, object]) -> None:
    assert manifest_from({**MADE.plain(), **change}) is None
    assert manifest_from([]) is None
    assert manifest_from("text") is None


def test_a_fingerprint_tells_keys_apart_and_nothing_of_them() -> None:
    assert fingerprint(b"a" * 32) != fingerprint(b"b" * 32)
    assert (b"a" * 16).hex() not in fingerprint(b"a" * 32)
