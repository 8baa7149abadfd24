"""Colleagues, their roles, and how they sign in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from bot.core.errors import Conflict, UsageError
from bot.core.roles import ROLES
from bot.store.dialects import insert_into
from bot.store.staff_models import recovery_code, staff


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of the staff. `password` is a hash, "" until one is chosen; `totp_sealed`: with a second factor."""

    id: int
    name: str
    role: str
    active: bool
    password: str
    lang: str
    totp_sealed: bytes | None = None


def add(db: Connection, name: str, *, role: str, now: datetime) -> int:
    """A new colleague; their id. Raises Conflict when the name is taken, UsageError for an unknown role."""
    if role not in ROLES:
        raise UsageError(f"A role is one of {', '.join(ROLES)}.")
    row = insert_into(db, staff).values(name=name, role=role, created_at=now)
    new: int | None = db.execute(row.on_conflict_do_nothing(index_elements=["name"]).returning(staff.c.id)).scalar()
    if new is None:
        raise Conflict(f"There is already a colleague named {name}; choose another name.")
    return new


def listing(db: Connection) -> list[dict[str, Any]]:
    """All colleagues by name, as plain JSON values."""
    shown = (staff.c.id, staff.c.name, staff.c.role, staff.c.active, staff.c.totp_sealed.is_not(None).label("second"))
    rows = db.execute(select(*shown).order_by(staff.c.name))
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


def use_step(db: Connection, staff_id: int, step: int) -> bool:
    """Use a time step of the second factor up; False when this one or a later one has been used."""
    unused = (staff.c.id == staff_id, staff.c.totp_last < step)
    return db.execute(update(staff).where(*unused).values(totp_last=step)).rowcount == 1


def set_recovery(db: Connection, staff_id: int, hashes: Sequence[str]) -> None:
    """Recovery codes in place of those there were."""
    db.execute(delete(recovery_code).where(recovery_code.c.staff_id == staff_id))
    if hashes:
        db.execute(insert(recovery_code), [{"hash": one, "staff_id": staff_id} for one in hashes])


def use_recovery(db: Connection, staff_id: int, hash: str) -> bool:
    """Use a recovery code up; False when it is none of theirs."""
    this = (recovery_code.c.staff_id == staff_id, recovery_code.c.hash == hash)
    return db.execute(delete(recovery_code).where(*this)).rowcount == 1


def recovery_left(db: Connection, staff_id: int) -> int:
    """How many recovery codes are left."""
    mine = recovery_code.c.staff_id == staff_id
    return db.execute(select(func.count()).select_from(recovery_code).where(mine)).scalar_one()


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
