"""The fault switch: kills this process at a named point of a delivery, for the crash test against the sandbox."""

import os
import re
import signal
import threading
from collections import Counter

from bot.core.errors import SettingsError

VARIABLE = "PARISTECH_BOT_FAULT"


class KillAt:
    """SIGKILLs the process the n-th time the point is reached; a crash, never an exception."""

    def __init__(self, wish: str) -> None:
        found = re.fullmatch(r"(P[0-9])(?::([1-9][0-9]*))?", wish)
        if not found:
            raise SettingsError([f"{VARIABLE} (environment): must be P0 to P9, or P3:2 for the second time"])
        self._point = found.group(1)
        self._nth = int(found.group(2) or 1)
        self._reached: Counter[str] = Counter()
        self._lock = threading.Lock()

    def __call__(self, point: str) -> None:
        """Called by the code that is at this point."""
        with self._lock:
            self._reached[point] += 1
            die = point == self._point and self._reached[point] == self._nth
        if die:
            os.kill(os.getpid(), signal.SIGKILL)


def nowhere(point: str) -> None:
    """The normal case: nothing happens at any point."""
