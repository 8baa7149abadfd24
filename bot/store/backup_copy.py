"""All rows of one database into another of the same schema, SQLite or PostgreSQL, at whatever revision both are."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, DateTime, MetaData, Table, Text, cast, func, insert, inspect, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import JSON, TypeDecorator

from bot.core.backups import Progress, quietly
from bot.core.errors import Conflict
from bot.store.engine import Database
from bot.store.types import Moment

BATCH = 1000
VERSION_TABLE = "alembic_version"


class JsonText(TypeDecorator[str]):
    """JSON as it is written: a NULL stays one, and numbers and order are not touched."""

    impl = Text
    cache_ok = True

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Read as text."""
        return cast(column, Text)


class JsonTextForPostgres(JsonText):
    """The same; PostgreSQL takes text for JSON only when it is told to."""

    cache_ok = True

    def bind_expression(self, bindparam: ColumnElement[Any]) -> ColumnElement[Any]:
        """Write as JSON."""
        return cast(cast(bindparam, Text), postgresql.JSON)


def tables(db: Connection) -> list[Table]:
    """The tables that this database has, parents first; read from itself, because its schema may be an older one."""
    found = MetaData()
    found.reflect(db, resolve_fks=False)
    for table in found.tables.values():
        for column in table.columns:
            if isinstance(column.type, DateTime):
                column.type = Moment()
            elif isinstance(column.type, JSON):
                column.type = JsonTextForPostgres() if db.dialect.name == "postgresql" else JsonText()
    return [table for table in found.sorted_tables if table.name != VERSION_TABLE]


def row_counts(db: Connection) -> dict[str, int]:
    """How many rows each table has."""
    names = sorted(set(inspect(db).get_table_names()) - {VERSION_TABLE})
    return {name: db.scalar(select(func.count()).select_from(text(f'"{name}"'))) or 0 for name in names}


def copy(source: Connection, target: Connection, progress: Progress = quietly) -> dict[str, int]:
    """Copy every row into the target's empty tables and count them there; the rows by table.

    Raises Conflict when the target does not take a row, or has other rows than the source afterwards: the caller rolls
    back.
    """
    counts = row_counts(source)
    of, done = sum(counts.values()), 0
    theirs = {table.name: table for table in tables(target)}
    for table in tables(source):
        rows = source.execution_options(yield_per=BATCH).execute(select(*table.columns)).mappings()
        for batch in rows.partitions(BATCH):
            _insert(target, theirs, table.name, [dict(row) for row in batch])
            done += len(batch)
            progress("copying rows", done, of)
    count_on(target, theirs.values())
    there = row_counts(target)
    if there != counts:
        raise Conflict(f"The copy has not the same rows as the database ({_differences(counts, there)}); try again.")
    return counts


def into_empty(source: Database, target: Database, progress: Progress = quietly) -> dict[str, int]:
    """Copy a whole database into an empty one, made for it; the rows by table. Raises Conflict when it is not empty."""
    if not source.is_current():
        raise Conflict("The database is not at this version's schema; run `paristech-bot migrate` first.")
    with target.reading() as db:
        there = row_counts(db)
    if any(there.values()) or (there and not target.is_current()):
        raise Conflict("The other database is not empty; give the bot a fresh one. Nothing was copied.")
    target.migrate()
    with source.reading() as rows, target.writing(durable=True) as db:
        if db.dialect.name == "postgresql":
            db.execute(text("SET LOCAL statement_timeout = 0"))
        return copy(rows, db, progress)


def _insert(target: Connection, theirs: Mapping[str, Table], name: str, rows: list[dict[str, Any]]) -> None:
    if name not in theirs:
        raise Conflict(f"The database has a table “{name}” that is not the bot's; nothing was copied.")
    try:
        target.execute(insert(theirs[name]), rows)
    except (DataError, IntegrityError) as error:
        # SQLite keeps what is longer than its column says; the driver's words would show what people wrote.
        raise Conflict(f"A row of “{name}” does not fit into the other database; nothing was changed there.") from error


def count_on(target: Connection, filled: Iterable[Table]) -> None:
    """Let PostgreSQL count on from the highest number of each table; SQLite does so by itself."""
    if target.dialect.name != "postgresql":
        return
    for table in filled:
        keys = list(table.primary_key.columns)
        if len(keys) != 1:
            continue
        sequence = target.scalar(
            text("SELECT pg_get_serial_sequence(:table, :column)"), _named(table.name, keys[0].name)
        )
        if sequence is None:
            continue
        highest = target.scalar(select(func.max(keys[0])))
        if highest is not None:
            target.execute(
                text("SELECT setval(CAST(:sequence AS regclass), :highest)"), {"sequence": sequence, "highest": highest}
            )


def _named(table: str, column: str) -> dict[str, str]:
    return {"table": f'"{table}"', "column": column}


def _differences(ours: Mapping[str, int], theirs: Mapping[str, int]) -> str:
    names = sorted(name for name in {*ours, *theirs} if ours.get(name) != theirs.get(name))
    return ", ".join(f"{name}: {ours.get(name, 0)} and {theirs.get(name, 0)}" for name in names)
