"""How the problems of a file are told: not more of them than a person reads."""

from collections.abc import Sequence

from bot.core.errors import HasProblems

MOST_PROBLEMS_SHOWN = 50


def shortened(problems: Sequence[str]) -> list[str]:
    """The first 50 and "and 213 more"."""
    more = len(problems) - MOST_PROBLEMS_SHOWN
    return [*problems[:MOST_PROBLEMS_SHOWN], *([f"and {more} more"] if more > 0 else [])]


def refuse(problems: Sequence[str]) -> None:
    """Raise HasProblems with all of them, if there are any."""
    if problems:
        raise HasProblems("\n".join(shortened(problems)))
