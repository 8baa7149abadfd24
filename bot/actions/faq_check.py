"""What an editor should know before students do: faults of the FAQ, or of a file before it is imported."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.actions.answers import Answerer, Material
from bot.actions.faq_collisions import collisions
from bot.actions.faq_files import Loaded
from bot.actions.golden_changes import changed
from bot.actions.golden_run import AS_EXPECTED, FAILED, difference, outcome
from bot.answering.decision import Decision
from bot.core.faq import Entry
from bot.core.faq_faults import ERROR, HINT, Fault, text_faults
from bot.core.faq_table import complete
from bot.core.golden import GoldenQuestion

Note = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Conditions:
    """What an answer must bear: `day` is today in Shanghai, `reply_bytes` the room of one reply."""

    day: date
    reply_bytes: int


def check_faq(material: Material, conditions: Conditions, *, note: Note) -> list[Fault]:
    """All faults of this FAQ, errors first; golden questions that do not come out as expected are among them."""
    answerer = material.answerer()
    faults = [*_faults(material, answerer, conditions, note), *_lost(material), *_golden_faults(material, answerer)]
    return _sorted(faults, material.entries)


def check_file(material: Material, loaded: Loaded, conditions: Conditions, *, note: Note) -> list[Fault]:
    """What importing the file would bring: its own faults, what it would break elsewhere, golden answers that change.

    Faults that the FAQ has already, in entries that the file does not touch, are left out.
    """
    after = with_file(material, loaded)
    touched = {entry.id for entry in loaded.faq.entries}
    before_answerer, answerer = material.answerer(), after.answerer()
    known = set(_faults(material, before_answerer, conditions, note))
    faults = [Fault("file", ERROR, "", "", problem) for problem in loaded.faq.problems]
    faults += [one for one in _faults(after, answerer, conditions, note) if one.entry in touched or one not in known]
    faults += [*_lost(after), *golden_changes(after.golden, before_answerer, answerer)]
    return _sorted(faults, after.entries)


def with_file(material: Material, loaded: Loaded) -> Material:
    """The FAQ as it would be after importing the file; entries with problems are not in it."""
    there = {entry.id: entry for entry in material.entries}
    columns = loaded.faq.columns
    for entry in loaded.faq.entries:
        whole = columns is None or entry.id not in there
        there[entry.id] = entry if whole or columns is None else complete(there[entry.id], entry, columns)
    return replace(material, entries=list(there.values()), variables={**material.variables, **loaded.faq.variables})


def faults_as_plain(faults: Sequence[Fault]) -> dict[str, Any]:
    """As plain JSON values, with the numbers of errors and hints."""
    names = ("code", "severity", "entry", "lang", "sentence")
    errors = sum(1 for one in faults if one.severity == ERROR)
    findings = [{name: getattr(one, name) for name in names} for one in faults]
    return {"findings": findings, "errors": errors, "hints": len(faults) - errors}


def _faults(material: Material, answerer: Answerer, conditions: Conditions, note: Note) -> Iterator[Fault]:
    yield from text_faults(material.entries, material.variables, day=conditions.day, reply_bytes=conditions.reply_bytes)
    yield from collisions(answerer, material.entries, note=note)


def golden_changes(golden: Iterable[GoldenQuestion], before: Answerer, after: Answerer) -> Iterator[Fault]:
    """The golden questions that would come out differently; an error where that is wrong and was not before."""
    asked = list(golden)
    old, new = ([answerer.decide(one.question) for one in asked] for answerer in (before, after))
    for change in changed(asked, old, new):
        severity = ERROR if change.worse else HINT
        sentence = f"Before, it {_said(change.before)}. {_came(change.question, change.after)}"
        yield _of(change.question, "golden-change", severity, sentence)


def _golden_faults(material: Material, answerer: Answerer) -> Iterator[Fault]:
    lost = {one.number for one in _lost_ones(material)}
    for one in material.golden:
        decision = answerer.decide(one.question)
        came = outcome(one.expected, decision)
        if one.number not in lost and came not in (*AS_EXPECTED, "offered"):
            yield _of(one, "golden-wrong", ERROR if came in FAILED else HINT, _came(one, decision))


def _lost(material: Material) -> Iterator[Fault]:
    for one in _lost_ones(material):
        gone = ", ".join(one.expected)
        yield _of(one, "golden-lost", HINT, f"It expects {gone}, which is gone: change it, or remove it.")


def _lost_ones(material: Material) -> list[GoldenQuestion]:
    known = {entry.id for entry in material.entries}
    return [one for one in material.golden if one.expected and not known & set(one.expected)]


def _came(one: GoldenQuestion, decision: Decision) -> str:
    said = difference(one.expected, decision)
    if outcome(one.expected, decision) in AS_EXPECTED:
        return f"{said} That is as it should be."
    if one.expected:
        return f"{said} Give the right entry a phrasing like it, or change what is expected."
    return f"{said} Add an entry for it, or word the phrasings of that one more narrowly."


def _of(one: GoldenQuestion, code: str, severity: str, sentence: str) -> Fault:
    entry = one.expected[0] if one.expected else ""
    return Fault(code, severity, entry, one.lang, f"Golden question {one.number} “{one.question}”: {sentence}")


def _said(decision: Decision) -> str:
    shown = ", ".join(decision.ids[: decision.shown])
    return {"none": "was not known", "choices": f"got {shown} to choose from"}.get(decision.kind, f"got {shown}")


def _sorted(faults: Iterable[Fault], entries: Iterable[Entry]) -> list[Fault]:
    place = {entry.id: number for number, entry in enumerate(entries)}
    return sorted(faults, key=lambda one: (one.severity != ERROR, place.get(one.entry, len(place))))
