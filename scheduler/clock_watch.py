"""Notices that the clock has moved, and makes sure that nothing goes out, waits or is forgotten because of it."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.core.delivery import Delivery
from bot.core.ports import Clock
from bot.core.timing import SET_BACK_TOLERANCE
from bot.core.verdict import Change, clock_moved
from bot.store import clock_jumps
from bot.store.engine import Database
from bot.store.outcomes import record

log = logging.getLogger(__name__)

# facts: ahead by more than this, with more than one thing due by it, nobody knows which of the two clocks is right.
AHEAD = timedelta(minutes=10)


class ClockWatch:
    """Compares the clock with monotonic time, which never jumps."""

    def __init__(self, database: Database, clock: Clock, tell: Callable[[Delivery, Change], None]) -> None:
        self._database = database
        self._clock = clock
        self._tell = tell
        self._seen: tuple[datetime, float] | None = None

    def look(self) -> None:
        """To be called before anything is claimed; costs nothing while the clock goes as it should."""
        now, monotonic = self._clock.now(), self._clock.monotonic()
        self._compare(self._seen, now, monotonic)
        self._seen = (now, monotonic)  # only now: a jump that could not be written down is looked at again

    def _compare(self, last: tuple[datetime, float] | None, now: datetime, monotonic: float) -> None:
        if last is None:
            self._bring_back(now)  # it may have been set back while no scheduler ran
            return
        should_be = last[0] + timedelta(seconds=monotonic - last[1])
        if now - should_be > AHEAD:
            self._hold(should_be, now)
        elif should_be - now > SET_BACK_TOLERANCE:
            log.warning("the clock was set back by %s", should_be - now)
            self._bring_back(now)

    def _hold(self, before: datetime, now: datetime) -> None:
        """More than one announcement has become due at once: a person decides. A single one follows the late policy."""
        log.warning("the clock moved ahead by %s", now - before)
        held = []
        with self._database.writing(durable=True) as db:
            due = clock_jumps.became_due(db, before=before, now=now)
            if len({delivery.announcement_id for delivery in due}) > 1:
                change = clock_moved(now - before)
                held = [(delivery, change) for delivery in due if record(db, delivery, change, now=now)]
        for delivery, change in held:
            self._tell(delivery, change)

    def _bring_back(self, now: datetime) -> None:
        with self._database.writing(durable=True) as db:
            mended = clock_jumps.bring_back(db, now, tolerance=SET_BACK_TOLERANCE)
        if mended:
            log.warning("%d deliveries had been written by a clock that was ahead; they count from now", mended)
