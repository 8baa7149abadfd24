"""Colleagues: who may do what. There is always an admin who can sign in."""

import re
import unicodedata
from datetime import datetime
from typing import Any

from bot.core.errors import Conflict, NothingFound, UsageError
from bot.core.names import mixes_scripts, same_look
from bot.core.roles import ROLES, Actor, require
from bot.store import audit, epochs, sessions, staff
from bot.store.audit import Deed
from bot.store.engine import Database

FIRST_ADMIN = "admin"
_NAME = re.compile(r"[^\W_][\w .'-]{0,58}[\w.]|[^\W_]")
_LAST_ADMIN = "This is the last admin; make somebody else one first."


def ensure_admin(database: Database, *, now: datetime) -> None:
    """Make the first admin of a fresh installation; nothing happens when there are colleagues already."""
    with database.writing(durable=True) as db:
        if staff.listing(db):
            return
        staff.add(db, FIRST_ADMIN, role="admin", now=now)
        audit.add(db, Deed("init", "staff.add", f"staff:{FIRST_ADMIN}", after={"role": "admin"}), now=now)


def listing(database: Database) -> list[dict[str, Any]]:
    """Everybody by name, as plain JSON values."""
    with database.reading() as db:
        return staff.listing(db)


def has_entered(database: Database, name: str) -> bool:
    """Whether somebody of this name has chosen a password, or there is nobody of that name who may sign in."""
    with database.reading() as db:
        found = staff.named(db, name)
    return found is None or not found.active or bool(found.password)


def add(database: Database, actor: Actor, name: str, *, role: str, now: datetime) -> None:
    """A new colleague, who joins by a link.

    Raises NotAllowed, UsageError, Conflict when the name is taken or could be read as a colleague's.
    """
    require(actor, "staff.manage")
    if not _NAME.fullmatch(name) or unicodedata.normalize("NFKC", name) != name:
        raise UsageError("A name has 1 to 60 letters, digits, spaces, dots or hyphens, and begins with a letter.")
    if mixes_scripts(name):
        raise UsageError("The name mixes letters of different alphabets that look alike; write it in one.")
    with database.writing(durable=True) as db:
        epochs.bump(db, "staff")  # two who are added at once are looked at one after the other
        alike = next((one["name"] for one in staff.listing(db) if same_look(one["name"], name)), None)
        if alike not in (None, name):
            raise Conflict(f"The name could be taken for “{alike}”, who is a colleague already; choose another one.")
        staff.add(db, name, role=role, now=now)
        audit.add(db, Deed(actor.name, "staff.add", f"staff:{name}", after={"role": role}), now=now)


def change_role(database: Database, actor: Actor, name: str, *, role: str, now: datetime) -> None:
    """Another role, at once. Raises NotAllowed, NothingFound, UsageError, Conflict for the last admin."""
    require(actor, "staff.manage")
    if role not in ROLES:
        raise UsageError(f"A role is one of {', '.join(ROLES)}.")
    with database.writing(durable=True) as db:
        epochs.bump(db, "staff")  # on PostgreSQL this is what makes two admins who demote each other wait
        colleague = _there(staff.named(db, name), name)
        if colleague.role == "admin" != role and colleague.active and staff.active_admins(db) < 2:
            raise Conflict(_LAST_ADMIN)
        staff.change(db, colleague.id, role=role)
        deed = Deed(actor.name, "staff.role", f"staff:{name}", {"role": colleague.role}, {"role": role})
        audit.add(db, deed, now=now)


def switch(database: Database, actor: Actor, name: str, *, active: bool, now: datetime) -> None:
    """Let a colleague in again, or no longer: then all their browsers are signed out. Raises as `change_role`."""
    require(actor, "staff.manage")
    with database.writing(durable=True) as db:
        epochs.bump(db, "staff")  # on PostgreSQL this is what makes two admins who demote each other wait
        colleague = _there(staff.named(db, name), name)
        if not active and colleague.active and colleague.role == "admin" and staff.active_admins(db) < 2:
            raise Conflict(_LAST_ADMIN)
        staff.change(db, colleague.id, active=active)
        if not active:
            sessions.close_all(db, colleague.id)
            sessions.drop_links(db, colleague.id)
        deed = Deed(actor.name, "staff.switch", f"staff:{name}", {"active": colleague.active}, {"active": active})
        audit.add(db, deed, now=now)


def audit_trail(
    database: Database, *, limit: int = 200, offset: int = 0, actor: str = "", words: str = ""
) -> list[dict[str, Any]]:
    """Who did what, newest first, as plain JSON values: of one actor; with these words in what was done to what."""
    with database.reading() as db:
        return audit.listing(db, limit=limit, offset=offset, actor=actor, words=words)


def audit_actors(database: Database) -> list[str]:
    """Everybody who did something."""
    with database.reading() as db:
        return audit.actors(db)


def _there(found: staff.Colleague | None, name: str) -> staff.Colleague:
    if found is None:
        raise NothingFound(f"There is no colleague “{name}”.")
    return found
