"""Confidence: how the signs of a ranking become the probability that its first entry is right.

What each sign is worth was fitted on many FAQs together (`weights.py`). How easy this FAQ is, its own phrasings tell:
each is asked as if it had not been written (the right entry should win) and as if its entry had not been written (then
every answer is wrong). Golden questions of the office count more, because real people asked them.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import mul

import numpy as np

from bot.answering.ranking import FEATURES, Ranked, Ranking
from bot.answering.vocabulary import Question
from bot.answering.weights import FIRST_WEIGHTS, KNOWN_WEIGHTS

SAMPLE = 300  # phrasings asked at most; more would only make the start slower
WITHOUT_ENTRY_WEIGHT = 0.25  # a question without an entry is rarer than one with, and these are near misses
GOLDEN_WEIGHT = 2.0
OFFERED = 4  # choices at most
# As probabilities, so one pair of lines serves every FAQ; the office's golden questions can only raise the first and
# lower the second.
SURE = 0.7
MAYBE = 0.24
WRONG_AND_SURE = 0.03  # of golden questions that have an entry; more, and the line rises
SURE_WITHOUT_ENTRY = 0.04  # of golden questions that have none
REFUSED = 0.01  # of golden questions whose entry is among the first four
SIGNS = ("constant", "lead", "meaning", "missing", "outside", "errand")
_FIRST = [FIRST_WEIGHTS[name] for name in SIGNS]
_KNOWN = [KNOWN_WEIGHTS[name] for name in SIGNS]
_MEANING = FEATURES.index("meaning_all")
_FARTHEST = 7.0  # logarithm of odds; beyond it nothing is told apart
_PULL = 5.0  # questions' worth of doubt that this FAQ is easier or harder than others
_STEPS = 20
_JUST = 1e-6
_HIGHEST_LINE = 0.99

Signs = tuple[float, ...]  # the values of SIGNS


@dataclass(frozen=True, slots=True)
class Sample:
    """One question with a known outcome; `in_scope` False means that the FAQ has no entry for it."""

    signs: Signs
    right: bool
    offered: bool
    in_scope: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How this FAQ differs from others (in logarithms of odds), and both lines."""

    first_shift: float
    known_shift: float
    sure: float
    maybe: float

    def confidence(self, signs: Signs) -> float:
        """Probability 0…1 that the first entry is right."""
        return _probability(_FIRST, signs, self.first_shift)

    def known(self, signs: Signs) -> float:
        """Probability 0…1 that the right entry is among the first OFFERED."""
        return _probability(_KNOWN, signs, self.known_shift)


def likelihoods(ranked: Ranked) -> list[float]:
    """How likely each entry is, if one of them is right; they add up to 1."""
    powers = [math.exp(score - ranked.scores[0]) for score in ranked.scores]
    total = sum(powers)
    return [power / total for power in powers]


def signs_of(ranked: Ranked, question: Question, likeness: float, *, errand: bool = False) -> Signs:
    """The signs of a ranking that has entries; `likeness`: to what no FAQ is for (`Ranked.likeness`)."""
    first = likelihoods(ranked)[0]
    lead = math.log(first / max(1.0 - first, math.exp(-_FARTHEST)))
    meaning = float(ranked.features[_MEANING, 0])
    return (1.0, min(lead, _FARTHEST), meaning, ranked.missing(question)[1], likeness, float(errand))


def calibrated(
    ranking: Ranking,
    outside: int,
    golden: Iterable[Sample] = (),
    *,
    sure: float | None = None,
    maybe: float | None = None,
) -> Calibration:
    """Shifted to the FAQ's own phrasings and the golden samples; `sure` and `maybe` override the lines found.

    `outside`: how many of the ranking's messages that no FAQ is for count.
    """
    golden = list(golden)
    samples = [*own_samples(ranking, outside), *golden]
    shifts = Calibration(
        _shift(_FIRST, [(one.signs, one.right, one.weight) for one in samples]),
        _shift(_KNOWN, [(one.signs, one.offered, one.weight) for one in samples]),
        sure=1.0,
        maybe=0.0,
    )
    return Calibration(
        shifts.first_shift,
        shifts.known_shift,
        sure=_sure_line(shifts, golden) if sure is None else sure,
        maybe=_maybe_line(shifts, golden) if maybe is None else maybe,
    )


def own_samples(ranking: Ranking, outside: int) -> Iterable[Sample]:
    """The FAQ's own phrasings, each asked as if it, and as if its entry, had not been written."""
    step = max(1, math.ceil(len(ranking.phrasings) / SAMPLE))
    for number in range(0, len(ranking.phrasings), step):
        phrasing = ranking.phrasings[number]
        question = ranking.written(number)
        ranked = ranking.rank(question, without=number)
        likeness = ranked.likeness(outside)
        if ranked.entries and ranking.has_others(number):
            ids = ranked.entries[:OFFERED]
            signs = signs_of(ranked, question, likeness)
            yield Sample(signs, ids[0] == phrasing.entry, phrasing.entry in ids, in_scope=True, weight=1.0)
        others = ranked.without(phrasing.entry)
        if others.entries:
            signs = signs_of(others, question, likeness)
            yield Sample(signs, right=False, offered=False, in_scope=False, weight=WITHOUT_ENTRY_WEIGHT)


def _probability(weights: Sequence[float], signs: Signs, shift: float) -> float:
    return 1.0 / (1.0 + math.exp(-sum(map(mul, weights, signs)) - shift))


def _shift(weights: Sequence[float], rows: Sequence[tuple[Signs, bool, float]]) -> float:
    """By how much the logarithms of odds must move for these outcomes to be as many as expected."""
    if not rows:
        return 0.0
    odds = np.array([signs for signs, _, _ in rows]) @ np.array(weights)
    so = np.array([outcome for _, outcome, _ in rows], float)
    share = np.array([weight for _, _, weight in rows])
    shift = 0.0
    for _ in range(_STEPS):
        likely = 1.0 / (1.0 + np.exp(-odds - shift))
        slope = float((share * (so - likely)).sum()) - _PULL * shift
        shift += slope / (float((share * likely * (1.0 - likely)).sum()) + _PULL)
    return shift


def _sure_line(shifts: Calibration, golden: Sequence[Sample]) -> float:
    """Higher than SURE where that would be wrong too often on the office's own golden questions."""
    line = SURE
    for in_scope, share in ((True, WRONG_AND_SURE), (False, SURE_WITHOUT_ENTRY)):
        group = [sample for sample in golden if sample.in_scope == in_scope]
        wrong = sorted((shifts.confidence(sample.signs) for sample in group if not sample.right), reverse=True)
        expected = share * len(group)
        allowed = int(expected + math.sqrt(expected))  # one more or less in a small group is chance
        if len(wrong) > allowed:
            line = max(line, wrong[allowed] + _JUST)
    return min(line, _HIGHEST_LINE)


def _maybe_line(shifts: Calibration, golden: Sequence[Sample]) -> float:
    """Lower than MAYBE where that would refuse too many golden questions whose entry is at hand."""
    known = sorted(shifts.known(sample.signs) for sample in golden if sample.offered)
    allowed = int(REFUSED * len(known))
    return min(MAYBE, known[allowed]) if len(known) > allowed else MAYBE
