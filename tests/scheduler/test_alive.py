"""Signs of life: given only while true, seen by others, and missed by whoever listens outside."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.channels.heartbeat import HeartbeatUrl
from bot.channels.http import Http
from bot.core import health
from bot.core.health import Check
from bot.core.notices import Severity
from bot.faults import nowhere
from bot.store import beats, notices
from bot.store.engine import Database
from scheduler.alive import TICK_LATE_SECONDS, Alive
from scheduler.telling import Teller, TellingConfig
from scheduler.watchman import LATE_SECONDS, Watchman
from tests.channels.wire import http, reset, wire
from tests.scheduler.building import NOON, ScriptedPlatform, SettableClock, a_scheduler
from tests.scheduler.test_telling import ScriptedWay

FULL = health.disk(1, 10**12)
ROOM = health.disk(10**12, 10**12)


class Listener:
    """Somebody outside."""

    def __init__(self) -> None:
        self.heard = 0

    def call(self) -> str:
        self.heard += 1
        return ""


class Office:
    """A scheduler's signs of life, with a tick that can stop and a disk that can fill."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = SettableClock()
        self.outside = Listener()
        self.ticked: datetime | None = NOON
        self.machine: Sequence[Check] = [ROOM]
        self.alive = Alive(database, self.clock, lambda: self.machine, self.outside)
        self.alive.jobs(lambda: self.ticked)

    def seen(self) -> datetime | None:
        with self.database.reading() as db:
            return beats.last(db, beats.SCHEDULER)

    def open(self) -> list[str]:
        with self.database.reading() as db:
            return [row["cause"] for row in notices.listing(db)]


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def test_while_it_ticks_it_is_seen_and_heard(office: Office) -> None:
    office.alive.look()
    office.alive.call_outside()
    assert (office.seen(), office.outside.heard, office.open()) == (NOON, 1, [])


def test_a_tick_that_hangs_gives_no_sign_of_life_and_is_told(office: Office) -> None:
    office.alive.look()
    office.clock.forward(TICK_LATE_SECONDS + 1)
    office.alive.look()
    office.alive.call_outside()
    assert (office.seen(), office.outside.heard) == (NOON, 0)
    assert office.open() == ["machine:machine.scheduler"]
    office.ticked = office.clock.now()
    office.alive.look()
    office.alive.call_outside()
    assert (office.open(), office.outside.heard) == ([], 1)


def test_a_full_disk_is_told_once_and_silences_the_heartbeat(office: Office) -> None:
    office.machine = [FULL]
    for _ in range(3):
        office.alive.look()
        office.alive.call_outside()
    assert (office.open(), office.outside.heard) == (["machine:machine.disk"], 0)
    with office.database.reading() as db:
        [row] = notices.listing(db)
    assert row["severity"] == Severity.WARNING
    assert "old backups" in row["text"]
    office.machine = [ROOM]
    office.alive.look()
    assert office.open() == []


def test_nothing_is_called_before_the_first_look(office: Office) -> None:
    office.alive.call_outside()
    assert office.outside.heard == 0


def test_a_scheduler_gives_its_first_sign_at_its_start(database: Database) -> None:
    clock = SettableClock()
    scheduler = a_scheduler(database, ScriptedPlatform(), clock=clock)
    scheduler._alive = Alive(database, clock, list)
    scheduler.start()
    scheduler.stop()
    with database.reading() as db:
        assert beats.last(db, beats.SCHEDULER) == NOON


def test_a_heartbeat_that_is_not_heard_says_why_without_its_address() -> None:
    for act, words in ((http("ok"), ""), (http("no", status=404), "it answered HTTP 404"), (reset, "broke off")):
        with wire(act) as far:
            said = HeartbeatUrl(f"{far.base}/ping/secret-key", Http(lambda: 0.0, nowhere)).call()
        assert words in said
        assert bool(words) is bool(said)
        assert "secret-key" not in said


def watched(database: Database, clock: SettableClock, *ways: ScriptedWay) -> Watchman:
    return Watchman(database, clock, Teller(database, clock, ways, TellingConfig()))


def test_where_no_scheduler_lives_any_more_another_process_tells_it_once(database: Database) -> None:
    clock, way = SettableClock(), ScriptedWay()
    first, second = watched(database, clock, way), watched(database, clock, way)
    with database.writing() as db:
        beats.give(db, beats.SCHEDULER, now=NOON, facts={})
    assert first.look()
    clock.forward(LATE_SECONDS + 1)
    assert [first.look(), second.look(), first.look()] == [False, False, False]
    assert way.subjects == ["The scheduler, which sends announcements: It stands still, so nothing goes out"]
    assert "last seen 181 s ago" in way.got[0].text
    office = Office(database)
    office.clock, office.ticked = clock, clock.now()
    office.alive = Alive(database, clock, list)
    office.alive.jobs(clock.now)
    office.alive.look()
    assert (first.look(), office.open()) == (True, [])


def test_a_scheduler_that_never_came_is_told_after_the_same_time(database: Database) -> None:
    clock, way = SettableClock(), ScriptedWay()
    watchman = watched(database, clock, way)
    assert watchman.look()
    clock.forward(LATE_SECONDS + 1)
    assert not watchman.look()
    assert "It has never run on this database" in way.got[0].text


def test_a_restart_of_the_web_process_gives_an_old_scheduler_its_time(database: Database) -> None:
    clock, way = SettableClock(), ScriptedWay()
    with database.writing() as db:
        beats.give(db, beats.SCHEDULER, now=NOON - timedelta(hours=8), facts={})
    assert watched(database, clock, way).look()
    assert way.got == []
