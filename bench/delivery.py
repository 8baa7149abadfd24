"""How late announcements go out, and what a queue costs that has nothing to do.

`python -m bench.delivery --help`. Lateness is the start of the channel's call minus the minute that staff chose: 1 000
accounts of the recording channel, quotas off, all due within one minute. Idle cost is the processor time of a scheduler
with 10 000 deliveries queued for later. For PostgreSQL, set TEST_POSTGRES_URL.
"""

import argparse
import os
import platform
import random
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import update

from bench.tables import refresh, table
from bot.channels.recording import RecordingChannel
from bot.clock import SystemClock
from bot.core.delivery import Outcome, Post
from bot.core.ports import Channel, Note
from bot.core.timing import NEVER
from bot.faults import nowhere
from bot.store.engine import Database
from bot.store.models import delivery
from scheduler.config import SchedulerConfig
from scheduler.service import Scheduler
from tests.databases import Copies
from tests.scheduler.building import queue

SEED = 20261125
DATABASES = ("sqlite", "postgresql")
ACCOUNTS = 1_000
WAITING = 10_000
LEAD_SECONDS = 5.0  # the scheduler runs for this long before the first one is due
LATE_HEAD = ("all due", "database", "deliveries", "p50 s", "p99 s", "max s", "CPU s")
IDLE_HEAD = ("database", "queued for later", "CPU s a minute", "the same with none")


class Timed(RecordingChannel):
    """Keeps when each call began."""

    def __init__(self) -> None:
        super().__init__("x", "x:0")
        self.began: dict[str, datetime] = {}

    def publish(self, post: Post, key: str, notes: Mapping[str, str], note: Note) -> Outcome:
        """Keep the moment, then the post."""
        self.began.setdefault(post.title, datetime.now(UTC))
        return super().publish(post, key, notes, note)


class Silent:
    """Tells nobody."""

    def tell(self, subject: str, text: str) -> None:
        """Nothing."""


def main(arguments: list[str] | None = None) -> int:
    """Measure and print both tables."""
    options = _options(arguments)
    server = os.environ.get("TEST_POSTGRES_URL", "")
    late, idle = [], []
    with tempfile.TemporaryDirectory() as folder:
        copies = Copies(Path(folder), server if "postgresql" in options.databases else "")
        try:
            for kind in options.databases:
                for name, spread in (("within one minute", 60.0), ("at one moment", 0.0)):
                    with copies.fresh(kind) as url:
                        late.append([name, kind, *lateness(url, spread, options.accounts)])
                costs = []
                for waiting in (WAITING, 0):
                    with copies.fresh(kind) as url:
                        costs.append(f"{idle_cost(url, waiting, options.idle_seconds):.2f}")
                idle.append([kind, f"{WAITING:,}".replace(",", " "), *costs])
        finally:
            copies.close()
    text = f"{table(LATE_HEAD, late)}\n\n{table(IDLE_HEAD, idle)}\n\nPython {platform.python_version()}, "
    text += f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} from elsewhere included, ticks of 1 s."
    print(text)
    if options.write:
        refresh(options.write, "lateness", text)
    return 0


def lateness(url: str, spread: float, accounts: int) -> list[str]:
    """How many went out, and how late (p50, p99, max, seconds), with the processor time that it took."""
    database, channel, chance = Database(url), Timed(), random.Random(SEED)
    names = [f"talk-{number}" for number in range(accounts)]
    for number, name in enumerate(names):
        queue(database, f"x:{number}", name=name, due=NEVER, title=name)
    # Only now, because a busy disk may need longer for queueing them than any lead that could be given.
    first = datetime.now(UTC) + timedelta(seconds=LEAD_SECONDS)
    due = {name: first + timedelta(seconds=chance.random() * spread) for name in names}
    with database.writing(durable=True) as db:
        for name, at in due.items():
            mine = update(delivery).where(delivery.c.announcement_id == name)
            db.execute(mine.values(due_at=at, next_try_at=at))
    scheduler = _scheduler(database, channel, [f"x:{number}" for number in range(accounts)])
    cpu = time.process_time()
    scheduler.start()
    never, end = threading.Event(), max(due.values()) + timedelta(seconds=120)
    while len(channel.began) < accounts and datetime.now(UTC) < end:
        never.wait(0.5)
    scheduler.stop()
    cpu = time.process_time() - cpu
    database.close()
    late = sorted((at - due[name]).total_seconds() for name, at in channel.began.items())
    shown = [late[len(late) // 2], late[min(len(late) - 1, len(late) * 99 // 100)], late[-1], cpu]
    return [str(len(late)), *(f"{seconds:.2f}" for seconds in shown)]


def idle_cost(url: str, waiting: int, seconds: float) -> float:
    """Processor seconds that a scheduler takes per minute when nothing is due."""
    database = Database(url)
    names = [f"x:{number}" for number in range(ACCOUNTS)]
    for number in range(waiting // ACCOUNTS):
        queue(database, *names, name=f"talk-{number}", due=datetime.now(UTC) + timedelta(days=30))
    scheduler = _scheduler(database, Timed(), names)
    scheduler.start()
    never = threading.Event()
    never.wait(3)
    cpu, began = time.process_time(), time.monotonic()
    never.wait(seconds)
    cost = (time.process_time() - cpu) / (time.monotonic() - began) * 60
    scheduler.stop()
    database.close()
    return cost


def _scheduler(database: Database, channel: Channel, accounts: list[str]) -> Scheduler:
    config = SchedulerConfig(owner="bench", quotas=None)
    return Scheduler(database, dict.fromkeys(accounts, channel), SystemClock(), config, Silent(), nowhere)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--databases", nargs="+", choices=DATABASES, default=DATABASES)
    parser.add_argument("--accounts", type=int, default=ACCOUNTS)
    parser.add_argument("--idle-seconds", type=float, default=60)
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the tables between the markers of this page")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
