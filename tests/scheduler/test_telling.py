"""From a delivery that fails to a person who knows: once, by every way, whatever breaks on the way."""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.actions import deliveries as deeds
from bot.core.delivery import Refused, Retry, Sent, State, Unknown
from bot.core.notices import Message, Severity
from bot.core.timing import SHANGHAI
from bot.core.tokens import TokenLife
from bot.store import accounts, deliveries, notices
from bot.store.engine import Database
from bot.store.notice_models import notice
from scheduler.config import SchedulerConfig
from scheduler.service import Scheduler
from scheduler.telling import TELL_SECONDS, Teller, TellingConfig
from tests.scheduler.building import NOON, ScriptedPlatform, SettableClock, Told, a_scheduler, queue, state

MONDAY = datetime(2026, 12, 7, 9, 0, tzinfo=SHANGHAI)


class ScriptedWay:
    """A way whose far side answers from a script; once that is used up, it takes everything."""

    def __init__(self, name: str = "mail", says: Sequence[str] = (), at_once: int = 10) -> None:
        self.name, self.at_once = name, at_once
        self.says = list(says)
        self.got: list[Message] = []

    def send(self, message: Message) -> str:
        self.got.append(message)
        return self.says.pop(0) if self.says else ""

    @property
    def subjects(self) -> list[str]:
        return [message.subject for message in self.got]


def a_teller(database: Database, *ways: ScriptedWay, clock: SettableClock, **config: object) -> Teller:
    return Teller(database, clock, ways, TellingConfig(**{"digest_weekday": "off", **config}))  # type: ignore[arg-type]


def pass_by(teller: Teller, clock: SettableClock, *ways: ScriptedWay, seconds: float) -> None:
    """Let time pass as a running scheduler would."""
    for _ in range(round(seconds / TELL_SECONDS)):
        clock.forward(TELL_SECONDS)
        for way in ways:
            teller.tell(way)


def open_causes(database: Database) -> list[str]:
    with database.reading() as db:
        return [row["cause"] for row in notices.listing(db)]


def test_every_doubt_is_told_within_a_minute_even_when_two_tries_fail(database: Database) -> None:
    clock, way = SettableClock(), ScriptedWay(says=["busy", "busy"])
    queue(database, "weibo:1")
    a_scheduler(database, ScriptedPlatform(says=[Unknown("The answer was lost.")]), clock=clock).tick()
    pass_by(a_teller(database, way, clock=clock), clock, way, seconds=60)
    assert way.subjects == ["talk on Weibo: unknown"] * 3
    assert way.got[-1].text.startswith("The answer was lost.")
    assert len({message.id for message in way.got}) == 1


@pytest.mark.parametrize(
    ("outcome", "word"),
    [(Refused("Shorten it."), "failed"), (Unknown("The answer was lost."), "unknown")],
)
def test_what_needs_a_person_is_told_once(sqlite_database: Database, outcome: Refused | Unknown, word: str) -> None:
    clock, way = SettableClock(), ScriptedWay()
    [number] = queue(sqlite_database, "weibo:1")
    scheduler = a_scheduler(sqlite_database, ScriptedPlatform(says=[outcome]), clock=clock)
    teller = a_teller(sqlite_database, way, clock=clock)
    for _ in range(40):  # all its looks lie in here
        scheduler.tick()
        pass_by(teller, clock, way, seconds=30)
    assert way.subjects == [f"talk on Weibo: {word}"]
    assert open_causes(sqlite_database) == [f"delivery:{number}:{word}"]


@pytest.mark.parametrize(
    ("late_by", "useful", "word"),
    [(timedelta(hours=1), None, "held"), (timedelta(hours=1), timedelta(minutes=1), "missed")],
)
def test_what_was_not_sent_in_time_is_told(
    sqlite_database: Database, late_by: timedelta, useful: timedelta | None, word: str
) -> None:
    clock, way = SettableClock(NOON + late_by), ScriptedWay()
    queue(sqlite_database, "weibo:1", useful_until=NOON + useful if useful else None)
    a_scheduler(sqlite_database, ScriptedPlatform(), clock=clock).tick()
    a_teller(sqlite_database, way, clock=clock).tell(way)
    assert way.subjects == [f"talk on Weibo: {word}"]


