"""What words mean, as vectors: words that are used alike point the same way, in one language and across the three.

A table that ships with the bot (its making: `bench/meanings.py`); no text is understood by it, only words are compared.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
OTHER_LATIN = {"en": "fr", "fr": "en"}  # where a Latin word is looked for when its own language lacks it
_HAN_FROM = "㐀"
_STEPS = 255.0  # rarities are stored in a byte


class Meanings:
    """Rows of a table by word. Immutable, shared between threads and answerers."""

    def __init__(
        self, words: Mapping[str, Sequence[str]], vectors: NDArray[np.int8], rarities: NDArray[np.uint8]
    ) -> None:
        """`words`: of each language its words (stems for en and fr), whose rows follow each other in that order."""
        self._rows: dict[str, dict[str, int]] = {}
        first = 0
        for lang, listed in words.items():
            self._rows[lang] = {word: first + at for at, word in enumerate(listed)}
            first += len(listed)
        if not first == len(vectors) == len(rarities):
            raise ValueError(f"{first} words, {len(vectors)} vectors, {len(rarities)} rarities")
        self._vectors = vectors
        self._rarities = rarities
        self.size = vectors.shape[1] if vectors.ndim == 2 else 0

    @classmethod
    def none(cls) -> "Meanings":
        """A table without words: everything is compared by its letters alone."""
        return cls({}, np.zeros((0, 1), np.int8), np.zeros(0, np.uint8))

    def knows(self, word: str, lang: str) -> bool:
        """Whether the table has the word (a stem for en and fr) itself."""
        return self._row(word, lang) >= 0

    def vector(self, word: str, lang: str) -> Floats | None:
        """Its unit vector; of an unknown Chinese word the mean of its characters; None when nothing is known."""
        row = self._row(word, lang)
        if row >= 0:
            return _unit(self._vectors[row].astype(np.float32))
        rows = [at for at in map(self._rows.get("zh", {}).get, word) if at is not None] if word[0] >= _HAN_FROM else []
        return _unit(self._vectors[rows].astype(np.float32).sum(axis=0)) if rows else None

    def rarity(self, word: str, lang: str) -> float:
        """How seldom people use it, 0 (the, 的) … 1 (hardly ever, or unknown)."""
        row = self._row(word, lang)
        return float(self._rarities[row]) / _STEPS if row >= 0 else 1.0

    def _row(self, word: str, lang: str) -> int:
        if word[0] >= _HAN_FROM:
            return self._rows.get("zh", {}).get(word, -1)
        own = "en" if lang == "zh" else lang
        row = self._rows.get(own, {}).get(word, -1)
        return row if row >= 0 else self._rows.get(OTHER_LATIN[own], {}).get(word, -1)


def _unit(vector: Floats) -> Floats | None:
    length = float(np.sqrt(vector @ vector))
    return vector / np.float32(length) if length else None
