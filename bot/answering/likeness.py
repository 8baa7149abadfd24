"""How like a question is to each entry, by words, characters and meaning: to each phrasing and to all of them together.

What an entry has in one language is a group: its phrasings added up are one more text to compare, its answer another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from bot.answering.index import Doubles, Floats, Index, Postings, Vector
from bot.answering.vocabulary import Question

# In the order in which `compared` makes them.
CHEAP = ("words_best", "grams_best", "words_all", "grams_all", "answer", "meaning_all")
TOO_NEAR = 1.8  # of _MOST: a message so near to a phrasing is something this FAQ answers
_MOST = 3.0  # of a fit: words, characters and meaning the same
_WORDS, _GRAMS = 0, 1
_SUMS = 3  # of a group: its words, its characters, its answer
_FARTHER = -9.0  # added to a cosine: less than any other
_NOTHING = 1e-6  # a squared length below this is rounding


@dataclass(frozen=True, slots=True)
class Size:
    """How much of each there is."""

    entries: int
    langs: int
    phrasings: int
    meaning: int


@dataclass(frozen=True, slots=True)
class Group:
    """What one entry (its number) says in one language: of each phrasing words, grams and meaning; and its answer."""

    entry: int
    lang: int
    phrasings: Sequence[tuple[Vector, Vector, Floats]]
    answer: Vector


class Likeness:
    """Entries, phrasings and messages that no FAQ is for are known by their numbers. Immutable."""

    def __init__(self, size: Size, groups: Iterable[Group], beyond: Sequence[Question]) -> None:
        """`groups`: those of an entry together, entries in order; read once."""
        self._size = size
        self._postings = Postings(kinds=2)
        width = size.entries * size.langs
        self._meant = np.zeros((size.phrasings, size.meaning), np.float32)
        self._summed = np.zeros((width, size.meaning), np.float32)  # unit vectors, as the other two sums of a group
        self._lengths = np.zeros((3, width), np.float32)  # of words, grams and meaning before they became those
        self._group_of = np.zeros(size.phrasings, np.int32)
        self._has = np.zeros((size.langs, size.entries), bool)
        counts = [0] * size.entries
        done = 0
        for group in groups:
            self._take(group, done)
            counts[group.entry] += len(group.phrasings)
            done += len(group.phrasings)
        self._first = list(accumulate(counts, initial=0))  # where the phrasings of each entry begin
        self._starts = np.array(self._first[:-1], np.int64)
        last = 2 * size.phrasings + _SUMS * width
        for number, one in enumerate(beyond):
            self._postings.add(_WORDS, last + number, one.words)
            self._postings.add(_GRAMS, last + len(beyond) + number, one.grams)
        self._index = Index(self._postings, last + 2 * len(beyond))
        del self._postings
        meant_beyond = np.array([one.meaning for one in beyond], np.float32).reshape(-1, size.meaning)
        # What every question is compared with by its meaning, in one table: the sums, and what no FAQ is for.
        self._compared = np.concatenate((self._summed, meant_beyond))
        self._lacks = None if self._has.all() else np.where(self._has, np.float32(0.0), np.float32(_FARTHER))
        # Added to how well each of them fits: nothing, or more than it could reach when this FAQ answers it.
        ours = [float(self.fits(one).max(initial=0.0)) >= TOO_NEAR for one in beyond]
        self._ours = np.where(ours, np.float32(-_MOST), np.float32(0.0))

    def compared(self, question: Question, without: int = -1) -> tuple[Floats, Floats]:
        """(CHEAP, entries); and how well each message that no FAQ is for fits, 0…3.

        `without`: a phrasing that counts as not written.
        """
        size = self._size
        found = self._index.similarities((question.words, question.grams))
        end, last = 2 * size.phrasings, 2 * size.phrasings + _SUMS * len(self._summed)
        similar = found[:end].reshape(2, size.phrasings)
        sums = found[end:last].reshape(_SUMS, size.langs, size.entries)
        meant = self._compared @ question.meaning
        meanings = meant[: len(self._summed)]
        if without >= 0:
            self._leave_out(without, question, similar, found[end:last].reshape(_SUMS, -1), meanings)
        features = np.empty((len(CHEAP), size.entries), np.float32)
        features[:2] = np.maximum.reduceat(similar, self._starts, axis=1)
        features[2:5] = np.maximum.reduce(sums, axis=1)
        by_lang = meanings.reshape(size.langs, size.entries)
        np.maximum.reduce(by_lang if self._lacks is None else by_lang + self._lacks, axis=0, out=features[5])
        beyond = found[last:].reshape(2, -1)
        return features, beyond[0] + beyond[1] + meant[len(self._summed) :] + self._ours

    def best_meaning(self, question: Question, entries: Sequence[int], without: int = -1) -> Floats:
        """(entries,): how near the meaning of the nearest phrasing of each comes, −1…1."""
        stretches = [(self._first[entry], self._first[entry + 1]) for entry in entries]
        meant = np.concatenate([self._meant[first:end] for first, end in stretches]) @ question.meaning
        begins = list(accumulate([end - first for first, end in stretches], initial=0))[:-1]
        if without >= 0:
            for begin, (first, end) in zip(begins, stretches, strict=True):
                if first <= without < end:
                    meant[begin + without - first] = 0.0
        return np.maximum.reduceat(meant, begins)

    def fits(self, question: Question) -> Floats:
        """(phrasings,): how well each fits, by words, characters and meaning together, 0…3."""
        size = self._size.phrasings
        found = self._index.similarities((question.words, question.grams))
        return (found[:size] + found[size : 2 * size] + self._meant @ question.meaning).astype(np.float32)

    def best_of(self, question: Question, entry: int) -> int:
        """The phrasing of an entry that fits best."""
        first, end = self._first[entry], self._first[entry + 1]
        return first + int(self.fits(question)[first:end].argmax())

    def _take(self, group: Group, done: int) -> None:
        """Put the group's texts in the index, of which `done` phrasings are there already."""
        size = self._size
        place = group.lang * size.entries + group.entry
        sums: tuple[dict[str, float], dict[str, float]] = ({}, {})
        self._has[group.lang, group.entry] = True
        for number, (words, grams, meaning) in enumerate(group.phrasings, start=done):
            self._meant[number] = meaning
            self._group_of[number] = place
            for kind, vector in ((_WORDS, words), (_GRAMS, grams)):
                self._postings.add(kind, kind * size.phrasings + number, vector)
                total = sums[kind]
                for feature, weight in vector.items():
                    total[feature] = total.get(feature, 0.0) + weight
        summed = self._meant[done : done + len(group.phrasings)].sum(axis=0)
        squares = [sum([weight * weight for weight in total.values()]) for total in sums]
        self._lengths[:, place] = (*squares, summed @ summed)
        scales = _one_over_root(self._lengths[:, place])
        self._summed[place] = summed * scales[2]
        first = 2 * size.phrasings + place
        for kind, total in enumerate(sums):
            self._postings.add(kind, first + kind * len(self._summed), total, float(scales[kind]))
        self._postings.add(_WORDS, first + 2 * len(self._summed), group.answer)

    def _leave_out(self, number: int, question: Question, similar: Doubles, sums: Doubles, meanings: Floats) -> None:
        """Take a phrasing out of what was found."""
        place = self._group_of[number]
        own = np.append(similar[:, number], self._meant[number] @ question.meaning)
        before = self._lengths[:, place]
        whole = np.append(sums[:2, place], meanings[place]) * np.sqrt(before)
        left = (whole - own) * _one_over_root(before - 2.0 * whole + own)
        sums[:2, place], meanings[place] = left[:2], left[2]
        similar[:, number] = 0.0


def _one_over_root(lengths: Floats) -> Floats:
    """Of squared lengths: by what to multiply for a length of 1; 0 of nothing."""
    return np.where(lengths > _NOTHING, 1.0 / np.sqrt(np.maximum(lengths, _NOTHING)), 0.0).astype(np.float32)
