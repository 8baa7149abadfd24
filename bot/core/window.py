"""WeChat's window for answers of colleagues: after a student's message the account may write, so often and so long."""

from dataclasses import dataclass
from datetime import datetime, timedelta

# After a message of the user 5 messages within 48 hours (developers.weixin.qq.com, "api_sendcustommessage", read
# 2026-11-23; older pages say 20).
OPEN_FOR = timedelta(hours=48)
MOST = 5


@dataclass(frozen=True, slots=True)
class Window:
    """Until when, and how many messages are left; as far as we know, for WeChat alone decides."""

    until: datetime | None
    left: int

    def is_open(self, now: datetime) -> bool:
        """Whether a message would be taken now."""
        return self.until is not None and now < self.until and self.left > 0


def window(last_written: datetime | None, sent_since: int) -> Window:
    """The window after a student's last message (None: they never wrote), of which so many are used up."""
    return Window(last_written + OPEN_FOR if last_written else None, max(MOST - sent_since, 0))
