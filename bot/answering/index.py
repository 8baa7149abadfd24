"""The inverted index: unit vectors of phrasings and answers, and a question's similarity to all of them at once."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.answering.tokens import CONCEPT_MARK, SMALL_MARK

# What a feature weighs beside its rarity, by its mark; an ordinary word or group of characters weighs 1.
_BY_MARK = {SMALL_MARK: 0.5, CONCEPT_MARK: 1.5}
WORDS_SHARE = 0.4  # chosen over all development sets together
Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The two blocks of features of one text."""

    words: Sequence[str]
    grams: Sequence[str]


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
        self._weights = {feature: math.log((total + 1.0) / (len(who) + 0.2)) for feature, who in carried.items()}
        self.unseen = math.log((total + 1.0) / 0.2)

    def of(self, feature: str) -> float:
        """The weight of a feature; one that no phrasing has weighs most: it is what the FAQ does not speak of."""
        return self._weights.get(feature, self.unseen)

    def known(self, feature: str) -> bool:
        """Whether any phrasing has it."""
        return feature in self._weights


def vector(tokens: Tokens, rarity: Rarity) -> dict[str, float]:
    """A unit vector whose words make up WORDS_SHARE of its squared length and whose characters the rest."""
    words = _weighted(tokens.words, rarity)
    grams = _weighted(tokens.grams, rarity)
    words_share = WORDS_SHARE if grams and words else float(bool(words))
    result = _scaled(words, math.sqrt(words_share))
    result.update(_scaled(grams, math.sqrt(1.0 - words_share)))
    return result


def dot(one: Vector, other: Vector) -> float:
    """Their similarity, for unit vectors their cosine."""
    return sum(one[feature] * other[feature] for feature in one.keys() & other.keys())


class Index:
    """Postings by feature. Documents are numbered in the order in which they were added."""

    def __init__(self) -> None:
        self.size = 0
        self._postings: dict[str, list[tuple[int, float]]] = {}

    def add(self, weights: Vector) -> int:
        """Add a document, return its number."""
        number = self.size
        self.size += 1
        for feature, weight in weights.items():
            self._postings.setdefault(feature, []).append((number, weight))
        return number

    def similarities(self, question: Vector) -> list[float]:
        """The dot product of the question with every document."""
        scores = [0.0] * self.size
        postings = self._postings
        for feature, weight in question.items():
            for number, part in postings.get(feature, ()):
                scores[number] += weight * part
        return scores


def _weighted(features: Sequence[str], rarity: Rarity) -> dict[str, float]:
    counts: dict[str, int] = {}
    for feature in features:
        counts[feature] = counts.get(feature, 0) + 1
    return {f: (1.0 + math.log(count)) * rarity.of(f) * _BY_MARK.get(f[0], 1.0) for f, count in counts.items()}


def _scaled(weights: dict[str, float], length: float) -> dict[str, float]:
    norm = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {feature: weight * length / norm for feature, weight in weights.items()} if norm else {}
