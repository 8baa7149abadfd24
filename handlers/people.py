"""What the bot remembers of the people who write: in memory, loaded when missing, written behind by the journal."""

from collections import OrderedDict
from dataclasses import replace

from bot.core.conversation import REMEMBERED_REPLIES, Person
from bot.core.messages import Incoming, Kind, Reply
from bot.store import people
from bot.store.engine import Database
from handlers.turn import Turn

KNOWN_LIMIT = 100_000


class People:
    """The states of the people seen last.

    `shared`: other processes answer too, so a row is read for each message, and what this process remembers holds only
    where it is newer. Otherwise memory is the truth.
    """

    def __init__(self, database: Database, *, shared: bool = False, size: int = 20_000) -> None:
        self._database = database
        self._shared = shared
        self._size = size
        self._states: OrderedDict[str, Person] = OrderedDict()
        self._known: set[str] | None = None

    def start(self) -> None:
        """Learn who is known, so that a newcomer costs no question to the database. Raises NotSaved."""
        if self._shared:
            return
        with self._database.reading() as db:
            keys = people.known_keys(db, limit=KNOWN_LIMIT)
        # A full list says nothing about those who are not on it.
        self._known = set(keys) if len(keys) < KNOWN_LIMIT else None

    def at_hand(self, key: str) -> Person | None:
        """The person without asking the database, None when it must be asked."""
        person = self._states.get(key)
        if person is not None and not self._shared:
            self._states.move_to_end(key)
            return person
        return Person(key) if self._known is not None and key not in self._known else None

    def load(self, key: str) -> Person:
        """The person from the database (blocking); a new one when there is none. Raises NotSaved."""
        with self._database.reading() as db:
            stored = people.one(db, key) or Person(key)
        ours = self._states.get(key)
        if ours is None or ours.last_at is None:
            return stored
        return ours if stored.last_at is None or stored.last_at <= ours.last_at else stored

    def keep(self, person: Person) -> None:
        """Remember this state; the person seen longest ago goes when there are too many."""
        self._states[person.key] = person
        self._states.move_to_end(person.key)
        if self._known is not None:
            self._known.add(person.key)
        if len(self._states) > self._size:
            self._states.popitem(last=False)


def after_reply(turn: Turn, reply: Reply | None, changes: dict[str, object]) -> Person:
    """The person's state once this reply is given, so that a copy of the message gets the same one."""
    person, incoming = turn.person, turn.incoming
    # A lasting memory of the language comes from words; a tap or a picture has none.
    if reply and not person.lang_chosen and incoming.kind in (Kind.TEXT, Kind.VOICE):
        changes.setdefault("lang", reply.lang)
    if reply:
        changes["replies"] = (*person.replies, (incoming.key, reply))[-REMEMBERED_REPLIES:]
    return replace(person, last_at=turn.now, **changes)  # type: ignore[arg-type]  # the handlers name Person's fields


def known_reply(person: Person, incoming: Incoming) -> Reply | None:
    """The reply that this message got already."""
    return person.reply_to(incoming.key) if person.replies else None