def test_what_is_found_closes_the_doubt_and_is_told(database: Database) -> None:
    clock, way = SettableClock(), ScriptedWay()
    queue(database, "weibo:1")
    platform = ScriptedPlatform(says=[Unknown("Lost.")], finds=[Sent("5", "https://weibo.com/1/a")])
    scheduler, teller = a_scheduler(database, platform, clock=clock), a_teller(database, way, clock=clock)
    scheduler.tick()
    teller.tell(way)
    clock.forward(20)
    scheduler.tick()
    teller.tell(way)
    assert way.subjects == ["talk on Weibo: unknown", "talk on Weibo: sent"]
    assert "It was found: it is there. https://weibo.com/1/a" in way.got[-1].text
    assert open_causes(database) == []


def test_a_success_that_is_nobodys_worry_is_not_told(sqlite_database: Database) -> None:
    clock, way = SettableClock(), ScriptedWay()
    queue(sqlite_database, "weibo:1")
    a_scheduler(sqlite_database, ScriptedPlatform(says=[Retry("Busy.", timedelta(0))]), clock=clock).tick()
    a_teller(sqlite_database, way, clock=clock).tell(way)
    assert way.got == []


def test_a_partial_success_says_where_each_channel_stands(sqlite_database: Database) -> None:
    clock, way = SettableClock(), ScriptedWay()
    queue(sqlite_database, "weibo:1", "x:1")
    a_scheduler(
        sqlite_database, ScriptedPlatform(says=[Refused("Shorten it.")]), ScriptedPlatform("x:1"), clock=clock
    ).tick()
    a_teller(sqlite_database, way, clock=clock).tell(way)
    assert "The announcement now: Weibo failed, X sent." in way.got[0].text


def test_what_a_person_decides_closes_the_notice(database: Database) -> None:
    clock = SettableClock()
    [number] = queue(database, "weibo:1")
    a_scheduler(database, ScriptedPlatform(says=[Refused("Shorten it.")] * 2), clock=clock).tick()
    assert open_causes(database) == [f"delivery:{number}:failed"]
    deeds.resolve_not_sent(database, number, now=clock.now(), actor="Li")
    assert open_causes(database) == []


def test_a_second_failure_after_a_persons_decision_is_told_again(sqlite_database: Database) -> None:
    clock, way = SettableClock(), ScriptedWay()
    [number] = queue(sqlite_database, "weibo:1")
    scheduler = a_scheduler(sqlite_database, ScriptedPlatform(says=[Refused("Shorten it.")] * 2), clock=clock)
    teller = a_teller(sqlite_database, way, clock=clock)
    scheduler.tick()
    teller.tell(way)
    deeds.resolve_not_sent(sqlite_database, number, now=clock.now(), actor="Li")
    scheduler.tick()
    teller.tell(way)
    assert way.subjects == ["talk on Weibo: failed"] * 2
    assert len({message.id for message in way.got}) == 2


def test_cancelling_what_is_held_closes_its_notice(sqlite_database: Database) -> None:
    clock = SettableClock(NOON + timedelta(hours=1))
    [number] = queue(sqlite_database, "weibo:1")
    a_scheduler(sqlite_database, ScriptedPlatform(), clock=clock).tick()
    assert open_causes(sqlite_database) == [f"delivery:{number}:held"]
    with sqlite_database.writing() as db:
        deliveries.cancel_waiting(db, "talk", now=clock.now())
    assert state(sqlite_database, number) is State.CANCELLED
    assert open_causes(sqlite_database) == []


def test_a_notice_is_written_with_its_change_or_not_at_all(sqlite_database: Database) -> None:
    class Killed(Exception):
        pass

    def fault(point: str) -> None:
        if point == "P6":  # inside the transaction that writes the outcome
            raise Killed

    [number] = queue(sqlite_database, "weibo:1")
    platform = ScriptedPlatform(says=[Refused("Shorten it.")])
    a_scheduler(sqlite_database, platform, fault=fault).tick()
    assert state(sqlite_database, number) is State.SENDING
    assert open_causes(sqlite_database) == []


