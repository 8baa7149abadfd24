"""Several questions in one message: where it is divided, and one decision for all of them."""

import re
from collections.abc import Sequence
from itertools import zip_longest

from bot.answering.decision import Decision
from bot.answering.language import HAN
from bot.answering.smalltalk import smalltalk

KEPT = 10  # ids in a decision
CHOICES = 4  # offered at most
PARTS = 3  # questions of one message that are looked at
_SHORTEST = 4  # characters of a clause that can be a question of its own
_SHORTEST_ASKED = 2  # Chinese ones before a question mark: "学费？签证？"
# They ask whether what was said before is so, or what to make of it.
_TAGS = re.compile(
    r"(?:请问|那|所以|这样)?(?:是|对|好|行|可以|能|会|真的?|有|没有|在|不是)?(?:的|不[是对好行]|么)?[吗么嘛呢吧啊]?|(?:可|能)不(?:可以|能)|有没有|是不是|怎么办|为什么呢?|为啥|然后呢?|还有呢?"
    r"|你们?呢|您呢|谢谢.{0,3}|right|really|okay|hello|correct|n'est-ce pas|c'est ça|non merci|d'accord"
)
_EDGES = " ,、:："
_AND = r"(?=how|wh|is |are |do |does |can |y a|qu|comment|o[uù] |combien|est|faut)"
_FURTHER = r"还有就?是?|另外|对了|顺便(?:再)?问(?:一下|下)?|再问(?:一下|下)?|其次"
# In groups, so that dividing keeps what stood between: a question mark makes a question of any words.
_ENDS = re.compile(
    rf"((?:[?!。;\n]+|(?<!\d)\.(?=\s|$))\s*(?:{_FURTHER})?|[,，、 ]+(?:{_FURTHER})"
    r"|,? \b(?:and also|also|besides|et aussi|par ailleurs|autre question|another question)\b"
    rf"|, (?:and|et) {_AND})"
)
_COMMAS = re.compile(rf"([,，、]|然后|以及|{_FURTHER}| (?:and|et) {_AND})")
_EITHER = re.compile(f"{_ENDS.pattern}|{_COMMAS.pattern}")
_LAST = " ?!。;.,，、\n"  # at the end they divide nothing
_WONDERS = re.compile(
    r"[吗呢么几]|什么|怎|哪|多[少久长大高]|谁|能不能|可不可以|要不要|有没有|是不是|会不会|行不行|难不难|最[晚早]|不$"
    r"|\b(?:how|what|when|where|which|who|why)\b"
    r"|\b(?:(?:quel\w*|comment|quand|où|ou|combien|pourquoi|qui|est-ce|faut-il|y a-t-il|puis-je|peut-on)\b|qu')"
)
_WHAT_IT_IS = re.compile(
    r"是(?:个|一个)?(?:什么|啥)|什么是|什么叫|啥是|介绍|科普|\bwhat(?:'s| is| are)\b|\btell me (?:more )?about\b"
    r"|哪些|\bwhich\b|\bquel(?:le)?s?\b|\bc'est quoi\b|\bqu'est[- ]ce\b"
    r"|\b(?:en quoi consiste|présente[rz]?|presente[rz]?|parlez[- ]moi de)\b"
)
_VERB_FIRST = re.compile(r"\b(?:is|are|do|does|can|could|should|will|would)\b")


def wonders(text: str) -> bool:
    """Whether a normalised text asks something by a question mark or a question word."""
    return "?" in text or bool(_WONDERS.search(text))


def asks_what_it_is(text: str) -> bool:
    """Whether a normalised text wants to know what something is, or which there are."""
    return bool(_WHAT_IT_IS.search(text))


def questions_in(text: str) -> list[str]:
    """The clauses of a message that ask something, up to three; fewer than two, often none, mean one question."""
    if not _ENDS.search(text.rstrip(_LAST)):
        return []
    return [clause for clause, is_question in _clauses(text, _ENDS) if is_question and not smalltalk(clause)][:PARTS]


def questions_at_commas(text: str) -> list[str]:
    """The same when commas divide too: a bolder guess, which holds only where each clause has an answer of its own."""
    if not _EITHER.search(text.rstrip(_LAST)):
        return []
    pieces = [
        piece for clause, _ in _clauses(text, _ENDS) for piece, is_question in _clauses(clause, _COMMAS) if is_question
    ]
    return pieces[:PARTS]


def with_parts(whole: Decision, parts: Sequence[Decision], *, bold: bool = False) -> Decision:
    """One decision for several questions; the whole one as it was if the parts do not ask different things.

    `bold`: the division was a guess, so every part must have an answer.
    """
    known = [part for part in parts if part.kind != "none"]
    firsts = [part.ids[0] for part in known]
    answered = [part for part in parts if part.kind == "answer"]
    if len(parts) < 2 or not known or len(set(firsts)) < len(firsts) or (bold and len(answered) < len(parts)):
        return whole
    if not answered:
        return whole if whole.kind == "answer" else _all_choices(whole, known, tuple(parts))
    answered.sort(key=lambda part: part.ids[0] != whole.ids[0])
    lead = answered[0]
    ids = _once([*(part.ids[0] for part in answered), *firsts, *whole.ids])
    return Decision(
        "answer", ids, len(answered), lead.confidence, whole.lang, _second(ids), tuple(parts), because=lead.because
    )


def _all_choices(whole: Decision, known: Sequence[Decision], parts: tuple[Decision, ...]) -> Decision:
    """What could be meant by each part, in turn, up to four."""
    offered = [part.ids[: part.shown] for part in known]
    in_turn = _once([name for rank in zip_longest(*offered) for name in rank if name])
    ids = _once([*in_turn, *whole.ids])
    first = known[0]
    shown = min(len(in_turn), CHOICES)
    return Decision("choices", ids, shown, first.confidence, whole.lang, _second(ids), parts, because=first.because)


def _once(ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))[:KEPT]


def _second(ids: Sequence[str]) -> str:
    return ids[1] if len(ids) > 1 else ""


def _clauses(text: str, ends: re.Pattern[str]) -> list[tuple[str, bool]]:
    """The clauses long enough to say something, and whether each asks something."""
    pieces = [*ends.split(text), ""]
    found = [(piece.strip(_EDGES), mark) for piece, mark in zip(pieces[::2], pieces[1::2], strict=True)]
    return [
        (one, "?" in mark or bool(_WONDERS.search(one) or _VERB_FIRST.search(one)))
        for one, mark in found
        if (len(one) >= _SHORTEST or _is_short_question(one, mark)) and not _TAGS.fullmatch(one)
    ]


def _is_short_question(clause: str, mark: str) -> bool:
    return "?" in mark and len(clause) >= _SHORTEST_ASKED and bool(HAN.search(clause))
