"""What the answerer decided for one question."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Decision:
    """`kind` is "answer", "choices" or "none".

    ids: best first, up to 10, for "none" too (nearest topics; empty for small talk). shown: how many of them are given
    (1, or one for each answered part) or offered (2–4), 0 for none. confidence: probability 0…1 that ids[0] is right.
    lang: the language detected in the question ("zh", "en", "fr"). parts: the decisions for the clauses when several
    questions were asked, else (). asked: of a part, its clause. because: finds the reason, which only staff ask for.
    """

    kind: str
    ids: tuple[str, ...]
    shown: int
    confidence: float
    lang: str
    runner_up: str = ""
    parts: tuple["Decision", ...] = ()
    asked: str = ""
    because: Callable[[], str] = field(default=str, compare=False, repr=False)

    @property
    def reason(self) -> str:
        """Why it was decided so, in words for staff."""
        return self.because()
