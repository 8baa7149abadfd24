"""A log file that several processes write into, and of which a new one is begun when it is large."""

import logging
import os
import sys
from io import TextIOWrapper
from logging.handlers import WatchedFileHandler
from pathlib import Path

if sys.platform != "win32":
    import fcntl


class SharedFile(WatchedFileHandler):
    """Appends whole lines; whoever finds the file too large renames it (file.1, file.2 …) under a lock, and the others
    notice. For its owner only, because logs tell who did what. Opened with the first line.
    """

    def __init__(self, file: Path, most_bytes: int, keep: int) -> None:
        self._most = most_bytes
        self._keep = keep
        super().__init__(file, encoding="utf-8", delay=True, errors="backslashreplace")

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace")

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line, into a new file if this one is full."""
        try:
            if self._full():
                self._begin_anew()
        except OSError:  # no room or no right: the line is still tried below, and the handler says so
            self.handleError(record)
        super().emit(record)

    def _full(self) -> bool:
        try:
            return os.stat(self.baseFilename).st_size >= self._most
        except FileNotFoundError:
            return False

    def _begin_anew(self) -> None:
        lock = os.open(f"{self.baseFilename}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if sys.platform != "win32":
                fcntl.flock(lock, fcntl.LOCK_EX)
            if not self._full():  # another process was quicker
                return
            for number in range(self._keep - 1, 0, -1):
                older = Path(f"{self.baseFilename}.{number}")
                if older.exists():
                    older.replace(f"{self.baseFilename}.{number + 1}")
            os.replace(self.baseFilename, f"{self.baseFilename}.1")
            Path(f"{self.baseFilename}.{self._keep}").unlink(missing_ok=True)
        finally:
            os.close(lock)
