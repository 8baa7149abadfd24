"""What /metrics is fed with: this process's counts, the rows' figures, the machine's; part of the wiring."""

import importlib.metadata
import os
import shutil
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from bot import safekeeping
from bot.account_settings import accounts, quota_rules
from bot.core.errors import BotError
from bot.core.measures import Histogram, Sample
from bot.core.ports import Clock
from bot.core.quotas import needs
from bot.metrics import Source, exposition
from bot.settings import Settings
from bot.store import measures, quotas
from bot.store.condition import sizes
from bot.store.engine import Database
from handlers.counters import Counters
from handlers.journal import Journal
from scheduler.backing_up import newest_file

FOLDER_VARIABLE = "PARISTECH_BOT_COUNTS"  # the folder in which workers put their counts
_ACTS = {"wechat": "mass", "weibo": "share", "x": "tweet"}


def shared_folder() -> Path | None:
    """Where the workers of one parent add up their counts; None for a process alone."""
    folder = os.environ.get(FOLDER_VARIABLE)
    return Path(folder) if folder else None


def source(counters: Counters, journal: Journal, live: Callable[[], Iterable[Sample]]) -> Source:
    """What this process counts. `live`: gauges of its webhook, added up over the workers."""

    def counts() -> Iterable[Sample]:
        for family, label, count in counters.rows():
            yield Sample(family, count, (label,))
        yield Sample("log_queue_depth", journal.waiting())
        yield from live()

    def took() -> dict[str, Histogram]:
        return {"webhook_seconds": counters.took}

    return Source(counts, took, shared_folder())


def page(path: Path, settings: Settings, database: Database, clock: Clock, counted: Source) -> Callable[[], bytes]:
    """The whole of /metrics."""
    return exposition(
        counted,
        lambda: _rows(settings, database, clock),
        lambda: _machine(path, settings, database, clock.now()),
    )


def _rows(settings: Settings, database: Database, clock: Clock) -> Iterable[Sample]:
    """From the database; nothing while it cannot be reached, so that the counts are still shown."""
    names, rules, began, now = accounts(settings), quota_rules(settings), clock.monotonic(), clock.now()
    try:
        with database.reading() as db:
            found = measures.measures(db, now, names.values())
            for channel, name in names.items():
                for need in needs(channel, _ACTS[channel], "all", rules):
                    left = quotas.left(db, need, account=name, now=now)
                    found.append(Sample("quota_left", left, (name, need.kind)))
        schema = database.schema()
    except BotError:
        return []
    version = importlib.metadata.version("paristech-bot")
    return [*found, Sample("db_seconds", clock.monotonic() - began), Sample("build", 1, (version, schema))]


def _machine(path: Path, settings: Settings, database: Database, now: datetime) -> Iterable[Sample]:
    folder = safekeeping.data_folder(path, settings)
    size, wal = sizes(database)
    yield Sample("db_bytes", size)
    yield Sample("wal_bytes", wal)
    yield Sample("disk_free_bytes", shutil.disk_usage(folder).free)
    yield Sample("spool_bytes", sum(file.stat().st_size for file in path.parent.glob("spool.jsonl*")))
    newest = newest_file(Path(settings.database.backup_folder))
    if newest:
        yield Sample("backup_age_seconds", max(0.0, now.timestamp() - newest.stat().st_mtime))
