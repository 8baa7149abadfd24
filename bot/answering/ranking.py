"""Ranks entries for a question: by words, characters and meaning, against each phrasing and all of an entry together.

Two rounds: what is cheap is compared with every entry, what is dear only with those that lead. The weights of both were
fitted on FAQs and questions of three languages together (`weights.py`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from bot.answering.index import Floats, Numbers, Vector
from bot.answering.likeness import CHEAP, Group, Likeness, Size
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
FEATURES = (*CHEAP, "meaning_best", "covered")
_CHEAP_WEIGHTS = np.array([CHEAP_WEIGHTS[name] for name in CHEAP], np.float32)
_WEIGHTS = np.array([WEIGHTS[name] for name in FEATURES], np.float32)


@dataclass(frozen=True, slots=True)
class Ranked:
    """The entries for a question, best first.

    scores: the logarithm of how likely each is, up to a constant. features: (FEATURES, entries), what is behind that.
    near: (words, entries), how near each word of the question comes to each entry. beyond: how well each message that
    no FAQ is for fits, 0…3.
    """

    entries: Sequence[str]
    scores: Sequence[float]
    features: Floats
    near: Floats
    beyond: Floats

    def missing(self, question: Question) -> tuple[str, float]:
        """The heaviest word that the first entry does not explain, by its words or near ones, and its share of all."""
        total = sum(question.weights)
        if not total:
            return "", 0.0
        lacking = [
            weight * (1.0 - near) for weight, near in zip(question.weights, self.near[:, 0].tolist(), strict=True)
        ]
        most = max(lacking)
        return question.spoken[lacking.index(most)], most / total

    def likeness(self, number: int) -> float:
        """How well the nearest of the first `number` messages that no FAQ is for fits, 0…3."""
        return float(self.beyond[:number].max(initial=0.0))

    def without(self, entry: str) -> "Ranked":
        """The same when an entry had not been written."""
        kept = [at for at, name in enumerate(self.entries) if name != entry]
        return Ranked(
            [self.entries[at] for at in kept],
            [self.scores[at] for at in kept],
            self.features[:, kept],
            self.near[:, kept],
            self.beyond,
        )


_NO_VALUES = np.zeros((len(FEATURES), 0), np.float32)
NOTHING = Ranked((), (), _NO_VALUES, _NO_VALUES[:0], _NO_VALUES[0])


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One question text of an entry, as written and as read, its words and concepts (marked), all said (unmarked)."""

    entry: str
    lang: str
    text: str
    read_as: str
    words: tuple[str, ...]
    spoken: tuple[str, ...]


