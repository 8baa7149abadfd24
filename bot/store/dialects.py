"""The one thing that SQLAlchemy spells differently for our two databases: insert, unless it is there already."""

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_into(db: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that has `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return sqlite.insert(table) if db.dialect.name == "sqlite" else postgresql.insert(table)
