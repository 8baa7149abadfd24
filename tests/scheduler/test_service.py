"""Starting, stopping and going on: nothing that was claimed is kept, and a busy database stops nobody."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.core.delivery import State
from bot.store.claims import claim_due
from bot.store.engine import Database
from tests.scheduler.building import NOON, ScriptedPlatform, a_scheduler, queue, state


def test_what_is_claimed_and_not_begun_is_given_back_at_the_end(database: Database) -> None:
    (number,) = queue(database, "weibo:1")
    with database.writing() as db:
        claim_due(db, owner="test", lease=timedelta(seconds=60), now=NOON, limit=1)
    scheduler = a_scheduler(database, ScriptedPlatform())
    scheduler.stop()
    assert state(database, number) is State.QUEUED


def test_another_workers_claims_are_not_given_back(sqlite_database: Database) -> None:
    (number,) = queue(sqlite_database, "weibo:1")
    with sqlite_database.writing() as db:
        claim_due(db, owner="another", lease=timedelta(seconds=60), now=NOON, limit=1)
    a_scheduler(sqlite_database, ScriptedPlatform()).stop()
    assert state(sqlite_database, number) is State.CLAIMED


def test_nothing_is_claimed_once_it_stops(sqlite_database: Database) -> None:
    platform = ScriptedPlatform()
    (number,) = queue(sqlite_database, "weibo:1")
    scheduler = a_scheduler(sqlite_database, platform)
    scheduler.stop()
    assert scheduler.tick() == 0
    assert (state(sqlite_database, number), platform.calls) == (State.QUEUED, [])


def test_it_ends_even_when_the_database_does_not_answer(
    sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    scheduler = a_scheduler(sqlite_database, ScriptedPlatform())
    with sqlite_database.writing() as db:
        for name in ("quota_ledger", "attempt", "delivery"):
            db.execute(text(f"DROP TABLE {name}"))
    with caplog.at_level(logging.ERROR):
        scheduler.stop()
    assert "claims could not be given back" in caplog.text


def test_it_says_when_it_last_ticked(sqlite_database: Database) -> None:
    scheduler = a_scheduler(sqlite_database)
    assert scheduler.last_tick is None
    scheduler.tick()
    assert scheduler.last_tick == NOON
