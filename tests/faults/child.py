"""A process of its own with one real scheduler and the real channels, until everything is settled or it is killed.

Imports only scheduler, channels and store, so that a kill and a restart cost little.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlalchemy import and_, exists, or_, select

from bot.channels.wechat import WechatChannel
from bot.channels.weibo import WeiboChannel
from bot.channels.x import XChannel
from bot.clock import SystemClock
from bot.core.delivery import State
from bot.core.ports import Channel, FaultPoint
from bot.core.timing import NEVER
from bot.faults import KillAt, nowhere
from bot.settings import Settings
from bot.store.engine import Database
from bot.store.models import delivery
from bot.store.tokens import SealedTokens
from bot.store.vault import Vault
from scheduler.config import SchedulerConfig
from scheduler.service import Scheduler

# Half a lease is what a slow machine has between the intent and the call; else it gives way and tries again.
LEASE_SECONDS = 2.0
FLOOR_SECONDS = 0.2
GIVE_UP_SECONDS = 100.0

MOVING = (State.QUEUED, State.CLAIMED, State.SENDING, State.RETRY, State.ACCEPTED)
_LOOKED_FOR = and_(delivery.c.state.in_((State.UNKNOWN, State.SENT)), delivery.c.next_try_at < NEVER)
unsettled = select(exists().where(or_(delivery.c.state.in_(MOVING), _LOOKED_FOR)))
moving = select(exists().where(delivery.c.state.in_(MOVING)))

Sections = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Orders:
    """What a child is told: its database, its settings, the point at which it dies ("" for none), whom it tells when
    every delivery's end can be seen.
    """

    database_url: str
    sections: Sections
    fault: str = ""
    tells: Connection | None = None


class Silent:
    """Tells nobody."""

    def tell(self, subject: str, text: str) -> None:
        """Nothing."""


def run(orders: Orders) -> None:
    """Deliver, then stop in good order; dies on the way when told so."""
    logging.disable(logging.CRITICAL)  # what it would say belongs to its faults, and hundreds of children say it
    deliver(orders, KillAt(orders.fault) if orders.fault else nowhere)


def deliver(orders: Orders, fault: FaultPoint) -> None:
    """Tick until nothing moves any more, then stop in good order."""
    database = Database(orders.database_url)
    scheduler = a_scheduler(database, real_channels(database, Settings(**orders.sections), fault), fault)
    scheduler.start()
    seen = False

    def over() -> bool:
        nonlocal seen
        with database.reading() as db:
            if not seen and not db.scalar(moving):
                seen = True
                if orders.tells is not None:
                    orders.tells.send(time.time())
            return not db.scalar(unsettled)

    wait_until(over)
    scheduler.stop()
    database.close()


def real_channels(database: Database, settings: Settings, fault: FaultPoint) -> list[Channel]:
    """The three channels as the bot has them."""
    clock = SystemClock()
    shelf, folder = SealedTokens(database, Vault(bytes(32)), clock), Path()
    return [
        WechatChannel(settings.wechat, shelf, clock, fault, folder, retry_floor=timedelta(seconds=FLOOR_SECONDS)),
        WeiboChannel(settings.weibo, shelf, clock, fault, folder),
        XChannel(settings.x, shelf, clock, fault, folder),
    ]


def a_scheduler(database: Database, channels: list[Channel], fault: FaultPoint) -> Scheduler:
    """One that has little patience."""
    config = SchedulerConfig(
        owner=f"child-{threading.get_native_id()}",
        tick_seconds=0.2,  # a dozen of these run side by side, and mostly wait
        lease_seconds=LEASE_SECONDS,
        retry_floor_seconds=FLOOR_SECONDS,
        reconcile_after=(0.2, 0.4, 0.8),
        follow_up_after=(0.2, 0.4, 0.8, 1.6, 3.2, 6.4),
        at_once=4,
    )
    return Scheduler(database, {each.account: each for each in channels}, SystemClock(), config, Silent(), fault)


def wait_until(over: Callable[[], bool], seconds: float = GIVE_UP_SECONDS) -> bool:
    """Whether it came true in time."""
    until, never = time.monotonic() + seconds, threading.Event()
    while time.monotonic() < until:
        if over():
            return True
        never.wait(0.1)
    return False
