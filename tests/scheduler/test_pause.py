"""A paused account: nothing is claimed, what is claimed stops, and what became late meanwhile waits for a person."""

from datetime import timedelta

from bot.core.delivery import State
from bot.store import accounts, claims
from bot.store.engine import Database
from tests.scheduler.building import NOON, ScriptedPlatform, SettableClock, a_scheduler, queue, state, tries


def pause(database: Database, *names: str) -> None:
    with database.writing() as db:
        for name in names:
            accounts.pause(db, name, reason="checking", by="Li", now=NOON)


def resume(database: Database, name: str) -> None:
    with database.writing() as db:
        accounts.resume(db, name)


def test_nothing_of_a_paused_account_goes_out_and_others_do(database: Database) -> None:
    weibo, x = ScriptedPlatform(), ScriptedPlatform("x:1")
    first, second = queue(database, "weibo:1", "x:1")
    pause(database, "weibo:1")
    scheduler = a_scheduler(database, weibo, x)
    scheduler.tick()
    scheduler.tick()
    assert (len(weibo.calls), len(x.calls)) == (0, 1)
    assert (state(database, first), state(database, second)) == (State.QUEUED, State.SENT)


def test_a_paused_queue_costs_no_more_than_an_empty_one(sqlite_database: Database) -> None:
    queue(sqlite_database, "weibo:1")
    pause(sqlite_database, "weibo:1")
    with sqlite_database.reading() as db:
        assert not claims.work(db, NOON, lease=timedelta(seconds=60)).due


def test_what_is_still_in_time_goes_out_at_resume(sqlite_database: Database) -> None:
    platform, clock = ScriptedPlatform(), SettableClock()
    (number,) = queue(sqlite_database, "weibo:1")
    pause(sqlite_database, "weibo:1")
    scheduler = a_scheduler(sqlite_database, platform, clock=clock)
    scheduler.tick()
    clock.forward(600)
    resume(sqlite_database, "weibo:1")
    scheduler.tick()
    assert state(sqlite_database, number) is State.SENT


def test_what_became_late_meanwhile_is_held_and_what_lost_its_use_is_missed(sqlite_database: Database) -> None:
    platform, clock = ScriptedPlatform(), SettableClock()
    (late,) = queue(sqlite_database, "weibo:1", name="late")
    (useless,) = queue(sqlite_database, "weibo:1", name="useless", useful_until=NOON + timedelta(minutes=20))
    pause(sqlite_database, "weibo:1")
    clock.forward(3600)
    resume(sqlite_database, "weibo:1")
    scheduler = a_scheduler(sqlite_database, platform, clock=clock)
    scheduler.tick()
    scheduler.tick()
    assert (state(sqlite_database, late), state(sqlite_database, useless)) == (State.HELD, State.MISSED)
    assert platform.calls == []


def test_a_delivery_that_was_claimed_when_its_account_was_paused_is_not_begun(database: Database) -> None:
    platform = ScriptedPlatform()
    (number,) = queue(database, "weibo:1")
    scheduler = a_scheduler(
        database, platform, fault=lambda point: pause(database, "weibo:1") if point == "P1" else None
    )
    scheduler.tick()
    assert platform.calls == []
    assert state(database, number) is State.QUEUED
    assert tries(database, number) == []


def test_pausing_twice_keeps_the_first_moment_and_resuming_twice_is_harmless(sqlite_database: Database) -> None:
    with sqlite_database.writing() as db:
        assert accounts.pause(db, "x:1", reason="a", by="Li", now=NOON)
        assert not accounts.pause(db, "x:1", reason="b", by="Wang", now=NOON + timedelta(days=1))
        found = accounts.paused(db)["x:1"]
        assert (found.since, found.by, found.reason) == (NOON, "Li", "b")
        assert accounts.resume(db, "x:1")
        assert not accounts.resume(db, "x:1")
        assert accounts.paused(db) == {}
