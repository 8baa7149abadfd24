"""Signs of life: each kind of process that must always run writes down when it was last at work."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.store.dialects import insert_into
from bot.store.notice_models import beat

SCHEDULER = "scheduler"


def give(db: Connection, name: str, *, now: datetime, facts: Mapping[str, Any]) -> None:
    """I am at work. `facts`: plain JSON values for whoever watches."""
    kept = {"at": now, "facts": dict(facts)}
    row = insert_into(db, beat).values(name=name, **kept)
    db.execute(row.on_conflict_do_update(index_elements=["name"], set_=kept))


def last(db: Connection, name: str) -> datetime | None:
    """When it was last at work, None when it never was."""
    return db.scalar(select(beat.c.at).where(beat.c.name == name))
