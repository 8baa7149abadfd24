"""Numbers that grow when something changes which processes keep in memory; each looks now and then and loads again."""

from sqlalchemy import Connection, select

from bot.store.dialects import insert_into
from bot.store.models import epoch


def number(db: Connection, name: str) -> int:
    """How often this changed so far; 0 for never."""
    return db.execute(select(epoch.c.number).where(epoch.c.name == name)).scalar() or 0


def hold(db: Connection, name: str) -> None:
    """Until the end of this transaction nobody else changes it."""
    insert = insert_into(db, epoch).values(name=name, number=0)
    db.execute(insert.on_conflict_do_update(index_elements=["name"], set_={"number": epoch.c.number}))


def at_least(db: Connection, name: str, number: int) -> None:
    """Let it be this number or more."""
    insert = insert_into(db, epoch).values(name=name, number=number)
    lower = epoch.c.number < number
    db.execute(insert.on_conflict_do_update(index_elements=["name"], set_={"number": number}, where=lower))


def bump(db: Connection, name: str) -> int:
    """Say that it changed; the new number."""
    insert = insert_into(db, epoch).values(name=name, number=1)
    grown = insert.on_conflict_do_update(index_elements=["name"], set_={"number": epoch.c.number + 1})
    new: int = db.execute(grown.returning(epoch.c.number)).scalar_one()
    return new
