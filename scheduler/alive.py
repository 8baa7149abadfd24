"""The scheduler's signs of life: a row that others watch, notices of what is wrong with the machine, a call outside."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.core import health
from bot.core.errors import NotSaved
from bot.core.health import Check, State
from bot.core.notices import MACHINE, of_check
from bot.core.ports import Clock, Heartbeat
from bot.store import beats, notices
from bot.store.engine import Database

log = logging.getLogger(__name__)

LOOK_SECONDS = 10.0
# Ticks come every second or so; a pass that stands still for longer sends nothing.
TICK_LATE_SECONDS = 60.0


class Alive:
    """Says that the scheduler works only while it does: a tick that hangs gives no sign of life.

    `machine`: the checks of disk and backup. `heartbeat`: an address outside that complains when it hears nothing.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        machine: Callable[[], Sequence[Check]],
        heartbeat: Heartbeat | None = None,
        *,
        heartbeat_seconds: float = 300.0,
    ) -> None:
        self._database = database
        self._clock = clock
        self._machine = machine
        self._heartbeat = heartbeat
        self._heartbeat_seconds = heartbeat_seconds
        self._last_tick: Callable[[], datetime | None] = lambda: None
        self._healthy = False

    def jobs(self, last_tick: Callable[[], datetime | None]) -> Mapping[str, tuple[Callable[[], object], float]]:
        """What is to be called, and every how many seconds. `last_tick`: when a pass was last finished."""
        self._last_tick = last_tick
        found: dict[str, tuple[Callable[[], object], float]] = {"alive": (self.look, LOOK_SECONDS)}
        if self._heartbeat:
            found["heartbeat"] = (self.call_outside, self._heartbeat_seconds)
        return found

    def began(self) -> None:
        """The first sign of life, before the first tick."""
        try:
            self._give(self._clock.now())
        except NotSaved as error:
            log.error("no sign of life could be given: %s", error)

    def look(self) -> None:
        """Give the sign of life if it is true, and write down what is wrong with the machine. Raises NotSaved."""
        self._healthy = False
        now, ticked = self._clock.now(), self._last_tick()
        wrong = [check for check in self._machine() if check.state is State.WRONG]
        if ticked is not None and (now - ticked).total_seconds() < TICK_LATE_SECONDS:
            self._give(now)
        else:
            age = (now - ticked).total_seconds() if ticked else None
            wrong.append(health.scheduler(age, late=TICK_LATE_SECONDS))
        with self._database.writing() as db:
            new = notices.sync(db, MACHINE, [of_check(check) for check in wrong], now=now)
        for notice in new:
            log.error("%s: %s", notice.subject, notice.text)
        self._healthy = not wrong

    def call_outside(self) -> None:
        """Call the address outside, if the last look found all in order; silence is what it complains about."""
        if self._heartbeat is None or not self._healthy:
            return
        why = self._heartbeat.call()
        if why:
            log.warning("the heartbeat could not be delivered: %s", why)

    def _give(self, now: datetime) -> None:
        with self._database.writing() as db:
            beats.give(db, beats.SCHEDULER, now=now, facts={})
