"""The menu as the office edits it: kept, checked, compared with what is live, pushed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from bot.actions.menu import as_wechat_takes_it, menu_problems, tops_in
from bot.core.errors import Conflict, HasProblems, PlatformError
from bot.core.roles import Actor, require
from bot.core.text import LIMITS
from bot.store import audit, faqs, menus
from bot.store.audit import Deed
from bot.store.engine import Database

TOPS, SUBS = LIMITS["wechat.menu_tops"].number, LIMITS["wechat.menu_subs"].number


class MenuSide(Protocol):
    """The account's side of it (`channels.wechat`). Both raise PlatformError in words."""

    account: str

    def create_menu(self, menu: Mapping[str, Any]) -> None:
        """Put it on the account."""

    def current_menu(self) -> Mapping[str, Any] | None:
        """What stands there; None when there is no menu."""


@dataclass(frozen=True, slots=True)
class Written:
    """The menu as it is kept. `revision` 0: nobody has written one, and `tops` is the one that comes with the bot."""

    tops: Sequence[Any]
    revision: int
    actor: str = ""
    at: datetime | None = None
    pushed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Live:
    """What stands on the account. `fault`: why it could not be asked; then `menu` is what was pushed last, if any."""

    menu: Mapping[str, Any] | None
    fault: str = ""


def written(database: Database, account: str) -> Written:
    """The menu to edit or to push."""
    with database.reading() as db:
        found = menus.kept(db, account)
    if found is None:
        return Written(tops_in(None), 0)
    return Written(found.tops, found.revision, found.actor, found.at, found.pushed_at)


def problems(database: Database, tops: Any) -> list[str]:
    """Everything that WeChat or a student would stumble over, in words."""
    with database.reading() as db:
        ids = [entry.id for entry in faqs.published_entries(db)]
    return list(menu_problems(tops, ids))


def live(database: Database, side: MenuSide) -> Live:
    """What stands on the account now; nothing is raised when it cannot be asked."""
    try:
        return Live(side.current_menu())
    except PlatformError as error:
        with database.reading() as db:
            found = menus.kept(db, side.account)
        return Live(found.pushed if found else None, str(error))


def save(
    database: Database, actor: Actor, account: str, tops: Sequence[Any], *, base: int, now: datetime
) -> Sequence[str]:
    """Keep it, whatever is wrong with it; what is wrong, in words. `base`: the revision that was edited.

    Raises NotAllowed, Conflict when somebody else has saved one since, NotSaved.
    """
    require(actor, "menu.edit")
    with database.writing(durable=True) as db:
        before = menus.kept(db, account)
        if not menus.keep(db, account, tops, base=base, actor=actor.name, now=now):
            raise Conflict("Somebody else saved the menu since you opened it; open the page again.")
        old = list(before.tops) if before else None
        audit.add(db, Deed(actor.name, "menu.save", f"account:{account}", old, list(tops)), now=now)
    return problems(database, tops)


def push(database: Database, actor: Actor, side: MenuSide, *, base: int, now: datetime) -> Mapping[str, Any]:
    """Put the kept menu on the account, as it was seen (`base`: its revision); what went there.

    Raises NotAllowed, Conflict when it was changed since, HasProblems, PlatformError, NotSaved.
    """
    require(actor, "menu.push")
    present = written(database, side.account)
    if present.revision != base:
        raise Conflict("Somebody else saved the menu since you opened it; open the page again.")
    found = problems(database, present.tops)
    if found:
        raise HasProblems("\n".join(found))
    menu = as_wechat_takes_it(present.tops)
    before = live(database, side).menu
    side.create_menu(menu)
    with database.writing(durable=True) as db:
        if present.revision == 0:
            menus.keep(db, side.account, present.tops, base=0, actor=actor.name, now=now)
        menus.was_pushed(db, side.account, menu, now=now)
        audit.add(db, Deed(actor.name, "menu.push", f"account:{side.account}", before, menu), now=now)
    return menu


def push_file(database: Database, actor: Actor, side: MenuSide, file: Path, *, now: datetime) -> None:
    """Keep the menu of a file, then push it. Raises BadFile, and what `push` raises."""
    tops = tops_in(file)
    found = problems(database, tops)
    if found:
        raise HasProblems("\n".join(found))
    base = written(database, side.account).revision
    save(database, actor, side.account, tops, base=base, now=now)
    push(database, actor, side, base=base + 1, now=now)


def lines(menu: Mapping[str, Any] | None) -> list[str]:
    """A menu in WeChat's form, a line a button: for people and for comparing."""
    told = []
    for top in (menu or {}).get("button", ()):
        below = top.get("sub_button") or ()
        told += [f"{top.get('name', '')} › {_line(button)}" for button in below] if below else [_line(top)]
    return told


def _line(button: Mapping[str, Any]) -> str:
    goal = button.get("key") or button.get("url") or button.get("type", "")
    return f"{button.get('name', '')} → {goal}"
