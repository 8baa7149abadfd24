"""Builds what tells staff: settings → ways (mail, chat) and the teller that uses them."""

from collections.abc import Collection

from bot.channels.chat_webhook import ChatWay
from bot.channels.mail import MailWay
from bot.core.ports import Clock, Way
from bot.settings import Settings
from bot.store.engine import Database
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


def teller(settings: Settings, database: Database, clock: Clock, accounts: Collection[str]) -> Teller:
    """What the scheduler tells staff with; `accounts` are those whose tokens end one day."""
    wanted = settings.notify
    config = TellingConfig(wanted.remind_hours, wanted.digest_weekday, wanted.digest_time, accounts)
    return Teller(database, clock, ways(settings, clock), config)
