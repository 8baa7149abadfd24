"""What the drivers throw, as sentences for people; and text that a database could not keep, refused beforehand."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, ProgrammingError, StatementError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from bot.core.errors import BotError, Conflict, NotSaved, UsageError

BUSY = "The database is busy with another change, so this was not saved; please try again."
_FULL = "The disk is full, so this was not saved; free some space and try again."
_DENIED = "The database may not be written by this user; give the file and its folder to the user that runs the bot."
_DISK = "The database file cannot be read or written; check the disk and the path in database.url."
_DAMAGED = "The database file is damaged or is no database; restore the last backup."
_AWAY = "The database cannot be reached, so this was not saved; check that it runs, and database.url."
_OLD = "The database has not been set up for this version; run `paristech-bot migrate`."

# Primary result codes, sqlite.org/rescode.html, read 2026-11.
_SQLITE = {5: BUSY, 6: BUSY, 8: _DENIED, 10: _DISK, 11: _DAMAGED, 13: _FULL, 14: _DISK, 26: _DAMAGED}
# SQLSTATE, postgresql.org/docs/15/errcodes-appendix.html, read 2026-11.
_POSTGRES = {"53100": _FULL, "55P03": BUSY, "57014": BUSY, "40P01": BUSY, "40001": BUSY}
_NO_TABLE = "42P01"

_ESCAPED_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # as JSON writes it; an even number of backslashes is text


@contextmanager
def in_words() -> Iterator[None]:
    """Turn what the driver says into NotSaved or Conflict with a next step; anything else passes as it is."""
    try:
        yield
    except NoConnectionLeft as error:
        raise NotSaved(BUSY) from error
    except StatementError as error:
        # A column type's own refusal comes wrapped, and is for people already.
        said = _sentence(error) if isinstance(error, DBAPIError) else error.orig
        if not isinstance(said, BotError):
            raise
        raise said from error


def _sentence(error: DBAPIError) -> BotError | None:
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        if str(error.orig).startswith("no such table"):
            return Conflict(_OLD)
        words = _SQLITE.get(code & 0xFF)
        return NotSaved(words) if words else None
    state = getattr(error.orig, "sqlstate", None)
    if isinstance(error, ProgrammingError) and state == _NO_TABLE:
        return Conflict(_OLD)
    if state in _POSTGRES:
        return NotSaved(_POSTGRES[state])
    away = isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated
    return NotSaved(_AWAY) if away else None


def refuse_broken(value: str) -> None:
    """Raise UsageError when the text holds NUL or half of a surrogate pair."""
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise UsageError("The text holds half of a character (a lone surrogate); type it again.") from error
    if "\0" in value:
        raise UsageError("The text holds a NUL character; remove it.")


def plain_json(value: object) -> str:
    """JSON for a column: readable Chinese, and the same two refusals, because JSON would hide what it cannot keep."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # The pattern is slow to look for, and hardly any text has what it ends with.
    if "\\u0000" in written and _ESCAPED_NUL.search(written):
        raise UsageError("The text holds a NUL character; remove it.")
    refuse_broken(written)
    return written


def check_parameters(
    db: Connection, cursor: object, statement: str, parameters: Any, context: object, many: bool
) -> None:
    """For each statement of an engine (`before_cursor_execute`).

    PostgreSQL refuses NUL and SQLite's driver refuses half a surrogate pair, each in its own words and too late.
    """
    rows: Sequence[Any] = parameters if isinstance(parameters, list) else (parameters,)
    for row in rows:
        for value in row.values() if isinstance(row, Mapping) else row:
            if isinstance(value, str):
                refuse_broken(value)
