"""What the pages of the set-up work with, and what the wiring hands them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.actions.channels import Account
from bot.actions.connecting import Connection
from bot.actions.menu_desk import MenuSide
from bot.actions.qr_codes import QrSide
from bot.core.health import Check
from bot.core.ports import Asks
from bot.core.quotas import QuotaRules
from bot.store.vault import Vault


class WechatSide(MenuSide, QrSide, Protocol):
    """What pages do at the WeChat account by themselves."""


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One setting as it counts now. `value`: "" for a secret, of which `is_set` tells whether there is one.

    source: "file", "environment" or "default".
    """

    section: str
    key: str
    value: str
    secret: bool
    is_set: bool
    source: str


@dataclass(frozen=True, slots=True)
class Setup:
    """`vault` seals second factors. `trusted_proxies`: networks whose X-Forwarded-For is believed.

    accounts: those that are set up. asking: account → a way to ask its platform. weibo: what it takes to connect, None
    without an app. health: how the installation is, in a moment. interface: the
    description (OpenAPI) of what programs can call. public_url: where the world reaches the bot.
    """

    vault: Vault
    trusted_proxies: Sequence[str]
    public_url: str
    accounts: Callable[[], Sequence[Account]]
    quotas: QuotaRules
    asking: Callable[[], Mapping[str, Asks]]
    weibo: Callable[[], Connection | None]
    wechat: WechatSide
    health: Callable[[], Sequence[Check]]
    settings: Sequence[SettingLine]
    interface: Callable[[], Mapping[str, Any]]
