"""Where no scheduler runs in the process itself: watches that one runs somewhere, and else tells staff in its stead."""

import logging
import threading

from bot.core import health
from bot.core.errors import BotError
from bot.core.notices import of_check
from bot.core.ports import Clock
from bot.store import beats, notices
from bot.store.engine import Database
from scheduler.telling import Teller

log = logging.getLogger(__name__)

LOOK_SECONDS = 30.0
# A scheduler that is replaced after a crash, or a machine that starts again, is back before that.
LATE_SECONDS = 180.0


class Watchman:
    """One thread. Any number of these may watch one database: the notice is one a cause, and its telling is claimed."""

    def __init__(self, database: Database, clock: Clock, teller: Teller) -> None:
        self._database = database
        self._clock = clock
        self._teller = teller
        self._began = clock.now()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watchman", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Watch no more."""
        self._stop.set()
        self._teller.stop()

    def look(self) -> bool:
        """Whether a scheduler lives. Where none does, staff are told, once; when it is back, it takes that back itself.

        Raises NotSaved.
        """
        now = self._clock.now()
        with self._database.reading() as db:
            seen = beats.last(db, beats.SCHEDULER)
        age = (now - max(seen or self._began, self._began)).total_seconds()
        if age <= LATE_SECONDS:
            return True
        asleep = (now - seen).total_seconds() if seen else None
        with self._database.writing() as db:
            new = notices.open_(db, of_check(health.scheduler(asleep, late=LATE_SECONDS)), now=now)
        if new:
            log.error("no scheduler has given a sign of life for %.0f s", age)
        self._teller.tell_all()
        return False

    def _run(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            try:
                self.look()
            except BotError as error:
                log.error("the scheduler could not be watched: %s", error)
