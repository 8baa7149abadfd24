"""Puts questions that mean the same together: by their characters, letters and concepts, and by the nearest entry."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.answering.language import SMALL_WORDS
from bot.answering.lexicon import Lexicon
from bot.answering.normalise import fold, normalise, without_politeness

# Chosen on half of the development questions, the entries that they expect taken out of the FAQ: three of four pairs in
# one group expect the same entry, and rather a group too many than two things in one.
ALIKE, ALIKE_AND_NEAR = 0.5, 0.3
CONCEPT_WEIGHT = 4.0  # it is what holds questions in two languages together
_PIECE = re.compile(r"[㐀-鿿]+|[^\W_㐀-鿿]+")
_SMALL = frozenset(fold(word) for words in SMALL_WORDS.values() for word in words)
_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Wording:
    """A question as it was asked, and the entry that is nearest to it ("" for none)."""

    text: str
    nearest: str = ""


class Likeness:
    """Turns questions into vectors; what many phrasings of the FAQ have in common counts little."""

    def __init__(self, phrasings: Iterable[str], concepts: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        self._lexicon = Lexicon(concepts)
        texts = [self._features(text) for text in phrasings]
        self._seen = Counter(feature for features in texts for feature in features)
        self._total = len(texts)

    def vector(self, text: str) -> dict[str, float]:
        """A unit vector; empty for a text without letters and digits."""
        weights = {
            feature: weight * math.log((self._total + 2) / (self._seen[feature] + 1))
            for feature, weight in self._features(text).items()
        }
        norm = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {feature: weight / norm for feature, weight in weights.items()} if norm else {}

    def _features(self, text: str) -> dict[str, float]:
        plain = without_politeness(normalise(text))
        found = {f"#{one.concept}": CONCEPT_WEIGHT for one in self._lexicon.concepts_in(plain)}
        for piece in _PIECE.findall(fold(plain)):
            if piece[0] >= "㐀":
                found |= dict.fromkeys((*piece, *map(str.__add__, piece, piece[1:])), 1.0)
            elif piece not in _SMALL:
                padded = f"_{piece}_"
                found |= dict.fromkeys((padded[at : at + _LETTERS] for at in range(len(padded) - _LETTERS + 1)), 1.0)
        return found


def grouped(wordings: Sequence[Wording], likeness: Likeness) -> list[list[Wording]]:
    """Groups in the order of their first wordings; each wording joins the group that it is most like as a whole."""
    groups: list[list[Wording]] = []
    squares: list[float] = []  # squared lengths of the groups' sums
    sums: dict[str, dict[int, float]] = {}  # feature → group → its share of the group's sum
    for wording in wordings:
        vector = likeness.vector(wording.text)
        dots: dict[int, float] = {}
        for feature, weight in vector.items():
            for number, share in sums.get(feature, {}).items():
                dots[number] = dots.get(number, 0.0) + weight * share
        likes = {number: found / math.sqrt(squares[number]) for number, found in dots.items()}
        best = max(likes, key=likes.__getitem__, default=-1)
        if best < 0 or likes[best] < _enough(groups[best], wording):
            best = len(groups)
            groups.append([])
            squares.append(0.0)
        groups[best].append(wording)
        squares[best] += 2 * dots.get(best, 0.0) + 1.0
        for feature, weight in vector.items():
            shares = sums.setdefault(feature, {})
            shares[best] = shares.get(best, 0.0) + weight
    return groups


def _enough(group: Sequence[Wording], one: Wording) -> float:
    return ALIKE_AND_NEAR if one.nearest and any(other.nearest == one.nearest for other in group) else ALIKE
