"""A golden question: a question whose right entries the office knows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GoldenQuestion:
    """`expected`: the entries that are right, () when the FAQ must not answer. `number` is 0 until it is stored."""

    question: str
    expected: tuple[str, ...]
    lang: str = ""
    kind: str = ""
    note: str = ""
    number: int = 0
