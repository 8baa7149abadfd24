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


@dataclass(frozen=True, slots=True)
class Question:
    """A question read against a FAQ.

    words, grams: unit vectors of its features. spoken: its words, `weights` what each tells, `vectors` what each means
    (noughts when that is not known), `numbers` which word of the FAQ it is (−1: none). meaning: of the whole, a
    unit vector or noughts. length: of how many words it consists.
    """

    words: Mapping[str, float]
    grams: Mapping[str, float]
    spoken: Sequence[str]
    weights: Floats
    vectors: Floats
    numbers: Numbers
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
            for word in spoken:
                number = self._numbers.setdefault(word, len(self._numbers))
                if number == len(langs):
                    langs.append(lang)
                inside[place][number] = inside[place].get(number, 0) + 1
        self._carriers = np.bincount([number for words in inside for number in words], minlength=len(langs)).tolist()
        self._unseen = math.log((len(inside) + 1.0) / 1.2)
        self._total = len(inside) + 1.0
        self._known: dict[tuple[str, str], tuple[Floats, float]] = {}
        nothing = np.zeros(meanings.size, np.float32)
        found = (meanings.vector(word, lang) for word, lang in zip(self._numbers, langs, strict=True))
        self._vectors = np.array([nothing if one is None else one for one in found], np.float32).reshape(
            len(langs), meanings.size
        )
        # The words of all entries one after the other, and where each entry's begin.
        self._words = np.array([number for words in inside for number in words], np.int64)
        self._counts = np.array([count for words in inside for count in words.values()], np.int64)
        self._sizes = np.array([len(words) for words in inside], np.int64)
        self._starts = np.cumsum(self._sizes) - self._sizes

    def question(self, tokens: Tokens, lang: str, rarity: Rarity) -> Question:
        """A question's tokens held against this FAQ."""
        known = [self._read(word, lang) for word in tokens.spoken]
        size = self._meanings.size
        weights = np.array([weight for _, weight in known], np.float32)
        vectors = np.array([vector for vector, _ in known], np.float32).reshape(len(known), size)
        numbers = np.array([self._numbers.get(word, -1) for word in tokens.spoken], np.int64)
        return Question(
            rarity.unit(tokens.words),
            rarity.unit(tokens.grams),
            tokens.spoken,
            weights,
            vectors,
            numbers,
            _unit(weights @ vectors),
            tokens.length,
        )

    def meaning(self, spoken: Sequence[str], lang: str) -> Floats:
        """What these words mean together: a unit vector, or noughts."""
        total = np.zeros(self._meanings.size, np.float32)
        for word in spoken:
            vector, weight = self._read(word, lang)
            total += np.float32(weight) * vector
        return _unit(total)

    def nearness(self, question: Question, places: Numbers, *, without: Sequence[str] = (), of: int = -1) -> Floats:
        """(entries, words): how near each word of the question comes to one of the entry, 0…1 (1: it has that word).

        `without`: the words of a phrasing of the entry `of` that counts as not written.
        """
        at, begins = spans(self._starts[places], self._sizes[places])
        words = self._words[at]
        near = self._vectors[words] @ question.vectors.T
        near -= NEAR
        near *= 1.0 / (1.0 - NEAR)
        near[words[:, None] == question.numbers] = 1.0
        if without:
            gone = np.array([self._numbers[word] for word in without], np.int64)
            owners = np.repeat(places, self._sizes[places])
            near[(owners == of) & (self._counts[at] == 1) & np.isin(words, gone)] = 0.0
        return np.minimum(np.maximum(np.maximum.reduceat(near, begins, axis=0), 0.0), 1.0)

    def _read(self, word: str, lang: str) -> tuple[Floats, float]:
        """What a word means, and how much it tells: more, the fewer entries and the fewer people use it."""
        key = (word, lang)
        found = self._known.get(key)
        if found is None:
            vector = self._meanings.vector(word, lang)
            number = self._numbers.get(word, -1)
            spread = math.log(self._total / (self._carriers[number] + 0.2)) / self._unseen if number >= 0 else 1.0
            weight = (_LEAST + self._meanings.rarity(word, lang)) * max(spread, 0.0)
            found = (np.zeros(self._meanings.size, np.float32) if vector is None else vector, weight)
            if len(self._known) >= _CACHED:
                self._known.clear()
            self._known[key] = found
        return found


def _unit(vector: Floats) -> Floats:
    length = float(np.sqrt(vector @ vector))
    return vector / np.float32(length) if length else vector
