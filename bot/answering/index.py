"""The inverted index: unit vectors of phrasings and answers, and a question's similarity to all of them at once."""

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence

from bot.answering.tokens import CONCEPT_MARK, SMALL_MARK, Tokens

# What a feature weighs beside its rarity, by its mark; an ordinary word or group of characters weighs 1.
_BY_MARK = {SMALL_MARK: 0.8, CONCEPT_MARK: 1.5}
WORDS_SHARE = 0.4  # chosen over all development sets together
Vector = Mapping[str, float]


class Rarity:
    """How much a feature tells: less, the more entries (not phrasings) have it."""

    def __init__(self, phrasings: Iterable[tuple[str, Tokens]]) -> None:
        """`phrasings` are (entry, tokens)."""
        carried: dict[str, set[str]] = {}
        entries = set()
        for entry, tokens in phrasings:
            entries.add(entry)
            for block in (tokens.words, tokens.grams):
                for feature in block:
                    carried.setdefault(feature, set()).add(entry)
        total = len(entries)
        self._weights = {
            feature: math.log((total + 1.0) / (len(who) + 0.2)) * _BY_MARK.get(feature[0], 1.0)
            for feature, who in carried.items()
        }
        # As if one entry had it: a phrasing asked without itself (calibration) must look like a question from outside.
        self._unseen = math.log((total + 1.0) / 1.2)

    def weighted(self, features: Sequence[str]) -> dict[str, float]:
        """Each feature once with its weight; what no phrasing has weighs as much as what only one entry has."""
        known = self._weights
        weights: dict[str, float] = {}
        repeated: list[str] = []
        for feature in features:
            if feature in weights:
                repeated.append(feature)
            else:
                weights[feature] = known.get(feature) or self._unseen * _BY_MARK.get(feature[0], 1.0)
        for feature in dict.fromkeys(repeated):
            weights[feature] *= 1.0 + math.log(1 + repeated.count(feature))
        return weights

    def known(self, feature: str) -> bool:
        """Whether any phrasing has it."""
        return feature in self._weights


def vector(tokens: Tokens, rarity: Rarity) -> dict[str, float]:
    """A unit vector whose words make up WORDS_SHARE of its squared length and whose characters the rest."""
    words = rarity.weighted(tokens.words)
    grams = rarity.weighted(tokens.grams)
    words_share = WORDS_SHARE if grams and words else float(bool(words))
    result = _scaled(words, math.sqrt(words_share))
    result.update(_scaled(grams, math.sqrt(1.0 - words_share)))
    return result


def dot(one: Vector, other: Vector) -> float:
    """Their similarity, for unit vectors their cosine."""
    # In the order of the first one: sets have another order in each process, and sums would differ in a last bit.
    return sum([weight * other[feature] for feature, weight in one.items() if feature in other])


class Index:
    """Postings by feature. Documents are numbered in the order in which they were added."""

    def __init__(self) -> None:
        self.size = 0
        # Numbers and weights packed side by side: as Python objects they would lie all over the memory.
        self._postings: dict[str, tuple[array[int], array[float]]] = {}

    def add(self, weights: Vector) -> int:
        """Add a document, return its number."""
        number = self.size
        self.size += 1
        for feature, weight in weights.items():
            if feature not in self._postings:
                self._postings[feature] = array("I"), array("d")
            numbers, parts = self._postings[feature]
            numbers.append(number)
            parts.append(weight)
        return number

    def similarities(self, question: Vector) -> list[float]:
        """The dot product of the question with every document."""
        scores = [0.0] * self.size
        for feature, weight in question.items():
            if feature in self._postings:
                for number, part in zip(*self._postings[feature], strict=True):
                    scores[number] += weight * part
        return scores


def _scaled(weights: dict[str, float], length: float) -> dict[str, float]:
    norm = math.sqrt(sum([weight * weight for weight in weights.values()]))
    scale = length / norm if norm else 0.0
    return {feature: weight * scale for feature, weight in weights.items()}
