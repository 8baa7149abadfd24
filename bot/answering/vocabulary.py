"""The words of a FAQ with their meaning: how much of a question an entry explains, by its words or by near ones."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.answering.index import Floats, Numbers, spans
from bot.answering.meanings import Meanings
from bot.answering.rarity import Rarity
from bot.answering.tokens import Tokens

Spoken = tuple[int, str, Sequence[str]]  # the entry's place, the language, the words of one phrasing
NEAR = 0.35  # cosine from which two words count as near at all: lower ones are chance
_LEAST = 0.15  # what the most common word weighs beside one that is hardly ever used
_CACHED = 20_000  # words of questions kept with their vectors
_CACHED_NUMBERS = 2_000_000  # of how near they come to each entry: 8 MB
_SMALL = 10_000  # words of all entries; in a larger FAQ a new word takes too long to compare with every entry


@dataclass(slots=True)
class Word:
    """A word of a question. number: which word of the FAQ it is (−1: none). vector: its meaning, noughts if unknown.

    weight: how much it tells. near: how near it comes to each entry, once asked for.
    """

    number: int
    vector: Floats
    weight: float
    near: Floats | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question read against a FAQ.

    words, grams: unit vectors of its features. spoken: its words, `known` what the FAQ knows of them, `weights` what
    each tells. meaning: of the whole, a unit vector or noughts. length: of how many words it consists.
    """

    words: Mapping[str, float]
    grams: Mapping[str, float]
    spoken: Sequence[str]
    known: Sequence[Word]
    weights: Sequence[float]
    meaning: Floats
    length: int


class Vocabulary:
    """Every word of every entry. Immutable but for a cache of what words mean."""

    def __init__(self, phrasings: Iterable[Spoken], meanings: Meanings) -> None:
        """`phrasings`: those of an entry together, entries in the order of their places."""
        self._meanings = meanings
        self._numbers: dict[str, int] = {}
        langs: list[str] = []
        inside: list[dict[int, int]] = []  # of each entry its words and in how many of its phrasings each stands
        for place, lang, spoken in phrasings:
            while len(inside) <= place:
                inside.append({})
            for word in spoken or ("",):  # so that no entry is without words
                number = self._numbers.setdefault(word, len(self._numbers))
                if number == len(langs):
                    langs.append(lang)
                inside[place][number] = inside[place].get(number, 0) + 1
        self._carriers = np.bincount([number for words in inside for number in words], minlength=len(langs)).tolist()
        self._unseen = math.log((len(inside) + 1.0) / 1.2)
        self._total = len(inside) + 1.0
        self._known: dict[tuple[str, str], Word] = {}
        nothing = np.zeros(meanings.size, np.float32)
        found = (meanings.vector(word, lang) if word else None for word, lang in zip(self._numbers, langs, strict=True))
        self._vectors = np.array([nothing if one is None else one for one in found], np.float32).reshape(
            len(langs), meanings.size
        )
        # The words of all entries one after the other, and where each entry's begin.
        self._words = np.array([number for words in inside for number in words], np.int64)
        self._counts = np.array([count for words in inside for count in words.values()], np.int64)
        self._sizes = np.array([len(words) for words in inside], np.int64)
        self._starts = np.cumsum(self._sizes) - self._sizes
        self._is_small = len(self._words) <= _SMALL
        self._kept = min(_CACHED, _CACHED_NUMBERS // max(len(inside), 1)) if self._is_small else _CACHED

    def question(self, tokens: Tokens, lang: str, rarity: Rarity) -> Question:
        """A question's tokens held against this FAQ."""
        known = [self._read(word, lang) for word in tokens.spoken]
        return Question(
            rarity.unit(tokens.words),
            rarity.unit(tokens.grams),
            tokens.spoken,
            known,
            [word.weight for word in known],
            self._meaning(known),
            tokens.length,
        )

    def meaning(self, spoken: Sequence[str], lang: str) -> Floats:
        """What these words mean together: a unit vector, or noughts."""
        return self._meaning([self._read(word, lang) for word in spoken])

    def nearness(self, question: Question, places: Numbers) -> Floats:
        """(words, entries): how near each word of the question comes to one of the entry, 0…1 (1: it has that word)."""
        if not self._is_small:
            return self._compared(question.known, places)
        rows = [self._with_all(word) if word.near is None else word.near for word in question.known]
        return np.array(rows)[:, places]

    def nearness_without(self, question: Question, place: int, without: Sequence[str]) -> Floats:
        """(words,): the same of one entry, when the words of one of its phrasings count as not written."""
        return self._compared(question.known, np.array([place]), without)[:, 0]

    def _with_all(self, word: Word) -> Floats:
        near = self._vectors @ word.vector
        if word.number >= 0:
            near[word.number] = 1.0
        word.near = _as_share(np.maximum.reduceat(near[self._words], self._starts))
        return word.near

    def _compared(self, known: Sequence[Word], places: Numbers, without: Sequence[str] = ()) -> Floats:
        sizes = self._sizes[places]
        at = spans(self._starts[places], sizes)
        begins = sizes.cumsum() - sizes
        words = self._words[at]
        near = np.array([word.vector for word in known]) @ self._vectors[words].T
        near[words == np.array([[word.number] for word in known])] = 1.0
        if without:
            gone = np.array([self._numbers[word] for word in without], np.int64)
            near[:, (self._counts[at] == 1) & np.isin(words, gone)] = 0.0
        return _as_share(np.maximum.reduceat(near, begins, axis=1))

    def _meaning(self, known: Sequence[Word]) -> Floats:
        if not known:
            return np.zeros(self._meanings.size, np.float32)
        total = np.array([word.weight for word in known], np.float32) @ np.array([word.vector for word in known])
        length = math.sqrt(total @ total)
        unit: Floats = total / np.float32(length) if length else total
        return unit

    def _read(self, word: str, lang: str) -> Word:
        """What a word means, and how much it tells: more, the fewer entries and the fewer people use it."""
        found = self._known.get((word, lang))
        if found is None:
            vector = self._meanings.vector(word, lang)
            number = self._numbers.get(word, -1)
            spread = math.log(self._total / (self._carriers[number] + 0.2)) / self._unseen if number >= 0 else 1.0
            weight = (_LEAST + self._meanings.rarity(word, lang)) * max(spread, 0.0)
            found = Word(number, np.zeros(self._meanings.size, np.float32) if vector is None else vector, weight)
            if len(self._known) >= self._kept:
                self._known.clear()
            self._known[word, lang] = found
        return found


def _as_share(near: Floats) -> Floats:
    """Cosines as shares: 0 from NEAR down, 1 of the same word."""
    shares: Floats = np.minimum(np.maximum((near - NEAR) * (1.0 / (1.0 - NEAR)), 0.0), 1.0)
    return shares
