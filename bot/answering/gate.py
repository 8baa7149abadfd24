"""Many alternatives at once, quickly: sorted by the characters with which each begins, as a dictionary is.

`re` tries every alternative at every place of a text; with hundreds of them that takes longer than all the rest.
"""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AnySet
from functools import cache, lru_cache
from operator import add

_LENGTH = 3  # characters by which they are sorted; 2 let three times as many through, 4 need too many lists
_OPTIONAL = re.compile(r"[?*]|\{0?,")
_QUANTIFIER = re.compile(r"(?:[?*+]|\{\d*,?\d*\})[?+]?")
_AFTER_SPACE = re.compile(" (?=(.{1,3}))", re.DOTALL)
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
        self._anywhere = _compiled(tuple(listed.pop("")), words=words) if "" in listed else None
        self._listed = listed
        self._begins = frozenset(listed)
        self._known: dict[str, re.Pattern[str]] = {}  # compiled when first met: most never are

    def search(self, text: str) -> bool:
        """`text` has a space at both ends if only words count."""
        found = self._begins & (_groups_after_spaces(text) if self._words else _groups_in(text))
        if found and any(self._fits(begins, text) for begins in found):
            return True
        return self._anywhere is not None and bool(self._anywhere.search(text))

    def _fits(self, begins: str, text: str) -> bool:
        """Whether a pattern that begins so fits where the text says that."""
        pattern = self._known.get(begins)
        if pattern is None:
            pattern = self._known[begins] = _compiled(tuple(self._listed[begins]), words=self._words)
        sought = f" {begins}" if self._words else begins
        place = text.find(sought)
        while place >= 0:
            if pattern.match(text, place + self._words):
                return True
            place = text.find(sought, place + 1)
        return False


@cache  # what begins with a class of characters is listed under each of them
def _compiled(listed: tuple[str, ...], *, words: bool) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(listed)}){'(?= )' if words else ''}")


@lru_cache(maxsize=64)  # several gates ask for the same text
def _groups_in(text: str) -> AnySet[str]:
    """Every one, two and three characters that follow each other."""
    return {*text, *map(add, text, text[1:]), *map("".join, zip(text, text[1:], text[2:], strict=False))}


def _groups_after_spaces(text: str) -> AnySet[str]:
    """The first one, two and three characters after each space."""
    threes = _AFTER_SPACE.findall(text)
    return {group for three in threes for group in (three[0], three[:2], three)}


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
    """The first three characters with which a match of one alternative can begin, fewer where more cannot be told.

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
