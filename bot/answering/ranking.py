"""Ranks entries for a question: the best phrasing, all phrasings of an entry together, and a little of the answer's text."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answering.index import Index, Rarity, Tokens, vector
from bot.answering.normalise import normalise, without_politeness
from bot.answering.tokens import Tokeniser
from bot.core.faq import Entry

# Shares of the score, chosen over all development sets together (docs/why.md), not for one FAQ.
WORDS_SHARE = 0.5
TOGETHER = 0.5
ANSWER_TEXT = 0.3
ANSWER_CHARS = 1500
KEPT = 10  # ids in a decision, DESIGN §7


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry's score and the phrasing that fitted best."""

    entry: str
    score: float
    phrasing: int


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One question text of an entry, as written and as features."""

    entry: str
    lang: str
    text: str
    tokens: Tokens


@dataclass(slots=True)
class _Group:
    """The phrasings of one entry in one language: `first` ≤ number < `last`; `length` is that of their summed vector."""

    entry: str
    first: int
    last: int
    length: float = 0.0
    answer: int = -1


class Ranking:
    """Everything needed to rank; built once, never changed after."""

    def __init__(self, entries: Mapping[str, Entry], tokeniser: Tokeniser) -> None:
        self.tokeniser = tokeniser
        self.phrasings: list[Phrasing] = []
        self._groups: list[_Group] = []
        for entry in entries.values():
            for lang, text in entry.texts.items():
                first = len(self.phrasings)
                for written in dict.fromkeys((text.question, *text.variants)):
                    self.phrasings.append(Phrasing(entry.id, lang, written, self.tokens(normalise(written), lang)))
                self._groups.append(_Group(entry.id, first, len(self.phrasings)))
        by_entry: dict[str, list[Tokens]] = {}
        for phrasing in self.phrasings:
            by_entry.setdefault(phrasing.entry, []).append(phrasing.tokens)
        self.rarity = Rarity(by_entry.values())
        self.carriers = _carriers(self.phrasings)
        self._index = Index()
        self.vectors = [vector(phrasing.tokens, self.rarity, WORDS_SHARE) for phrasing in self.phrasings]
        for weights in self.vectors:
            self._index.add(weights)
        for group in self._groups:
            group.length = _length(self.vectors[group.first : group.last])
        self._add_answers(entries)

    def tokens(self, text: str, lang: str) -> Tokens:
        """The features of a normalised text."""
        meant = without_politeness(text)
        return Tokens(self.tokeniser.words(meant, lang), self.tokeniser.grams(meant, lang))

    def rank(self, tokens: Tokens, *, without: int = -1) -> list[Hit]:
        """Entries best first. `without`: the number of a phrasing to act as if it had never been written."""
        similar = self._index.similarities(vector(tokens, self.rarity, WORDS_SHARE))
        best: dict[str, Hit] = {}
        for group in self._groups:
            own = group.first <= without < group.last
            hit = self._score_without(group, similar, without) if own else _score(group, similar)
            known = best.get(group.entry)
            if hit.score > 0.0 and (known is None or hit.score > known.score):
                best[group.entry] = hit
        return sorted(best.values(), key=lambda hit: (-hit.score, hit.entry))

    def _score_without(self, group: _Group, similar: Sequence[float], without: int) -> Hit:
        rest = list(similar[group.first : group.last])
        rest[without - group.first] = 0.0
        kept = [number for number in range(group.first, group.last) if number != without]
        smaller = _Group(group.entry, 0, len(rest), _length([self.vectors[number] for number in kept]), -1)
        hit = _score(smaller, rest)
        answer = ANSWER_TEXT * similar[group.answer] if group.answer >= 0 else 0.0
        return Hit(hit.entry, hit.score + answer, hit.phrasing + group.first)

    def _add_answers(self, entries: Mapping[str, Entry]) -> None:
        for group in self._groups:
            lang = self.phrasings[group.first].lang
            text = normalise(entries[group.entry].texts[lang].answer, limit=ANSWER_CHARS)
            words = self.tokeniser.words(text, lang) if text else []
            known = Tokens([word for word in words if self.rarity.known(word)], ())
            if known.words:
                group.answer = self._index.add(vector(known, self.rarity, 1.0))


def _score(group: _Group, similar: Sequence[float]) -> Hit:
    own = similar[group.first : group.last]
    top = max(own)
    together = sum(own) / group.length if group.length else 0.0
    answer = similar[group.answer] if group.answer >= 0 else 0.0
    return Hit(group.entry, top + TOGETHER * together + ANSWER_TEXT * answer, group.first + own.index(top))


def _length(vectors: Sequence[Mapping[str, float]]) -> float:
    summed: dict[str, float] = {}
    for weights in vectors:
        for feature, weight in weights.items():
            summed[feature] = summed.get(feature, 0.0) + weight
    return math.sqrt(sum(weight * weight for weight in summed.values()))


def _carriers(phrasings: Sequence[Phrasing]) -> dict[str, dict[str, int]]:
    """Feature → entry → in how many of its phrasings; only words, because they are what a person would miss."""
    carriers: dict[str, dict[str, int]] = {}
    for phrasing in phrasings:
        for word in set(phrasing.tokens.words):
            by_entry = carriers.setdefault(word, {})
            by_entry[phrasing.entry] = by_entry.get(phrasing.entry, 0) + 1
    return carriers
