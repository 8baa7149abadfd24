"""The sandbox's own time: the machine's clock plus an offset that a test may move."""

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

# Because both Chinese platforms count days and months in Beijing time (Batch_Sends; open.weibo.com/wiki/Rate-limiting).
BEIJING = ZoneInfo("Asia/Shanghai")


class Clock:
    """Answers what time it is in the emulated world, in unix seconds."""

    def __init__(self, offset: float = 0.0) -> None:
        self.offset = offset

    def now(self) -> float:
        """Unix seconds of the emulated world."""
        return time.time() + self.offset

    def machine(self) -> float:
        """Unix seconds of the machine, whatever the offset says."""
        return time.time()


def stopwatch() -> float:
    """Seconds that only ever grow, for measuring how long something took."""
    return time.monotonic()


def iso(moment: float) -> str:
    """Write unix seconds as UTC, e.g. `2026-12-03T10:00:00.000Z`."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def beijing(moment: float) -> datetime:
    """Turn unix seconds into an aware datetime in Beijing."""
    return datetime.fromtimestamp(moment, BEIJING)


def day(moment: float) -> str:
    """Name the Beijing day that quotas are counted in."""
    return beijing(moment).strftime("%Y-%m-%d")


def month(moment: float) -> str:
    """Name the Beijing month that quotas are counted in."""
    return beijing(moment).strftime("%Y-%m")
