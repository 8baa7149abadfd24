"""The menu of the WeChat chat: its buttons, a phone that shows it, what is wrong with it, what would change."""

from collections.abc import Mapping
from typing import Any

from bot.actions import channels, faqs, menu_desk
from bot.actions.menu import FIXED_KEYS, as_wechat_takes_it
from bot.actions.menu_desk import SUBS, TOPS
from bot.console.asking import Answer, Ask, Go, Page, Route
from bot.core.errors import BotError, HasProblems
from bot.core.faq_diff import Change
from bot.core.text import LIMITS

PATH = "/console/menu"
KINDS = (*FIXED_KEYS, "faq", "url")


def show_menu(ask: Ask) -> Answer:
    """The menu as it is kept, beside what stands on the account."""
    kept = menu_desk.written(ask.database, ask.parts.setup.wechat.account)
    return Page("menu_edit.html", _values(ask, kept.tops, kept.revision, ""))


def save(ask: Ask) -> Answer:
    """Keep it; what is wrong with it is said, and only pushing waits for that to be mended."""
    tops, base = _tops(ask.form), _base(ask)
    account = ask.parts.setup.wechat.account
    try:
        menu_desk.save(ask.database, ask.actor, account, tops, base=base, now=ask.now)
    except BotError as error:
        return Page("menu_edit.html", _values(ask, tops, base, str(error)), status=409)
    return Go(PATH, said="The menu is saved; students see it when it is pushed.")


def push(ask: Ask) -> Answer:
    """Put it on the account."""
    side = ask.parts.setup.wechat
    try:
        menu_desk.push(ask.database, ask.actor, side, base=_base(ask), now=ask.now)
    except HasProblems as error:
        kept = menu_desk.written(ask.database, side.account)
        return Page("menu_edit.html", _values(ask, kept.tops, kept.revision, str(error)), status=422)
    except BotError as error:
        kept = menu_desk.written(ask.database, side.account)
        return Page("menu_edit.html", _values(ask, kept.tops, kept.revision, str(error)), status=409)
    return Go(PATH, said="The menu is on the account; phones show it within five minutes.")


def _base(ask: Ask) -> int:
    given = ask.form.get("base", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else -1


def _values(ask: Ask, tops: Any, base: int, fault: str) -> dict[str, Any]:
    setup = ask.parts.setup
    live = menu_desk.live(ask.database, setup.wechat)
    problems = menu_desk.problems(ask.database, tops)
    ours = [] if problems else menu_desk.lines(as_wechat_takes_it(tops))
    theirs = menu_desk.lines(live.menu)
    known = next(one for one in channels.standing(ask.database, setup.accounts()) if one.channel == "wechat")
    right = known.rights["menu"]
    return {
        "rows": [_fields(tops, number) for number in range(1, TOPS + 1)],
        "preview": [top for top in tops if isinstance(top, Mapping)] if isinstance(tops, list) else [],
        "kinds": KINDS,
        "entries": [entry.id for entry in faqs.list_faq(ask.database)],
        "base": base,
        "fault": fault,
        "problems": problems,
        "live": live,
        "same": not problems and ours == theirs,
        "change": Change("", tuple(x for x in theirs if x not in ours), tuple(x for x in ours if x not in theirs)),
        "refused": right.why if right.works is False else "",
        "top_bytes": LIMITS["wechat.menu_top_name"].number,
        "sub_bytes": LIMITS["wechat.menu_sub_name"].number,
    }


def _fields(tops: Any, number: int) -> dict[str, Any]:
    """One top button and those below it, as the form has them; empty rows where there are none."""
    top = tops[number - 1] if isinstance(tops, list) and len(tops) >= number else {}
    top = top if isinstance(top, Mapping) else {}
    items = top.get("items")
    items = items if isinstance(items, list) else []
    below = [_field(items[place] if place < len(items) else {}, f"{number}-{place + 1}") for place in range(SUBS)]
    return {**_field(top, str(number)), "below": below}


def _field(button: Any, place: str) -> dict[str, Any]:
    button = button if isinstance(button, Mapping) else {}
    key, url = str(button.get("key") or ""), str(button.get("url") or "")
    kind, value = ("url", url) if url else ("faq", key.removeprefix("faq:")) if key.startswith("faq:") else (key, "")
    return {"place": place, "name": str(button.get("name") or ""), "kind": kind, "value": value}


def _tops(form: Mapping[str, str]) -> list[dict[str, Any]]:
    """The menu in the form of its file; rows without a name and a goal are left out."""
    tops = []
    for number in range(1, TOPS + 1):
        top = _button(form, str(number))
        items = [found for place in range(1, SUBS + 1) if (found := _button(form, f"{number}-{place}"))]
        if items:
            top = {"name": top.get("name", ""), "items": items}
        if top:
            tops.append(top)
    return tops


def _button(form: Mapping[str, str], place: str) -> dict[str, Any]:
    name, kind, value = (form.get(f"{part}-{place}", "").strip() for part in ("name", "kind", "value"))
    if not (name or kind or value):
        return {}
    goal = (
        {"url": value} if kind == "url" else {"key": f"faq:{value}"} if kind == "faq" else {"key": kind} if kind else {}
    )
    return {"name": name, **goal}


ROUTES = (
    Route("GET", PATH, "read", show_menu),
    Route("POST", PATH, "menu.edit", save),
    Route("POST", f"{PATH}/push", "menu.push", push),
)
