"""Rows for every table of a database of any schema, with what is hard to copy: NULL, emoji, bytes, fractions."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Float,
    Integer,
    LargeBinary,
    Table,
    Text,
    insert,
    select,
)

from bot.store.backup_copy import JsonText, count_on, tables
from bot.store.types import Moment

AT = datetime(2026, 11, 20, 3, 4, 5, 678901, tzinfo=UTC)
ROWS = 3
_FIXED = {"status": "approved", "state": "sent", "lang": "zh", "channel": "weibo", "platform": "wechat"}
_OWN = {("inbox_request", "status"): "done", ("faq_entry", "status"): "published", ("quota_ledger", "state"): "used"}


def fill(db: Connection, *, rows: int = ROWS) -> None:
    """So many rows into each table, parents first."""
    found = tables(db)
    for table in found:
        db.execute(insert(table), [{c.name: _value(table, c, n) for c in table.columns} for n in range(1, rows + 1)])
    count_on(db, found)


def contents(db: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, for comparing."""
    return {t.name: sorted((tuple(row) for row in db.execute(select(*t.columns))), key=repr) for t in tables(db)}


def _value(table: Table, column: Column[Any], number: int) -> Any:
    kind = column.type
    if column.foreign_keys:
        parent = next(iter(column.foreign_keys)).target_fullname.split(".")[0]
        return number if isinstance(kind, Integer | BigInteger) else f"{parent}-{number}"
    if column.nullable and number == ROWS:
        return None
    if isinstance(kind, Moment):
        return AT + timedelta(seconds=number)
    if isinstance(kind, Boolean):
        return number % 2 == 0
    if isinstance(kind, Date):
        return date(2026, 12, number)
    if isinstance(kind, Float):
        return number / 7
    if isinstance(kind, Integer | BigInteger):
        return number
    if isinstance(kind, LargeBinary):
        return bytes([number, 0, 255])
    return _text(table, column, number)


def _text(table: Table, column: Column[Any], number: int) -> str:
    if isinstance(column.type, JsonText):
        return f'{{"b": {number}.50, "a": ["巴黎", null]}}'
    if (table.name, column.name) in _OWN:
        return _OWN[table.name, column.name]
    if column.name in {"id", "key"} or (column.primary_key and column.name not in _FIXED):
        return f"{table.name}-{number}"[-(getattr(column.type, "length", None) or 80) :]
    if column.name in _FIXED:
        return _FIXED[column.name]
    if column.name in {"account", "remote_id", "name"}:
        return f"{column.name}-{number}"
    return (
        f"巴黎 é 😀 {number}"
        if isinstance(column.type, Text)
        else f"é{number}"[: getattr(column.type, "length", 2) or 2]
    )
