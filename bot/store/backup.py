"""Makes a backup: one file with the whole database as it was at one moment, the pictures, and what tells them apart.

The database inside is always an SQLite file, so that a backup of one kind of database can be restored into the other.
"""

import importlib.metadata
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import text

from bot.core.backups import Keys, Manifest, Progress, quietly
from bot.core.errors import Conflict, NotSaved
from bot.store import backup_copy
from bot.store import backup_files as files
from bot.store.engine import Database

_PAGES = 256  # a megabyte, between two looks at the progress
_DIFFERENT = "The copy is not the same as the database ({}); try again, and look at the disk if it stays so."


def write(
    database: Database,
    file: Path,
    *,
    pictures: Path,
    keys: Keys,
    now: datetime,
    replace: bool = False,
    progress: Progress = quietly,
) -> Manifest:
    """Write a backup while the bot goes on, and read it again before it gets its name.

    For its owner only, because it holds what students wrote. No key, no settings and no list of erased people is in it.
    Raises NotSaved when the disk is full or the database cannot be read, BadFile when the name is taken; then nothing
    is left behind.
    """
    with files.unfinished(file) as archive, files.unfinished(file.with_suffix(".db")) as copy:
        revision = database.schema()
        rows = _copied(database, revision, copy, progress)
        _check(copy, rows)
        with files.disk_in_words(file):
            inside = {files.DATABASE: copy, **files.pictures_in(pictures)}
            parts = {name: files.measured(path) for name, path in inside.items()}
            product = importlib.metadata.version("paristech-bot")
            manifest = Manifest(product, revision, now, database.dialect, keys, rows, parts)
            files.pack(archive, manifest, inside, progress)
        files.verify(archive, progress)
        with files.disk_in_words(file):
            files.put_in_place(archive, file, replace=replace)
    return manifest


def _copied(database: Database, revision: str, copy: Path, progress: Progress) -> dict[str, int]:
    """The database as it is at this moment into an SQLite file; the rows by table."""
    if not revision:
        raise Conflict("The database is empty, so there is nothing to back up; run: paristech-bot migrate")
    with sqlite_in_words(copy):
        if database.dialect == "sqlite":
            return _snapshot(database, copy, progress)
        with _beside(copy) as twin, database.reading() as db:
            twin.migrate(revision)
            with twin.writing() as target:
                db.execute(text("SET LOCAL statement_timeout = 0"))
                return backup_copy.copy(db, target, progress)


@contextmanager
def _beside(copy: Path) -> Iterator[Database]:
    """The file as a database of its own, and whole in one file afterwards."""
    twin = Database(f"sqlite:///{copy}")
    try:
        yield twin
        twin.checkpoint()
    finally:
        twin.close()
        in_use = copy.with_name(copy.name + "-in-use")
        in_use.unlink(missing_ok=True)


def _snapshot(database: Database, copy: Path, progress: Progress) -> dict[str, int]:
    """By SQLite's online backup, inside one read transaction: so the writers go on, and the copy never starts anew."""
    with database.reading() as db:
        counts = backup_copy.row_counts(db)
        source = db.connection.driver_connection
        with closing(sqlite3.connect(copy)) as target:
            source.backup(target, pages=_PAGES, progress=lambda _, left, of: progress("copying", of - left, of))  # type: ignore[union-attr]
            target.execute("PRAGMA journal_mode = DELETE")  # all of it in one file
    return counts


def _check(copy: Path, rows: dict[str, int]) -> None:
    """Raises NotSaved when the copy is damaged or has other rows than were counted."""
    faults = damage(copy)
    if faults:
        raise NotSaved(_DIFFERENT.format(faults))
    there = counted(copy)
    if there != rows:
        raise NotSaved(_DIFFERENT.format("the numbers of rows differ"))


def damage(file: Path) -> str:
    """What SQLite's own checks say against the file, "" for nothing."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as db:
            said = [str(row[0]) for row in db.execute("PRAGMA integrity_check(3)")]
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if said == ["ok"] else "; ".join(said)


def counted(file: Path) -> dict[str, int]:
    """The rows of an SQLite file by table. Raises sqlite3.DatabaseError."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as db:
        listed = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        names = [str(row[0]) for row in db.execute(listed) if row[0] != backup_copy.VERSION_TABLE]
        return {name: int(db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names}  # noqa: S608


def revision(file: Path) -> str:
    """The schema of an SQLite file. Raises sqlite3.DatabaseError."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as db:
        row = db.execute(f"SELECT version_num FROM {backup_copy.VERSION_TABLE}").fetchone()  # noqa: S608  our own name
    return str(row[0]) if row else ""


@contextmanager
def sqlite_in_words(file: Path) -> Iterator[None]:
    """Turn what SQLite says about a file of ours into NotSaved."""
    try:
        yield
    except sqlite3.OperationalError as error:
        full = error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
        why = "the disk is full; free some space and try again" if full else str(error)
        raise NotSaved(f"{file.parent}: the copy of the database cannot be written: {why}.") from error
