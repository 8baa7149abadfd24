"""Looking through the FAQ: a page of entries, entries by words, what entries ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.core.faq_faults import SOON
from bot.store import faq_list
from bot.store.engine import Database
from bot.store.faq_list import Line, Wanted

SHOWN = 50
STATUSES = ("published", "draft", "ending", "ended", "archived")


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the FAQ: its lines, which page of how many, and how many entries fit."""

    lines: Sequence[Line]
    page: int
    pages: int
    found: int


def page(database: Database, filters: Mapping[str, str], number: int, *, today: date) -> Listed:
    """The entries that hold all the words of `q`, and what else of category, status, lacking, behind is given.

    A page beyond the last is the last.
    """
    wanted = Wanted(
        filters.get("q", "").split(),
        filters.get("category", ""),
        filters.get("status", ""),
        filters.get("lacking", ""),
        filters.get("behind", ""),
        today,
        today + SOON,
    )
    with database.reading() as db:
        lines, found = faq_list.page(db, wanted, first=(number - 1) * SHOWN, most=SHOWN)
        pages = -(-found // SHOWN) or 1
        if number > pages:
            number = pages
            lines, found = faq_list.page(db, wanted, first=(number - 1) * SHOWN, most=SHOWN)
    return Listed(lines, number, pages, found)


def find(database: Database, words: str, *, most: int) -> list[tuple[str, Mapping[str, str]]]:
    """(id, question by language) of entries that hold all the words."""
    with database.reading() as db:
        return faq_list.find(db, words.split(), most=most)


def questions_of(database: Database, ids: Sequence[Any]) -> dict[str, Mapping[str, str]]:
    """What these entries ask, by language; those that are not there are left out."""
    with database.reading() as db:
        return faq_list.questions(db, [str(name) for name in ids])


def categories(database: Database) -> list[str]:
    """All that entries have."""
    with database.reading() as db:
        return faq_list.categories(db)
