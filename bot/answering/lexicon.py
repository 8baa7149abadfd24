"""Concepts: what one thing is called in Chinese, English and French, found in a text by the longest match."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.answering.normalise import fold, normalise

Terms = Mapping[str, Mapping[str, Sequence[str]]]  # concept → language → terms
_UNIT = re.compile(r"[㐀-鿿]|[^\W_㐀-鿿]+|[+&]")
_END = ""  # the key under which a trie node keeps its concept; no unit is empty


@dataclass(frozen=True, slots=True)
class Found:
    """A concept in a text, and the term by which it was recognised."""

    concept: str
    term: str


class Lexicon:
    """A trie over units: a Chinese character, a Latin word without accent and plural, a number."""

    def __init__(self, terms: Terms) -> None:
        self._trie: dict[str, Any] = {}
        self.terms = terms
        for concept, by_lang in terms.items():
            for term in (term for listed in by_lang.values() for term in listed):
                self._add(concept, units(normalise(str(term))))

    def chinese_terms(self) -> Iterable[str]:
        """The Chinese terms of two characters and more, simplified, for the word segmenter."""
        for by_lang in self.terms.values():
            for term in by_lang.get("zh", ()):
                plain = normalise(str(term))
                if re.fullmatch(r"[㐀-鿿]{2,}", plain):
                    yield plain

    def concepts_in(self, text: str) -> list[Found]:
        """The concepts named in a normalised text, in order; a longer term hides the shorter ones inside it."""
        if not self._trie:
            return []
        parts = units(text)
        found = []
        at = 0
        while at < len(parts):
            concept, length = self._longest(parts, at) if parts[at] in self._trie else ("", 0)
            if length:
                found.append(Found(concept, " ".join(parts[at : at + length])))
            at += length or 1
        return found

    def _add(self, concept: str, parts: list[str]) -> None:
        node = self._trie
        for part in parts:
            node = node.setdefault(part, {})
        if parts:
            node.setdefault(_END, concept)  # a term listed twice belongs to the concept that names it first

    def _longest(self, parts: list[str], start: int) -> tuple[str, int]:
        node = self._trie
        best, length = "", 0
        for at in range(start, len(parts)):
            if parts[at] not in node:
                break
            node = node[parts[at]]
            if _END in node:
                best, length = node[_END], at - start + 1
        return best, length


def units(text: str) -> list[str]:
    """The smallest parts that a term is compared by."""
    return [_singular(unit) for unit in _UNIT.findall(fold(text))]


def _singular(unit: str) -> str:
    return unit[:-1] if len(unit) > 3 and unit[-1] in "sx" and unit.isalpha() else unit
