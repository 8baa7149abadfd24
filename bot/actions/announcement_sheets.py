"""Announcements in a spreadsheet (XLSX, CSV): one row each, with the row of every fault; and one to fill in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.actions.announcement_files import read_document
from bot.actions.faq_files import as_yaml, decode, read_bytes, read_csv, write_csv
from bot.actions.faq_sheets import read_sheet, write_sheet
from bot.actions.problems import refuse
from bot.core.announcement_table import ALIASES, COLUMNS, entry_of, header, row_of, template
from bot.core.announcements import Problem
from bot.core.errors import BadFile

MOST_BYTES = 5 * 2**20  # a year of announcements is 50 KB of text
MOST_ROWS = 2000


@dataclass(frozen=True, slots=True)
class Source:
    """A file of announcements in the form of the YAML one; of a table also id → its rows, and notes."""

    document: object
    rows: Mapping[str, Sequence[int]]
    notes: tuple[str, ...] = ()

    def told(self, problem: Problem) -> Problem:
        """The same problem with the row of the table in front."""
        rows = self.rows.get(problem.id, ())
        if not rows:
            return problem
        place = f"row {rows[0]}" if len(rows) == 1 else f"rows {', '.join(map(str, rows))}"
        return replace(problem, message=f"{place}: {problem.message}")


def read_source(path: Path) -> Source:
    """A file of announcements: YAML, JSON, CSV or XLSX. Raises BadFile, and HasProblems for a table's header."""
    form = path.suffix.lower()
    if form in (".xls", ".xlsm"):
        raise BadFile(f"{path} is in an old form or may hold macros: open it and save it as .xlsx.")
    if form not in (".csv", ".xlsx"):
        return Source(read_document(path), {})
    raw = read_bytes(path, most=MOST_BYTES)
    if form == ".xlsx":
        rows, notes = read_sheet(raw, path)
        return _source(rows, path, notes)
    text, encoding = decode(raw, path)
    table, fault = read_csv(text, ALIASES)
    refuse([fault] if fault else [])
    return _source(table, path, () if encoding == "UTF-8" else (f"{path} was read as {encoding}.",))


def write_template(form: str) -> bytes:
    """A table with the header and one example row, as "csv" or "xlsx". Raises BadFile for another form."""
    if form == "csv":
        return write_csv(template())
    if form == "xlsx":
        return write_sheet(template(), "Announcements")
    raise BadFile("A template is written as .xlsx or .csv.")


def render(entries: Sequence[Mapping[str, Any]], form: str) -> bytes:
    """Entries of the file's form as "yaml", which holds all of them, or as a "csv" or "xlsx" table. Raises BadFile."""
    if form == "yaml":
        return as_yaml({"announcements": list(entries)}).encode()
    table = [list(COLUMNS), *(row_of(entry) for entry in entries)]
    if form == "csv":
        return write_csv(table)
    if form == "xlsx":
        return write_sheet(table, "Announcements")
    raise BadFile("Announcements are written as .yaml, .csv or .xlsx.")


def _source(table: Iterable[Sequence[Any]], path: Path, notes: tuple[str, ...]) -> Source:
    rows = iter(table)
    names, problems = header(next(rows, ()))
    refuse([f"row 1: {problem}" for problem in problems])
    entries: list[dict[str, Any]] = []
    places: dict[str, list[int]] = {}
    wide = []
    for number, cells in enumerate(rows, start=2):
        if all(cell is None or not str(cell).strip() for cell in cells):
            continue
        if any(cell not in (None, "") for cell in cells[len(names) :]):
            wide.append(f"row {number}: has {len(cells)} cells, the header {len(names)}; is a quote missing?")
            continue
        if len(entries) == MOST_ROWS:
            raise BadFile(f"{path} has more than {MOST_ROWS} rows: split it.")
        entry = entry_of(names, cells)
        entries.append(entry)
        for name in {str(entry.get("id", "")), f"entry {len(entries)}"} - {""}:
            places.setdefault(name, []).append(number)
    refuse(wide)
    if not entries:
        raise BadFile(f"{path} has no announcements below its header.")
    return Source({"announcements": entries}, places, notes)
