"""What a ranker said to each question, and the shares that are read off it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bench.loading import Question
from bot.actions.evaluate import auroc, given
from bot.answering.decision import Decision

NEAR, FAR = "near_oos", "far_oos"  # kinds of questions without an entry: of the same domain, of another one


@dataclass(frozen=True, slots=True)
class Outcome:
    """Entries best first and the score of the first; `decision` only for our bot, whose score is its confidence."""

    question: Question
    ids: tuple[str, ...]
    score: float
    decision: Decision | None = None

    def right_within(self, places: int) -> bool:
        """A right entry is among the first."""
        return any(entry in self.question.expected for entry in self.ids[:places])

    @property
    def helped(self) -> bool:
        """A right entry was answered or offered."""
        return self.decision is not None and any(one in self.question.expected for one in given(self.decision))

    @property
    def sure(self) -> bool:
        """An entry was given as the answer."""
        return self.decision is not None and self.decision.kind == "answer"

    @property
    def refused(self) -> bool:
        """Nothing was answered or offered."""
        return self.decision is not None and self.decision.kind == "none"


Outcomes = Sequence[Outcome]
Numbers = dict[str, float | None]


def numbers_of(outcomes: Outcomes) -> Numbers:
    """Shares 0…1, None where there is nothing to count; those after "auroc_far" only mean something for our bot.

    r1, r3, helped, wrong_and_sure, refused: of the questions that have an entry. sure_oos: of those that have none.
    """
    inside, outside = in_scope(outcomes), out_of_scope(outcomes)
    return {
        "in": float(len(inside)),
        "out": float(len(outside)),
        "r1": share(inside, lambda one: one.right_within(1)),
        "r3": share(inside, lambda one: one.right_within(3)),
        "auroc": separation(inside, outside),
        "auroc_near": separation(inside, [one for one in outside if one.question.kind == NEAR]),
        "auroc_far": separation(inside, [one for one in outside if one.question.kind == FAR]),
        "helped": share(inside, lambda one: one.helped),
        "wrong_and_sure": share(inside, lambda one: one.sure and not one.helped),
        "refused": share(inside, lambda one: one.refused),
        "sure_oos": share(outside, lambda one: one.sure),
    }


def in_scope(outcomes: Outcomes) -> list[Outcome]:
    """Those whose question has an entry."""
    return [one for one in outcomes if one.question.expected]


def out_of_scope(outcomes: Outcomes) -> list[Outcome]:
    """Those whose question has none."""
    return [one for one in outcomes if not one.question.expected]


def separation(inside: Outcomes, outside: Outcomes) -> float | None:
    """AUROC of the score."""
    return auroc([one.score for one in inside], [one.score for one in outside])


def share(outcomes: Outcomes, holds: Callable[[Outcome], bool]) -> float | None:
    """The share for which something holds; None of no outcomes."""
    return sum(map(holds, outcomes)) / len(outcomes) if outcomes else None


def average(values: Iterable[float | None]) -> float | None:
    """The plain average over sets; None where a set has no number."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def grouped(outcomes: Outcomes, name: Callable[[Question], str]) -> dict[str, list[Outcome]]:
    """The outcomes by a name of their question, in the order in which the names appear."""
    groups: dict[str, list[Outcome]] = {}
    for one in outcomes:
        groups.setdefault(name(one.question), []).append(one)
    return groups
