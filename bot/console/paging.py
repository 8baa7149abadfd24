"""Long lists, a page at a time; which one stands in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.console.asking import Ask

SHOWN = 50
Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Paged(Generic[Line]):
    """The lines of one page, counted from 1, and how many there are of both."""

    lines: Sequence[Line]
    found: int
    number: int
    pages: int


def page_of(lines: Sequence[Line], ask: Ask, *, shown: int = SHOWN) -> Paged[Line]:
    """The page that is asked for; the nearest one when there is no such page."""
    number, pages = place_of(ask, len(lines), shown=shown)
    return Paged(lines[(number - 1) * shown : number * shown], len(lines), number, pages)


def place_of(ask: Ask, found: int, *, shown: int = SHOWN) -> tuple[int, int]:
    """(which page, how many there are) for so many lines."""
    pages = -(-found // shown) or 1
    return min(asked_page(ask), pages), pages


def asked_page(ask: Ask) -> int:
    """The page that the address asks for; the first when it asks for none that can be."""
    asked = ask.query.get("page", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
