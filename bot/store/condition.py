"""How the database itself is: readable, whole, of which version, and how large."""

import sqlite3
from dataclasses import dataclass

from sqlalchemy import text

from bot.store.engine import Database


@dataclass(frozen=True, slots=True)
class Condition:
    """`damage`: "" when it is whole. Bytes of the file and of the write-ahead log."""

    dialect: str
    version: tuple[int, ...]
    damage: str
    bytes: int
    wal_bytes: int


def condition(database: Database) -> Condition:
    """Look at the whole database, which reads all of it on SQLite. Raises NotSaved when it cannot be reached."""
    if database.file is None:
        with database.reading() as db:
            size = db.scalar(text("SELECT pg_database_size(current_database())")) or 0
            number = int(db.scalar(text("SHOW server_version_num")) or 0)
        return Condition("postgresql", (number // 10_000, number % 10_000), "", size, 0)
    with database.reading() as db:
        found = [str(row[0]) for row in db.execute(text("PRAGMA integrity_check(3)"))]
        if found == ["ok"]:
            found = [f"{row[0]} points to a row that is gone" for row in db.execute(text("PRAGMA foreign_key_check"))][
                :3
            ]
    size, wal = sizes(database)
    return Condition("sqlite", sqlite3.sqlite_version_info, "; ".join(found), size, wal)


def sizes(database: Database) -> tuple[int, int]:
    """Bytes of SQLite's file and of its write-ahead log; zeros on PostgreSQL."""
    if database.file is None:
        return 0, 0
    files = (database.file, database.file.with_name(f"{database.file.name}-wal"))
    size, wal = (file.stat().st_size if file.exists() else 0 for file in files)
    return size, wal
