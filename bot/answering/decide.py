"""From a ranking to what is said: one answer, two to four choices, or an honest no."""

from collections.abc import Sequence

from bot.answering.calibration import OFFERED, Calibration, signs_of
from bot.answering.decision import Decision
from bot.answering.errands import Errands
from bot.answering.explain import nothing_known, why
from bot.answering.ranking import Hit, Ranking

KEPT = 10  # ids in a decision
_FEWEST = 2  # choices
_NEAR_ENOUGH = 0.4  # of the first one's score: what is further behind would only lengthen the list


def judged(ranking: Ranking, calibration: Calibration, errands: Errands, text: str, lang: str) -> Decision:
    """The decision for one normalised question; an errand is never answered straight away."""
    tokens = ranking.tokens(text, lang)
    question = ranking.vector(tokens)
    hits = ranking.rank(question)
    if not hits:
        return Decision("none", (), 0, 0.0, lang, nothing_known())
    missing = ranking.missing(question, hits[0].entry)
    signs = signs_of(hits, missing)
    confidence = calibration.confidence(signs)
    vague = tokens.length <= 1 and _near(hits) > 1
    if calibration.known(signs) < calibration.maybe:
        kind, shown = "none", 0
    elif confidence >= calibration.sure and not vague and not errands.kind(text):
        kind, shown = "answer", 1
    elif len(hits) >= _FEWEST:
        kind, shown = "choices", max(_near(hits), _FEWEST)
    else:
        kind, shown = "none", 0  # a choice of one is none
    ids = tuple(hit.entry for hit in hits[:KEPT])
    second = ids[1] if len(ids) > 1 else ""
    return Decision(kind, ids, shown, confidence, lang, why(ranking, question, hits, missing), second)


def _near(hits: Sequence[Hit]) -> int:
    """How many entries fit about as well as the first, which counts."""
    return sum(1 for hit in hits[:OFFERED] if hit.score >= _NEAR_ENOUGH * hits[0].score)
