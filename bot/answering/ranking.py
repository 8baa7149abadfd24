"""Ranks entries for a question: all phrasings of an entry together, its single best one, and its answer's text."""

import math
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.answering.index import Index, Rarity, dot, vector
from bot.answering.normalise import normalise, without_politeness
from bot.answering.tokens import WORD_KINDS, Tokeniser, Tokens
from bot.core.faq import LANGS, Entry

# Shares of the score against the single best phrasing, which counts 1. Chosen over all development sets together.
TOGETHER = 3.0  # all phrasings of an entry in one language
ANSWER_TEXT = 1.5
CONTAINED = 1.0  # how much of the question stands in that one phrasing, however much else the phrasing says
TOO_LITTLE = 0.1  # what moves a score by less is left out: two fifths of the index's work for no difference in rank
ANSWER_CHARS = 1500  # of an answer that are read; what a text is about stands at its beginning
LOOKED_INTO = 4  # groups whose phrasings are compared one by one; further down the order no longer matters
RANKED = 12  # ids in a decision (10), and two to spare for calibration without the right one
_NOBODY: Mapping[str, int] = {}
_NOTHING: AbstractSet[str] = frozenset()
_NOWHERE: Sequence[tuple[int, float]] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry's score and the number of the phrasing that fitted best (any of the entry's where none was compared)."""

    entry: str
    score: float
    phrasing: int


@dataclass(frozen=True, slots=True)
class Missing:
    """`share` (0…1) of a question that an entry does not explain, and the heaviest unexplained word with its weight."""

    share: float
    word: str
    weight: float


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One question text of an entry, as written, and its features as a unit vector."""

    entry: str
    lang: str
    text: str
    vector: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Group:
    """The phrasings of one entry in one language, `first` ≤ number < `last`; their postings; the answer's vector."""

    entry: str
    first: int
    last: int
    postings: Mapping[str, Sequence[tuple[int, float]]]
    answer: Mapping[str, float]

    def best_phrasing(self, question: Mapping[str, float], without: int) -> tuple[int, float]:
        """The number of the phrasing but `without` that fits best, and how well (0…1 + CONTAINED)."""
        similar = [0.0] * (self.last - self.first)
        found = self.postings.get
        for feature, weight in question.items():
            contained = CONTAINED * weight
            for at, part in found(feature, _NOWHERE):
                similar[at] += weight * (part + contained)
        if self.first <= without < self.last:
            similar[without - self.first] = 0.0
        fit = max(similar)
        return self.first + similar.index(fit), fit


