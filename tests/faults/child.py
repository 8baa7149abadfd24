"""A process of its own with one real scheduler and the real channels, until everything is settled or it is killed."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import and_, exists, or_, select

from bot.channels.wechat import WechatChannel
from bot.channels.weibo import WeiboChannel
from bot.channels.x import XChannel
from bot.clock import SystemClock
from bot.commands.config_file import for_sandbox, fresh_secrets, merged
from bot.core.delivery import State
from bot.core.ports import Channel
from bot.core.timing import NEVER
from bot.faults import KillAt, nowhere
from bot.settings import Settings
from bot.store.engine import Database
from bot.store.models import delivery
from bot.store.tokens import SealedTokens
from bot.store.vault import Vault
from scheduler.config import SchedulerConfig
from scheduler.service import Scheduler

LEASE_SECONDS = 1.0
FLOOR_SECONDS = 0.2
GIVE_UP_SECONDS = 40.0

MOVING = (State.QUEUED, State.CLAIMED, State.SENDING, State.RETRY, State.ACCEPTED)
_LOOKED_FOR = and_(delivery.c.state.in_((State.UNKNOWN, State.SENT)), delivery.c.next_try_at < NEVER)
unsettled = select(exists().where(or_(delivery.c.state.in_(MOVING), _LOOKED_FOR)))


@dataclass(frozen=True)
class Orders:
    """What a child is told: its database, the sandbox's state, and the point at which it dies ("" for none)."""

    database_url: str
    sandbox: Mapping[str, Any]
    fault: str = ""


class Silent:
    """Tells nobody."""

    def tell(self, subject: str, text: str) -> None:
        """Nothing."""


def settings_for(sandbox: Mapping[str, Any]) -> Settings:
    """Settings that fit a running sandbox."""
    sections: dict[str, Any] = merged(fresh_secrets(), for_sandbox(dict(sandbox)))
    return Settings(**sections)


def account_of(settings: Settings, name: str) -> str:
    """The account of a channel."""
    accounts = {
        "wechat": settings.wechat.original_id,
        "weibo": settings.weibo.uid,
        "x": settings.x.access_token.get_secret_value().partition("-")[0],
    }
    return f"{name}:{accounts[name]}"


def run(orders: Orders) -> None:
    """Deliver, then stop in good order; dies on the way when told so."""
    settings = settings_for(orders.sandbox)
    database = Database(orders.database_url)
    clock, fault = SystemClock(), KillAt(orders.fault) if orders.fault else nowhere
    shelf, folder = SealedTokens(database, Vault(bytes(32)), clock), Path()
    channels: list[Channel] = [
        WechatChannel(settings.wechat, shelf, clock, fault, folder, retry_floor=timedelta(seconds=FLOOR_SECONDS)),
        WeiboChannel(settings.weibo, shelf, clock, fault, folder),
        XChannel(settings.x, shelf, clock, fault, folder),
    ]
    config = SchedulerConfig(
        owner=f"child-{threading.get_native_id()}",
        tick_seconds=0.05,
        lease_seconds=LEASE_SECONDS,
        retry_floor_seconds=FLOOR_SECONDS,
        reconcile_after=(0.2, 0.4, 0.8),
        follow_up_after=(0.2, 0.4, 0.8, 1.6, 3.2, 6.4),
        at_once=4,
    )
    scheduler = Scheduler(database, {channel.account: channel for channel in channels}, clock, config, Silent(), fault)
    scheduler.start()
    ended = threading.Event()
    until = clock.monotonic() + GIVE_UP_SECONDS
    while clock.monotonic() < until:
        with database.reading() as db:
            if not db.scalar(unsettled):
                break
        ended.wait(0.05)
    scheduler.stop()
    database.close()
