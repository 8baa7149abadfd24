"""The WeChat account's menu: read from a short file, checked as WeChat would, put into WeChat's form."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from bot.core.errors import BadFile, HasProblems
from bot.core.text import LIMITS, host_of

FIXED_KEYS = ("help", "human")  # what handlers/events.py answers besides faq:<id>
_FAQ = "faq:"


def read_menu(file: Path | None, entry_ids: Collection[str]) -> dict[str, Any]:
    """The menu of a file (None: the bundled one) as menu/create takes it; `entry_ids` are the published FAQ entries.

    Raises BadFile when it cannot be read, HasProblems with everything that WeChat or a student would stumble over.
    """
    tops = tops_in(file)
    problems = list(menu_problems(tops, entry_ids))
    if problems:
        raise HasProblems("\n".join(problems))
    return as_wechat_takes_it(tops)


def tops_in(file: Path | None) -> Any:
    """What stands in a menu file (None: the bundled one), not yet checked. Raises BadFile when it cannot be read."""
    try:
        text = (
            file.read_text("utf-8") if file else resources.files("bot.content").joinpath("menu.yaml").read_text("utf-8")
        )
        return yaml.safe_load(text)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadFile(f"The menu file {file} cannot be read; it must be YAML in UTF-8.") from error


def as_wechat_takes_it(tops: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A menu without problems as menu/create takes it."""
    return {"button": [_top(top) for top in tops]}


def menu_problems(tops: Any, entry_ids: Collection[str]) -> Iterator[str]:
    """Sentences on what is wrong with a menu as it stands in the file."""
    if not isinstance(tops, list) or not tops:
        yield "The menu must be a list of entries, each with a name."
        return
    if len(tops) > LIMITS["wechat.menu_tops"].number:
        yield f"There are {len(tops)} entries on top; WeChat takes {LIMITS['wechat.menu_tops'].number}."
    for top in tops:
        yield from _name_problems(top, "wechat.menu_top_name")
        items = top.get("items") if isinstance(top, Mapping) else None
        if items is None:
            yield from _goal_problems(top, entry_ids)
            continue
        if not isinstance(items, list) or not items:
            yield f"“{_name(top)}” has an empty list below it: add entries or give it a key."
            continue
        if len(items) > LIMITS["wechat.menu_subs"].number:
            yield f"“{_name(top)}” has {len(items)} entries below; WeChat takes {LIMITS['wechat.menu_subs'].number}."
        for item in items:
            yield from _name_problems(item, "wechat.menu_sub_name")
            yield from _goal_problems(item, entry_ids)


def _name(entry: Any) -> str:
    name = entry.get("name") if isinstance(entry, Mapping) else None
    return name if isinstance(name, str) else ""


def _name_problems(entry: Any, limit: str) -> Iterator[str]:
    name, most = _name(entry), LIMITS[limit].number
    if not name.strip():
        yield "An entry of the menu has no name: give it one."
    elif len(name.encode()) > most:
        yield f"The name “{name}” has {len(name.encode())} bytes; WeChat takes {most}: shorten it."


def _goal_problems(entry: Any, entry_ids: Collection[str]) -> Iterator[str]:
    """What a tap leads to: exactly one key that the bot answers, or one address."""
    if not isinstance(entry, Mapping):
        return
    key, url = entry.get("key"), entry.get("url")
    if (key is None) == (url is None):
        yield f"“{_name(entry)}” must have either a key or a url."
    elif url is not None:
        if not isinstance(url, str) or not url.startswith(("https://", "http://")) or not host_of(url):
            yield f"“{_name(entry)}” leads to {url!r}: give a whole address, https://…"
        elif len(url.encode()) > LIMITS["wechat.menu_url"].number:
            yield f"The address of “{_name(entry)}” is too long for WeChat: use a shorter one."
    elif not isinstance(key, str) or (key not in FIXED_KEYS and not key.startswith(_FAQ)):
        yield f"“{_name(entry)}” has the key {key!r}: use faq:<id>, {' or '.join(FIXED_KEYS)}."
    elif key.startswith(_FAQ) and key.removeprefix(_FAQ) not in entry_ids:
        yield f"“{_name(entry)}” leads to the FAQ entry “{key.removeprefix(_FAQ)}”, which is not published."
    elif len(key.encode()) > LIMITS["wechat.menu_key"].number:
        yield f"The key of “{_name(entry)}” is too long for WeChat: use an entry with a shorter id."


def _top(top: Mapping[str, Any]) -> dict[str, Any]:
    items = top.get("items")
    return {"name": top["name"], "sub_button": [_button(item) for item in items]} if items else _button(top)


def _button(entry: Mapping[str, Any]) -> dict[str, Any]:
    if "url" in entry:
        return {"type": "view", "name": entry["name"], "url": entry["url"]}
    return {"type": "click", "name": entry["name"], "key": entry["key"]}
