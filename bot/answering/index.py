"""The inverted index: which texts have which features, packed into arrays, and a question held against all of them."""

from array import array
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Numbers = NDArray[np.int64]
Vector = Mapping[str, float]


class Postings:
    """Of each feature in which documents it stands and how much it weighs there, while an index is made.

    A feature is of a kind (0: words, 1: grams), because the same letters may be both.
    """

    def __init__(self, kinds: int) -> None:
        self.by_feature: list[dict[str, tuple[array[int], array[float]]]] = [{} for _ in range(kinds)]

    def add(self, kind: int, document: int, vector: Vector, scale: float = 1.0) -> None:
        """The features of a document, whose numbers may come in any order, each weight times `scale`."""
        known = self.by_feature[kind]
        for feature, weight in vector.items():
            found = known.get(feature)
            if found is None:
                found = known[feature] = (array("i"), array("f"))
            found[0].append(document)
            found[1].append(weight * scale)


class Index:
    """The documents by their features. Immutable."""

    def __init__(self, postings: Postings, size: int) -> None:
        """`size`: how many documents there are."""
        self._size = size
        self._at: list[dict[str, slice]] = []  # of each kind: where a feature's list is
        end = 0
        for by_feature in postings.by_feature:
            at = {}
            for feature, (numbers, _) in by_feature.items():
                at[feature] = slice(end, end := end + len(numbers))
            self._at.append(at)
        # A number and its weight beside each other, so that a question copies each list in one piece.
        self._pairs = np.empty((end, 2), np.int32)
        weights = self._pairs.view(np.float32)[:, 1]
        for at, by_feature in zip(self._at, postings.by_feature, strict=True):
            for feature, (numbers, weighed) in by_feature.items():
                self._pairs[at[feature], 0] = numbers
                weights[at[feature]] = weighed

    def similarities(self, question: Sequence[Vector]) -> Doubles:
        """The dot product of each document with the question, of which each kind of features is a vector."""
        lists: list[slice] = []
        weights: list[float] = []
        for at, vector in zip(self._at, question, strict=True):
            for feature, weight in vector.items():
                found = at.get(feature)
                if found is not None:
                    lists.append(found)
                    weights.append(weight)
        if not lists:
            return np.zeros(self._size)
        # All lists in one array, so that a question costs a few calls however many features it has.
        pairs = np.concatenate([self._pairs[one] for one in lists])
        parts = np.array(weights, np.float32).repeat([one.stop - one.start for one in lists])
        parts *= pairs.view(np.float32)[:, 1]
        return np.asarray(np.bincount(pairs[:, 0], parts, self._size), np.float64)


def spans(starts: Numbers, lengths: Numbers) -> Numbers:
    """The numbers of several stretches, one after the other."""
    ends = lengths.cumsum()
    numbers: Numbers = np.arange(ends[-1]) + (starts - ends + lengths).repeat(lengths)
    return numbers
