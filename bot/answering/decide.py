"""From a ranking to what is said: one answer, two to four choices, or an honest no."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from bot.answering.calibration import OFFERED, Calibration, Signs, likelihoods, signs_of
from bot.answering.decision import Decision
from bot.answering.errands import Errands
from bot.answering.explain import nothing_known, why
from bot.answering.outside import Outside
from bot.answering.ranking import Hit, Ranked, Ranking
from bot.answering.vocabulary import Question

KEPT = 10  # ids in a decision
_FEWEST = 2  # choices
# Errands that no entry comes near; what else is an errand, an entry may tell the way.
_NEVER_OURS = {"advert", "instruction", "writing", "translation", "homework"}
_UNLIKELY = 0.05  # beside the first: what is less likely would only lengthen the list


@dataclass(frozen=True, slots=True)
class Read:
    """A question ranked: what it is, the entries, and the signs of how sure that is."""

    question: Question
    ranked: Ranked
    errand: str
    signs: Signs


@dataclass(frozen=True, slots=True)
class Judge:
    """Everything that a decision on one question needs. Immutable."""

    ranking: Ranking
    outside: Outside
    calibration: Calibration
    errands: Errands

    def decide(self, text: str, lang: str) -> Decision:
        """The decision for one normalised question; an errand is never answered straight away."""
        read = self.read(text, lang)
        if read is None:
            return Decision("none", (), 0, 0.0, lang, because=nothing_known)
        hits = read.ranked.hits
        confidence = self.calibration.confidence(read.signs)
        vague = read.question.length <= 1 and _likely(hits) > 1
        if self.calibration.known(read.signs) < self.calibration.maybe or read.errand in _NEVER_OURS:
            kind, shown = "none", 0
        elif confidence >= self.calibration.sure and not vague and not read.errand:
            kind, shown = "answer", 1
        elif len(hits) >= _FEWEST:
            kind, shown = "choices", max(_likely(hits), _FEWEST)
        else:
            kind, shown = "none", 0  # a choice of one is none
        ids = tuple(hit.entry for hit in hits[:KEPT])
        second = ids[1] if len(ids) > 1 else ""
        because = partial(why, self.ranking, read.question, read.ranked)
        return Decision(kind, ids, shown, confidence, lang, second, because=because)

    def read(self, text: str, lang: str) -> Read | None:
        """One normalised question ranked, with the signs of how sure that is; None when nothing fits at all."""
        question = self.ranking.question(self.ranking.tokens(text, lang), lang)
        ranked = self.ranking.rank(question)
        if not ranked.hits:
            return None
        errand = self.errands.kind(text)
        signs = signs_of(ranked, question, self.outside.fit(question), errand=bool(errand))
        return Read(question, ranked, errand, signs)


def _likely(hits: Sequence[Hit]) -> int:
    """How many entries may well be meant, the first included."""
    shares = likelihoods(hits)[:OFFERED]
    return sum(1 for share in shares if share >= _UNLIKELY * shares[0])
