"""Notices as rows: one a cause while it lasts, told once on each way, whoever else is telling."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.errors import NothingFound
from bot.core.notices import Notice, Severity
from bot.core.timing import NEVER
from bot.store import notices
from bot.store.engine import Database

NOON = datetime(2026, 12, 10, 4, 0, tzinfo=UTC)
LEASE = timedelta(seconds=60)


def a_notice(cause: str = "delivery:1:failed", severity: Severity = Severity.URGENT, **changes: object) -> Notice:
    return Notice(cause, severity, "subject", "text", **changes)  # type: ignore[arg-type]  # any field


def opened(database: Database, *wanted: Notice, at: datetime = NOON) -> list[bool]:
    with database.writing() as db:
        return [notices.open_(db, one, now=at) for one in wanted]


def causes(database: Database, *, everything: bool = False) -> list[str]:
    with database.reading() as db:
        return [row["cause"] for row in notices.listing(db, everything=everything)]


def told(database: Database, way: str = "mail", *, at: datetime = NOON, again_at: datetime = NEVER) -> list[str]:
    """Tell all that waits, as a way that never fails would; the subjects."""
    with database.writing() as db:
        waiting = notices.waiting(db, way, now=at, limit=100)
        for one in waiting:
            assert notices.claim(db, one, now=at, lease=LEASE)
            notices.told(db, one, now=at, again_at=again_at)
        return [one.subject for one in waiting]


def test_the_same_cause_is_one_notice_while_it_lasts_with_its_newest_words(database: Database) -> None:
    newer = Notice("delivery:1:failed", Severity.URGENT, "newer", "words")
    assert opened(database, a_notice(), newer) == [True, False]
    with database.reading() as db:
        [row] = notices.listing(db)
    assert (row["subject"], row["text"]) == ("newer", "words")


def test_a_cause_that_comes_back_is_a_new_notice(database: Database) -> None:
    opened(database, a_notice("token:weibo:1:expiring"))
    with database.writing() as db:
        assert notices.sync(db, "token:", [], now=NOON) == []
    assert opened(database, a_notice("token:weibo:1:expiring")) == [True]
    assert causes(database) == ["token:weibo:1:expiring"]
    assert len(causes(database, everything=True)) == 2


def test_only_causes_with_the_prefix_are_closed(database: Database) -> None:
    opened(database, a_notice("token:weibo:1:expiring"), a_notice("delivery:1:failed"))
    with database.writing() as db:
        [new] = notices.sync(db, "token:", [a_notice("token:x:1:ended")], now=NOON)
    assert new.cause == "token:x:1:ended"
    assert causes(database) == ["token:x:1:ended", "delivery:1:failed"]


def test_what_is_over_at_once_is_told_but_not_open(database: Database) -> None:
    opened(database, a_notice("delivery:1:sent", Severity.INFO, lasting=False))
    assert causes(database) == []
    assert told(database) == ["subject"]
    assert told(database) == []


def test_each_way_tells_it_once_and_the_urgent_comes_first(database: Database) -> None:
    later = Notice("b", Severity.URGENT, "urgent", "text")
    opened(database, Notice("a", Severity.WARNING, "warning", "text"), later)
    assert told(database) == ["urgent", "warning"]
    assert told(database) == []
    assert told(database, "chat") == ["urgent", "warning"]


def test_what_is_still_open_is_told_again_at_its_time_what_is_over_is_not(database: Database) -> None:
    opened(database, Notice("token:a", Severity.WARNING, "a", "t"), Notice("token:b", Severity.WARNING, "b", "t"))
    told(database, again_at=NOON + timedelta(hours=24))
    with database.writing() as db:
        notices.sync(db, "token:b", [], now=NOON)
    assert told(database, at=NOON + timedelta(hours=23)) == []
    assert told(database, at=NOON + timedelta(hours=24)) == ["a"]


def test_what_ended_before_it_could_be_told_is_told_for_a_week(database: Database) -> None:
    opened(database, a_notice("token:a"))
    with database.writing() as db:
        notices.sync(db, "token:", [], now=NOON)
    assert told(database, "chat", at=NOON + timedelta(days=8)) == []
    assert told(database, at=NOON + timedelta(days=6)) == ["subject"]


def test_a_telling_whose_process_died_is_free_after_its_lease(database: Database) -> None:
    opened(database, a_notice())
    with database.writing() as db:
        [one] = notices.waiting(db, "mail", now=NOON, limit=10)
        assert notices.claim(db, one, now=NOON, lease=LEASE)
        assert notices.waiting(db, "mail", now=NOON + LEASE / 2, limit=10) == []
        [again] = notices.waiting(db, "mail", now=NOON + LEASE, limit=10)
    assert (again.notice_id, again.times, again.fence) == (one.notice_id, 0, 1)


def test_only_one_of_many_at_once_gets_it(database: Database) -> None:
    opened(database, a_notice())
    with database.reading() as db:
        [seen] = notices.waiting(db, "mail", now=NOON, limit=10)
    got: list[bool] = []
    start = threading.Barrier(4)

    def claim() -> None:
        start.wait()
        with database.writing() as db:
            got.append(notices.claim(db, seen, now=NOON, lease=LEASE))

    threads = [threading.Thread(target=claim) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [False, False, False, True]


def test_what_a_person_put_away_is_not_told_again_while_its_cause_lasts(database: Database) -> None:
    opened(database, a_notice())
    [number] = [row["id"] for row in _all(database)]
    with database.writing() as db:
        assert notices.put_away(db, number, by="Li", now=NOON)
        assert not notices.put_away(db, number, by="Anna", now=NOON)
    assert opened(database, a_notice()) == [False]
    assert causes(database) == []
    assert told(database, "chat") == []
    assert _all(database)[0]["seen_by"] == "Li"


def test_a_way_that_failed_says_why_until_it_works(database: Database) -> None:
    opened(database, a_notice())
    with database.writing() as db:
        [one] = notices.waiting(db, "mail", now=NOON, limit=10)
        notices.claim(db, one, now=NOON, lease=LEASE)
        notices.not_told(db, one, "The server is down.", again_at=NOON + timedelta(minutes=1))
    assert _all(database)[0]["ways"]["mail"]["error"] == "The server is down."
    assert told(database) == []
    assert told(database, at=NOON + timedelta(minutes=1)) == ["subject"]
    assert _all(database)[0]["ways"]["mail"] == {"told_at": NOON + timedelta(minutes=1), "times": 1, "error": ""}


def test_a_notice_that_is_not_there_is_told(database: Database) -> None:
    with database.reading() as db, pytest.raises(NothingFound, match="no notice 9"):
        notices.one(db, 9)


def test_a_week_is_the_first_once(database: Database) -> None:
    with database.writing() as db:
        assert [notices.first_of_week(db, "2026-12-07", now=NOON) for _ in range(2)] == [True, False]


def test_old_notices_go_and_open_ones_stay(database: Database) -> None:
    opened(database, a_notice("old", lasting=False), a_notice("open"))
    told(database)
    with database.writing() as db:
        assert notices.prune_before(db, NOON + timedelta(days=1)) == 1
    assert causes(database, everything=True) == ["open"]


STEPS = st.lists(st.sampled_from(["happens", "ends", "tell", "crash"]), min_size=1, max_size=25)


@given(STEPS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_life_of_a_cause_is_told_once_whatever_the_order(sqlite_database: Database, steps: list[str]) -> None:
    with sqlite_database.writing() as db:
        notices.sync(db, "token:", [], now=NOON)
    told(sqlite_database, at=NOON + timedelta(days=1000))
    at, lives, is_open, said = NOON + timedelta(days=2000), 0, False, 0
    for step in steps:
        at += timedelta(minutes=5)
        present = [a_notice("token:a")] if step == "happens" or (is_open and step != "ends") else []
        with sqlite_database.writing() as db:
            notices.sync(db, "token:", present, now=at)
        lives += step == "happens" and not is_open
        is_open = bool(present)
        if step == "tell":
            said += len(told(sqlite_database, at=at))
        if step == "crash":  # claimed, and nobody knows whether it was sent
            with sqlite_database.writing() as db:
                for one in notices.waiting(db, "mail", now=at, limit=100):
                    assert notices.claim(db, one, now=at, lease=LEASE)
    said += len(told(sqlite_database, at=at + LEASE))
    assert said == lives


def _all(database: Database) -> list[dict[str, object]]:
    with database.reading() as db:
        return notices.listing(db, everything=True)
