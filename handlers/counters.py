"""How often each thing happened since the start and how long it took, in memory, for /metrics."""

from bisect import bisect_left

from bot.core.measures import BUCKETS, Histogram


class Counters:
    """Counts by family and label, e.g. ("webhook", "ok").

    Each label is counted by one thread only (the event loop or the journal), so no lock is needed.
    """

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], int] = {}
        self.took = Histogram()  # of the webhook

    def add(self, family: str, label: str, amount: int = 1) -> None:
        """One more (or `amount` more) of these."""
        key = (family, label)
        self._counts[key] = self._counts.get(key, 0) + amount

    def lasted(self, seconds: float) -> None:
        """A call of the webhook took so long."""
        self.took.counts[bisect_left(BUCKETS, seconds)] += 1
        self.took.total += seconds

    def of(self, family: str, label: str) -> int:
        """How many there were."""
        return self._counts.get((family, label), 0)

    def rows(self) -> list[tuple[str, str, int]]:
        """Everything counted so far: (family, label, count), sorted."""
        return sorted((family, label, count) for (family, label), count in self._counts.copy().items())
