"""What the interface works with, and who calls it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Request

from bot.actions.announcement_checks import Terms
from bot.actions.channels import Account
from bot.core.quotas import QuotaRules
from bot.core.roles import Actor
from bot.store.engine import Database

Plain = dict[str, Any]
Call = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Parts:
    """`room`: bytes that a reply to a student may take. `lines`: where the settings place sure and maybe, or None.

    terms: (who, now) → what announcements are checked against. accounts: those that are set up.
    """

    database: Database
    now: Callable[[], datetime]
    room: int
    lines: tuple[float | None, float | None]
    terms: Callable[[str, datetime], Terms]
    accounts: Callable[[], Sequence[Account]]
    quotas: QuotaRules
    trusted_proxies: Sequence[str]


def actor_of(call: Call) -> Actor:
    """The program that calls, as the audit names it."""
    return Actor(f"{call.user.name} (program)", call.user.role)


def page(rows: Sequence[Mapping[str, Any]], limit: int, offset: int) -> Plain:
    """A part of a list, and how long the whole is."""
    return {"total": len(rows), "items": list(rows[offset : offset + limit])}
