"""Reading the message log, and what can be done about one line of it."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.core.faq_table import guard
from bot.core.log_search import Place, Sought
from bot.core.roles import Actor, require
from bot.store import audit, gaps, log
from bot.store.engine import Database

SHEET = ("at", "person_key", "lang", "kind", "decision", "entries", "question", "reply")
ROWS = 10_000  # of a sheet; more is a matter for the command line


def list_log(database: Database, *, since: datetime | None = None, key: str = "", limit: int) -> list[dict[str, Any]]:
    """The newest lines, oldest first, as plain JSON values."""
    with database.reading() as db:
        return log.listing(db, since=since, key=key, limit=limit)


def search_log(
    database: Database, sought: Sought, *, before: Place | None = None, limit: int
) -> tuple[list[dict[str, Any]], Place | None]:
    """The newest lines of those, newest first, and where the older ones begin (None: there are none)."""
    with database.reading() as db:
        found = log.page(db, sought, before=before, limit=limit + 1)
    shown = found[:limit]
    return shown, Place(shown[-1]["at"], shown[-1]["id"]) if len(found) > limit else None


def show_line(database: Database, number: int) -> dict[str, Any]:
    """One line. Raises NothingFound."""
    with database.reading() as db:
        return log.one(db, number)


def conversation(database: Database, person: str, *, limit: int = 50) -> list[dict[str, Any]]:
    """The newest messages of one person with their replies, oldest first."""
    with database.reading() as db:
        return log.conversation(db, person, limit=limit)


def as_sheet(lines: Iterable[Mapping[str, Any]], names: Sequence[str] = SHEET) -> bytes:
    """Lines as CSV that spreadsheet programs read as UTF-8 and in which nothing is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(names)
    for line in lines:
        writer.writerow([guard(_cell(line[name])) for name in names])
    return ("\ufeff" + out.getvalue()).encode()


def mark_wrong(database: Database, actor: Actor, number: int, *, now: datetime) -> bool:
    """Put the question of this line among the gaps, because its answer was wrong; whether it was not there yet.

    Raises NotAllowed, NothingFound, NotSaved.
    """
    require(actor, "gap.decide")
    with database.writing() as db:
        line = log.one(db, number)
        new = gaps.mark_wrong(db, number, now=now)
        # Neither the question nor its person: the audit is kept longer.
        audit.add(db, audit.Deed(actor.name, "log.mark_wrong", f"faq:{line['entry']}"), now=now)
    return new


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
