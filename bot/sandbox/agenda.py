"""Things the platforms do later by themselves: one thread, run by the sandbox's clock."""

import heapq
import itertools
import threading
from collections.abc import Callable

from bot.sandbox.clock import Clock

# Because a moved clock must be noticed, and because an idle sandbox should cost nothing worth measuring.
LONGEST_NAP = 1.0


class Agenda:
    """Runs each action once its time has come. Actions must be short: slow ones start a thread of their own."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._items: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._changed = threading.Condition()
        self._running = False
        self._thread: threading.Thread | None = None

    def at(self, moment: float, action: Callable[[], None]) -> None:
        """Run `action` at `moment` (unix seconds of the sandbox's clock), or at once when that is past."""
        with self._changed:
            heapq.heappush(self._items, (moment, next(self._order), action))
            self._changed.notify()

    def look_again(self) -> None:
        """Say that the clock was moved."""
        with self._changed:
            self._changed.notify()

    def clear(self) -> None:
        """Forget everything that was planned."""
        with self._changed:
            self._items.clear()

    def start(self) -> None:
        """Begin to run what is planned; does nothing when that has begun."""
        if self._running:
            return
        self._running = True
        self._thread = threading.Thread(target=self._run, name="sandbox-agenda", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; what is still planned is dropped."""
        with self._changed:
            self._running = False
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while True:
            with self._changed:
                if not self._running:
                    return
                due = self._take_due()
                if not due:
                    self._changed.wait(self._nap())
            for action in due:
                action()

    def _take_due(self) -> list[Callable[[], None]]:
        now = self._clock.now()
        due = []
        while self._items and self._items[0][0] <= now:
            due.append(heapq.heappop(self._items)[2])
        return due

    def _nap(self) -> float | None:
        if not self._items:
            return None
        return max(0.001, min(self._items[0][0] - self._clock.now(), LONGEST_NAP))
