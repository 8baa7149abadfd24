"""The FAQ as a table: one row an entry and language, in CSV, XLSX and JSONL; safe to open in a spreadsheet program."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from bot.core.faq import Entry, EntryText
from bot.core.faq_file import (
    DATES,
    FaqFile,
    Finding,
    entry_id,
    language,
    read_entry,
    same_questions,
    twice,
)

COLUMNS = (
    "id", "lang", "category", "question", "variants", "answer", "after",
    "valid_from", "valid_until", "review_by", "source", "related", "confidence",
)  # fmt: skip
REQUIRED = ("id", "lang", "question")
REASON = "problem"  # the last column of a file of bad rows, which is passed over when the mended file comes back
_OF_TEXT = ("question", "variants", "answer", "after")
_OF_ENTRY = ("category", "confidence", "source", *DATES, "related")

# What a spreadsheet program may take for a formula, also behind white space or invisible characters (OWASP, "CSV
# injection"); the quotes in front let a text that itself begins with one come back as it was.
_FORMULA = re.compile(r"'*[\s\ufeff\u200b-\u200f\u2060]*[=+\-@\t\r\n\0＝＋－＠]")


def guard(text: str) -> str:
    """The text with a ' in front when a spreadsheet program would calculate it."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """The inverse of `guard`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def header(cells: Sequence[str]) -> tuple[list[str], list[str]]:
    """The columns that a header row names, and what is wrong with it."""
    names = [cell.strip().lower() for cell in cells]
    while names and not names[-1]:
        names.pop()
    problems = []
    for name in dict.fromkeys(names):
        near = get_close_matches(name, COLUMNS, n=1)
        if name not in COLUMNS:
            hint = f'; did you mean "{near[0]}"?' if near else f"; known are {', '.join(COLUMNS)}."
            problems.append(f'row 1: the column "{name[:40]}" is not known{hint}')
        elif names.count(name) > 1:
            problems.append(f'row 1: the column "{name}" is there twice.')
    missing = [name for name in (*REQUIRED, "answer") if name not in names]
    problems += [f'row 1: the column "{name}" is missing.' for name in missing]
    return names, problems


def read_rows(
    rows: Iterable[tuple[str, Mapping[str, Any]]], columns: Iterable[str], *, for_matching: bool = False
) -> FaqFile:
    """Entries from rows, each with its place ("row 17"); the rows of one id make one entry, in the file's order."""
    problems: list[str] = []
    grouped: dict[str, list[tuple[str, str, Mapping[str, Any]]]] = {}
    for place, row in rows:
        try:
            name, lang = entry_id(row.get("id")), language(row.get("lang"), for_matching)
            _alone(row, lang, for_matching)
            grouped.setdefault(name, []).append((place, lang, row))
        except Finding as finding:
            problems.append(f"{place}: {finding}")
    problems += twice((place, f"{name} in {lang}") for name, same in grouped.items() for place, lang, _ in same)
    placed = []
    for name, same in grouped.items():
        try:
            placed.append((same[0][0], _join(name, same, for_matching)))
        except Finding as finding:
            problems.append(f"{same[-1][0]}: {finding}")
    if not for_matching:
        problems += same_questions(placed)
    problems.sort(key=_place)
    return FaqFile(tuple(entry for _, entry in placed), {}, tuple(problems), frozenset(columns))


def rows_of(entry: Entry) -> list[dict[str, Any]]:
    """One row a language; `variants` and `related` are lists, days are ISO text, empty fields "" or []."""
    shared = {name: getattr(entry, name) for name in ("id", "category", "source", "confidence")}
    days = {name: getattr(entry, name).isoformat() if getattr(entry, name) else "" for name in DATES}
    return [
        {**shared, **days, "lang": lang, "related": list(entry.related), **_text(text)}
        for lang, text in entry.texts.items()
    ]


def cells_of(row: Mapping[str, Any]) -> list[str]:
    """The row as a spreadsheet's cells, in the order of COLUMNS."""
    flat = {**row, "variants": join_lines(row["variants"]), "related": "|".join(row["related"])}
    return [guard(str(flat[name])) for name in COLUMNS]


def row_of(names: Sequence[str], cells: Sequence[Any]) -> dict[str, Any]:
    """A row from a spreadsheet's cells: guards taken away, lists split."""
    row = {name: unguard(cell) if isinstance(cell, str) else cell for name, cell in zip(names, cells, strict=False)}
    if "variants" in row:
        row["variants"] = split_lines(_cell(row["variants"]))
    if "related" in row:
        row["related"] = [name for name in re.split(r"[|,;\s]+", _cell(row["related"])) if name]
    return row


def join_lines(lines: Sequence[str]) -> str:
    """Phrasings in one cell, a line each; a last line end says that | is not what parts them."""
    joined = "\n".join(lines)
    return f"{joined}\n" if len(lines) == 1 and "|" in joined else joined


def split_lines(cell: str) -> list[str]:
    """The inverse of `join_lines`; one line may also be parted by |."""
    return cell.splitlines() if "\n" in cell or "\r" in cell else cell.split("|")


def complete(old: Entry, new: Entry, columns: frozenset[str]) -> Entry:
    """The new entry with what the table does not speak of taken from the old one: missing columns and languages."""
    kept = {name: getattr(old, name) for name in _OF_ENTRY if name not in columns}
    texts = {
        **old.texts,
        **{lang: _complete_text(old.texts.get(lang), text, columns) for lang, text in new.texts.items()},
    }
    return replace(new, texts=texts, **kept)


def _complete_text(old: EntryText | None, new: EntryText, columns: frozenset[str]) -> EntryText:
    if old is None:
        return new
    return replace(new, **{name: getattr(old, name) for name in ("variants", "after") if name not in columns})


def _alone(row: Mapping[str, Any], lang: str, for_matching: bool) -> None:
    """Find what is wrong with the row by itself, so that the sentence names this row."""
    _join(str(row["id"]).strip(), [("", lang, row)], for_matching)


def _join(name: str, same: Sequence[tuple[str, str, Mapping[str, Any]]], for_matching: bool) -> Entry:
    shared: dict[str, Any] = {}
    for field in _OF_ENTRY:
        given = [row[field] for _, _, row in same if row.get(field)]
        if any(value != given[0] for value in given):
            raise Finding(f"the rows of {name} give different values for {field}.")
        shared[field] = given[0] if given else None
    texts = {lang: {key: row[key] for key in _OF_TEXT if key in row} for _, lang, row in same}
    return read_entry({"id": name, **shared, "texts": texts}, for_matching=for_matching)


def _text(text: EntryText) -> dict[str, Any]:
    return {"question": text.question, "variants": list(text.variants), "answer": text.answer, "after": text.after}


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _place(problem: str) -> tuple[int, str]:
    number = re.match(r"\w+ (\d+)", problem)
    return (int(number.group(1)) if number else 0, problem)
