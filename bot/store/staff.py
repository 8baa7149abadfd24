"""Colleagues, their roles, and how they sign in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from bot.core.errors import Conflict, UsageError
from bot.core.roles import ROLES
from bot.store.dialects import insert_into
from bot.store.staff_models import staff


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of the staff. `password` is a hash, "" until one is chosen."""

    id: int
    name: str
    role: str
    active: bool
    password: str
    lang: str


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


def one(db: Connection, staff_id: int) -> Colleague | None:
    """The colleague with this id."""
    return _colleague(db.execute(select(staff).where(staff.c.id == staff_id)).one_or_none())


def named(db: Connection, name: str) -> Colleague | None:
    """The colleague with this name."""
    return _colleague(db.execute(select(staff).where(staff.c.name == name)).one_or_none())


def change(db: Connection, staff_id: int, **values: Any) -> None:
    """Write these columns of a colleague."""
    db.execute(update(staff).where(staff.c.id == staff_id).values(**values))


def active_admins(db: Connection) -> int:
    """How many admins have a password and may use it; the only one of all counts before choosing one."""
    active = (staff.c.role == "admin", staff.c.active)
    every = db.execute(select(func.count()).select_from(staff).where(*active)).scalar_one()
    wanted = select(func.count()).select_from(staff).where(*active, staff.c.password != "")
    if every < 2:
        return every
    return db.execute(wanted).scalar_one()


def _colleague(row: Row[Any] | None) -> Colleague | None:
    if row is None:
        return None
    return Colleague(**{name: getattr(row, name) for name in Colleague.__dataclass_fields__})
