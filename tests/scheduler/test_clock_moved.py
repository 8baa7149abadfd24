"""A clock that jumps, in either direction, never sends anything twice, early or silently late."""

import contextlib
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from bot.core.delivery import Accepted, Retry, Sent, State, Unknown
from bot.core.timing import SET_BACK_TOLERANCE
from bot.store import deliveries
from bot.store.engine import Database
from bot.store.models import delivery
from tests.scheduler.building import (
    NOON,
    ScriptedPlatform,
    SettableClock,
    Told,
    a_scheduler,
    column,
    queue,
    seen,
    state,
)

HOUR = timedelta(hours=1)


def test_a_jump_ahead_that_makes_two_announcements_due_holds_both_and_asks(database: Database) -> None:
    platform, clock, told = ScriptedPlatform(), SettableClock(NOON - HOUR), Told()
    (one,) = queue(database, "weibo:1", name="one")
    (two,) = queue(database, "weibo:2", name="two")
    scheduler = a_scheduler(database, platform, ScriptedPlatform("weibo:2"), clock=clock, told=told)
    scheduler.tick()
    clock.at += HOUR
    scheduler.tick()
    assert (state(database, one), state(database, two)) == (State.HELD, State.HELD)
    assert platform.calls == []
    assert len(told.words) == 2
    assert "The clock moved ahead by 60 minutes" in told.words[0]


def test_one_announcement_on_its_channels_goes_out_after_a_jump_ahead(sqlite_database: Database) -> None:
    platforms, clock = [ScriptedPlatform(account) for account in ("weibo:1", "x:1")], SettableClock(NOON - HOUR)
    queue(sqlite_database, "weibo:1", "x:1")
    scheduler = a_scheduler(sqlite_database, *platforms, clock=clock)
    scheduler.tick()
    clock.at += HOUR
    scheduler.tick()
    assert [len(platform.calls) for platform in platforms] == [1, 1]


def test_a_jump_of_ten_minutes_or_time_that_really_passed_holds_nothing(sqlite_database: Database) -> None:
    platform, clock = ScriptedPlatform(), SettableClock(NOON - timedelta(minutes=10))
    numbers = [*queue(sqlite_database, "weibo:1", name="one"), *queue(sqlite_database, "weibo:1", name="two")]
    scheduler = a_scheduler(sqlite_database, platform, clock=clock)
    scheduler.tick()
    clock.at += timedelta(minutes=10)
    scheduler.tick()
    scheduler.tick()
    assert [state(sqlite_database, number) for number in numbers] == [State.SENT] * 2

    numbers = [
        *queue(sqlite_database, "weibo:1", name="three", due=NOON + HOUR),
        *queue(sqlite_database, "weibo:1", name="four", due=NOON + HOUR),
    ]
    clock.forward(3600)
    scheduler.tick()
    scheduler.tick()
    assert [state(sqlite_database, number) for number in numbers] == [State.SENT] * 2


def test_what_was_due_before_the_jump_is_not_the_jumps_doing(sqlite_database: Database) -> None:
    platform, clock = ScriptedPlatform(), SettableClock(NOON - timedelta(seconds=1))
    scheduler = a_scheduler(sqlite_database, platform, clock=clock)
    scheduler.tick()
    (waiting,) = queue(sqlite_database, "weibo:1", name="waiting", due=NOON - timedelta(seconds=2))
    (later,) = queue(sqlite_database, "weibo:1", name="later", due=NOON + timedelta(minutes=11))
    clock.at += timedelta(minutes=12)
    scheduler.tick()
    scheduler.tick()
    assert [state(sqlite_database, number) for number in (waiting, later)] == [State.SENT, State.SENT]


def test_a_try_that_waits_is_not_put_off_by_a_clock_that_was_ahead(sqlite_database: Database) -> None:
    platform = ScriptedPlatform(says=[Retry("Weibo could not be reached.")])
    clock = SettableClock(NOON + timedelta(days=1))
    (number,) = queue(sqlite_database, "weibo:1", late_after=100_000)
    scheduler = a_scheduler(sqlite_database, platform, clock=clock)
    scheduler.tick()
    clock.at -= timedelta(days=1)
    scheduler.tick()
    assert column(sqlite_database, number, "next_try_at") == NOON + timedelta(seconds=65)
    clock.forward(65)
    scheduler.tick()
    assert state(sqlite_database, number) is State.SENT


def test_what_a_clock_that_was_ahead_tried_too_early_waits_for_its_minute(sqlite_database: Database) -> None:
    platform, clock = ScriptedPlatform(says=[Retry("Weibo could not be reached.")]), SettableClock(NOON + HOUR)
    (number,) = queue(sqlite_database, "weibo:1", due=NOON + HOUR)
    scheduler = a_scheduler(sqlite_database, platform, clock=clock)
    scheduler.tick()
    clock.at = NOON
    scheduler.tick()
    clock.forward(600)
    scheduler.tick()
    assert len(platform.calls) == 1
    clock.forward(3000)
    scheduler.tick()
    assert state(sqlite_database, number) is State.SENT