class Ranking:
    """Everything needed to rank; built once, never changed after."""

    def __init__(self, entries: Mapping[str, Entry], tokeniser: Tokeniser) -> None:
        self.tokeniser = tokeniser
        written = [
            (entry.id, lang, phrase, self.tokens(normalise(phrase), lang))
            for entry in entries.values()
            for lang, text in entry.texts.items()
            for phrase in dict.fromkeys((text.question, *text.variants))
        ]
        self.rarity = Rarity((entry, tokens) for entry, _, _, tokens in written)
        self.phrasings = [Phrasing(e, lang, phrase, self.vector(tokens)) for e, lang, phrase, tokens in written]
        self._carriers = _carriers(self.phrasings)
        self._said: dict[str, set[str]] = {}
        for phrasing in self.phrasings:
            self._said.setdefault(phrasing.entry, set()).update(phrasing.vector)
        self._groups = self._grouped(entries)
        self._index = Index()
        for group in self._groups:
            self._index.add(self._summed(group, range(group.first, group.last)))

    def tokens(self, text: str, lang: str) -> Tokens:
        """The features of a normalised text."""
        return self.tokeniser.read(without_politeness(text), lang)

    def vector(self, tokens: Tokens) -> dict[str, float]:
        """The features as a unit vector."""
        return vector(tokens, self.rarity)

    def rank(self, question: Mapping[str, float], *, without: int = -1) -> list[Hit]:
        """The first RANKED entries, best first. `without`: a phrasing (its number) that counts as not written."""
        scores = self._index.similarities(question)
        if without >= 0:
            self._forget(question, scores, without)
        # An entry has a group for each of its languages.
        best = _best(range(len(scores)), scores)[: len(LANGS) * RANKED]
        fits = {number: self._groups[number].best_phrasing(question, without) for number in best[:LOOKED_INTO]}
        for number, (_, fit) in fits.items():
            scores[number] += fit
        hits: dict[str, Hit] = {}
        for number in _best(best, scores):
            group = self._groups[number]
            if scores[number] > 0.0 and group.entry not in hits:
                phrasing = fits[number][0] if number in fits else group.first
                hits[group.entry] = Hit(group.entry, scores[number], phrasing)
                if len(hits) == RANKED:
                    break
        return list(hits.values())

    def missing(self, question: Mapping[str, float], entry: str, *, without: int = -1) -> Missing:
        """What the entry's phrasings do not explain of a question's vector."""
        explained = self._said.get(entry, _NOTHING)
        if without >= 0 and self.phrasings[without].entry == entry:
            own = self.phrasings[without].vector
            explained = {f for f in question if self._carriers.get(f, _NOBODY).get(entry, 0) > (f in own)}
        share = 0.0
        word, weight = "", 0.0
        for feature, part in question.items():
            if feature in explained:
                continue
            share += part * part
            if part > weight and feature[0] in WORD_KINDS and len(feature) > 1:
                word, weight = feature, part
        return Missing(share, word, weight)

    def has_others(self, number: int) -> bool:
        """Whether the entry of this phrasing has another one in the same language."""
        own = self.phrasings[number]
        near = self.phrasings[max(0, number - 1) : number + 2]
        return sum(1 for phrasing in near if (phrasing.entry, phrasing.lang) == (own.entry, own.lang)) > 1

    def _forget(self, question: Mapping[str, float], scores: list[float], without: int) -> None:
        for number, group in enumerate(self._groups):
            if group.first <= without < group.last:
                rest = [at for at in range(group.first, group.last) if at != without]
                scores[number] = dot(question, self._summed(group, rest))

    def _grouped(self, entries: Mapping[str, Entry]) -> list[_Group]:
        groups: list[_Group] = []
        first = 0
        for last in range(1, len(self.phrasings) + 1):
            own = self.phrasings[first]
            after = self.phrasings[last] if last < len(self.phrasings) else None
            if after is None or (after.entry, after.lang) != (own.entry, own.lang):
                answer = self._answer_vector(entries[own.entry].texts[own.lang].answer, own.lang)
                groups.append(_Group(own.entry, first, last, _postings(self.phrasings[first:last]), answer))
                first = last
        return groups

    def _answer_vector(self, answer: str, lang: str) -> dict[str, float]:
        text = normalise(answer[:ANSWER_CHARS], limit=ANSWER_CHARS)
        words = self.tokeniser.read(text, lang).words
        return self.vector(Tokens([word for word in words if self.rarity.known(word)], (), 0))

    def _summed(self, group: _Group, numbers: Sequence[int]) -> dict[str, float]:
        """All phrasings and the answer as one vector, weighted as they count in the score."""
        summed: dict[str, float] = {}
        for number in numbers:
            for feature, weight in self.phrasings[number].vector.items():
                summed[feature] = summed.get(feature, 0.0) + weight
        length = math.sqrt(sum(weight * weight for weight in summed.values())) or 1.0
        result = {feature: TOGETHER * weight / length for feature, weight in summed.items()}
        for feature, weight in group.answer.items():
            result[feature] = result.get(feature, 0.0) + ANSWER_TEXT * weight
        return {feature: weight for feature, weight in result.items() if weight >= TOO_LITTLE}


def _best(numbers: Iterable[int], scores: Sequence[float]) -> list[int]:
    """The numbers by their scores, highest first, the earlier one first when two are equal."""
    return sorted(numbers, key=scores.__getitem__, reverse=True)


def _postings(phrasings: Sequence[Phrasing]) -> dict[str, list[tuple[int, float]]]:
    """Feature → (place among these phrasings, weight)."""
    postings: dict[str, list[tuple[int, float]]] = {}
    for at, phrasing in enumerate(phrasings):
        for feature, weight in phrasing.vector.items():
            postings.setdefault(feature, []).append((at, weight))
    return postings


def _carriers(phrasings: Sequence[Phrasing]) -> dict[str, dict[str, int]]:
    """Feature → entry → in how many of its phrasings."""
    carriers: dict[str, dict[str, int]] = {}
    for phrasing in phrasings:
        for feature in phrasing.vector:
            by_entry = carriers.setdefault(feature, {})
            by_entry[phrasing.entry] = by_entry.get(phrasing.entry, 0) + 1
    return carriers
