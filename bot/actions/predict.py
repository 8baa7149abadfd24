"""Decides every question of a file, as production would, and keeps what was asked beside what was decided."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bot.actions.jsonl import Row, question_of, read_rows, write_rows
from bot.answering.answerer import Answerer
from bot.answering.decision import Decision

Seconds = Callable[[], float]  # a stopwatch; only differences mean anything
NOTED_EVERY = 1000


def predict_file(
    answerer: Answerer, source: Path, target: Path, *, seconds: Seconds, note: Callable[[str], None]
) -> int:
    """Write one line for each line of `source`: its own keys and those of the decision; the number of lines.

    `ms` is the time of the decision alone. Raises BadFile naming the line that cannot be read; nothing is written then.
    """
    return write_rows(target, _predicted(answerer, source, seconds, note))


def decision_as_plain(decision: Decision) -> dict[str, Any]:
    """The keys that `predict` adds, but for `ms`."""
    return {
        "decision": decision.kind,
        "ids": list(decision.ids),
        "shown": decision.shown,
        "confidence": round(decision.confidence, 4),
        "lang_detected": decision.lang,
        "parts": [decision_as_plain(part) for part in decision.parts],
    }


def _predicted(answerer: Answerer, source: Path, seconds: Seconds, note: Callable[[str], None]) -> Iterator[Row]:
    for number, row in read_rows(source):
        question = question_of(row, source, number)
        started = seconds()
        decision = answerer.decide(question)
        milliseconds = 1000 * (seconds() - started)
        yield {**row, **decision_as_plain(decision), "ms": round(milliseconds, 3)}
        if number % NOTED_EVERY == 0:
            note(f"{number} lines")
