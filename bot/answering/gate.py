"""Many alternatives at once, quickly: sorted by the characters with which each begins, as a dictionary is.

`re` tries every alternative at every place of a text; with hundreds of them that takes longer than all the rest.
"""

import re
from collections.abc import Iterable, Iterator

_LENGTH = 2  # characters by which they are sorted
_OPTIONAL = re.compile(r"[?*]|\{0?,")
_QUANTIFIER = re.compile(r"(?:[?*+]|\{\d*,?\d*\})[?+]?")
_SPACE = re.compile(" ")
_LOOKS_AROUND = re.compile(r"\(\?<?[=!]")
_UNKNOWN = frozenset({("", False)})
_Openings = frozenset[tuple[str, bool]]


class Gate:
    """`search` tells whether any of the patterns fits anywhere; `words`: only from a space on to a space."""

    def __init__(self, patterns: Iterable[str], *, words: bool = False) -> None:
        self._words = words
        listed: dict[str, list[str]] = {}
        for one in (one for pattern in patterns for one in alternatives(pattern)):
            for begins in {begins for begins, _ in openings(f"{one} " if words else one)}:
                listed.setdefault(begins, []).append(one)
        self._anywhere = self._compiled(listed.pop("")) if "" in listed else None
        for begins in [begins for begins in listed if len(begins) == _LENGTH]:
            listed[begins] += listed.get(begins[0], ())
        self._listed = listed
        self._known: dict[str, re.Pattern[str]] = {}  # compiled when first met: most never are

    def search(self, text: str) -> bool:
        """`text` has a space at both ends if only words count."""
        listed = self._listed
        for place in self._starts(text):
            begins = text[place : place + _LENGTH]
            if begins in listed or (begins := begins[:1]) in listed:
                pattern = self._known.get(begins) or self._beginning_with(begins)
                if pattern.match(text, place):
                    return True
        return self._anywhere is not None and bool(self._anywhere.search(text))

    def _starts(self, text: str) -> Iterable[int]:
        if self._words:
            return [found.end() for found in _SPACE.finditer(text, 0, len(text) - 1)]
        return range(len(text))

    def _beginning_with(self, begins: str) -> re.Pattern[str]:
        pattern = self._known[begins] = self._compiled(self._listed[begins])
        return pattern

    def _compiled(self, listed: Iterable[str]) -> re.Pattern[str]:
        return re.compile(f"(?:{'|'.join(listed)}){'(?= )' if self._words else ''}")


def alternatives(pattern: str) -> list[str]:
    """What stands between the bars of a pattern that are in no group."""
    found, depth, start = [], 0, 0
    for place, char in _plain_characters(pattern):
        if char == "|" and not depth:
            found.append(pattern[start:place])
            start = place + 1
        depth += (char == "(") - (char == ")")
    return [*found, pattern[start:]]


def openings(pattern: str) -> _Openings:
    """The first two characters with which a match of one alternative can begin, fewer where more cannot be told.

    With each: whether the match may end with it.
    """
    if not pattern:
        return frozenset({("", True)})
    if pattern[0] == "^" or pattern.startswith(r"\b"):
        return openings(pattern[1 + (pattern[0] == "\\") :])
    end = _first_piece(pattern)
    piece, rest = pattern[:end], pattern[end:]
    if _LOOKS_AROUND.match(piece):
        return openings(rest)
    often = _QUANTIFIER.match(rest)
    after = openings(rest[often.end() :] if often else rest)
    found: set[tuple[str, bool]] = set()
    for begins, ends in _of_piece(piece):
        if not ends or len(begins) >= _LENGTH or (often and often.group()[0] != "?"):
            found.add((begins[:_LENGTH], False))  # what is repeated may follow itself
        else:
            found.update([((begins + more)[:_LENGTH], done and len(begins + more) < _LENGTH) for more, done in after])
    return frozenset(found | after) if _OPTIONAL.match(rest) else frozenset(found)


def _of_piece(piece: str) -> _Openings:
    if piece.startswith("(?:"):
        return frozenset().union(*(openings(one) for one in alternatives(piece[3:-1])))
    if piece.startswith("["):
        inner = piece[1:-1].replace(r"\d", "0123456789")
        return _UNKNOWN if set(inner) & set("^\\-") else frozenset((char, True) for char in inner)
    if piece == r"\d":
        return frozenset((char, True) for char in "0123456789")
    return _UNKNOWN if piece[0] in ".(\\$" else frozenset({(piece, True)})


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
