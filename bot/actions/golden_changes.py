"""Golden questions that come out otherwise after a change."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.actions.golden_run import FAILED, outcome
from bot.answering.decision import Decision
from bot.core.golden import GoldenQuestion


@dataclass(frozen=True, slots=True)
class GoldenChange:
    """One of them, with what is decided now and what would be."""

    question: GoldenQuestion
    before: Decision
    after: Decision

    @property
    def worse(self) -> bool:
        """A student would be told something wrong, and is not now."""
        expected = self.question.expected
        return outcome(expected, self.after) in FAILED and outcome(expected, self.before) not in FAILED


def changed(
    golden: Iterable[GoldenQuestion], before: Iterable[Decision], after: Iterable[Decision]
) -> Iterator[GoldenChange]:
    """Those of which the outcome or the entry that is given changes; decisions in the order of the questions."""
    for one, old, new in zip(golden, before, after, strict=True):
        other_entry = new.kind == "answer" and old.ids[:1] != new.ids[:1]
        if other_entry or outcome(one.expected, old) != outcome(one.expected, new):
            yield GoldenChange(one, old, new)
