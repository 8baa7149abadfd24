"""A decision in words, with its numbers, for who edits the FAQ."""

from collections.abc import Iterator
from datetime import date

from bot.answering.answerer import Answerer
from bot.answering.decision import Decision
from bot.core.faq import Entry

_SAID = {"answer": "answer (sure)", "choices": "choices (maybe)", "none": "no answer"}


def explanation(answerer: Answerer, decision: Decision, day: date) -> Iterator[str]:
    """Lines: what was decided and why, for each question of a message, and what the calendar has to do with it."""
    if decision.parts:
        for part in decision.parts:
            yield f"▸ “{part.asked}”: {_decided(part)}. {part.reason}"
    elif decision.ids:
        yield f"{_decided(decision)} (sure from {answerer.calibration.sure:.2f}). {decision.reason}"
    else:
        yield f"{_SAID[decision.kind]}. {decision.reason}"
    given = [part.ids[0] for part in decision.parts if part.kind == "answer"]
    if decision.kind == "answer":
        for name in dict.fromkeys(given or decision.ids[:1]):
            yield from _calendar(answerer.entries[name], day)


def _decided(decision: Decision) -> str:
    first = f" {decision.ids[0]}" if decision.kind == "answer" else ""
    return f"{_SAID[decision.kind]}{first}, confidence {decision.confidence:.2f}"


def _calendar(entry: Entry, day: date) -> Iterator[str]:
    if entry.valid_until and day > entry.valid_until:
        without = ", ".join(lang for lang, text in entry.texts.items() if not text.after)
        old = f"; there is none in {without}, which still says the old answer" if without else ""
        yield f"{entry.id} ended on {entry.valid_until}: students read its text for afterwards (`after`){old}."
    elif entry.valid_from and day < entry.valid_from:
        yield f"{entry.id} is valid from {entry.valid_from} only; students read it already."
