"""The clock of the process, and the switch that moves it while the bot talks to the sandbox."""

import contextlib
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
        self._offset = 0.0
        self._read_at = float("-inf")

    def now(self) -> datetime:
        """The shifted present, UTC."""
        return super().now() + timedelta(seconds=self.offset())

    def offset(self) -> float:
        """The seconds that are added at the moment."""
        if self.monotonic() - self._read_at >= READ_AGAIN_SECONDS:
            self._read_at = self.monotonic()
            # The writer may be replacing the file at this moment: then the last value holds.
            with contextlib.suppress(OSError, ValueError):
                self._offset = float(self._file.read_text(encoding="ascii"))
        return self._offset
