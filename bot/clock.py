"""The clock of the process, and the switch that moves it while the bot talks to the sandbox."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

READ_AGAIN_SECONDS = 0.2


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """The present, UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never jump."""
        return time.monotonic()


class ShiftedClock(SystemClock):
    """The machine's time plus the seconds written in a file, which is read again every 200 ms."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._offset = timedelta()
        self._read_at = float("-inf")

    def now(self) -> datetime:
        """The shifted present, UTC."""
        if self.monotonic() - self._read_at >= READ_AGAIN_SECONDS:
            self._read_at = self.monotonic()
            self._offset = self._read()
        return super().now() + self._offset

    def _read(self) -> timedelta:
        try:
            return timedelta(seconds=float(self._file.read_text(encoding="ascii")))
        except (OSError, ValueError):
            # The writer may be replacing the file at this moment: the last value holds.
            return self._offset
