"""Puts a prepared database in the place of the present one, which is kept beside it; nobody may have it open."""

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine, inspect, make_url, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from bot.core.backups import Progress, quietly
from bot.core.errors import Conflict
from bot.store import backup_copy, backup_files, occupancy
from bot.store.backup_deliveries import Seen, remembered
from bot.store.engine import APPLICATION, Database, upgrade

_TAILS = ("-wal", "-shm")
_CONNECTED = text(
    "SELECT application_name, client_addr, backend_start FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND application_name LIKE :ours AND application_name <> :mine ORDER BY backend_start"
)
_LOOKS, _PAUSE_SECONDS = 10, 0.1  # a connection that was just closed is listed for a moment longer
_FORBIDDEN = "42501"  # postgresql.org/docs/15/errcodes-appendix.html, insufficient_privilege


@dataclass(frozen=True, slots=True)
class Replaced:
    """What the present database still said: its deliveries, and its rows by table; empty when it cannot be read."""

    deliveries: list[Seen]
    rows: dict[str, int]


@contextmanager
def vacant(url: str) -> Iterator[None]:
    """Nobody has the database open. Raises Conflict when somebody has, saying who where that is known.

    SQLite: every process holds a lock on a file beside the database, and none can open it during the block. PostgreSQL:
    the server lists the connections by the name that each process gives itself.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        with occupancy.alone_with(_file(url)):
            yield
        return
    database = Database(url, checkpoints=False)
    try:
        _refuse_connected(database)
    finally:
        database.close()
    yield


def what_it_says(url: str) -> Replaced:
    """What the present database knows, of whatever schema, as far as it can be read."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if not _file(url).exists():
            return Replaced([], {})
        engine = create_engine(url, poolclass=NullPool)
    else:
        engine = create_engine(parsed.set(drivername="postgresql+psycopg"), poolclass=NullPool)
    try:
        with engine.connect() as db:
            return Replaced(remembered(db), backup_copy.row_counts(db))
    except DBAPIError:
        return Replaced([], {})  # it is damaged, or not there yet
    finally:
        engine.dispose()


def replace(url: str, prepared: Path, *, stamp: str, progress: Progress = quietly) -> str:
    """The prepared SQLite file becomes the database; where the one before is kept, "" when there was none.

    For the block of `vacant`. Either all of it happens or nothing. Raises Conflict, NotSaved.
    """
    if make_url(url).get_backend_name() == "sqlite":
        with backup_files.disk_in_words(_file(url)):
            return _replace_file(_file(url), prepared, stamp)
    return _replace_tables(url, prepared, stamp, progress)


def set_aside(url: str, mark: str) -> Path:
    """Rename an SQLite database that is no longer to be used; its new path. For the block of `vacant`."""
    file = _file(url)
    with backup_files.disk_in_words(file):
        _fold(file)
        kept = backup_files.free_name(file.with_name(f"{file.stem}{mark}{file.suffix}"))
        _move_tails(file, kept)
        file.rename(kept)
        backup_files.flush(file.parent)
        return kept


def _replace_file(file: Path, prepared: Path, stamp: str) -> str:
    backup_files.flush(prepared)
    kept = ""
    before = backup_files.free_name(file.with_name(f"{file.stem}.before-restore-{stamp}{file.suffix}"))
    if file.exists():
        _fold(file)
        try:
            os.link(file, before)  # so that there is a database under its name at every moment
        except OSError:
            shutil.copy2(file, before)
        kept = str(before)
    _move_tails(file, before)  # also those of a database that somebody has deleted
    prepared.replace(file)
    backup_files.flush(file.parent)
    return kept


def _fold(file: Path) -> None:
    """Move the WAL into its database: beside another database it would be taken for that one's."""
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(file)) as db:  # a damaged one keeps its WAL
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _move_tails(file: Path, to: Path) -> None:
    for tail in _TAILS:
        with suppress(FileNotFoundError):
            file.with_name(file.name + tail).rename(to.with_name(to.name + tail))


def _replace_tables(url: str, prepared: Path, stamp: str, progress: Progress) -> str:
    """All in one transaction: the tables move into a schema of their own, new ones are made and filled."""
    aside = f"before_restore_{stamp.replace('-', '').replace('T', '_')}"
    database, source = Database(url, checkpoints=False), Database(f"sqlite:///{prepared}")
    try:
        with source.reading() as rows, database.writing(durable=True) as db:
            kept = _tables_aside(db, aside)
            upgrade(db)
            db.execute(text("SET LOCAL statement_timeout = 0"))
            backup_copy.copy(rows, db, progress)
    finally:
        source.close()
        database.close()
    return f"schema {kept}" if kept else ""


def _tables_aside(db: Connection, aside: str) -> str:
    """Move all tables, with their indexes and counters, into a schema of about this name; its name."""
    found = inspect(db)
    names, schemas = found.get_table_names(), found.get_schema_names()
    if not names:
        return ""
    aside = next(name for number in count(1) if (name := f"{aside}_{number}" if number > 1 else aside) not in schemas)
    if backup_copy.VERSION_TABLE not in names:
        raise Conflict("That database holds tables that are not the bot's; give the bot a database of its own.")
    db.execute(text("SET LOCAL lock_timeout = '3s'"))
    try:
        db.execute(text(f'CREATE SCHEMA "{aside}"'))
    except ProgrammingError as error:
        if getattr(error.orig, "sqlstate", None) != _FORBIDDEN:
            raise
        raise Conflict(
            "The database user may not create a schema for the tables that are replaced; let its owner run: "
            "GRANT CREATE ON DATABASE … TO …. Nothing was touched."
        ) from error
    for name in names:
        db.execute(text(f'ALTER TABLE "{name}" SET SCHEMA "{aside}"'))
    return aside


def _refuse_connected(database: Database) -> None:
    for look in range(_LOOKS):
        with database.reading() as db:
            found = db.execute(_CONNECTED, {"ours": f"{APPLICATION} %", "mine": database.name}).all()
        if not found:
            return
        if look < _LOOKS - 1:
            time.sleep(_PAUSE_SECONDS)
    who = sorted({row.application_name.removeprefix(f"{APPLICATION} ") for row in found})
    raise Conflict(
        f"The database is in use: the bot is connected from {', '.join(who)} (machine, process). "
        "Stop it (systemctl stop, Ctrl-C), then try again. Nothing was touched."
    )


def _file(url: str) -> Path:
    return Path(make_url(url).database or "").absolute()
