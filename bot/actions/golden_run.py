"""Asks the golden questions and says in words what came instead of what was expected.

A golden question helps to place the lines, so its own answer says little about new questions. Each is therefore asked
twice: as production answers it now, and "blind": by an answerer that was calibrated without its quarter of the golden
questions.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.actions.answers import Answerer, Material
from bot.actions.evaluate import given
from bot.actions.golden import as_plain
from bot.actions.predict import decision_as_plain
from bot.answering.decision import Decision
from bot.core.errors import NothingFound
from bot.core.faq_file import same
from bot.core.golden import GoldenQuestion
from bot.core.portions import portion

QUARTERS = 4
IN_SCOPE = ("right", "helped", "other_choices", "refused", "wrong_and_sure")
OUT_OF_SCOPE = ("declined", "offered", "sure_out_of_scope")
FAILED = ("wrong_and_sure", "sure_out_of_scope")  # a student would be told something wrong
AS_EXPECTED = ("right", "helped", "declined")
ALIKE = 3  # ids that a sentence names


@dataclass(frozen=True, slots=True)
class Trial:
    """One golden question with what came now and what came blind."""

    question: GoldenQuestion
    now: Decision
    blind: Decision

    @property
    def outcome(self) -> str:
        """One of IN_SCOPE or OUT_OF_SCOPE, as production answers."""
        return outcome(self.question.expected, self.now)

    @property
    def blind_outcome(self) -> str:
        """The same for the answerer that did not know the question."""
        return outcome(self.question.expected, self.blind)

    @property
    def failed(self) -> bool:
        """A student would be told something wrong."""
        return self.outcome in FAILED

    def sentence(self) -> str:
        """What was expected, what came and why; "" when it is as expected, blind too."""
        if self.outcome not in AS_EXPECTED:
            return f"{difference(self.question.expected, self.now)} {self.now.reason}".strip()
        if self.blind_outcome in FAILED:
            return (
                "as expected now, but not without being a golden question: "
                f"{difference(self.question.expected, self.blind)} Give an entry a phrasing like it."
            )
        return ""


def outcome(expected: Sequence[str], decision: Decision) -> str:
    """How a decision looks beside what was expected; () means that no entry answers it."""
    if not expected:
        return {"answer": "sure_out_of_scope", "choices": "offered"}.get(decision.kind, "declined")
    fits = any(entry in expected for entry in given(decision))
    if decision.kind == "answer":
        return "right" if fits else "wrong_and_sure"
    if decision.kind == "choices":
        return "helped" if fits else "other_choices"
    return "refused"


def difference(expected: Sequence[str], decision: Decision) -> str:
    """ "Expected tuition-fees, answered living-cost-paris." """
    wanted = f"Expected {' or '.join(expected)}" if expected else "Expected no answer"
    if decision.kind == "answer":
        return f"{wanted}, answered {decision.ids[0]}."
    if decision.kind == "choices":
        return f"{wanted}, offered {', '.join(decision.ids[: decision.shown])}."
    near = f"; nearest {', '.join(decision.ids[:ALIKE])}" if decision.ids else ""
    return f"{wanted}, said that it does not know{near}."


def run_golden(material: Material, questions: Sequence[GoldenQuestion] | None = None) -> list[Trial]:
    """Ask these questions, or the material's own golden questions. Raises NothingFound when there is none."""
    asked = material.golden if questions is None else questions
    if not asked:
        raise NothingFound("There are no golden questions yet; `paristech-bot golden add` adds one.")
    production = material.answerer()
    blind = _blind(material, asked)
    decided = [(one, production.decide(one.question)) for one in asked]
    return [Trial(one, now, blind.get(same(one.question), now)) for one, now in decided]


def summary(trials: Iterable[Trial]) -> dict[str, dict[str, int]]:
    """How often what came, `now` and `blind`, with the numbers of questions in and out of scope."""
    trials = list(trials)
    inside = sum(1 for one in trials if one.question.expected)
    sizes = {"in_scope": inside, "out_of_scope": len(trials) - inside}
    return {
        "now": {**sizes, **_counts(one.outcome for one in trials)},
        "blind": {**sizes, **_counts(one.blind_outcome for one in trials)},
    }


def trial_as_plain(trial: Trial) -> dict[str, Any]:
    """As plain JSON values."""
    seen = {"outcome": trial.outcome, "blind_outcome": trial.blind_outcome, "sentence": trial.sentence()}
    return {**as_plain(trial.question), **decision_as_plain(trial.now), **seen}


def _blind(material: Material, asked: Sequence[GoldenQuestion]) -> Mapping[str, Decision]:
    """Decisions on those that the lines lean on, by an answerer that leans on the other quarters only."""
    quarter = {same(one.question): portion(same(one.question), QUARTERS) for one in material.golden}
    found: dict[str, Decision] = {}
    for number in range(QUARTERS):
        mine = [one for one in asked if quarter.get(same(one.question)) == number]
        if mine:
            answerer = _without(material, quarter, number)
            found.update((same(one.question), answerer.decide(one.question)) for one in mine)
    return found


def _without(material: Material, quarter: Mapping[str, int], number: int) -> Answerer:
    rest = [one for one in material.golden if quarter[same(one.question)] != number]
    return replace(material, golden=rest).answerer()


def _counts(outcomes: Iterable[str]) -> dict[str, int]:
    counted = Counter(outcomes)
    return {name: counted[name] for name in (*IN_SCOPE, *OUT_OF_SCOPE)}
