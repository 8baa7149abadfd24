"""Coming events beside the FAQ: which announcements students may ask about now, and when that changes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.actions.answers import Answerer, load_answerer
from bot.core.announcements import Announcement, Status
from bot.core.delivery import State
from bot.core.events import entries_for, next_change
from bot.core.faq import Entry
from bot.store import announcements as stored
from bot.store import epochs
from bot.store.announcements import Stored
from bot.store.engine import Database

EPOCH = "announcements"
# No event is announced longer ahead than this.
AHEAD = timedelta(days=2 * 366)
# What the scheduler itself does (a late send that is held) changes no number; so it is looked at now and then.
LOOK_AGAIN = timedelta(minutes=1)
_NOT_OUT = (State.HELD, State.CANCELLED, State.MISSED, State.FAILED)


def load_with_events(
    database: Database, now: datetime, *, sure: float | None = None, maybe: float | None = None
) -> Answerer:
    """The answerer of the published FAQ and of the events that are announced and not over at that moment."""
    return load_answerer(database, sure=sure, maybe=maybe, beside=coming_entries(database, now))


def coming_entries(database: Database, now: datetime) -> list[Entry]:
    """The entries about coming events."""
    return entries_for(announced(database, now), now)


def announced(database: Database, now: datetime) -> list[Announcement]:
    """Approved announcements that are, or at their minute will be, public: not those held back on every channel."""
    with database.reading() as db:
        found = stored.listing(db, status=Status.APPROVED, since=now - AHEAD)
    return [one.announcement for one in found if _goes_out(one)]


def _goes_out(one: Stored) -> bool:
    return any(state not in _NOT_OUT for state in one.states.values())


class LiveAnswers:
    """Loads the answerer for the running bot, and knows when time or an approval has made it stale."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        *,
        sure: float | None = None,
        maybe: float | None = None,
    ) -> None:
        self._database, self._now = database, now
        self._sure, self._maybe = sure, maybe
        self._entries: list[Entry] = []
        self._number = 0
        self._until = self._since = datetime.min.replace(tzinfo=UTC)

    def load(self) -> Answerer:
        """The answerer as of now."""
        self._entries = self._look()
        return load_answerer(self._database, sure=self._sure, maybe=self._maybe, beside=self._entries)

    def is_stale(self) -> bool:
        """Whether other events are to be answered for than those loaded; asked each second, so it is cheap."""
        now = self._now()
        with self._database.reading() as db:
            number = epochs.number(db, EPOCH)
        # A clock that was set back makes it look too.
        if number == self._number and self._since <= now < self._until:
            return False
        before, after = self._entries, self._look()
        self._entries = before
        return after != before

    def _look(self) -> list[Entry]:
        """The entries of this moment, and until when they hold."""
        now = self._now()
        with self._database.reading() as db:
            self._number = epochs.number(db, EPOCH)  # first: a change between the two is then seen as new
        known = announced(self._database, now)
        change = next_change(known, now)
        self._since, self._until = now, min(change or now + LOOK_AGAIN, now + LOOK_AGAIN)
        return entries_for(known, now)
