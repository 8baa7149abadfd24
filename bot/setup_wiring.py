"""What the console's pages of the set-up are made of, from the settings."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot import notice_wiring, settings_file
from bot.account_settings import quota_rules, return_address
from bot.actions import status
from bot.actions.announcement_checks import Terms
from bot.actions.channels import Account
from bot.actions.connecting import Connection
from bot.api.app import Interface
from bot.api.parts import Parts
from bot.channels.weibo_oauth import WeiboOAuth
from bot.console.setup import SettingLine, Setup, WechatSide
from bot.core.health import Check
from bot.core.ports import Asks, Clock
from bot.faults import nowhere
from bot.settings import Settings
from bot.store.engine import Database
from bot.store.tokens import SealedTokens
from bot.store.vault import Vault

_LOGIN = re.compile(r"(?<=://)[^/@\s]+@")  # in the address of a database or a proxy


@dataclass(frozen=True, slots=True)
class Outward:
    """What only the wiring can build. clients: account → a way to ask its platform. terms: (who, now) → what
    announcements are checked against.
    """

    vault: Vault
    shelf: SealedTokens
    accounts: Callable[[], Sequence[Account]]
    clients: Callable[[], Mapping[str, Asks]]
    wechat: WechatSide
    terms: Callable[[str, datetime], Terms]


def office(
    path: Path, settings: Settings, database: Database, clock: Clock, outward: Outward
) -> tuple[Setup, Interface]:
    """What the console's pages of the set-up are handed, and what programs can call."""
    interface = Interface(
        Parts(
            database,
            clock.now,
            settings.wechat.reply_bytes,
            (settings.answering.sure, settings.answering.maybe),
            outward.terms,
            outward.accounts,
            quota_rules(settings),
            settings.server.trusted_proxies,
        )
    )
    shelf = outward.shelf
    setup = Setup(
        vault=outward.vault,
        trusted_proxies=settings.server.trusted_proxies,
        public_url=settings.server.public_url,
        accounts=outward.accounts,
        quotas=quota_rules(settings),
        asking=outward.clients,
        weibo=lambda: weibo_connection(settings, database, shelf, clock) if _has_weibo(settings) else None,
        wechat=outward.wechat,
        health=lambda: _health(path, settings, database, clock, outward.accounts()),
        settings=setting_lines(path, settings),
        interface=lambda: interface.description,
    )
    return setup, interface


def weibo_connection(settings: Settings, database: Database, shelf: SealedTokens, clock: Clock) -> Connection:
    """What it takes to connect the Weibo account."""
    key = hashlib.sha256(b"weibo connection" + settings.security.data_key.get_secret_value().encode()).digest()
    oauth = WeiboOAuth(settings.weibo, return_address(settings), clock, nowhere)
    return Connection(database, shelf, oauth, key, settings.weibo.uid)


def setting_lines(path: Path, settings: Settings) -> list[SettingLine]:
    """Every setting as it counts now, without any secret."""
    sources = settings_file.sources(path)
    return [
        _line(section, key, value, sources.get((section, key), "default"))
        for section in type(settings).model_fields
        for key, value in getattr(settings, section)
    ]


def _line(section: str, key: str, value: Any, source: str) -> SettingLine:
    if isinstance(value, SecretStr):
        return SettingLine(section, key, "", secret=True, is_set=bool(value.get_secret_value()), source=source)
    told = ", ".join(str(one) for one in value) if isinstance(value, tuple) else "" if value is None else str(value)
    return SettingLine(section, key, _LOGIN.sub("…@", told), secret=False, is_set=bool(told), source=source)


def _has_weibo(settings: Settings) -> bool:
    return bool(settings.weibo.app_key and settings.weibo.app_secret.get_secret_value())


def _health(
    path: Path, settings: Settings, database: Database, clock: Clock, accounts: Sequence[Account]
) -> list[Check]:
    return [*status.inside(database, accounts, now=clock.now()), *notice_wiring.machine(path, settings, clock)]
