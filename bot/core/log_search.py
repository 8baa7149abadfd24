"""What is looked for in the message log, and where a page of it ends."""

from dataclasses import dataclass
from datetime import UTC, datetime

_MOST_DIGITS = 17  # of microseconds; more is no instant that we know


@dataclass(frozen=True, slots=True)
class Sought:
    """Which lines are wanted; "" and None are no condition. `words` must all stand in question or reply."""

    words: tuple[str, ...] = ()
    kind: str = ""
    decision: str = ""
    lang: str = ""
    entry: str = ""  # given as the answer
    person: str = ""
    since: datetime | None = None
    until: datetime | None = None  # up to it, without it


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the log ends: the next one goes on with what is older."""

    at: datetime
    id: int

    def __str__(self) -> str:
        return f"{round(self.at.timestamp() * 1_000_000)}-{self.id}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """From its text form; None for what is none."""
        moment, _, number = text.partition("-")
        if not all(part.isascii() and part.isdigit() and len(part) <= _MOST_DIGITS for part in (moment, number)):
            return None
        return cls(datetime.fromtimestamp(int(moment) / 1_000_000, UTC), int(number))
