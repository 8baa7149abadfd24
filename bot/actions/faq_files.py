"""FAQ files on the disk: YAML, JSONL, CSV and XLSX, read with every fault in words, written so that they read back."""

import csv
import io
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from bot.actions.faq_sheets import read_sheet, write_sheet
from bot.actions.yaml_files import load_yaml
from bot.core.errors import BadFile
from bot.core.faq import Entry
from bot.core.faq_file import FaqFile, entry_as_plain, read_document
from bot.core.faq_table import COLUMNS, REASON, cells_of, header, read_rows, row_of, rows_of

MOST_BYTES = 20 * 2**20  # far above any FAQ; a larger file is a mistake
MOST_BYTES_FOR_MATCHING = 1000 * 2**20  # a million phrasings, for measuring
FORMS = ("yaml", "jsonl", "csv", "xlsx")
DELIMITERS = (",", ";", "\t")
csv.field_size_limit(MOST_BYTES)  # cells have their own limits, with better words than the csv module's


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file's content, and notes for the person who gave it: how it was read, what was passed over."""

    faq: FaqFile
    notes: tuple[str, ...] = ()


def form_of(path: Path) -> str:
    """The form that the name's ending says. Raises BadFile."""
    ending = path.suffix.lower().removeprefix(".").replace("yml", "yaml")
    if ending == "xls":
        raise BadFile(f"{path} is in Excel's old form; open it and save it as .xlsx")
    if ending == "xlsm":
        raise BadFile(f"{path} may hold macros; save it as .xlsx")
    if ending not in FORMS:
        raise BadFile(f"{path}: a FAQ file ends in .yaml, .jsonl, .csv or .xlsx")
    return ending


def read_bytes(path: Path, *, most: int = MOST_BYTES) -> bytes:
    """The file's bytes. Raises BadFile when it is missing, no file, or larger than `most`."""
    try:
        size = path.stat().st_size
        if size > most:
            raise BadFile(f"{path} has {size / 2**20:.0f} MiB; at most {most // 2**20} are read")
        return path.read_bytes()
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}") from error


def read_faq(path: Path, *, for_matching: bool = False) -> Loaded:
    """A FAQ file in any form. Raises BadFile when nothing in it can be read; single faults are in `faq.problems`.

    for_matching: answers may be missing, because the file is only searched.
    """
    form_of(path)
    raw = read_bytes(path, most=MOST_BYTES_FOR_MATCHING if for_matching else MOST_BYTES)
    return read_content(raw, path, for_matching=for_matching)


def read_content(raw: bytes, path: Path, *, for_matching: bool = False) -> Loaded:
    """What a file of this name holds, of which only the bytes are here; as `read_faq`."""
    form = form_of(path)
    if form == "xlsx":
        rows, notes = read_sheet(raw, path)
        return Loaded(_table(rows, for_matching), notes)
    text, encoding = decode(raw, path)
    notes = () if encoding == "UTF-8" else (f"{path} was read as {encoding}.",)
    if form == "yaml":
        return Loaded(read_document(load_yaml(text, path), for_matching=for_matching), notes)
    if form == "jsonl":
        return Loaded(_read_jsonl(text, for_matching), notes)
    return Loaded(_read_csv(text, for_matching), notes)


def decode(raw: bytes, path: Path) -> tuple[str, str]:
    """The text and the name of its encoding: UTF-8, UTF-16 with its mark, else GB18030. Raises BadFile."""
    marks = {
        b"\xef\xbb\xbf": ("utf-8-sig", "UTF-8"),
        b"\xff\xfe": ("utf-16", "UTF-16"),
        b"\xfe\xff": ("utf-16", "UTF-16"),
    }
    tries = [found for mark, found in marks.items() if raw.startswith(mark)] or [
        ("utf-8", "UTF-8"),
        ("gb18030", "GB18030"),
    ]
    for codec, name in tries:
        try:
            text = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise BadFile(f"{path} holds NUL characters; save it as UTF-8")
        return text, name
    raise BadFile(f"{path} is neither UTF-8 nor GB18030; save it as UTF-8")


