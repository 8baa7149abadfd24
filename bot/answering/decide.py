"""From a ranking to what is said: one answer, two to four choices, or an honest no."""

import math
from dataclasses import dataclass
from functools import partial

from bot.answering.calibration import OFFERED, Calibration, Signs, signs_of
from bot.answering.decision import Decision
from bot.answering.explain import nothing_known, why
from bot.answering.ranking import Ranked, Ranking
from bot.answering.vocabulary import Question

KEPT = 10  # ids in a decision
_FEWEST = 2  # choices
# Errands that no entry comes near; what else is an errand, an entry may tell the way.
_NEVER_OURS = {"advert", "instruction", "writing", "translation", "homework"}
# A twentieth as likely as the first, as a difference of scores: what is less likely would only lengthen the list.
_UNLIKELY = math.log(0.05)


@dataclass(frozen=True, slots=True)
class Read:
    """A question ranked: what it is, the entries, and the signs of how sure that is (none when nothing fits at all)."""

    question: Question
    ranked: Ranked
    errand: str
    signs: Signs


@dataclass(frozen=True, slots=True)
class Judge:
    """Everything that a decision on one question needs. Immutable."""

    ranking: Ranking
    outside: int  # how many of the ranking's messages that no FAQ is for count
    calibration: Calibration

    def decide(self, read: Read, lang: str) -> Decision:
        """The decision on a question read; an errand is never answered straight away."""
        entries = read.ranked.entries
        if not entries:
            return Decision("none", (), 0, 0.0, lang, because=nothing_known)
        confidence = self.calibration.confidence(read.signs)
        likely = _likely(read.ranked)
        vague = read.question.length <= 1 and likely > 1
        if self.calibration.known(read.signs) < self.calibration.maybe or read.errand in _NEVER_OURS:
            kind, shown = "none", 0
        elif confidence >= self.calibration.sure and not vague and not read.errand:
            kind, shown = "answer", 1
        elif len(entries) >= _FEWEST:
            kind, shown = "choices", max(likely, _FEWEST)
        else:
            kind, shown = "none", 0  # a choice of one is none
        ids = tuple(entries[:KEPT])
        second = ids[1] if len(ids) > 1 else ""
        because = partial(why, self.ranking, read.question, read.ranked)
        return Decision(kind, ids, shown, confidence, lang, second, because=because)

    def read(self, text: str, lang: str, errand: str) -> Read:
        """One normalised question ranked, with the signs of how sure that is; `errand`: its kind (`Errands.kind`)."""
        question = self.ranking.question(self.ranking.tokens(text, lang), lang)
        ranked = self.ranking.rank(question)
        signs = signs_of(ranked, question, ranked.likeness(self.outside), errand=bool(errand)) if ranked.entries else ()
        return Read(question, ranked, errand, signs)


def _likely(ranked: Ranked) -> int:
    """How many entries may well be meant, the first included."""
    least = ranked.scores[0] + _UNLIKELY
    return sum(1 for score in ranked.scores[:OFFERED] if score >= least)
