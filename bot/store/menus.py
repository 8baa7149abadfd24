"""The menu as the office has written it, and what was pushed last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.store.account_models import wechat_menu


@dataclass(frozen=True, slots=True)
class KeptMenu:
    """`tops` is in the form of the menu file, `pushed` in WeChat's; None when nothing was pushed from here."""

    tops: Sequence[Any]
    revision: int
    actor: str
    at: datetime
    pushed: Mapping[str, Any] | None
    pushed_at: datetime | None


def kept(db: Connection, account: str) -> KeptMenu | None:
    """The account's menu, None when nobody has written one."""
    row = db.execute(select(wechat_menu).where(wechat_menu.c.account == account)).one_or_none()
    return KeptMenu(row.tops, row.revision, row.actor, row.at, row.pushed, row.pushed_at) if row else None


def keep(db: Connection, account: str, tops: Sequence[Any], *, base: int, actor: str, now: datetime) -> bool:
    """Keep it as the revision after `base` (0: the first); False when that is not the present one any more."""
    values = {"tops": list(tops), "revision": base + 1, "actor": actor, "at": now}
    if base == 0:
        if kept(db, account) is not None:
            return False
        db.execute(insert(wechat_menu).values(account=account, **values))
        return True
    present = (wechat_menu.c.account == account, wechat_menu.c.revision == base)
    return db.execute(update(wechat_menu).where(*present).values(**values)).rowcount == 1


def was_pushed(db: Connection, account: str, menu: Mapping[str, Any], *, now: datetime) -> None:
    """Remember what stands on the account now."""
    mine = update(wechat_menu).where(wechat_menu.c.account == account)
    db.execute(mine.values(pushed=dict(menu), pushed_at=now))
