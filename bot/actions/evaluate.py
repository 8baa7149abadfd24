"""How good the decisions on a file of questions with known answers are: overall, by language and by kind."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.actions.jsonl import expected_of, question_of, read_rows
from bot.answering.answerer import Answerer
from bot.answering.decision import Decision
from bot.core.errors import NothingFound

NOTED_EVERY = 1000
Numbers = Mapping[str, float | int | None]


@dataclass(frozen=True, slots=True)
class Judged:
    """One question's decision against what was expected (() means: not for this FAQ)."""

    expected: tuple[str, ...]
    decision: Decision
    lang: str
    kind: str

    @property
    def right(self) -> bool:
        """The first entry is a right one."""
        return bool(self.decision.ids) and self.decision.ids[0] in self.expected

    @property
    def helped(self) -> bool:
        """A right entry was given or offered, in the whole or in a part."""
        return any(entry in self.expected for entry in given(self.decision))

    @property
    def wrong_and_sure(self) -> bool:
        """An entry was given as the answer and no right one with it."""
        return self.decision.kind == "answer" and not self.helped


def evaluate_file(answerer: Answerer, source: Path, *, note: Callable[[str], None]) -> dict[str, Any]:
    """`{"all": numbers, "lang": {…: numbers}, "kind": {…: numbers}}`. Raises BadFile naming the line, NothingFound."""
    judged = []
    for number, row in read_rows(source):
        decision = answerer.decide(question_of(row, source, number))
        expected = expected_of(row, source, number)
        judged.append(Judged(expected, decision, str(row.get("lang") or "?"), str(row.get("kind") or "?")))
        if number % NOTED_EVERY == 0:
            note(f"{number} lines")
    if not judged:
        raise NothingFound(f"{source} holds no questions.")
    return {
        "all": numbers_of(judged),
        "lang": {name: numbers_of(group) for name, group in _by(judged, "lang").items()},
        "kind": {name: numbers_of(group) for name, group in _by(judged, "kind").items()},
    }


def numbers_of(judged: Sequence[Judged]) -> Numbers:
    """Shares are 0…1; None where there is no question to count.

    accuracy (right entry first), helped, wrong_and_sure, refused: of questions that have an entry; sure_out_of_scope:
    of those that have none; auroc: how well confidence tells the two apart.
    """
    inside = [one for one in judged if one.expected]
    outside = [one for one in judged if not one.expected]
    return {
        "questions": len(judged),
        "in_scope": len(inside),
        "out_of_scope": len(outside),
        "accuracy": _share([one.right for one in inside]),
        "helped": _share([one.helped for one in inside]),
        "wrong_and_sure": _share([one.wrong_and_sure for one in inside]),
        "refused": _share([one.decision.kind == "none" for one in inside]),
        "sure_out_of_scope": _share([one.decision.kind == "answer" for one in outside]),
        "auroc": auroc([one.decision.confidence for one in inside], [one.decision.confidence for one in outside]),
    }


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float | None:
    """The chance that a question with an entry has more confidence than one without; ties count half."""
    if not inside or not outside:
        return None
    ordered = sorted(outside)
    below = sum(bisect_left(ordered, value) + bisect_right(ordered, value) for value in inside)
    return below / (2 * len(inside) * len(ordered))


def given(decision: Decision) -> tuple[str, ...]:
    """The entries that were answered or offered, in the whole message or in a part of it."""
    parts = [entry for part in decision.parts for entry in part.ids[: part.shown]]
    return (*decision.ids[: decision.shown], *parts)


def _share(outcomes: Sequence[bool]) -> float | None:
    return sum(outcomes) / len(outcomes) if outcomes else None


def _by(judged: Sequence[Judged], name: str) -> dict[str, list[Judged]]:
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        groups.setdefault(getattr(one, name), []).append(one)
    return dict(sorted(groups.items()))
