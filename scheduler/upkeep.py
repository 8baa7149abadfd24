"""Keeping the house: what is older than its retention goes, and SQLite's WAL goes into the file."""

from datetime import datetime, timedelta

from bot.store import effects, housekeeping, inbox, log, notices, people, sessions
from bot.store.engine import Database

# WeChat's retries end after 15 s; a day is also longer than the window in which a replay would pass for fresh.
EFFECT_DAYS = 1
# A request that nobody closed is kept longer than chats, because a student may still wait for its answer.
REQUEST_DAYS = 365
NOTICE_DAYS = 365  # after their cause was gone
EVENT_DAYS = 90  # a platform tells of a job within hours
QUOTA_DAYS = 62  # the longest period is a month
AUDIT_DAYS = 730
DIGEST_DAYS = 62
BATCH = 1000


def prune(database: Database, now: datetime, *, chat_days: int) -> int:
    """Delete what is past its retention; how many rows. In batches, because other writers wait.

    Chats, closed requests and what is remembered of people go after `chat_days`.
    """
    gone = 0
    for delete, days in (
        (log.prune_before, chat_days),
        (effects.prune_before, EFFECT_DAYS),
        (inbox.prune_closed_before, chat_days),
        (inbox.prune_opened_before, max(REQUEST_DAYS, chat_days)),
        (people.prune_before, chat_days),
        (notices.prune_before, NOTICE_DAYS),
        (housekeeping.prune_events, EVENT_DAYS),
        (housekeeping.prune_quotas, QUOTA_DAYS),
        (housekeeping.prune_audit, AUDIT_DAYS),
        (housekeeping.prune_digests, DIGEST_DAYS),
    ):
        before = now - timedelta(days=days)
        full = True
        while full:
            with database.writing() as db:
                batch = delete(db, before, batch=BATCH)
            gone += batch
            full = batch == BATCH
    with database.writing() as db:
        gone += sessions.prune(db, now)
    housekeeping.optimise(database)
    return gone
