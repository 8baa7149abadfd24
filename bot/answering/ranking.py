"""Ranks entries for a question: by words, characters and meaning, against each phrasing and all of an entry together.

Two rounds: what is cheap is compared with every entry, what is dear only with those that lead. The weights of both were
fitted on FAQs and questions of three languages together (`weights.py`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.answering.index import Floats, Index, Numbers, spans
from bot.answering.meanings import Meanings
from bot.answering.normalise import normalise, without_politeness
from bot.answering.rarity import Rarity
from bot.answering.shorthand import in_full
from bot.answering.spelling import Spelling
from bot.answering.tokens import Tokeniser, Tokens
from bot.answering.vocabulary import Question, Vocabulary
from bot.answering.weights import CHEAP_WEIGHTS, WEIGHTS
from bot.core.faq import Entry

ANSWER_CHARS = 1500  # of an answer that are read; what a text is about stands at its beginning
RANKED = 12  # entries that get into the second round: the ids in a decision (10), and two to spare for calibration
_WORDS, _GRAMS = 0, 1  # kinds of features
# In the order in which `_cheap` and `_dear` make them.
CHEAP = ("words_best", "words_all", "grams_best", "grams_all", "meaning_all", "answer")
FEATURES = (*CHEAP, "meaning_best", "covered")
_NOTHING = 1e-6  # a squared length below this is rounding
_CHEAP_WEIGHTS = np.array([CHEAP_WEIGHTS[name] for name in CHEAP], np.float32)
_WEIGHTS = np.array([WEIGHTS[name] for name in FEATURES], np.float32)


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry, its score (the logarithm of how likely it is, up to a constant), and the FEATURES behind it."""

    entry: str
    score: float
    features: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """The entries for a question, best first, and (hits, words) how near each of its words comes to each of them."""

    hits: Sequence[Hit]
    near: Floats

    def missing(self, question: Question, place: int = 0) -> tuple[str, float]:
        """The heaviest word that a hit does not explain, by its words or near ones, and its share of the question."""
        total = float(question.weights.sum())
        if not total:
            return "", 0.0
        lacking = question.weights * (1.0 - self.near[place])
        heaviest = int(lacking.argmax())
        return question.spoken[heaviest], float(lacking[heaviest]) / total

    def without(self, entry: str) -> "Ranked":
        """The same when an entry had not been written."""
        kept = [at for at, hit in enumerate(self.hits) if hit.entry != entry]
        return Ranked([self.hits[at] for at in kept], self.near[kept])