def test_a_process_that_dies_after_sending_lets_it_be_sent_again_under_the_same_id(database: Database) -> None:
    class Dies(ScriptedWay):
        def send(self, message: Message) -> str:
            super().send(message)
            raise KeyboardInterrupt

    clock, dying, way = SettableClock(), Dies(), ScriptedWay()
    queue(database, "weibo:1")
    a_scheduler(database, ScriptedPlatform(says=[Refused("Shorten it.")]), clock=clock).tick()
    with pytest.raises(KeyboardInterrupt):
        a_teller(database, dying, clock=clock).tell(dying)
    pass_by(a_teller(database, way, clock=clock), clock, way, seconds=90)
    assert [message.id for message in way.got] == [dying.got[0].id]


def test_two_schedulers_on_one_database_tell_each_thing_once(database: Database) -> None:
    clock, way = SettableClock(), ScriptedWay(at_once=1)
    queue(database, "weibo:1", "weibo:2", "weibo:3")
    platforms = [ScriptedPlatform(f"weibo:{n}", says=[Refused("Shorten it.")]) for n in (1, 2, 3)]
    a_scheduler(database, *platforms, clock=clock).tick()
    tellers = [a_teller(database, way, clock=clock) for _ in range(2)]
    for _ in range(5):
        for teller in tellers:
            teller.tell(way)
    assert len(way.got) == len({message.id for message in way.got}) == 3


