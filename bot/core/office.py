"""When the office is open, and how a student reaches it; Monday to Friday, Chinese public holidays not known."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Office:
    """Opening hours in the office's own zone, the contact address, and how long chats are kept."""

    opens: time = time(9)
    closes: time = time(18)
    zone: ZoneInfo = SHANGHAI
    contact: str = "china@paristech.fr"
    chat_days: int = 90

    def is_open(self, now: datetime) -> bool:
        """Whether somebody is there to read."""
        local = now.astimezone(self.zone)
        return local.weekday() < SATURDAY and self.opens <= local.time() < self.closes

    def next_opening(self, now: datetime) -> datetime:
        """The next moment at which the office opens, in its own zone; strictly after `now`."""
        local = now.astimezone(self.zone)
        day = local.date()
        while True:
            opening = datetime.combine(day, self.opens, self.zone)
            if opening > local and opening.weekday() < SATURDAY:
                return opening
            day += timedelta(days=1)
