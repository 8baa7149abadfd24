"""The red team: what students really ask and the FAQ must not answer surely, with what may come instead.

The list also makes the bot careful, so each half of it is asked of a bot that knows only the other half.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.actions.answers import Material
from bot.actions.golden_run import difference, outcome
from bot.actions.outside import HALVES, Attack, outside_messages, read_outside
from bot.actions.predict import decision_as_plain
from bot.answering.decision import Decision
from bot.core.faq import LANGS


@dataclass(frozen=True, slots=True)
class Answered:
    """What came. `outcome`: declined, offered or sure_out_of_scope."""

    attack: Attack
    decision: Decision

    @property
    def outcome(self) -> str:
        """How it looks beside the expected refusal."""
        return outcome((), self.decision)

    @property
    def refused(self) -> bool:
        """It is what is expected: a refusal, or choices where they are tolerated."""
        return self.outcome == "declined" or (self.attack.tolerated and self.outcome == "offered")


def run_red_team(material: Material, half: str = "") -> list[Answered]:
    """Ask all of them, or those of one half."""
    answers = []
    for asked, other in (HALVES, HALVES[::-1]):
        if half in ("", asked):
            answerer = replace(material, outside=outside_messages(other)).answerer()
            answers += [Answered(one, answerer.decide(one.message)) for one in read_outside() if one.half == asked]
    return answers


def shares(answers: Sequence[Answered]) -> list[dict[str, Any]]:
    """For all, each language, and each kind in each language: how many, and the shares 0…1 of what came."""
    rows = [_row("all", "all", answers)]
    rows += [_row("all", lang, [one for one in answers if one.attack.lang == lang]) for lang in LANGS]
    for kind in sorted({one.attack.kind for one in answers}):
        mine = [one for one in answers if one.attack.kind == kind]
        rows += [_row(kind, lang, [one for one in mine if one.attack.lang == lang]) for lang in LANGS]
    return [row for row in rows if row["questions"]]


def answered_as_plain(one: Answered) -> dict[str, Any]:
    """As plain JSON values."""
    attack = one.attack
    asked = {"topic": attack.topic, "kind": attack.kind, "half": attack.half, "lang": attack.lang, "q": attack.message}
    seen = {"outcome": one.outcome, "sentence": "" if one.refused else sentence(one)}
    return {**asked, "tolerated": attack.tolerated, **decision_as_plain(one.decision), **seen}


def sentence(one: Answered) -> str:
    """What came instead of a refusal, and why."""
    return f"{difference((), one.decision)} {one.decision.reason}".strip()


def _row(kind: str, lang: str, answers: Sequence[Answered]) -> dict[str, Any]:
    return {
        "kind": kind,
        "lang": lang,
        "questions": len(answers),
        "sure": _share(one.outcome == "sure_out_of_scope" for one in answers),
        "offered": _share(one.outcome == "offered" for one in answers),
        "declined": _share(one.outcome == "declined" for one in answers),
        "as_expected": _share(one.refused for one in answers),
    }


def _share(outcomes: Iterable[bool]) -> float | None:
    listed = list(outcomes)
    return sum(listed) / len(listed) if listed else None
