"""Confidence: how the signs of a ranking become the probability that its first entry is right, learned from the FAQ.

Every phrasing is asked as if it had not been written (the right entry should win) and as if its entry had not been
written (then every answer is wrong). Golden questions of the office count more, because real people asked them.
Two curves, because "the FAQ knows this" and "it is this entry and not its sister" have different signs; confidence is
their product.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.answering.logistic import fit, probability
from bot.answering.ranking import Hit, Missing, Ranking

SAMPLE = 600  # phrasings asked at most; more would only make the start slower
WITHOUT_ENTRY_WEIGHT = 0.5  # a question without an entry is rarer than one with, and these are near misses
GOLDEN_WEIGHT = 2.0
OFFERED = 4  # choices at most
# "Sure" is a probability, so one line serves every FAQ: a bit more likely right than not. The curves are learned from
# phrasings asked without themselves, which are harder than what students write, so it is in truth much more likely.
# On the development sets real questions came to 0.8–9.2 % wrong and sure in either half.
SURE = 0.54
WRONG_AND_SURE = 0.04  # of golden questions that have an entry; more, and the line rises
SURE_WITHOUT_ENTRY = 0.08  # of golden questions that have none
REFUSED = 0.01  # of questions whose entry is among the first four

# Where the curves start, and stay when a FAQ has too few phrasings: rounded means of the fits on the dev sets.
_KNOWN_PRIOR = (0.1, 1.8, -0.6, -0.9)
_FIRST_PRIOR = (-0.3, 1.2, 2.6)
_PRIOR_STRENGTH = 2.0
_MAYBE_WITHOUT_SAMPLES = 0.25
_JUST_ABOVE = 1e-6
_HIGHEST_LINE = 0.99


@dataclass(frozen=True, slots=True)
class Signs:
    """What a ranking shows.

    known: constant, score, unexplained share, heaviest unexplained word. first: constant, score, lead over the second.
    """

    known: tuple[float, ...]
    first: tuple[float, ...]


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
    """Both curves and both lines: sure from `sure` in confidence, nothing below `maybe` in `known`."""

    known_weights: tuple[float, ...]
    first_weights: tuple[float, ...]
    sure: float
    maybe: float

    def known(self, signs: Signs) -> float:
        """Probability 0…1 that the right entry is among the first."""
        return probability(self.known_weights, signs.known)

    def confidence(self, signs: Signs) -> float:
        """Probability 0…1 that the first entry is right."""
        return self.known(signs) * probability(self.first_weights, signs.first)


def signs_of(hits: Sequence[Hit], missing: Missing) -> Signs:
    """The signs of a ranking; `missing` is what its first entry leaves unexplained."""
    if not hits:
        return Signs((1.0, math.log(0.05), 1.0, 1.0), (1.0, math.log(0.05), 0.0))
    score = math.log(hits[0].score + 0.05)
    second = hits[1].score if len(hits) > 1 else 0.0
    return Signs((1.0, score, missing.share, missing.weight), (1.0, score, 1.0 - second / hits[0].score))


def calibrated(
    ranking: Ranking, golden: Iterable[Sample] = (), *, sure: float | None = None, maybe: float | None = None
) -> Calibration:
    """Fit to the FAQ's own phrasings and the golden samples; `sure` and `maybe` override the lines found."""
    golden = list(golden)
    samples = [*_own_samples(ranking), *golden]
    rows = [(s.signs.known, s.offered, s.weight) for s in samples if s.offered or not s.in_scope]
    first = [(s.signs.first, s.right, s.weight) for s in samples if s.offered]
    curves = Calibration(
        fit(rows, _KNOWN_PRIOR, _PRIOR_STRENGTH), fit(first, _FIRST_PRIOR, _PRIOR_STRENGTH), sure=1.0, maybe=0.0
    )
    return Calibration(
        curves.known_weights,
        curves.first_weights,
        sure=_sure_line(curves, golden) if sure is None else sure,
        maybe=_maybe_line(curves, samples) if maybe is None else maybe,
    )


def _own_samples(ranking: Ranking) -> Iterable[Sample]:
    step = max(1, math.ceil(len(ranking.phrasings) / SAMPLE))
    for number in range(0, len(ranking.phrasings), step):
        entry = ranking.phrasings[number].entry
        question = ranking.phrasings[number].vector
        hits = ranking.rank(question, without=number)
        if hits and ranking.has_others(number):
            missing = ranking.missing(question, hits[0].entry, without=number)
            ids = [hit.entry for hit in hits[:OFFERED]]
            yield Sample(signs_of(hits, missing), ids[0] == entry, entry in ids, in_scope=True, weight=1.0)
        others = [hit for hit in hits if hit.entry != entry]
        if others:
            missing = ranking.missing(question, others[0].entry, without=number)
            signs = signs_of(others, missing)
            yield Sample(signs, right=False, offered=False, in_scope=False, weight=WITHOUT_ENTRY_WEIGHT)


def _sure_line(curves: Calibration, golden: Sequence[Sample]) -> float:
    """More likely right than not; higher where that would be wrong too often on the office's own golden questions."""
    line = SURE
    for in_scope, share in ((True, WRONG_AND_SURE), (False, SURE_WITHOUT_ENTRY)):
        group = [sample for sample in golden if sample.in_scope == in_scope]
        wrong = sorted((curves.confidence(sample.signs) for sample in group if not sample.right), reverse=True)
        expected = share * len(group)
        allowed = int(expected + math.sqrt(expected))  # one more or less in a small group is chance
        if len(wrong) > allowed:
            line = max(line, wrong[allowed] + _JUST_ABOVE)
    return min(line, _HIGHEST_LINE)


def _maybe_line(curves: Calibration, samples: Sequence[Sample]) -> float:
    """The highest `known` below which no more than the allowed share of answerable questions lies."""
    good = sorted((curves.known(s.signs), s.weight) for s in samples if s.offered)
    return _crossing(good, REFUSED * sum(weight for _, weight in good), _MAYBE_WITHOUT_SAMPLES)


def _crossing(ordered: Sequence[tuple[float, float]], allowed: float, otherwise: float) -> float:
    """The first value at which the weights summed so far exceed what is allowed."""
    for value, weight in ordered:
        allowed -= weight
        if allowed < 0:
            return value
    return otherwise
