"""Checks that take a while: one run for the same thing, whoever asks for it, in whichever process."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, or_, select, update

from bot.store.dialects import insert_into
from bot.store.faq_models import faq_run

RUNNING, DONE, FAILED = "running", "done", "failed"
SILENT = timedelta(seconds=60)  # a run that says nothing for so long has died with its process
KEPT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Run:
    """`done` of `total` steps; `result` is plain JSON values once the state is DONE."""

    state: str
    done: int
    total: int
    result: Any


def one(db: Connection, key: str) -> Run | None:
    """What is known of it."""
    row = db.execute(select(faq_run).where(faq_run.c.key == key)).first()
    return Run(row.state, row.done, row.total, row.result) if row else None


def begin(db: Connection, key: str, *, now: datetime) -> bool:
    """Whether the caller is to do it: nobody does, or has done it. Old runs are cleared away."""
    db.execute(delete(faq_run).where(faq_run.c.beat_at < now - KEPT))
    fresh = {"state": RUNNING, "done": 0, "total": 0, "result": None, "beat_at": now}
    gone = or_(faq_run.c.state == FAILED, (faq_run.c.state == RUNNING) & (faq_run.c.beat_at < now - SILENT))
    taken = insert_into(db, faq_run).values(key=key, **fresh)
    mine = taken.on_conflict_do_update(index_elements=["key"], set_=fresh, where=gone).returning(faq_run.c.key)
    return db.execute(mine).first() is not None


def beat(db: Connection, key: str, done: int, total: int, *, now: datetime) -> None:
    """How far it is."""
    db.execute(update(faq_run).where(faq_run.c.key == key).values(done=done, total=total, beat_at=now))


def finish(db: Connection, key: str, state: str, result: Any, *, now: datetime) -> None:
    """It is DONE with this result, or FAILED."""
    db.execute(update(faq_run).where(faq_run.c.key == key).values(state=state, result=result, beat_at=now))
