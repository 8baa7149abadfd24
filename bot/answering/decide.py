"""From a ranking to what is said: one answer, two to four choices, or an honest no."""

import re
from collections.abc import Sequence

from bot.answering.calibration import OFFERED, Calibration, signs_of
from bot.answering.decision import Decision
from bot.answering.errands import Errands
from bot.answering.explain import nothing_known, why
from bot.answering.ranking import Hit, Ranking

KEPT = 10  # ids in a decision
PARTS = 3  # questions of one message that are looked at
_FEWEST = 2  # choices
_NEAR_ENOUGH = 0.4  # of the first one's score: what is further behind would only lengthen the list
_SHORTEST = 4  # characters of a clause that can be a question of its own
_EDGES = " ,、"
_QUESTION_ENDS = re.compile(
    r"[?!。;]+|还有|另外|顺便问|,? \b(?:and also|et aussi)\b"
    r"|, (?:and|et) (?=how|wh|is |are |do |can |y a|qu|comment|o[uù] |combien|est)"
)
_ASKS = re.compile(
    r"[吗呢么几]|什么|怎|哪|多少|多久|谁|能不能|可不可以|要不要|有没有|是不是|最[晚早]|不$"
    r"|\b(?:how|what|when|where|which|who|why|is|are|do|does|can|could|should|will)\b"
    r"|\b(?:quel\w*|comment|quand|où|ou|combien|pourquoi|qui|est-ce|faut-il|y a-t-il|puis-je|peut-on|qu')"
)


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


def with_parts(whole: Decision, parts: Sequence[Decision]) -> Decision:
    """One decision for several questions; the whole one as it was if the parts do not ask different things."""
    firsts = [part.ids[0] for part in parts if part.kind != "none"]
    answered = [part for part in parts if part.kind == "answer"]
    if len(parts) < 2 or not answered or len(set(firsts)) < len(firsts):
        return whole
    answered.sort(key=lambda part: part.ids[0] != whole.ids[0])
    lead = answered[0]
    ids = tuple(dict.fromkeys([*(part.ids[0] for part in answered), *firsts, *whole.ids]))[:KEPT]
    second = ids[1] if len(ids) > 1 else ""
    return Decision("answer", ids, len(answered), lead.confidence, whole.lang, lead.reason, second, tuple(parts))


def questions_in(text: str) -> list[str]:
    """The clauses of a normalised message that ask something, up to three; fewer than two mean one question."""
    clauses = [clause.strip(_EDGES) for clause in _QUESTION_ENDS.split(text)]
    return [clause for clause in clauses if len(clause) >= _SHORTEST and _ASKS.search(clause)][:PARTS]


def _near(hits: Sequence[Hit]) -> int:
    """How many entries fit about as well as the first, which counts."""
    return sum(1 for hit in hits[:OFFERED] if hit.score >= _NEAR_ENOUGH * hits[0].score)
