"""JSON lines from and to the disk, one at a time, with the number of the line in every complaint."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.core.errors import BadFile

Row = dict[str, Any]
QUESTION_KEYS = ("q", "question")


def read_rows(path: Path) -> Iterator[tuple[int, Row]]:
    """(line number from 1, object) for every line that is not blank. Raises BadFile naming the line."""
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, start=1):
                if raw.strip(b"\xef\xbb\xbf\r\n\t "):
                    yield number, _row(raw, path, number)
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}. Check the path.") from error


def question_of(row: Row, path: Path, number: int) -> str:
    """The question of a row, under "q" or "question". Raises BadFile naming the line."""
    for key in QUESTION_KEYS:
        if isinstance(row.get(key), str):
            return str(row[key])
    raise BadFile(f'{path}, line {number}: there is no question; each line needs "q": "…".')


def expected_of(row: Row, path: Path, number: int) -> tuple[str, ...]:
    """The entries that are right for a row: an id, a list of ids, or null for none. Raises BadFile naming the line."""
    expected = row.get("expected", 0)
    listed = [] if expected is None else [expected] if isinstance(expected, str) else expected
    if not isinstance(listed, list) or not all(isinstance(entry, str) and entry for entry in listed):
        raise BadFile(f'{path}, line {number}: "expected" must be an entry\'s id, a list of ids, or null.')
    return tuple(listed)


def write_rows(path: Path, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write the rows and return how many; the file appears whole or not at all. Raises BadFile."""
    plain = path.is_file() or not path.exists()  # else /dev/stdout or a pipe, which cannot be replaced
    target = path.with_name(f"{path.name}.part") if plain else path
    count = 0
    try:
        try:
            with target.open("wb") as file:
                for count, row in enumerate(rows, start=1):  # noqa: B007  the count is what we return
                    file.write(_line(row))
            if plain:
                os.replace(target, path)
        finally:
            if plain:
                target.unlink(missing_ok=True)
    except OSError as error:
        raise BadFile(f"{path} cannot be written: {error.strerror}. Check the folder and its rights.") from error
    return count


def _row(raw: bytes, path: Path, number: int) -> Row:
    try:
        row = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        raise BadFile(f"{path}, line {number}: is not UTF-8; save the file as UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise BadFile(f"{path}, line {number}: is not JSON; each line holds one object.") from error
    if not isinstance(row, dict):
        raise BadFile(f'{path}, line {number}: must be an object like {{"q": "…"}}.')
    return row


def _line(row: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(row, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        # Half of a surrogate pair in the input has no UTF-8; as an escape it survives unchanged.
        return json.dumps(row).encode() + b"\n"
