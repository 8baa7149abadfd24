"""Colleagues: who may do what."""

from datetime import datetime

from bot.store import audit, staff
from bot.store.engine import Database

FIRST_ADMIN = "admin"


def ensure_admin(database: Database, *, now: datetime) -> None:
    """Make the first admin of a fresh installation; nothing happens when there are colleagues already."""
    with database.writing(durable=True) as db:
        if staff.listing(db):
            return
        staff.add(db, FIRST_ADMIN, role="admin", now=now)
        audit.add(db, audit.Deed("init", "staff.add", f"staff:{FIRST_ADMIN}", after={"role": "admin"}), now=now)
