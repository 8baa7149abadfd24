"""Entries to choose from: the nearest first, or those that hold all the words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.answering.answerer import Answerer
from bot.answering.wording import question_text
from bot.console.asking import Answer, Ask, Page, Route
from bot.core.events import PREFIX
from bot.core.faq import Entry

SHOWN = 12
MOST_WORDS = 400  # characters


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry by its name and its question."""

    id: str
    question: str


def choices(ask: Ask, *, words: str, near: Sequence[str], chosen: str = "") -> dict[str, Any]:
    """What `_entry_choices.html` shows: what holds all the words, else what is near; the one chosen, else the first."""
    answerer = ask.parts.answers()
    found = list(_holding(answerer, words) if words else (name for name in near if _is_ours(answerer, name)))
    if chosen and _is_ours(answerer, chosen) and not words:
        found = [chosen, *(name for name in found if name != chosen)]
    listed = [Choice(name, question_text(answerer, name, ask.lang)) for name in found[:SHOWN]]
    return {"choices": listed, "chosen": listed[0].id if listed else "", "more": len(found) - len(listed), "q": words}


def search(ask: Ask) -> Answer:
    """The list alone, while somebody types."""
    words = ask.query.get("words", "").strip()[:MOST_WORDS]
    near = ask.query.get("near", "")[:MOST_WORDS].split()
    return Page("_entry_choices.html", choices(ask, words=words, near=near))


def nearest(ask: Ask, question: str) -> Sequence[str]:
    """The entries that come nearest to a question."""
    return ask.parts.answers().decide(question).ids


def _holding(answerer: Answerer, words: str) -> Iterable[str]:
    wanted = words.casefold().split()
    for name, entry in answerer.entries.items():
        if _is_ours(answerer, name) and all(word in _everything(entry) for word in wanted):
            yield name


def _everything(entry: Entry) -> str:
    texts = entry.texts.values()
    return "\n".join([entry.id, *(line for text in texts for line in (text.question, *text.variants))]).casefold()


def _is_ours(answerer: Answerer, name: str) -> bool:
    """Whether it is one that the office writes: coming events are made of announcements."""
    return name in answerer.entries and not name.startswith(PREFIX)


ROUTES = (Route("GET", "/console/entries", "read", search),)
