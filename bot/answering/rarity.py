"""How much a feature tells: less, the more entries have it."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from bot.answering.tokens import CONCEPT_MARK, SMALL_MARK, Tokens

# What a feature weighs beside its rarity, by its mark; an ordinary word or group of characters weighs 1.
_BY_MARK = {SMALL_MARK: 0.8, CONCEPT_MARK: 1.5}


class Rarity:
    """Of the features of words and of characters. Immutable."""

    def __init__(self, phrasings: Iterable[tuple[int, Tokens]]) -> None:
        """`phrasings` are (entry, tokens), those of an entry together."""
        carried: Counter[str] = Counter()
        entries = 0
        inside: set[str] = set()
        last: int | None = None
        for entry, tokens in phrasings:
            if entry != last:
                carried.update(inside)
                inside, last = set(), entry
                entries += 1
            inside.update(tokens.words, tokens.grams)
        carried.update(inside)
        self._weights = {
            feature: math.log((entries + 1.0) / (number + 0.2)) * _BY_MARK.get(feature[0], 1.0)
            for feature, number in carried.items()
        }
        # As if one entry had it: a phrasing asked without itself (calibration) must look like a question from outside.
        self._unseen = math.log((entries + 1.0) / 1.2)

    def unit(self, features: Sequence[str]) -> dict[str, float]:
        """Each feature once, as a vector of length 1; what no phrasing has weighs as what only one entry has."""
        known, unseen = self._weights, self._unseen
        weights = {
            feature: known.get(feature) or unseen * _BY_MARK.get(feature[0], 1.0) for feature in dict.fromkeys(features)
        }
        if len(weights) < len(features):
            for feature, number in Counter(features).items():
                if number > 1:
                    weights[feature] *= 1.0 + math.log(number)
        norm = math.sqrt(sum([weight * weight for weight in weights.values()]))
        return {feature: weight / norm for feature, weight in weights.items()} if norm else {}

    def known(self, feature: str) -> bool:
        """Whether any phrasing has it."""
        return feature in self._weights
