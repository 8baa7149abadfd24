"""How commands speak: results on standard output (JSON or lines), everything else on standard error."""

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot.core.errors import BadFile, UsageError

OFFICE, SCHOOLS = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Paris")

Config = Annotated[
    str | None,
    typer.Option("--config", metavar="FILE", help="The settings; else PARISTECH_BOT_CONFIG, else ./config.toml."),
]
NoConfig = Annotated[str | None, typer.Option("--config", hidden=True)]  # understood where there is nothing to set
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
    widths = [max(_width(line[i]) for line in [names, *lines]) for i in range(len(names))]
    for line in [names, *lines]:
        cells = (cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
        print("  ".join(cells).rstrip())


def note(text: str) -> None:
    """A sentence for the person at the keyboard, on standard error."""
    print(text, file=sys.stderr)


def bare_listing(context: typer.Context, config: str | None, json: bool) -> bool:
    """Whether a group of commands was called by its bare name, which lists. Raises UsageError for lost options."""
    word = context.invoked_subcommand
    if word and (json or config):
        raise UsageError(f"Options stand after “{word}”: {context.command_path} {word} … --config FILE")
    return not word


def save(raw: bytes, file: Path, *, force: bool) -> None:
    """Write a file, "-" for standard output. Raises BadFile when it is there already, unless forced."""
    if str(file) == "-":
        sys.stdout.buffer.write(raw)
        return
    try:
        with file.open("wb" if force else "xb") as out:
            out.write(raw)
    except FileExistsError as error:
        raise BadFile(f"{file} is there already; --force writes over it") from error
    except OSError as error:
        raise BadFile(f"{file} cannot be written: {error.strerror}") from error
    note(f"Written: {file}")


def moment(instant: datetime) -> str:
    """In the office's time, and the schools' beside it."""
    return f"{instant.astimezone(OFFICE):%Y-%m-%d %H:%M} (Paris {instant.astimezone(SCHOOLS):%H:%M})"


def instant(option: str, text: str) -> datetime:
    """An instant in ISO 8601, or in seconds since 1970; without an offset it is this machine's time."""
    try:
        return datetime.fromtimestamp(float(text), UTC)
    except (ValueError, OverflowError, OSError):
        pass
    try:
        return datetime.fromisoformat(text.strip().replace(" ", "T", 1)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(f'{option} must be like 2026-12-10T19:00+08:00, not "{text}"') from error


def plain_text(reply: str) -> str:
    """A reply without the markup of its links, as the phone shows it."""
    return re.sub(r"<a [^>]*>([^<]*)</a>", r"\1", reply)


def counted(number: int, name: str) -> str:
    """ "1 error", "2 errors"."""
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def shortened(text: str, most: int) -> str:
    """The text with at most so many characters; what was cut off leaves a sign."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return moment(value)
    text = ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    text = text.replace("\n", " ⏎ ").replace("\t", " ")
    # A student's text may hold what moves the cursor or changes the colours of a terminal.
    return "".join(char for char in text if unicodedata.category(char) != "Cc")


def _width(text: str) -> int:
    """The columns that a terminal needs: two for a Chinese character, none for an accent of its own."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