class Ranking:
    """Everything needed to rank; built once, never changed after."""

    def __init__(
        self,
        entries: Mapping[str, Entry],
        tokeniser: Tokeniser,
        meanings: Meanings,
        outside: Iterable[tuple[str, str]] = (),
    ) -> None:
        """`outside`: (language, text) of messages that no FAQ is for."""
        self.tokeniser = tokeniser
        self.ids = tuple(entries)
        self.phrasings: list[Phrasing] = []
        self._places = {entry: place for place, entry in enumerate(self.ids)}
        self._rarity = Rarity(self._written(entries))
        forms = {form for one in self.phrasings for form in tokeniser.forms(one.read_as)}
        self._spelling = Spelling(
            sorted(forms.union(tokeniser.lexicon.chinese_terms())),
            tokeniser.segments,
            lambda form, lang: meanings.knows(tokeniser.stem(form, lang), lang),
        )
        self._vocabulary = Vocabulary(
            ((self._places[one.entry], one.lang, one.spoken) for one in self.phrasings), meanings
        )
        langs = list(dict.fromkeys(one.lang for one in self.phrasings))
        size = Size(len(self.ids), len(langs), len(self.phrasings), meanings.size)
        beyond = [self.question(self.tokens(normalise(text), lang), lang) for lang, text in outside]
        self._likeness = Likeness(size, self._groups(entries, langs), beyond)

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
        cheap, beyond = self._likeness.compared(question, without)
        if not np.count_nonzero(cheap):
            return NOTHING
        led = _best(_CHEAP_WEIGHTS @ cheap, RANKED)
        dear, near = self._dear(question, led, without)
        features = np.concatenate((cheap[:, led], dear))
        scores = _WEIGHTS @ features
        order = (-scores).argsort(kind="stable")
        names = [self.ids[place] for place in led[order].tolist()]
        return Ranked(names, scores[order].tolist(), features[:, order], near[:, order], beyond)

    def compared(self, question: Question) -> Floats:
        """(FEATURES, entries in the order of `ids`): everything compared with everything, for fitting the weights."""
        dear, _ = self._dear(question, np.arange(len(self.ids)), -1)
        return np.concatenate((self._likeness.compared(question)[0], dear))

    def closest(self, question: Question, entry: str) -> Phrasing:
        """The phrasing of an entry that fits best."""
        return self.phrasings[self._likeness.best_of(question, self._places[entry])]

    def nearest(self, question: Question, most: int) -> list[Phrasing]:
        """The phrasings that fit best, of whichever entry; none that has nothing in common with the question."""
        if not self.phrasings:
            return []
        fits = self._likeness.fits(question)
        return [self.phrasings[place] for place in _best(fits, most).tolist() if fits[place] > 0]

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
                    read_as = _bare(normalise(written), lang)
                    tokens = self.tokeniser.read(read_as, lang)
                    words = tuple([same.setdefault(word, word) for word in tokens.words])
                    spoken = tuple([same.setdefault(word, word) for word in tokens.spoken])
                    self.phrasings.append(Phrasing(entry.id, lang, written, read_as, words, spoken))
                    yield place, tokens

    def _read(self, phrasing: Phrasing) -> Tokens:
        return self.tokeniser.read(phrasing.read_as, phrasing.lang)

    def _groups(self, entries: Mapping[str, Entry], langs: Sequence[str]) -> Iterator[Group]:
        for (entry, lang), phrasings in groupby(self.phrasings, key=lambda one: (one.entry, one.lang)):
            vectors = [
                (
                    self._rarity.unit(one.words),
                    self._rarity.unit(self._read(one).grams),
                    self._vocabulary.meaning(one.spoken, lang),
                )
                for one in phrasings
            ]
            yield Group(self._places[entry], langs.index(lang), vectors, self._answer(entries[entry], lang))

    def _dear(self, question: Question, led: Numbers, without: int) -> tuple[Floats, Floats]:
        """(the other FEATURES, entries led); and (words, entries led): how near each word comes to the entry."""
        near = self._vocabulary.nearness(question, led)
        if without >= 0:
            own = self.phrasings[without]
            place = self._places[own.entry]
            near[:, led == place] = self._vocabulary.nearness_without(question, place, own.spoken)[:, None]
        share = np.array(question.weights, np.float32) / (sum(question.weights) or 1.0)
        dear = np.empty((2, len(led)), np.float32)
        dear[0] = self._likeness.best_meaning(question, led.tolist(), without)
        np.dot(share, near, out=dear[1])
        return dear, near

    def _answer(self, entry: Entry, lang: str) -> Vector:
        text = normalise(entry.texts[lang].answer[:ANSWER_CHARS], limit=ANSWER_CHARS)
        words = self.tokeniser.read(text, lang).words
        return self._rarity.unit([word for word in words if self._rarity.known(word)])


def _bare(text: str, lang: str) -> str:
    """A normalised text without courtesy, its shorthand written out."""
    return without_politeness(in_full(text, lang))


def _best(scores: Floats, number: int) -> Numbers:
    """The places of the highest scores, in order."""
    if len(scores) <= number:
        return np.arange(len(scores))
    found = (-scores).argpartition(number)[:number]
    found.sort()
    return found
