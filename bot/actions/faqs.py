"""What a person can do to the FAQ: list, show, import a file, export; and the demo content."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from typing import Any

from bot.actions.faq_files import Loaded, decode, read_bytes, render
from bot.actions.lexicon import read_lexicon_file, save_concepts
from bot.actions.problems import refuse, shortened
from bot.actions.yaml_files import load_yaml
from bot.core.faq import Entry
from bot.core.faq_file import FaqFile, read_document, same_questions
from bot.core.faq_table import complete
from bot.store import audit, faqs
from bot.store.engine import Database

DEMO_ACTOR = "demo"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, by entry id; with problems it did nothing. Notes only tell, problems are to be mended."""

    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def as_plain(self) -> dict[str, Any]:
        """As plain JSON values; of many problems the first 50 and how many more there are."""
        names = ("created", "changed", "unchanged", "notes")
        return {**{name: list(getattr(self, name)) for name in names}, "problems": shortened(self.problems)}


def import_faq(
    database: Database, loaded: Loaded, *, actor: str, now: datetime, dry_run: bool = False, keep: bool = False
) -> ImportReport:
    """All entries of the file, or none when there is one problem; entries that are not in the file stay.

    A table with some columns or languages only leaves the others as they are. dry_run: only say what would happen.
    keep: what is there already stays as it is, too; only new entries are taken.
    """
    faq, notes = loaded.faq, loaded.notes
    with database.writing() as db:
        there = faqs.published_entries(db)
        entries = completed(faq, there)
        if keep:
            known = {entry.id for entry in (*there, *faqs.archived_entries(db))}
            entries = [entry for entry in entries if entry.id not in known]
        problems = (*faq.problems, *_clashes(entries, there))
        if problems:
            return ImportReport(problems=problems, notes=notes)
        notes += _loose_ends(entries, there)
        if dry_run:
            saved = faqs.compare(db, entries)
            return ImportReport(saved.created, saved.changed, saved.unchanged, notes=notes)
        saved = faqs.save_entries(db, entries, actor=actor, now=now, note="import")
        set_before = faqs.variables(db)
        fresh = {name: value for name, value in faq.variables.items() if set_before.get(name) != value}
        faqs.put_variables(db, fresh)
        before = {"variables": {name: set_before.get(name) for name in fresh}} if fresh else None
        after = {
            "created": list(saved.created),
            "changed": list(saved.changed),
            **({"variables": fresh} if fresh else {}),
        }
        audit.add(db, audit.Deed(actor, "faq.import", "faq", before=before, after=after), now=now)
    return ImportReport(saved.created, saved.changed, saved.unchanged, notes=notes)


def export_faq(database: Database, form: str) -> bytes:
    """All published entries as a file in this form (yaml, jsonl, csv, xlsx); importing it changes nothing."""
    with database.reading() as db:
        entries, variables = faqs.published_entries(db), faqs.variables(db)
    return render(entries, variables, form)


def list_faq(database: Database) -> list[Entry]:
    """All published entries in their order."""
    with database.reading() as db:
        return faqs.published_entries(db)


def show_entry(database: Database, entry_id: str) -> tuple[Entry, list[faqs.Revision]]:
    """The entry, published or archived, and its revisions, newest first. Raises NothingFound."""
    with database.reading() as db:
        return faqs.one(db, entry_id), faqs.revisions(db, entry_id)


def seed_demo(database: Database, now: datetime) -> ImportReport:
    """The demo content: the FAQ and the lexicon of bot/content; doing it again changes nothing."""
    with resources.as_file(resources.files("bot.content")) as folder:
        concepts = read_lexicon_file(folder / "lexicon.yaml")
        text, _ = decode(read_bytes(folder / "faq.yaml"), folder / "faq.yaml")
        loaded = Loaded(read_document(load_yaml(text, folder / "faq.yaml")))
    report = import_faq(database, loaded, actor=DEMO_ACTOR, now=now)
    refuse(report.problems)
    save_concepts(database, concepts, actor=DEMO_ACTOR, now=now)
    return report


def completed(faq: FaqFile, there: Iterable[Entry]) -> list[Entry]:
    """The file's entries, with what a table does not speak of as it is now."""
    if faq.columns is None:
        return list(faq.entries)
    old = {entry.id: entry for entry in there}
    return [complete(old[entry.id], entry, faq.columns) if entry.id in old else entry for entry in faq.entries]


def _clashes(entries: Sequence[Entry], there: Iterable[Entry]) -> list[str]:
    """Questions that an entry outside the file already answers."""
    mine = {entry.id for entry in entries}
    others = [("in the FAQ", entry) for entry in there if entry.id not in mine]
    return same_questions([*others, *((entry.id, entry) for entry in entries)]) if others else []


def _loose_ends(entries: Sequence[Entry], there: Iterable[Entry]) -> tuple[str, ...]:
    known = {entry.id for entry in (*entries, *there)}
    lost = sorted({name for entry in entries for name in entry.related} - known)
    return (f"Related entries that do not exist: {', '.join(lost[:20])}.",) if lost else ()