def test_looks_and_polls_go_on_when_the_clock_is_set_back(sqlite_database: Database) -> None:
    ahead = NOON + timedelta(days=3)
    unknown = ScriptedPlatform(says=[Unknown("Lost.")], finds=[Sent("1")])
    accepted = ScriptedPlatform("wechat:gh", says=[Accepted("2")], became=[Sent("2")])
    clock = SettableClock(ahead)
    numbers = queue(sqlite_database, "weibo:1", "wechat:gh", due=ahead)
    scheduler = a_scheduler(sqlite_database, unknown, accepted, clock=clock)
    scheduler.tick()
    clock.at = NOON
    scheduler.tick()
    clock.forward(120)
    scheduler.tick()
    assert [state(sqlite_database, number) for number in numbers] == [State.SENT] * 2


def test_a_scheduler_that_starts_after_the_clock_was_set_back_repairs_it_too(sqlite_database: Database) -> None:
    (number,) = queue(sqlite_database, "weibo:1", due=NOON + HOUR)
    platform = ScriptedPlatform(says=[Unknown("Lost.")], finds=[Sent("1")])
    a_scheduler(sqlite_database, platform, clock=SettableClock(NOON + HOUR)).tick()
    clock = SettableClock(NOON)
    scheduler = a_scheduler(sqlite_database, platform, clock=clock)
    scheduler.tick()
    clock.forward(20)
    scheduler.tick()
    assert state(sqlite_database, number) is State.SENT


def test_send_it_now_means_now_even_if_it_was_said_while_the_clock_was_ahead(sqlite_database: Database) -> None:
    platform, clock = ScriptedPlatform(says=[Unknown("Lost.")]), SettableClock(NOON)
    (number,) = queue(sqlite_database, "weibo:1")
    scheduler = a_scheduler(sqlite_database, platform, clock=clock)
    scheduler.tick()
    with sqlite_database.writing(durable=True) as db:
        deliveries.decided_not_sent(db, number, now=NOON + timedelta(days=1))
    scheduler.tick()
    assert len(platform.calls) == 1
    a_scheduler(sqlite_database, platform, clock=clock).tick()
    assert len(platform.calls) == 2


def test_a_keyed_send_in_doubt_is_not_repeated_once_nobody_knows_how_long_ago_it_was(
    sqlite_database: Database,
) -> None:
    # Written on a day that has not come yet: WeChat may have forgotten the key when that day comes again.
    ahead = NOON + timedelta(days=2)
    platform, clock = ScriptedPlatform("wechat:gh", says=[Unknown("Lost.")]), SettableClock(ahead)
    (number,) = queue(sqlite_database, "wechat:gh", due=NOON)
    with sqlite_database.writing() as db:
        db.execute(update(delivery).values(late_after_seconds=10_000_000))
    scheduler = a_scheduler(sqlite_database, platform, clock=clock)
    scheduler.tick()
    clock.at = NOON
    for _ in range(12):
        scheduler.tick()
        clock.forward(6 * 3600)
    assert len(platform.calls) == 1
    assert state(sqlite_database, number) is State.UNKNOWN
    assert "too late to ask by sending it again" in str(column(sqlite_database, number, "error"))


def test_two_machines_that_disagree_by_seconds_are_no_jump(sqlite_database: Database) -> None:
    platform = ScriptedPlatform("wechat:gh", says=[Unknown("Lost.")])
    (number,) = queue(sqlite_database, "wechat:gh")
    a_scheduler(sqlite_database, platform, clock=SettableClock(NOON + SET_BACK_TOLERANCE)).tick()
    late = SettableClock(NOON + timedelta(seconds=65) + SET_BACK_TOLERANCE)
    a_scheduler(sqlite_database, platform, clock=late).tick()
    assert state(sqlite_database, number) is State.SENT


def test_a_claim_of_before_the_databases_clock_was_set_back_runs_out_all_the_same(sqlite_database: Database) -> None:
    def dies(point: str) -> None:
        if point == "P1":
            raise SystemExit

    platform = ScriptedPlatform()
    (number,) = queue(sqlite_database, "weibo:1")
    with contextlib.suppress(SystemExit):
        a_scheduler(sqlite_database, platform, fault=dies).tick()
    assert state(sqlite_database, number) is State.CLAIMED
    with sqlite_database.writing() as db:
        db.execute(update(delivery).values(lease_until=datetime(2099, 1, 1, tzinfo=UTC)))
    scheduler = a_scheduler(sqlite_database, platform)
    scheduler.tick()
    scheduler.tick()
    assert state(sqlite_database, number) is State.SENT


def test_a_claim_made_before_the_clock_was_set_back_is_given_back_until_its_minute(sqlite_database: Database) -> None:
    platform, clock = ScriptedPlatform(), SettableClock(NOON)
    (number,) = queue(sqlite_database, "weibo:1")

    def set_back(point: str) -> None:
        if point == "P1":
            clock.at = NOON - HOUR

    a_scheduler(sqlite_database, platform, clock=clock, fault=set_back).tick()
    found = seen(sqlite_database, number)
    assert (found.state, found.due_at, platform.calls) == (State.QUEUED, NOON, [])