def render(entries: Sequence[Entry], variables: Mapping[str, str], form: str) -> bytes:
    """The file's bytes. Variables are in the YAML form only."""
    if form == "yaml":
        document = {"variables": dict(variables), "entries": [entry_as_plain(entry) for entry in entries]}
        return as_yaml(document).encode()
    rows = [row for entry in entries for row in rows_of(entry)]
    if form == "jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    table = [list(COLUMNS), *(cells_of(row) for row in rows)]
    if form == "xlsx":
        return write_sheet(table)
    if form != "csv":
        raise BadFile(f"a FAQ is written as {', '.join(FORMS)}")
    return write_csv(table)


def write_csv(table: Sequence[Sequence[str]]) -> bytes:
    """Every cell in quotes, in UTF-8 with its mark, because Excel takes a file without it for GBK."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(table)
    return out.getvalue().encode("utf-8-sig")


def read_csv(text: str, columns: Collection[str]) -> tuple[list[list[str]], str]:
    """The rows, and what is wrong with the first one that cannot be read ("" when all can).

    `columns`: the names (small letters) by which the header shows what parts its cells: comma, semicolon or tab.
    """
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = max(
        DELIMITERS, key=lambda mark: len({cell.strip('" ').lower() for cell in first.split(mark)} & set(columns))
    )
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    table: list[list[str]] = []
    try:
        table.extend(records)
    except csv.Error as error:
        return [], f"row {len(table) + 1}: {error}; is a quote not closed?"
    return table, ""


def as_yaml(value: object) -> str:
    """Plain values as YAML that people like to read."""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


class _Dumper(yaml.SafeDumper):
    """YAML with texts of several lines written as such."""


def _text_node(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text_node)


def _read_jsonl(text: str, for_matching: bool) -> FaqFile:
    rows: list[tuple[str, dict[str, Any]]] = []
    problems = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            problems.append(f"line {number}: is not JSON.")
            continue
        if isinstance(row, dict) and row.keys() <= set(COLUMNS):
            rows.append((f"line {number}", row))
        else:
            problems.append(f"line {number}: must be an object with {', '.join(COLUMNS)}.")
    columns = {key for _, row in rows for key in row}
    return _with(read_rows(rows, columns, for_matching=for_matching), problems)


def _read_csv(text: str, for_matching: bool) -> FaqFile:
    table, fault = read_csv(text, COLUMNS)
    return FaqFile((), problems=(fault,)) if fault else _table(table, for_matching)


def _table(table: Iterable[Sequence[Any]], for_matching: bool) -> FaqFile:
    rows = iter(table)
    first = [str(cell if cell is not None else "") for cell in next(rows, ())]
    if first and first[-1].strip().lower() == REASON:
        first.pop()
        rows = (cells[: len(first)] for cells in rows)
    names, problems = header(first)
    if problems:
        return FaqFile((), problems=tuple(problems))
    wide: list[str] = []
    found = read_rows(_rows(rows, names, wide), names, for_matching=for_matching)
    if not (found.entries or found.problems or wide):
        return FaqFile((), problems=("row 2: there are no entries below the header.",))
    return _with(found, wide)


def _rows(rows: Iterable[Sequence[Any]], names: Sequence[str], wide: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, cells in enumerate(rows, start=2):
        if not any(cell not in (None, "") for cell in cells):
            continue
        if any(cell not in (None, "") for cell in cells[len(names) :]):
            wide.append(f"row {number}: has {len(cells)} cells, the header {len(names)}; is a quote missing?")
            continue
        yield f"row {number}", row_of(names, cells)


def _with(found: FaqFile, problems: Sequence[str]) -> FaqFile:
    return replace(found, problems=(*problems, *found.problems))
