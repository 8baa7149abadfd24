"""Chinese by its sound: the syllables of characters, and of words typed in letters (pinyin)."""

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.answering.syllables import CHARACTERS_BY_SYLLABLE

_LONGEST = 6  # letters of a syllable: zhuang
_SOUND: dict[str, str] = {
    char: syllable for syllable, chars in re.findall("([a-z]+)([^a-z\\s]+)", CHARACTERS_BY_SYLLABLE) for char in chars
}
_SYLLABLES = frozenset(_SOUND.values())


def sounds(han: str) -> tuple[str, ...]:
    """The syllable of each character; of one that is not in the table, itself."""
    return tuple([_SOUND.get(char, char) for char in han])


@lru_cache(maxsize=4096)
def syllables_in(letters: str) -> Sequence[str]:
    """The syllables of which a word in letters consists, as few as possible: "gaokao" → gao, kao; () if it does not."""
    best: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(letters) + 1):
        ways = [
            (*before, letters[start:end])
            for start in range(max(0, end - _LONGEST), end)
            if (before := best[start]) is not None and letters[start:end] in _SYLLABLES
        ]
        best.append(min(ways, key=len) if ways else None)
    return best[-1] or ()
