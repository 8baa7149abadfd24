"""The inverted index: which texts have which features, packed into arrays, and a question held against all of them."""

from array import array
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]
Vector = Mapping[str, float]


class Index:
    """Documents in rows, one row after the other: each document a unit vector of features. Immutable once built."""

    def __init__(self, rows: Sequence[tuple[int, Iterable[Vector]]]) -> None:
        """`rows`: of each row which kind of features its documents have (0: words, 1: grams …), and the documents."""
        places: list[dict[str, tuple[array[int], array[float]]]] = []
        self.sizes: list[int] = []
        number = 0
        for kind, documents in rows:
            first = number
            while len(places) <= kind:
                places.append({})
            for document in documents:
                for feature, weight in document.items():
                    found = places[kind].get(feature)
                    if found is None:
                        found = places[kind][feature] = (array("i"), array("f"))
                    found[0].append(number)
                    found[1].append(weight)
                number += 1
            self.sizes.append(number - first)
        self._size = number
        self._at: list[dict[str, int]] = []  # of each kind: which posting list a feature has
        postings: list[tuple[array[int], array[float]]] = []
        for by_feature in places:
            self._at.append({feature: len(postings) + at for at, feature in enumerate(by_feature)})
            postings += by_feature.values()
        self._lengths = np.array([len(numbers) for numbers, _ in postings], np.int64)
        self._starts = np.cumsum(self._lengths) - self._lengths
        nothing = np.zeros(0, np.int32), np.zeros(0, np.float32)
        self._numbers = np.concatenate([nothing[0], *(np.frombuffer(numbers, np.int32) for numbers, _ in postings)])
        self._weights = np.concatenate([nothing[1], *(np.frombuffer(weights, np.float32) for _, weights in postings)])

    def similarities(self, question: Sequence[Vector]) -> Floats:
        """The dot product of each document with the question's vector of its kind, the rows one after the other."""
        lists: list[int] = []
        weights: list[float] = []
        for at, vector in zip(self._at, question, strict=False):
            for feature, weight in vector.items():
                found = at.get(feature)
                if found is not None:
                    lists.append(found)
                    weights.append(weight)
        if not lists:
            return np.zeros(self._size, np.float32)
        # All postings in one array, so that a question costs a few calls however many features it has.
        chosen = np.array(lists)
        lengths = self._lengths[chosen]
        places, _ = spans(self._starts[chosen], lengths)
        parts = self._weights[places] * np.repeat(np.array(weights, np.float32), lengths)
        return np.bincount(self._numbers[places], parts, self._size).astype(np.float32)


def spans(starts: Numbers, lengths: Numbers) -> tuple[Numbers, Numbers]:
    """The numbers of several stretches (none empty) one after the other, and where among them each begins."""
    ends = lengths.cumsum()
    begins = ends - lengths
    return np.arange(ends[-1]) + (starts - begins).repeat(lengths), begins
