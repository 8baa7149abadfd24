"""Holding and cancelling what may be out already: it is not sent again, and nobody is told that it is not there."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import Connection, select

from bot.core.delivery import State, Unknown
from bot.core.quotas import QuotaRules
from bot.store import deliveries
from bot.store.engine import Database
from bot.store.models import quota_ledger
from tests.scheduler.building import (
    NOON,
    ScriptedPlatform,
    SettableClock,
    a_scheduler,
    column,
    queue,
    state,
)


def cancel(db: Connection, name: str, *, now: datetime) -> list[int]:
    return [each.id for each in deliveries.cancel_waiting(db, name, now=now)[0]]


def hold(db: Connection, name: str, *, now: datetime) -> list[int]:
    return [each.id for each in deliveries.hold_waiting(db, name, now=now)]


@pytest.mark.parametrize(("stop", "left"), [(cancel, State.CANCELLED), (hold, State.HELD)])
def test_what_waits_for_its_minute_is_stopped(
    sqlite_database: Database, stop: Callable[..., list[int]], left: State
) -> None:
    (number,) = queue(sqlite_database, "weibo:1")
    with sqlite_database.writing() as db:
        assert stop(db, "talk", now=NOON) == [number]
    assert state(sqlite_database, number) is left


@pytest.mark.parametrize("stop", [cancel, hold])
def test_what_may_be_out_is_left_to_a_person(database: Database, stop: Callable[..., list[int]]) -> None:
    platform, clock = ScriptedPlatform("wechat:gh", says=[Unknown("The answer was lost.")]), SettableClock()
    (number,) = queue(database, "wechat:gh")
    scheduler = a_scheduler(database, platform, clock=clock, quotas=QuotaRules())
    scheduler.tick()
    assert state(database, number) is State.RETRY
    with database.writing() as db:
        assert stop(db, "talk", now=NOON) == [number]
    clock.forward(3600)
    scheduler.tick()
    assert len(platform.calls) == 1
    assert state(database, number) is State.UNKNOWN
    assert "an earlier try may have gone out" in str(column(database, number, "error"))
    with database.reading() as db:
        assert set(db.scalars(select(quota_ledger.c.state))) == {"reserved"}