NOTHING = Ranked((), np.zeros((0, 0), np.float32))


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One question text of an entry, as written, its words and concepts (marked) and everything said (unmarked)."""

    entry: str
    lang: str
    text: str
    words: tuple[str, ...]
    spoken: tuple[str, ...]


class Ranking:
    """Everything needed to rank; built once, never changed after."""

    def __init__(self, entries: Mapping[str, Entry], tokeniser: Tokeniser, meanings: Meanings) -> None:
        self.tokeniser = tokeniser
        self.ids = tuple(entries)
        self.phrasings: list[Phrasing] = []
        self._places = {entry: place for place, entry in enumerate(self.ids)}
        self._rarity = Rarity(self._written(entries))
        forms = {form for one in self.phrasings for form in tokeniser.forms(_bare(normalise(one.text), one.lang))}
        self._spelling = Spelling(
            sorted(forms.union(tokeniser.lexicon.chinese_terms())),
            tokeniser.segments,
            lambda form, lang: meanings.knows(tokeniser.stem(form, lang), lang),
        )
        self._vocabulary = Vocabulary(
            ((self._places[one.entry], one.lang, one.spoken) for one in self.phrasings), meanings
        )
        # A group is what one entry has in one language. Where each group and each entry begins:
        self._groups = _starts([(one.entry, one.lang) for one in self.phrasings])
        self._entries = _starts([self.phrasings[at].entry for at in self._groups])
        self._first = np.append(self._groups[self._entries], len(self.phrasings))
        self._meant = np.zeros((len(self.phrasings), meanings.size), np.float32)
        for number, one in enumerate(self.phrasings):
            self._meant[number] = self._vocabulary.meaning(one.spoken, one.lang)
        self._summed = np.add.reduceat(self._meant, self._groups, axis=0) if self.phrasings else self._meant
        # How long the sums of their vectors are, squared.
        self._lengths = np.zeros((3, len(self._groups)), np.float32)
        self._lengths[2] = np.einsum("gd,gd->g", self._summed, self._summed)
        first = [self.phrasings[at] for at in self._groups]
        self._index = Index(
            [
                (_WORDS, self._adding_up(0, (self._rarity.unit(one.words) for one in self.phrasings))),
                (_GRAMS, self._adding_up(1, (self._rarity.unit(self._read(one).grams) for one in self.phrasings))),
                (_WORDS, (self._answer(entries[one.entry], one.lang) for one in first)),
            ]
        )
        self._shortening = _one_over_root(self._lengths)

    def tokens(self, text: str, lang: str) -> Tokens:
        """The features of a normalised text, slips put right."""
        return self.tokeniser.read(self._spelling.mended(_bare(text, lang), lang), lang)

    def question(self, tokens: Tokens, lang: str) -> Question:
        """A text's features held against this FAQ."""
        return self._vocabulary.question(tokens, lang, self._rarity)

    def written(self, number: int) -> Question:
        """A phrasing as a question."""
        one = self.phrasings[number]
        return self.question(self._read(one), one.lang)

    def rank(self, question: Question, *, without: int = -1) -> Ranked:
        """The first RANKED, best first. `without`: the phrasing asked (its number), which counts as not written."""
        if not self.phrasings:
            return NOTHING
        cheap = self._cheap(question, without)
        if not cheap.any():
            return NOTHING
        led = _best(_CHEAP_WEIGHTS @ cheap, RANKED)
        dear, near = self._dear(question, led, without)
        features = np.concatenate((cheap[:, led], dear))
        scores = _WEIGHTS @ features
        order = (-scores).argsort(kind="stable")
        hits = [
            Hit(self.ids[place], score, tuple(values))
            for place, score, values in zip(
                led[order].tolist(), scores[order].tolist(), features[:, order].T.tolist(), strict=True
            )
        ]
        return Ranked(hits, near[order])

    def compared(self, question: Question) -> Floats:
        """(FEATURES, entries in the order of `ids`): everything compared with everything, for fitting the weights."""
        dear, _ = self._dear(question, np.arange(len(self.ids)), -1)
        return np.concatenate((self._cheap(question, -1), dear))

    def closest(self, question: Question, entry: str) -> Phrasing:
        """The phrasing of an entry that fits best."""
        place = self.ids.index(entry)
        first, end = int(self._first[place]), int(self._first[place + 1])
        return self.phrasings[first + int(self._fits(question)[first:end].argmax())]

    def fit(self, question: Question) -> float:
        """How well the best of all phrasings fits, by words, characters and meaning together: 0…3."""
        return float(self._fits(question).max(initial=0.0))

    def has_others(self, number: int) -> bool:
        """Whether the entry of this phrasing has another one in the same language."""
        own = self.phrasings[number]
        near = self.phrasings[max(0, number - 1) : number + 2]
        return sum(1 for phrasing in near if (phrasing.entry, phrasing.lang) == (own.entry, own.lang)) > 1

    def _written(self, entries: Mapping[str, Entry]) -> Iterator[tuple[int, Tokens]]:
        """The features of every phrasing, each of which is noted on the way; one string for a word, however often."""
        same: dict[str, str] = {}
        for place, entry in enumerate(entries.values()):
            for lang, text in entry.texts.items():
                for written in dict.fromkeys((text.question, *text.variants)):
                    tokens = self.tokeniser.read(_bare(normalise(written), lang), lang)
                    words = tuple([same.setdefault(word, word) for word in tokens.words])
                    spoken = tuple([same.setdefault(word, word) for word in tokens.spoken])
                    self.phrasings.append(Phrasing(entry.id, lang, written, words, spoken))
                    yield place, tokens

    def _read(self, phrasing: Phrasing) -> Tokens:
        return self.tokeniser.read(_bare(normalise(phrasing.text), phrasing.lang), phrasing.lang)

    def _adding_up(self, row: int, vectors: Iterable[dict[str, float]]) -> Iterator[dict[str, float]]:
        """The same, while the length of each group's sum is noted."""
        total: dict[str, float] = {}
        group = 0
        ends = [*self._groups[1:].tolist(), len(self.phrasings)]
        for number, vector in enumerate(vectors, start=1):
            for feature, weight in vector.items():
                total[feature] = total.get(feature, 0.0) + weight
            if number == ends[group]:
                self._lengths[row, group] = sum([weight * weight for weight in total.values()])
                total = {}
                group += 1
            yield vector

    def _cheap(self, question: Question, without: int) -> Floats:
        """(CHEAP, entries)."""
        found = self._index.similarities((question.words, question.grams))
        size = len(self.phrasings)
        similar = found[: 2 * size].reshape(2, size)
        sums = np.concatenate((np.add.reduceat(similar, self._groups, axis=1), (self._summed @ question.meaning)[None]))
        shortening = self._shortening
        if without >= 0:
            group = int(np.searchsorted(self._groups, without, side="right")) - 1
            own = np.append(similar[:, without], self._meant[without] @ question.meaning)
            left = self._lengths[:, group] - 2.0 * sums[:, group] + own
            shortening = shortening.copy()
            shortening[:, group] = _one_over_root(left)
            sums[:, group] -= own
            similar[:, without] = 0.0
        sums *= shortening
        best = np.maximum.reduceat(similar, self._groups, axis=1)
        of_groups = np.concatenate((best[:1], sums[:1], best[1:], sums[1:], found[2 * size :][None]))
        return np.maximum.reduceat(of_groups, self._entries, axis=1)

    def _dear(self, question: Question, led: Numbers, without: int) -> tuple[Floats, Floats]:
        """(the other FEATURES, entries led); and (entries led, words): how near each word comes to the entry."""
        first = self._first[led]
        at, begins = spans(first, self._first[led + 1] - first)
        meant = self._meant[at] @ question.meaning
        if without >= 0:
            meant[at == without] = 0.0
        near = self._near(question, led, without)
        share = question.weights / (float(question.weights.sum()) or 1.0)
        return np.array([np.maximum.reduceat(meant, begins), near @ share], np.float32), near

    def _fits(self, question: Question) -> Floats:
        size = len(self.phrasings)
        found = self._index.similarities((question.words, question.grams))
        fits: Floats = found[:size] + found[size : 2 * size] + self._meant @ question.meaning
        return fits

    def _near(self, question: Question, places: Numbers, without: int) -> Floats:
        if without < 0:
            return self._vocabulary.nearness(question, places)
        own = self.phrasings[without]
        return self._vocabulary.nearness(question, places, without=own.spoken, of=self._places[own.entry])

    def _answer(self, entry: Entry, lang: str) -> dict[str, float]:
        text = normalise(entry.texts[lang].answer[:ANSWER_CHARS], limit=ANSWER_CHARS)
        words = self.tokeniser.read(text, lang).words
        return self._rarity.unit([word for word in words if self._rarity.known(word)])


def _bare(text: str, lang: str) -> str:
    """A normalised text without courtesy, its shorthand written out."""
    return without_politeness(in_full(text, lang))


def _starts(names: Sequence[object]) -> Numbers:
    """Where a new name begins."""
    return np.array([at for at, name in enumerate(names) if at == 0 or name != names[at - 1]], np.int64)


def _one_over_root(lengths: Floats) -> Floats:
    """Of squared lengths: by what to multiply for a length of 1; 0 of nothing."""
    return np.where(lengths > _NOTHING, 1.0 / np.sqrt(np.maximum(lengths, _NOTHING)), 0.0).astype(np.float32)


def _best(scores: Floats, number: int) -> Numbers:
    """The places of the highest scores, best first, the earlier one first when two are equal."""
    if len(scores) > 4 * number:
        found = np.sort(np.argpartition(-scores, number)[:number])
        return found[np.argsort(-scores[found], kind="stable")]
    return np.argsort(-scores, kind="stable")[:number]
