"""Many alternatives at once, quickly: sorted by the character with which each begins, as a dictionary is.

`re` tries every alternative at every place of a text; with hundreds of them that takes longer than all the rest.
"""

import re
from collections.abc import Iterable, Iterator

_OPTIONAL = re.compile(r"[?*]|\{0?,")
_QUANTIFIER = re.compile(r"(?:[?*+]|\{\d*,?\d*\})[?+]?")
_SPACE = re.compile(" ")
_LOOKS_AROUND = re.compile(r"\(\?<?[=!]")


class Gate:
    """`search` tells whether any of the patterns fits anywhere; `words`: only from a space on to a space."""

    def __init__(self, patterns: Iterable[str], *, words: bool = False) -> None:
        self._words = words
        by_first: dict[str, list[str]] = {}
        anywhere: list[str] = []
        for one in (one for pattern in patterns for one in alternatives(pattern)):
            begins = openings(one)
            for first in begins or ():
                by_first.setdefault(first, []).append(one)
            if begins is None:
                anywhere.append(one)
        self._listed = {first: "|".join(listed) for first, listed in by_first.items()}
        self._by_first: dict[str, re.Pattern[str] | None] = {}  # compiled when first met: most never are
        self._anywhere = self._compiled("|".join(anywhere)) if anywhere else None

    def search(self, text: str) -> bool:
        """`text` has a space at both ends if only words count."""
        known = self._by_first
        for place in self._starts(text):
            char = text[place]
            pattern = known[char] if char in known else self._beginning_with(char)
            if pattern is not None and pattern.match(text, place):
                return True
        return self._anywhere is not None and bool(self._anywhere.search(text))

    def _starts(self, text: str) -> Iterable[int]:
        return (found.end() for found in _SPACE.finditer(text, 0, len(text) - 1)) if self._words else range(len(text))

    def _beginning_with(self, char: str) -> re.Pattern[str] | None:
        listed = self._listed.get(char)
        pattern = self._compiled(listed) if listed else None
        if listed:
            self._by_first[char] = pattern
        return pattern

    def _compiled(self, listed: str) -> re.Pattern[str]:
        return re.compile(f"(?:{listed}){'(?= )' if self._words else ''}")


def alternatives(pattern: str) -> list[str]:
    """What stands between the bars of a pattern that are in no group."""
    found, depth, start = [], 0, 0
    for place, char in _plain_characters(pattern):
        if char == "|" and not depth:
            found.append(pattern[start:place])
            start = place + 1
        depth += (char == "(") - (char == ")")
    return [*found, pattern[start:]]


def openings(pattern: str) -> frozenset[str] | None:
    """The characters with which a match of one alternative can begin; None when that cannot be told."""
    if not pattern:
        return None
    if pattern[0] == "^":
        return openings(pattern[1:])
    end = _first_piece(pattern)
    piece, rest = pattern[:end], pattern[end:]
    if _LOOKS_AROUND.match(piece):
        return openings(rest)
    begins = _of_piece(piece)
    if begins is None or not _OPTIONAL.match(rest):
        return begins
    further = openings(rest[_QUANTIFIER.match(rest).end() :])  # type: ignore[union-attr]
    return None if further is None else begins | further


def _of_piece(piece: str) -> frozenset[str] | None:
    if piece.startswith("(?:"):
        each = [openings(one) for one in alternatives(piece[3:-1])]
        known = [one for one in each if one is not None]
        return frozenset().union(*known) if len(known) == len(each) else None
    if piece.startswith("["):
        inner = piece[1:-1].replace(r"\d", "0123456789")
        return None if set(inner) & set("^\\-") else frozenset(inner)
    if piece == r"\d":
        return frozenset("0123456789")
    return None if piece[0] in ".(\\$" else frozenset(piece)


def _first_piece(pattern: str) -> int:
    """Where the first character, class or group ends."""
    if pattern[0] == "\\":
        return 2
    if pattern[0] == "[":
        return pattern.index("]") + 1
    depth = 0
    for place, char in _plain_characters(pattern):
        depth += (char == "(") - (char == ")")
        if not depth:
            return place + 1
    raise ValueError(f"A group of this pattern is never closed: {pattern}")


def _plain_characters(pattern: str) -> Iterator[tuple[int, str]]:
    """The characters that are neither escaped nor in a class; a class counts as one "[]"."""
    place = 0
    while place < len(pattern):
        if pattern[place] == "\\":
            yield place, "\\"
            place += 2
        elif pattern[place] == "[":
            yield place, "[]"
            place = pattern.index("]", place) + 1
        else:
            yield place, pattern[place]
            place += 1
