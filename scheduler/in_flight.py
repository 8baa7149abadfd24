"""What this process is sending at this moment: how many more fit, whose claims to keep, and waiting for the end."""

import threading
from collections.abc import Callable

from bot.core.delivery import Delivery

# A publishing takes a few calls of at most 20 s each; a thread that is in there for longer hangs, and loses its claim.
LONGEST_SECONDS = 300.0


class InFlight:
    """Deliveries whose thread is in its call; safe to use from many threads."""

    def __init__(self, size: int, monotonic: Callable[[], float]) -> None:
        self._size = size
        self._monotonic = monotonic
        self._begun: dict[int, tuple[Delivery, float]] = {}
        self._changed = threading.Condition()

    def add(self, delivery: Delivery) -> None:
        """Its thread starts."""
        with self._changed:
            self._begun[delivery.id] = (delivery, self._monotonic())

    def remove(self, delivery: Delivery) -> None:
        """Its thread has ended."""
        with self._changed:
            self._begun.pop(delivery.id, None)
            self._changed.notify_all()

    def alive(self) -> list[Delivery]:
        """Those that have not been in their call for too long."""
        with self._changed:
            now = self._monotonic()
            return [delivery for delivery, begun in self._begun.values() if now - begun < LONGEST_SECONDS]

    def room(self, timeout: float) -> int:
        """How many more may start; waits up to `timeout` seconds for the first."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._begun) < self._size, timeout)
            return self._size - len(self._begun)

    def wait_until_empty(self, timeout: float | None) -> bool:
        """Whether all have ended within `timeout` seconds (None: however long it takes)."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._begun, timeout)
