"""What the office announces again and again, to start a new announcement from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.actions.announcement_files import SAMPLES, read_document
from bot.core.errors import NothingFound

_TOKEN = re.compile(r"[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Template:
    """`name` by language; `entry` in the form of a file's, without an id and without times."""

    id: str
    name: Mapping[str, str]
    entry: Mapping[str, Any]


@cache
def templates() -> tuple[Template, ...]:
    """All of them, in the office's order."""
    listed = read_document(SAMPLES / "announcement_templates.yaml")
    return tuple(
        Template(one["id"], one["name"], {key: one[key] for key in ("event", "channels", "texts")})
        for one in (listed if isinstance(listed, list) else [])
    )


def start_from(template_id: str, token: str) -> dict[str, Any]:
    """A new entry of that kind ("" for an empty one), with an id that `token` (six hex digits) makes its own.

    The id stands before anything is written, so that a form that is sent twice is one announcement.
    Raises NothingFound.
    """
    if not _TOKEN.fullmatch(token):
        raise NothingFound("There is no such page.")
    if not template_id:
        return {"id": f"announcement-{token}", "kind": "", "event": {}, "texts": {}, "channels": []}
    for one in templates():
        if one.id == template_id:
            return {"id": f"{one.id}-{token}", "kind": one.id, **one.entry}
    raise NothingFound("There is no such template.")
