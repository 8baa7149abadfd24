"""A year of office life in minutes: students, announcements, colleagues and housekeeping, by a clock that is set."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select

from bot.store import audit, beats, inbox, notices
from bot.store.audit import Deed
from bot.store.condition import sizes
from bot.store.engine import Database
from bot.store.models import metadata
from scheduler.upkeep import AUDIT_DAYS, EFFECT_DAYS, EVENT_DAYS, QUOTA_DAYS, prune
from tests.handlers.world import World
from tests.scheduler.building import ScriptedPlatform, SettableClock, a_scheduler, queue

QUESTIONS = ("9+9怎么申请？", "Do I need French?", "奖学金", "x y z", "Quelles bourses ?", "人工", "谢谢")
EVERY = 7  # days between two announcements


@dataclass
class Day:
    """How the database was on the evening of a day."""

    day: int
    rows: dict[str, int]
    bytes: int
    wal_bytes: int


@dataclass
class Year:
    """What was done, and what was left of it."""

    messages: int
    chat_days: int
    days: list[Day] = field(default_factory=list)
    sent: int = 0
    answered: int = 0

    def faults(self) -> list[str]:
        """A sentence for everything that grew beyond its retention."""
        last, steady = self.days[-1], self.days[min(2 * self.chat_days, len(self.days) - 1)]
        most = {
            "message_log": self.messages * (self.chat_days + 1),
            "person": self.messages * (self.chat_days + 1),
            "effect": self.messages * (EFFECT_DAYS + 1),
            "inbox_request": self.messages * (self.chat_days + 1),
            "quota_ledger": QUOTA_DAYS + 1,
            "platform_event": EVENT_DAYS + 1,
            "audit": AUDIT_DAYS + 1,
            "beat": 1,
        }
        found = [f"{name}: {last.rows[name]} rows, at most {m}" for name, m in most.items() if last.rows[name] > m]
        if last.bytes > 1.1 * steady.bytes + 64 * 1024:
            found.append(f"the file grew from {steady.bytes} bytes (day {steady.day}) to {last.bytes} (day {last.day})")
        found += [f"the log of day {d.day} has {d.wal_bytes} bytes" for d in self.days if d.wal_bytes > 1024 * 1024]
        return found


def live(
    database: Database,
    folder: Path,
    *,
    days: int,
    messages: int,
    chat_days: int,
    tell: Callable[[Day], None] = lambda day: None,
) -> Year:
    """So many days, each with so many messages."""
    year = Year(messages, chat_days)
    clock = SettableClock()
    world = World(database, folder, clock=clock, per_minute=10_000)
    platform = ScriptedPlatform("weibo:1")
    scheduler = a_scheduler(database, platform, clock=clock, chat_days=chat_days)
    try:
        for day in range(days):
            year.answered += asyncio.run(_students(world, day, messages))
            world.journal.flush()
            if day % EVERY == 0:
                queue(database, "weibo:1", name=f"talk-{day}", due=clock.now(), body=f"Talk of day {day}")
            scheduler.tick()
            _office(database, clock, day)
            prune(database, clock.now(), chat_days=chat_days)
            database.checkpoint()
            year.days.append(_evening(database, day))
            tell(year.days[-1])
            clock.forward(86_400)
    finally:
        scheduler.stop()
        world.close()
    year.sent = len(platform.calls)
    return year


async def _students(world: World, day: int, messages: int) -> int:
    """Half of them write for the first time; how many got an answer."""
    answered = 0
    for number in range(messages):
        who = f"o{day if number % 2 else 0:06d}{number:021d}"
        world.clock.forward(1)
        answered += await world.asked(QUESTIONS[number % len(QUESTIONS)], FromUserName=who) is not None
    return answered


def _office(database: Database, clock: SettableClock, day: int) -> None:
    """A colleague closes what was asked, something is written into the books, the scheduler says that it lives."""
    with database.reading() as db:
        waiting = [row["id"] for status in ("open", "waiting") for row in inbox.listing(db, status=status)]
    with database.writing() as db:
        for number in waiting:
            inbox.close(db, number, now=clock.now())
        audit.add(db, Deed("Li", "inbox.close", "inbox", after={"closed": len(waiting)}), now=clock.now())
        notices.first_of_week(db, f"week-{day // 7}", now=clock.now())
        beats.give(db, beats.SCHEDULER, now=clock.now(), facts={})


def _evening(database: Database, day: int) -> Day:
    with database.reading() as db:
        rows = {
            name: db.scalar(select(func.count()).select_from(table)) or 0 for name, table in metadata.tables.items()
        }
    return Day(day, rows, *sizes(database))
