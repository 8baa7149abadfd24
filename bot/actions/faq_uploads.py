"""A file of entries that somebody uploaded: what is in it, what is wrong with it, and taking it in."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.actions import faqs
from bot.actions.faq_draft_files import draft_file
from bot.actions.faq_files import MOST_BYTES, Loaded, decode, form_of, read_content, read_csv, render, write_csv
from bot.actions.faq_sheets import read_sheet
from bot.actions.faqs import ImportReport
from bot.core.errors import BadFile, HasProblems
from bot.core.faq import Entry, EntryText
from bot.core.faq_table import COLUMNS, REASON, guard
from bot.core.roles import Actor, require
from bot.store import faq_uploads
from bot.store.engine import Database

_NAME_CHARS = 100
_BOM = b"\xef\xbb\xbf"
_PLACE = re.compile(r"(?:row|line) (\d+)")
# Shows what each column is for; an id is a name of small letters, a language is zh, en or fr.
_SAMPLE = Entry(
    "library-hours",
    {
        "zh": EntryText("图书馆几点开门？", "周一至周五 9:00–18:00。", ("图书馆开放时间", "几点能去图书馆")),
        "en": EntryText("When is the library open?", "Monday to Friday, 9:00 to 18:00.", ("library hours",)),
        "fr": EntryText("Quand la bibliothèque est-elle ouverte ?", "Du lundi au vendredi, de 9 h à 18 h."),
    },
    category="campus",
)


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file would do. `key` names it for the next step. `encoding`: as it was read, "" for a spreadsheet.

    values: how many variables it sets.
    """

    key: str
    name: str
    encoding: str
    report: ImportReport
    values: int


def look(database: Database, actor: Actor, name: str, raw: bytes, *, now: datetime) -> Looked:
    """Read it and keep it for a day, without changing anything. Raises NotAllowed, BadFile."""
    require(actor, "faq.edit")
    name = _own_name(name)
    path = Path(name)
    if len(raw) > MOST_BYTES:
        raise BadFile(f"{name} has {len(raw) / 2**20:.0f} MiB; at most {MOST_BYTES // 2**20} are read")
    loaded = read_content(raw, path)
    report = faqs.import_faq(database, loaded, actor=actor.name, now=now, dry_run=True)
    key = secrets.token_urlsafe(24)
    with database.writing() as db:
        faq_uploads.add(db, key, name, raw, actor=actor.name, now=now)
    return Looked(key, name, _encoding(raw, path), report, len(loaded.faq.variables))


def take_in(database: Database, actor: Actor, key: str, *, keep: bool, now: datetime) -> ImportReport:
    """All of it, at once, or none. keep: only new entries. Raises NotAllowed, NothingFound, HasProblems."""
    require(actor, "faq.edit")
    loaded = _loaded(database, actor, key)
    report = faqs.import_faq(database, loaded, actor=actor.name, now=now, keep=keep)
    if report.problems:
        raise HasProblems("\n".join(report.problems))
    _forget(database, key)
    return report


def take_as_drafts(database: Database, actor: Actor, key: str, *, keep: bool, now: datetime) -> list[str]:
    """The same as drafts, which are checked before they count; their ids. Raises Conflict besides."""
    kept = draft_file(database, actor, _loaded(database, actor, key), now=now, keep=keep)
    _forget(database, key)
    return kept


def bad_rows_of(database: Database, actor: Actor, key: str, *, now: datetime) -> bytes:
    """Of an uploaded file, see `bad_rows`. Raises NothingFound."""
    with database.reading() as db:
        name, raw = faq_uploads.one(db, key, actor.name)
    path = Path(name)
    report = faqs.import_faq(database, read_content(raw, path), actor=actor.name, now=now, dry_run=True)
    return bad_rows(raw, path, report.problems)


def bad_rows(raw: bytes, path: Path, problems: Sequence[str]) -> bytes:
    """A CSV file of the rows with a problem, and what it is in the last column; mended, it can be imported.

    Of a file that is no table only the problems.
    """
    table = _table(raw, path)
    if not table:
        return write_csv([["place", REASON], *(_parted(problem) for problem in problems)])
    of_row: dict[int, list[str]] = {}
    for problem in problems:
        found = _PLACE.match(problem)
        of_row.setdefault(int(found.group(1)) if found else 1, []).append(problem)
    head = [str(cell or "") for cell in table[0]]
    rows = [_row(table, number, len(head), of_row[number]) for number in sorted(of_row)]
    return write_csv([[*head, REASON], *rows])


def template(form: str) -> bytes:
    """A small file that shows the columns, as csv or xlsx."""
    return render([_SAMPLE], {}, form)


def _row(table: Sequence[Sequence[Any]], number: int, width: int, problems: Sequence[str]) -> list[str]:
    cells = [str(cell if cell is not None else "") for cell in table[number - 1]] if number <= len(table) else []
    cells = [*cells, *[""] * (width - len(cells))][: max(width, len(cells))]
    # The row's own guards stay as they were; one that had none may need it in a new file.
    return [*(cell if cell.startswith("'") else guard(cell) for cell in cells[:width]), guard(" ".join(problems))]


def _table(raw: bytes, path: Path) -> list[Sequence[Any]]:
    form = form_of(path)
    if form == "xlsx":
        return list(read_sheet(raw, path)[0])
    return list(read_csv(decode(raw, path)[0], COLUMNS)[0]) if form == "csv" else []


def _parted(problem: str) -> list[str]:
    place, mark, sentence = problem.partition(": ")
    return [guard(place), guard(sentence)] if mark else ["", guard(problem)]


def _loaded(database: Database, actor: Actor, key: str) -> Loaded:
    with database.reading() as db:
        name, raw = faq_uploads.one(db, key, actor.name)
    return read_content(raw, Path(name))


def _forget(database: Database, key: str) -> None:
    with database.writing() as db:
        faq_uploads.remove(db, key)


def _own_name(name: str) -> str:
    """What is left of a file's name when it can do no harm: nothing of folders, nothing that cannot be seen."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(char for char in last if char.isprintable())
    return shown[-_NAME_CHARS:] or "file"


def _encoding(raw: bytes, path: Path) -> str:
    if form_of(path) == "xlsx":
        return ""
    return "UTF-8 (BOM)" if raw.startswith(_BOM) else decode(raw, path)[1]
