"""How commands speak: results on standard output (JSON or lines), everything else on standard error."""

import json
import sys
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any

import typer

Config = Annotated[
    str | None, typer.Option("--config", help="The settings file; PARISTECH_BOT_CONFIG or ./config.toml otherwise.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


def as_json(value: Any) -> None:
    """One line of JSON on standard output; instants in ISO 8601 with their offset."""
    print(json.dumps(value, ensure_ascii=False, default=_plain))


def table(rows: Iterable[Mapping[str, Any]], columns: Iterable[str]) -> None:
    """Rows for people: columns side by side, the first line names them; says so when there is none."""
    names = list(columns)
    lines = [[_cell(row.get(name)) for name in names] for row in rows]
    if not lines:
        note("Nothing here yet.")
        return
    widths = [max(len(line[i]) for line in [names, *lines]) for i in range(len(names))]
    for line in [names, *lines]:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def note(text: str) -> None:
    """A sentence for the person at the keyboard, on standard error."""
    print(text, file=sys.stderr)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone().strftime("%Y-%m-%d %H:%M")
    if isinstance(value, list | tuple):
        return ",".join(map(str, value))
    return str(value).replace("\n", " ⏎ ")


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
