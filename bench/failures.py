"""What goes wrong on a set, one line a question, by what the asker met."""

from collections.abc import Callable

from bench.measures import Outcome, Outcomes

# The first that holds names the failure; from the worst for the asker to the mildest.
CLASSES: dict[str, Callable[[Outcome], bool]] = {
    "sure without an entry": lambda one: not one.question.expected and one.sure,
    "wrong and sure": lambda one: bool(one.question.expected) and one.sure and not one.helped,
    "refused though known": lambda one: bool(one.question.expected) and one.refused,
    "right one not offered": lambda one: bool(one.question.expected) and not one.helped,
    "right one not first": lambda one: bool(one.question.expected) and not one.right_within(1),
    "right, only offered": lambda one: bool(one.question.expected) and not one.sure,
}


def failures(outcomes: Outcomes) -> str:
    """The failures of our bot's outcomes by class, with the reason the decision gave."""
    return "\n\n".join(
        "\n".join([f"## {name}: {len(group)} of {len(outcomes)}", *map(_said, group)])
        for name, group in by_class(outcomes).items()
    )


def by_class(outcomes: Outcomes) -> dict[str, list[Outcome]]:
    """Every class, the empty ones too, with its failures."""
    found: dict[str, list[Outcome]] = {name: [] for name in CLASSES}
    for one in outcomes:
        name = next((name for name, holds in CLASSES.items() if holds(one)), None)
        if name:
            found[name].append(one)
    return found


def _said(one: Outcome) -> str:
    decision = one.decision
    if decision is None:
        return one.question.text
    expected = " or ".join(one.question.expected) or "none"
    said = ", ".join(one.ids[: max(decision.shown, 3)])
    lines = [
        f"{one.question.text}  [{one.question.lang}, {one.question.kind}]",
        f"    expected {expected}; {decision.kind} {decision.confidence:.2f}: {said}",
        f"    {decision.reason}",
    ]
    return "\n".join(lines)
