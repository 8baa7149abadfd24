"""How the database itself is: readable, whole, of which version, how large, and on what kind of disk."""

import sqlite3
from dataclasses import dataclass

from sqlalchemy import text

from bot.store.engine import Database
from bot.store.mounts import network_disk


@dataclass(frozen=True, slots=True)
class Condition:
    """`damage`: "" when it is whole. Bytes of the file and of the write-ahead log. `network`: the kind of a disk that
    lies on another machine, "" for a local one.
    """

    dialect: str
    version: tuple[int, ...]
    damage: str
    bytes: int
    wal_bytes: int
    network: str


def condition(database: Database) -> Condition:
    """Look at the whole database, which reads all of it on SQLite. Raises NotSaved when it cannot be reached."""
    if database.file is None:
        with database.reading() as db:
            size = db.scalar(text("SELECT pg_database_size(current_database())")) or 0
            number = int(db.scalar(text("SHOW server_version_num")) or 0)
        return Condition("postgresql", (number // 10_000, number % 10_000), "", size, 0, "")
    with database.reading() as db:
        found = [str(row[0]) for row in db.execute(text("PRAGMA integrity_check(3)"))]
        if found == ["ok"]:
            found = [f"{row[0]} points to a row that is gone" for row in db.execute(text("PRAGMA foreign_key_check"))][
                :3
            ]
    size, wal = sizes(database)
    return Condition(
        "sqlite", sqlite3.sqlite_version_info, "; ".join(found), size, wal, network_disk(database.file.parent)
    )


def sizes(database: Database) -> tuple[int, int]:
    """Bytes of SQLite's file and of its write-ahead log; zeros on PostgreSQL."""
    if database.file is None:
        return 0, 0
    files = (database.file, database.file.with_name(f"{database.file.name}-wal"))
    size, wal = (file.stat().st_size if file.exists() else 0 for file in files)
    return size, wal
