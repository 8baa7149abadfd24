"""Colleagues and their roles."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.core.errors import Conflict, UsageError
from bot.store.dialects import insert_into
from bot.store.models import staff

ROLES = ("viewer", "editor", "approver", "admin")


def add(db: Connection, name: str, *, role: str, now: datetime) -> int:
    """A new colleague; their id. Raises Conflict when the name is taken, UsageError for an unknown role."""
    if role not in ROLES:
        raise UsageError(f"A role is one of {', '.join(ROLES)}.")
    insert = insert_into(db, staff).values(name=name, role=role, created_at=now)
    new: int | None = db.execute(insert.on_conflict_do_nothing(index_elements=["name"]).returning(staff.c.id)).scalar()
    if new is None:
        raise Conflict(f"There is already a colleague named {name}; choose another name.")
    return new


def listing(db: Connection) -> list[dict[str, Any]]:
    """All colleagues by name, as plain JSON values."""
    rows = db.execute(select(staff.c.id, staff.c.name, staff.c.role, staff.c.active).order_by(staff.c.name))
    return [dict(row) for row in rows.mappings()]
