"""With WeChat's group-send protection (API 群发保护) an administrator has to tap before anything goes out."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.delivery import State
from bot.store import deliveries
from bot.store.engine import Database
from scheduler.service import Scheduler
from tests.channels.box import Box
from tests.scheduler.building import SettableClock, a_scheduler, queue, state

AT = datetime(2026, 12, 10, 5, 35, tzinfo=UTC)  # 13:35 in Shanghai
UNTIL = "until 14:05 (Shanghai)"


class Waiting:
    """A mass send that waits for the tap; the scheduler asks WeChat what became of it after two minutes and later."""

    def __init__(self, box: Box, database: Database) -> None:
        box.state(wechat={"group_send_protection": True, "finish_event_delay": 0})
        channel = box.wechat()
        self.box, self.database, self.clock = box, database, SettableClock(AT)
        [self.number] = queue(database, channel.account, due=AT)
        self.scheduler: Scheduler = a_scheduler(database, channel, clock=self.clock)
        self.scheduler.tick()

    def after(self, seconds: float) -> None:
        self.clock.forward(seconds)
        self.scheduler.tick()

    def shown(self) -> str:
        with self.database.reading() as db:
            [row] = deliveries.listing(db)
        return str(row["error"])

    def taps(self, *, accept: bool) -> None:
        self.box.ask("POST", "/_sandbox/admin_tap", {"accept": accept})


@pytest.fixture
def waiting(box: Box, sqlite_database: Database) -> Waiting:
    return Waiting(box, sqlite_database)


def sends(box: Box) -> int:
    return len(box.calls("wechat:/cgi-bin/message/mass/sendall"))


def test_it_is_accepted_and_says_until_when_it_waits(waiting: Waiting) -> None:
    assert state(waiting.database, waiting.number) is State.ACCEPTED
    assert waiting.box.posts("wechat") == []
    waiting.after(120)
    assert state(waiting.database, waiting.number) is State.ACCEPTED
    assert "administrator's tap on the phone" in waiting.shown()
    assert UNTIL in waiting.shown()
    assert sends(waiting.box) == 1


def test_a_poll_that_says_nothing_leaves_what_it_waits_for(waiting: Waiting) -> None:
    waiting.after(120)
    waiting.box.fault("wechat:/cgi-bin/message/mass/get", "html")
    waiting.after(480)
    assert UNTIL in waiting.shown()


def test_a_tap_sends_it(waiting: Waiting) -> None:
    waiting.after(120)
    waiting.taps(accept=True)
    waiting.after(480)
    assert state(waiting.database, waiting.number) is State.SENT
    assert len(waiting.box.posts("wechat")) == 1
    assert waiting.shown() == ""


def test_a_refusal_ends_it_and_nothing_is_sent_again(waiting: Waiting) -> None:
    waiting.after(120)
    waiting.taps(accept=False)
    waiting.after(480)
    assert state(waiting.database, waiting.number) is State.FAILED
    assert "not confirmed on the phone" in waiting.shown()
    assert (sends(waiting.box), waiting.box.posts("wechat")) == (1, [])


def test_a_second_one_waits_its_turn_and_is_not_sent_twice(waiting: Waiting) -> None:
    [second] = queue(waiting.database, waiting.box.wechat().account, name="second", due=AT + timedelta(seconds=1))
    waiting.after(10)
    assert state(waiting.database, second) is State.RETRY
    waiting.taps(accept=True)
    assert len(waiting.box.posts("wechat")) == 1
