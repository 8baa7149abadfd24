"""Several scheduler processes at one database: one that stands still in the middle of a call, and many in a hurry."""

import logging
import os
import signal
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from typing import Any

from sqlalchemy import func, select

from bot.channels.recording import RecordingChannel
from bot.clock import SystemClock
from bot.core.delivery import State
from bot.core.ports import Channel
from bot.faults import nowhere
from bot.sandbox.run import Sandbox
from bot.store.engine import Database
from bot.store.models import delivery
from scheduler.config import SchedulerConfig
from scheduler.service import Scheduler
from tests.faults.child import LEASE_SECONDS, Orders, Silent, deliver, run, unsettled, wait_until
from tests.faults.crashing import JOIN_SECONDS, Ended, World, children, finish, start
from tests.scheduler.building import queue

STANDS_STILL = ("P1", "P2", "P3", "P4", "P5")
LEASES = 3
WORK_SECONDS = 500.0


class StopAt:
    """SIGSTOPs the process the first time that the point is reached; whoever continues it finds the world changed."""

    def __init__(self, point: str, tells: Connection) -> None:
        self._point = point
        self._tells = tells
        self._over = False

    def __call__(self, point: str) -> None:
        """Called by the code that is at this point."""
        if point == self._point and not self._over:
            self._over = True
            self._tells.send(point)
            os.kill(os.getpid(), signal.SIGSTOP)


def paused(url: str, point: str, act: str) -> Ended:
    """One process stands still at that point for three leases, while another one takes over and ends it; then the first
    one goes on.
    """
    with Sandbox() as box:
        world = World(box, url, act)
        listening, telling = children.Pipe(duplex=False)
        holder = start(_stands_still, Orders(url, world.sections), point, telling)
        listening.poll(JOIN_SECONDS)
        began = time.monotonic()
        other = start(run, Orders(url, world.sections))
        # The other one may have to wait for it: a process can stand still in the middle of a write to SQLite.
        wait_until(lambda: time.monotonic() - began >= LEASES * LEASE_SECONDS)
        os.kill(holder.pid, signal.SIGCONT)
        holder.join(JOIN_SECONDS)
        other.join(JOIN_SECONDS)
        exits = [finish(each, kill=each.is_alive()) for each in (holder, other)]
        return world.ended(exits)


def _stands_still(orders: Orders, point: str, tells: Connection) -> None:
    logging.disable(logging.CRITICAL)
    deliver(orders, StopAt(point, tells))


@dataclass(frozen=True)
class Rush:
    """What a crowd of workers did: how often each key was published, the states in the end, and how long it took."""

    published: Counter[str]
    states: Counter[str]
    seconds: float

    @property
    def twice(self) -> int:
        """Published more than once."""
        return sum(1 for times in self.published.values() if times > 1)

    @property
    def lost(self) -> int:
        """Not published, or not known to be."""
        return self.states.total() - min(len(self.published), self.states[State.SENT])


def rush(url: str, *, workers: int, accounts: int, announcements: int) -> Rush:
    """That many processes, all announcements due on all accounts; each one publishes into a list of its own."""
    names = [f"x:{number}" for number in range(accounts)]
    database = Database(url, checkpoints=False)
    for number in range(announcements):
        queue(database, *names, name=f"talk-{number}", due=datetime.now(UTC), late_after=100_000)
    pipes = [children.Pipe(duplex=False) for _ in range(workers)]
    began = time.monotonic()
    crowd = [start(_works, url, names, telling) for _, telling in pipes]
    keys: list[str] = []
    for listening, telling in pipes:
        telling.close()
        keys += listening.recv()
    seconds = time.monotonic() - began
    for each in crowd:
        finish(each)
    with database.reading() as db:
        rows = db.execute(select(delivery.c.state, func.count()).group_by(delivery.c.state)).all()
    database.close()
    return Rush(Counter(keys), Counter(dict(rows)), seconds)


def _works(url: str, accounts: Sequence[str], tells: Connection) -> None:
    logging.disable(logging.CRITICAL)
    # One channel object for all accounts: what counts is the list of what this process has published.
    record = _Record(accounts)
    database = Database(url, checkpoints=False)
    config = SchedulerConfig(owner=f"worker-{os.getpid()}", tick_seconds=0.2, quotas=None)
    everywhere: dict[str, Channel] = dict.fromkeys(accounts, record)
    scheduler = Scheduler(database, everywhere, SystemClock(), config, Silent(), nowhere)
    scheduler.start()

    def over() -> bool:
        with database.reading() as db:
            return not db.scalar(unsettled)

    wait_until(over, WORK_SECONDS)
    scheduler.stop()
    database.close()
    tells.send(record.keys)


class _Record(RecordingChannel):
    """Keeps every publishing call, the same key again too."""

    def __init__(self, accounts: Sequence[str]) -> None:
        super().__init__("x", accounts[0])
        self.keys: list[str] = []

    def publish(self, post: Any, key: str, notes: Any, note: Any) -> Any:
        """Count it, then as ever."""
        self.keys.append(key)
        return super().publish(post, key, notes, note)
