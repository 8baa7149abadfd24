"""What one delivery has already done, kept between tries, so that a later try goes on instead of starting over."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from bot.core.delivery import Outcome, Refused, Retry
from bot.core.errors import NotSaved
from bot.core.ports import Note

SUBMITTED = "submitted"


class Stop(Exception):
    """A step before the publishing call ended the try; nothing was published. Never leaves the channel."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        super().__init__(type(outcome).__name__)


class Steps:
    """The notes of one delivery. What `note` raises (a lost lease) is let through: then nothing may be sent."""

    def __init__(self, notes: Mapping[str, str], note: Note) -> None:
        self._kept = dict(notes)
        self._note = note
        self.first_submitted = notes.get(SUBMITTED, "")  # when an earlier try may have published it
        self.submitted_before = was_submitted(notes)

    def get(self, name: str) -> str:
        """A kept value, "" when there is none."""
        return self._kept.get(name, "")

    def keep(self, name: str, value: str) -> None:
        """Keep a value, committed before this returns. Stops the try when the database does not take it."""
        try:
            self._note(name, value)
        except NotSaved as error:
            raise Stop(Retry(f"It was not sent: {error}")) from error
        self._kept[name] = value

    def count(self, name: str) -> int:
        """Count one more and give the number."""
        number = int(self.get(name) or 0) + 1
        self.keep(name, str(number))
        return number

    def submitting(self, now: datetime) -> None:
        """Say, before the publishing call, that it may have been made."""
        self.keep(SUBMITTED, now.isoformat())

    def settled(self, outcome: Outcome) -> Outcome:
        """The outcome; where it is certain that nothing went out, the try no longer counts as submitted."""
        if isinstance(outcome, Retry | Refused) and not self.submitted_before:
            with suppress(Stop):  # the outcome is worth more than the note
                self.keep(SUBMITTED, "")
        return outcome


def was_submitted(notes: Mapping[str, str]) -> bool:
    """Whether a publishing call may have been made by any try so far."""
    return bool(notes.get(SUBMITTED))
