"""Builds what tells staff: settings → ways (mail, chat) and the teller that uses them."""

import shutil
from collections.abc import Collection
from pathlib import Path

from bot import safekeeping
from bot.channels.chat_webhook import ChatWay
from bot.channels.heartbeat import HeartbeatUrl
from bot.channels.http import Http
from bot.channels.mail import MailWay
from bot.core import health
from bot.core.health import Check
from bot.core.ports import Clock, Way
from bot.faults import nowhere
from bot.settings import Settings
from bot.store.engine import Database
from scheduler.alive import Alive
from scheduler.telling import Teller, TellingConfig


def ways(settings: Settings, clock: Clock) -> tuple[Way, ...]:
    """The ways that are set up, beside the log."""
    wanted, made = settings.notify, list[Way]()
    if wanted.smtp_host:
        made.append(MailWay(wanted))
    address = wanted.chat_webhook.get_secret_value()
    if address:
        made.append(ChatWay(address, clock.monotonic))
    return tuple(made)


def alive(path: Path, settings: Settings, database: Database, clock: Clock) -> Alive:
    """What gives the scheduler's signs of life, and looks after the machine."""
    url = settings.notify.heartbeat_url.get_secret_value()
    return Alive(
        database,
        clock,
        lambda: machine(path, settings, clock),
        HeartbeatUrl(url, Http(clock.monotonic, nowhere)) if url else None,
        heartbeat_seconds=settings.notify.heartbeat_seconds,
    )


def machine(path: Path, settings: Settings, clock: Clock) -> list[Check]:
    """How disk and backups are."""
    room = shutil.disk_usage(safekeeping.data_folder(path, settings))
    return [health.disk(room.free, room.total), safekeeping.backup_check(settings, clock.now())]


def teller(settings: Settings, database: Database, clock: Clock, accounts: Collection[str]) -> Teller:
    """What the scheduler tells staff with; `accounts` are those whose tokens end one day."""
    wanted = settings.notify
    config = TellingConfig(wanted.remind_hours, wanted.digest_weekday, wanted.digest_time, accounts)
    return Teller(database, clock, ways(settings, clock), config)
