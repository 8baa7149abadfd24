"""Rows that nobody needs any more and that no other file prunes, and the care that the tables themselves want."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, select, text

from bot.store.engine import Database
from bot.store.models import audit, platform_event, quota_ledger
from bot.store.notice_models import digest_week


def _prune(db: Connection, table: Table, key: Column[Any], at: Column[Any], moment: datetime, batch: int) -> int:
    """Delete rows from before that moment, at most one batch; how many."""
    oldest = select(key).where(at < moment).order_by(at).limit(batch)
    return db.execute(delete(table).where(key.in_(oldest))).rowcount


def prune_events(db: Connection, moment: datetime, *, batch: int = 1000) -> int:
    """What platforms said of jobs that are long over."""
    return _prune(db, platform_event, platform_event.c.key, platform_event.c.at, moment, batch)


def prune_quotas(db: Connection, moment: datetime, *, batch: int = 1000) -> int:
    """What was counted in periods that are over."""
    return _prune(db, quota_ledger, quota_ledger.c.id, quota_ledger.c.at, moment, batch)


def prune_audit(db: Connection, moment: datetime, *, batch: int = 1000) -> int:
    """Who did what, long ago."""
    return _prune(db, audit, audit.c.id, audit.c.at, moment, batch)


def prune_digests(db: Connection, moment: datetime, *, batch: int = 1000) -> int:
    """That a digest of that week was written."""
    return _prune(db, digest_week, digest_week.c.week, digest_week.c.at, moment, batch)


def optimise(database: Database) -> None:
    """Let SQLite look at its tables, so that it goes on choosing the right index; PostgreSQL does so by itself."""
    if database.dialect == "sqlite":
        with database.writing() as db:
            db.execute(text("PRAGMA analysis_limit = 1000"))
            db.execute(text("PRAGMA optimize"))
