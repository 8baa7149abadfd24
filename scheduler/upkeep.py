"""Keeping the house: what is older than its retention goes, and SQLite's WAL goes into the file."""

from datetime import datetime, timedelta

from bot.store import effects, log
from bot.store.engine import Database

# WeChat's retries end after 15 s; a day is also longer than the window in which a replay would pass for fresh.
EFFECT_DAYS = 1
BATCH = 1000


def prune(database: Database, now: datetime, *, chat_days: int) -> int:
    """Delete log lines and effects past their retention; how many. In batches, because other writers wait."""
    gone = 0
    for delete, days in ((log.prune_before, chat_days), (effects.prune_before, EFFECT_DAYS)):
        before = now - timedelta(days=days)
        full = True
        while full:
            with database.writing() as db:
                batch = delete(db, before, batch=BATCH)
            gone += batch
            full = batch == BATCH
    return gone
