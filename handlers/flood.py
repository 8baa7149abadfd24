"""How much one person may ask in a minute; more than that is no student typing."""

from datetime import datetime

PER_MINUTE = 20


class FloodGuard:
    """Counts messages by person and minute; forgets everything when the minute is over."""

    def __init__(self, per_minute: int = PER_MINUTE) -> None:
        self._per_minute = per_minute
        self._minute = -1
        self._counts: dict[str, int] = {}

    def allows(self, person: str, now: datetime) -> bool:
        """Count this message; False when the person is over the limit."""
        minute = int(now.timestamp()) // 60
        if minute != self._minute:
            self._minute, self._counts = minute, {}
        count = self._counts.get(person, 0) + 1
        self._counts[person] = count
        return count <= self._per_minute
