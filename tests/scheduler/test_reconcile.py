"""What is in doubt: a dead worker's delivery, a look, a platform's own word; everything can be repeated."""

from datetime import timedelta

import pytest

from bot.core.delivery import Accepted, Refused, Retry, Sent, State, Unknown
from bot.core.quotas import QuotaRules
from bot.store import events
from bot.store.claims import begin_sending, claim_due
from bot.store.engine import Database
from bot.store.events import PlatformEvent
from tests.scheduler.building import (
    NOON,
    ScriptedPlatform,
    SettableClock,
    Told,
    a_scheduler,
    age_leases,
    column,
    queue,
    seen,
    state,
    tries,
)

LEASE = timedelta(seconds=60)


def dead_worker(database: Database, *, began: bool) -> None:
    """One that claimed what is due, perhaps wrote its intent, and died."""
    with database.writing() as db:
        claimed = claim_due(db, owner="dead", lease=LEASE, now=NOON, limit=9)
        if began:
            begin_sending(db, [(each, ()) for each in claimed], lease=LEASE, now=NOON)
    age_leases(database)


def test_a_claim_of_a_dead_worker_goes_back_and_is_sent(database: Database) -> None:
    (number,) = queue(database, "weibo:1")
    dead_worker(database, began=False)
    platform = ScriptedPlatform()
    scheduler = a_scheduler(database, platform)
    scheduler.tick()
    assert state(database, number) is State.QUEUED
    scheduler.tick()
    assert (state(database, number), len(platform.calls)) == (State.SENT, 1)
    assert tries(database, number) == ["sent"]


def test_a_send_of_a_dead_worker_is_looked_for_and_never_repeated(database: Database) -> None:
    (number,) = queue(database, "weibo:1")
    dead_worker(database, began=True)
    platform, clock, told = ScriptedPlatform(finds=[Sent("77", "https://weibo.cn/77")]), SettableClock(), Told()
    scheduler = a_scheduler(database, platform, clock=clock, told=told)
    scheduler.tick()
    assert state(database, number) is State.UNKNOWN
    assert "it may be there" in told.words[0]
    clock.forward(20)
    scheduler.tick()
    found = seen(database, number)
    assert (found.state, found.remote_id, platform.calls) == (State.SENT, "77", [])
    assert "It was found" in told.words[1]
    assert tries(database, number) == ["crashed"]


def test_with_a_key_it_is_sent_again_but_not_within_the_minute(database: Database) -> None:
    (number,) = queue(database, "wechat:gh")
    dead_worker(database, began=True)
    platform, clock = ScriptedPlatform("wechat:gh"), SettableClock()
    scheduler = a_scheduler(database, platform, clock=clock)
    scheduler.tick()
    assert (state(database, number), platform.calls) == (State.RETRY, [])
    clock.forward(65)
    scheduler.tick()
    assert platform.calls == [seen(database, number).key]


def test_a_claim_that_is_renewed_is_left_alone(sqlite_database: Database) -> None:
    (number,) = queue(sqlite_database, "weibo:1")
    with sqlite_database.writing() as db:
        claim_due(db, owner="alive", lease=LEASE, now=NOON, limit=1)
    platform = ScriptedPlatform()
    a_scheduler(sqlite_database, platform).tick()
    assert (state(sqlite_database, number), platform.calls) == (State.CLAIMED, [])


def test_a_call_that_was_certainly_never_made_may_be_made(sqlite_database: Database) -> None:
    platform = ScriptedPlatform(says=[Unknown("Lost.")], finds=[Retry("It had not got that far.")])
    clock = SettableClock()
    (number,) = queue(sqlite_database, "weibo:1")
    scheduler = a_scheduler(sqlite_database, platform, clock=clock)
    scheduler.tick()
    clock.forward(20)
    scheduler.tick()
    scheduler.tick()
    assert (state(sqlite_database, number), len(platform.calls)) == (State.SENT, 2)
    assert tries(sqlite_database, number) == ["retry", "sent"]


def an_event(status: str, remote_id: str = "10001", key: str = "E1") -> PlatformEvent:
    return PlatformEvent(key, "wechat", "masssendjobfinish", remote_id, {"Status": status}, NOON)


def accepted(
    database: Database, told: Told | None = None, *, before: PlatformEvent | None = None
) -> tuple[int, object]:
    """A mass message that WeChat took; perhaps its event was here first."""
    (number,) = queue(database, "wechat:gh")
    if before is not None:
        with database.writing() as db:
            events.keep(db, before)
    scheduler = a_scheduler(database, ScriptedPlatform("wechat:gh", says=[Accepted("10001")]), told=told)
    scheduler.tick()
    return number, scheduler


@pytest.mark.parametrize(
    ("status", "end"),
    [
        ("send success", State.SENT),
        *((f"err({code})", State.FAILED) for code in (20001, 40001, 40002)),
        ("gibberish", State.ACCEPTED),
    ],
)
def test_the_platforms_word_ends_an_accepted_job(database: Database, status: str, end: State) -> None:
    number, scheduler = accepted(database)
    with database.writing() as db:
        events.keep(db, an_event(status))
    scheduler.tick()
    scheduler.tick()
    assert state(database, number) is end


def test_a_word_that_came_before_our_own_result_is_not_lost(sqlite_database: Database) -> None:
    number, scheduler = accepted(sqlite_database, before=an_event("send success"))
    scheduler.tick()
    assert state(sqlite_database, number) is State.SENT


def test_a_word_on_somebody_elses_job_changes_nothing(sqlite_database: Database) -> None:
    number, scheduler = accepted(sqlite_database, before=an_event("send success", "99999"))
    scheduler.tick()
    assert state(sqlite_database, number) is State.ACCEPTED


def test_a_job_without_any_word_is_asked_about_and_then_left_to_a_person(sqlite_database: Database) -> None:
    platform = ScriptedPlatform("wechat:gh", says=[Accepted("1")], became=[Accepted("1")] * 9)
    clock, told = SettableClock(), Told()
    (number,) = queue(sqlite_database, "wechat:gh")
    scheduler = a_scheduler(sqlite_database, platform, clock=clock, told=told)
    for _ in range(130):
        scheduler.tick()
        clock.forward(60)
    assert (state(sqlite_database, number), platform.asks) == (State.UNKNOWN, 4)
    assert "has not said what became of it" in told.words[0]


def test_a_job_that_failed_says_why(sqlite_database: Database) -> None:
    platform = ScriptedPlatform("wechat:gh", says=[Accepted("1")], became=[Refused("Refused in the review.", "4")])
    clock, told = SettableClock(), Told()
    (number,) = queue(sqlite_database, "wechat:gh")
    scheduler = a_scheduler(sqlite_database, platform, clock=clock, told=told)
    scheduler.tick()
    clock.forward(120)
    scheduler.tick()
    assert state(sqlite_database, number) is State.FAILED
    assert "Refused in the review." in told.words[0]


def test_a_look_that_the_quota_does_not_allow_waits_uncounted(sqlite_database: Database) -> None:
    platform, clock = ScriptedPlatform(says=[Unknown("Lost.")]), SettableClock()
    (number,) = queue(sqlite_database, "weibo:1")
    scheduler = a_scheduler(sqlite_database, platform, clock=clock, quotas=QuotaRules(weibo_calls_per_day=1))
    scheduler.tick()
    clock.forward(20)
    scheduler.tick()
    assert (platform.looks, seen(sqlite_database, number).looked) == (0, 0)
    assert column(sqlite_database, number, "next_try_at") == NOON + timedelta(hours=12)  # midnight in Shanghai
