"""What a person can do to the golden questions: add, import, list, remove."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.actions.golden_files import read_golden
from bot.core.errors import HasProblems, NothingFound
from bot.core.faq import LANGS
from bot.core.faq_file import LIMITS, same
from bot.core.golden import GoldenQuestion
from bot.store import audit, faqs, golden
from bot.store.engine import Database

KIND_CHARS, NOTE_CHARS = 30, 1000


@dataclass(frozen=True, slots=True)
class GoldenReport:
    """What an import did, by question; with problems it did nothing."""

    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    def as_plain(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {name: list(getattr(self, name)) for name in ("created", "changed", "unchanged", "problems")}


def add_golden(database: Database, question: GoldenQuestion, *, actor: str, now: datetime) -> GoldenReport:
    """Add one, or change what is expected of one that is there. Raises HasProblems with what is wrong."""
    report = _kept(database, [question], actor=actor, now=now)
    if report.problems:
        raise HasProblems("\n".join(report.problems))
    return report


def import_golden(database: Database, path: Path, *, actor: str, now: datetime, dry_run: bool = False) -> GoldenReport:
    """All questions of a JSONL file, or none when there is one problem; others stay. Raises BadFile."""
    return _kept(database, read_golden(path), actor=actor, now=now, dry_run=dry_run)


def list_golden(database: Database) -> list[dict[str, Any]]:
    """All golden questions, oldest first, as plain JSON values; `expected` as in a golden file."""
    with database.reading() as db:
        return [as_plain(one) for one in golden.all_of(db)]


def remove_golden(database: Database, numbers: Collection[int], *, actor: str, now: datetime) -> None:
    """Take these away, by their numbers. Raises NothingFound when one is not there; then all stay."""
    with database.writing() as db:
        there = {one.number: one for one in golden.all_of(db)}
        missing = sorted(set(numbers) - there.keys())
        if missing:
            listed = ", ".join(map(str, missing))
            raise NothingFound(f"There is no golden question {listed}; `paristech-bot golden list` shows all.")
        golden.remove(db, numbers)
        before = [as_plain(there[number]) for number in sorted(numbers)]
        audit.add(db, audit.Deed(actor, "golden.remove", "golden", before=before), now=now)


def as_plain(one: GoldenQuestion) -> dict[str, Any]:
    """As plain JSON values: `expected` is an id, a list of ids, or None."""
    expected = list(one.expected) if len(one.expected) > 1 else next(iter(one.expected), None)
    values = {"lang": one.lang, "kind": one.kind, "note": one.note}
    return {"number": one.number, "q": one.question, "expected": expected, **values}


def _kept(
    database: Database, questions: Sequence[GoldenQuestion], *, actor: str, now: datetime, dry_run: bool = False
) -> GoldenReport:
    with database.writing() as db:
        known = {entry.id for entry in faqs.published_entries(db)}
        problems = [*_twice(questions), *(fault for one in questions for fault in _faults(one, known))]
        if problems:
            return GoldenReport(problems=tuple(problems))
        kept = golden.put(db, questions, actor=actor, now=now, dry_run=dry_run)
        after: Mapping[str, Any] = {"created": list(kept.created), "changed": list(kept.changed)}
        if (kept.created or kept.changed) and not dry_run:
            audit.add(db, audit.Deed(actor, "golden.put", "golden", after=after), now=now)
    return GoldenReport(kept.created, kept.changed, kept.unchanged)


def _faults(one: GoldenQuestion, known: Collection[str]) -> list[str]:
    name = f"“{one.question[:60]}”"
    found = []
    if not one.question or len(one.question) > LIMITS["question"]:
        found.append(f"{name}: a question has 1 to {LIMITS['question']} characters.")
    if lost := [entry for entry in one.expected if entry not in known]:
        found.append(f"{name}: there is no entry {', '.join(lost)}; `paristech-bot faq list` shows all.")
    if one.lang and one.lang not in LANGS:
        found.append(f"{name}: the language is {', '.join(LANGS)}, or nothing.")
    if len(one.kind) > KIND_CHARS or len(one.note) > NOTE_CHARS:
        found.append(f"{name}: a kind has at most {KIND_CHARS} characters, a note {NOTE_CHARS}.")
    return found


def _twice(questions: Sequence[GoldenQuestion]) -> list[str]:
    first: dict[str, GoldenQuestion] = {}
    return [
        f"“{one.question[:60]}” stands twice."
        for one in questions
        if first.setdefault(same(one.question), one) is not one
    ]
