"""Telling staff what the database says they must hear: each way by itself, until it has worked."""

import logging
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.core import digest
from bot.core.notices import (
    PAUSED,
    TOKEN,
    Message,
    Notice,
    Severity,
    in_words,
    token_notices,
    told_again_at,
    tried_again_at,
)
from bot.core.ports import Clock, Way
from bot.store import accounts, digests, notices
from bot.store.engine import Database
from bot.store.notices import Telling

log = logging.getLogger(__name__)

# With one chat message each time, as many as a robot takes in a minute (20); and well within the minute in which staff
# must hear of a doubt.
TELL_SECONDS = 3.0
WATCH_SECONDS = 60.0
# A way ends within 20 s; one that was killed while telling is taken over after this.
LEASE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class TellingConfig:
    """From the settings. `accounts`: those whose tokens end one day."""

    remind_hours: int = 24
    digest_weekday: str = "monday"
    digest_time: str = "09:00"
    accounts: Collection[str] = ()


class Teller:
    """Tells what waits, on each way apart, and writes down what only time brings: ending tokens, the weekly digest.

    Any number of these may run on one database: each telling is claimed. What was sent by a process that died before
    it could say so is sent again, under the same message id.
    """

    def __init__(self, database: Database, clock: Clock, ways: Sequence[Way], config: TellingConfig) -> None:
        self._database = database
        self._clock = clock
        self._ways = tuple(ways)
        self._config = config
        self._stopping = threading.Event()

    def jobs(self) -> Mapping[str, tuple[Callable[[], object], float]]:
        """What is to be called, and every how many seconds; each by a thread of its own, because ways are slow."""
        found: dict[str, tuple[Callable[[], object], float]] = {"watch": (self.watch, WATCH_SECONDS)}
        for way in self._ways:
            found[f"tell_{way.name}"] = (partial(self.tell, way), TELL_SECONDS)
        return found

    def stop(self) -> None:
        """Begin no further message."""
        self._stopping.set()

    def tell_all(self) -> int:
        """Tell what waits, on every way; how many messages they took."""
        return sum(self.tell(way) for way in self._ways)

    def tell(self, way: Way) -> int:
        """Tell what waits on this way, as much as it takes at once; how many messages it took."""
        with self._database.reading() as db:
            waiting = notices.waiting(db, way.name, now=self._clock.now(), limit=way.at_once)
        taken = 0
        for telling in waiting:
            if self._stopping.is_set():
                break
            message = self._claimed(telling)
            if message is None:
                continue
            why = way.send(message)
            self._keep(telling, why)
            if why:
                break  # the next one would most likely fail too, and would wait as long
            taken += 1
        return taken

    def _claimed(self, telling: Telling) -> Message | None:
        now = self._clock.now()
        with self._database.writing() as db:
            if not notices.claim(db, telling, now=now, lease=LEASE):
                return None
            stands = notices.stands(db, telling.announcement_id) if telling.announcement_id else {}
        over = telling.over and telling.severity is not Severity.INFO
        again = telling.times > 0
        subject, text = in_words(telling.text, subject=telling.subject, stands=stands, again=again, over=over)
        # The same after a crash, another one for a reminder; the moment tells installations apart.
        name = f"notice-{telling.notice_id}-{telling.times}-{telling.opened_at.isoformat()}"
        return Message(name, now, subject, text)

    def _keep(self, telling: Telling, why: str) -> None:
        now = self._clock.now()
        with self._database.writing() as db:
            if why:
                again_at = tried_again_at(telling.failures + 1, now)
                notices.not_told(db, telling, why, again_at=again_at)
            else:
                again_at = told_again_at(now, telling.severity, self._config.remind_hours)
                notices.told(db, telling, now=now, again_at=again_at)
        if why:
            log.error("staff could not be told by %s (notice %d): %s", telling.way, telling.notice_id, why)

    def watch(self) -> None:
        """Write down what time has brought."""
        now, config = self._clock.now(), self._config
        with self._database.writing() as db:
            lives = accounts.last_lives(db, config.accounts)
            new = notices.sync(db, TOKEN, token_notices(lives, now), now=now)
            new += notices.sync(db, PAUSED, accounts.pause_notices(db, now), now=now)
        for notice in new:
            log.warning("%s: %s", notice.subject, notice.text)
        week = digest.due(now, config.digest_weekday, config.digest_time)
        if week is not None and self._ways:
            self._digest(week, now)

    def _digest(self, week: str, now: datetime) -> None:
        with self._database.writing(durable=True) as db:
            if notices.first_of_week(db, week, now=now):
                text = digest.in_words(digests.week(db, now, self._config.accounts), now)
                subject = f"The week of the announcements, {week}"
                notices.open_(db, Notice(f"digest:{week}", Severity.INFO, subject, text, lasting=False), now=now)