def test_one_way_that_fails_does_not_stop_the_other_and_says_why(
    sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    clock = SettableClock()
    mail, chat = ScriptedWay("mail", says=["mail.example.org refused the connection."] * 99), ScriptedWay("chat")
    queue(sqlite_database, "weibo:1")
    a_scheduler(sqlite_database, ScriptedPlatform(says=[Refused("Shorten it.")]), clock=clock).tick()
    teller = a_teller(sqlite_database, mail, chat, clock=clock)
    pass_by(teller, clock, mail, chat, seconds=600)
    assert len(chat.got) == 1
    assert 3 < len(mail.got) < 8  # with longer and longer waits
    with sqlite_database.reading() as db:
        [row] = notices.listing(db)
    assert row["ways"]["mail"]["error"] == "mail.example.org refused the connection."
    assert row["ways"]["chat"]["times"] == 1
    assert "staff could not be told by mail (notice 1): mail.example.org refused" in caplog.text


def test_what_is_still_open_is_told_again_once_a_day_under_another_id(sqlite_database: Database) -> None:
    clock, way = SettableClock(), ScriptedWay()
    queue(sqlite_database, "weibo:1")
    a_scheduler(sqlite_database, ScriptedPlatform(says=[Refused("Shorten it.")]), clock=clock).tick()
    teller = a_teller(sqlite_database, way, clock=clock)
    for _ in range(49):
        teller.tell(way)
        clock.forward(3600)
    assert way.subjects == ["talk on Weibo: failed"] + ["Still open: talk on Weibo: failed"] * 2
    assert len({message.id for message in way.got}) == 3


def test_reminders_can_be_switched_off(sqlite_database: Database) -> None:
    clock, way = SettableClock(), ScriptedWay()
    queue(sqlite_database, "weibo:1")
    a_scheduler(sqlite_database, ScriptedPlatform(says=[Refused("Shorten it.")]), clock=clock).tick()
    teller = a_teller(sqlite_database, way, clock=clock, remind_hours=0)
    for _ in range(49):
        teller.tell(way)
        clock.forward(3600)
    assert way.subjects == ["talk on Weibo: failed"]


def keep_token(database: Database, ends: datetime, began: datetime) -> None:
    with database.writing() as db:
        accounts.learn_token(db, "weibo:1", TokenLife(ends, began), "print")


def test_a_token_that_ends_is_told_before_and_after_and_never_again_once_renewed(database: Database) -> None:
    clock, way, week = SettableClock(), ScriptedWay(), timedelta(days=7)
    keep_token(database, NOON + week, NOON)
    teller = a_teller(database, way, clock=clock, accounts=["weibo:1"], remind_hours=0)
    for _ in range(8 * 24):
        teller.watch()
        teller.tell(way)
        clock.forward(3600)
    assert way.subjects == ["Weibo: the authorisation ends soon", "Weibo: the authorisation has ended"]
    keep_token(database, clock.now() + week, clock.now())
    teller.watch()
    assert open_causes(database) == []


def test_other_tokens_are_nobodys_business(sqlite_database: Database) -> None:
    clock, way = SettableClock(), ScriptedWay()
    keep_token(sqlite_database, NOON, NOON - timedelta(hours=2))
    teller = a_teller(sqlite_database, way, clock=clock, accounts=["wechat:gh_1"])
    teller.watch()
    assert teller.tell(way) == 0


def test_the_digest_is_told_once_a_week_by_however_many_schedulers(database: Database) -> None:
    clock, way = SettableClock(MONDAY - timedelta(hours=1)), ScriptedWay()
    tellers = [a_teller(database, way, clock=clock, digest_weekday="monday") for _ in range(2)]
    for _ in range(14 * 24):
        for teller in tellers:
            teller.watch()
            teller.tell(way)
        clock.forward(3600)
    assert way.subjects == ["The week of the announcements, 2026-12-07", "The week of the announcements, 2026-12-14"]
    assert open_causes(database) == []
    with database.reading() as db:
        assert db.scalar(select(func.count()).where(notice.c.severity == Severity.INFO)) == 2


def test_the_digest_says_what_went_out_and_what_waits(sqlite_database: Database) -> None:
    clock, way = SettableClock(), ScriptedWay()
    [_, failed] = queue(sqlite_database, "weibo:1", "x:1")
    queue(sqlite_database, "weibo:1", name="later", due=NOON + timedelta(days=2))
    a_scheduler(sqlite_database, ScriptedPlatform(), ScriptedPlatform("x:1", says=[Refused("No.")]), clock=clock).tick()
    teller = a_teller(sqlite_database, way, clock=clock, digest_weekday="thursday", digest_time="12:00")
    teller.watch()
    teller.tell(way)
    text = next(message.text for message in way.got if "week" in message.subject)
    assert "- Weibo: talk\n" in text
    assert f"- talk on X: failed (delivery {failed})" in text
    assert "later on Weibo" in text


def test_without_a_way_no_digest_is_written(sqlite_database: Database) -> None:
    clock = SettableClock(MONDAY)
    a_teller(sqlite_database, clock=clock, digest_weekday="monday").watch()
    with sqlite_database.reading() as db:
        assert notices.listing(db, everything=True) == []


def test_a_teller_that_is_stopped_begins_no_further_message(sqlite_database: Database) -> None:
    clock, way = SettableClock(), ScriptedWay()
    queue(sqlite_database, "weibo:1")
    a_scheduler(sqlite_database, ScriptedPlatform(says=[Refused("Shorten it.")]), clock=clock).tick()
    teller = a_teller(sqlite_database, way, clock=clock)
    teller.stop()
    assert teller.tell(way) == 0


def test_a_running_scheduler_tells_by_itself(sqlite_database: Database) -> None:
    class Heard(ScriptedWay):
        heard = threading.Event()

        def send(self, message: Message) -> str:
            self.heard.set()
            return super().send(message)

    clock, way = SettableClock(), Heard()
    queue(sqlite_database, "weibo:1")
    platform = ScriptedPlatform(says=[Refused("Shorten it.")])
    teller = a_teller(sqlite_database, way, clock=clock)
    wanted = SchedulerConfig("test", tick_seconds=0.1, quotas=None)
    scheduler = Scheduler(sqlite_database, {"weibo:1": platform}, clock, wanted, Told(), teller=teller)
    scheduler.start()
    try:
        assert way.heard.wait(30)
    finally:
        scheduler.stop()
    assert way.subjects == ["talk on Weibo: failed"]
