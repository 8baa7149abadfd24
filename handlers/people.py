"""What the bot remembers of the people who write: in memory, loaded when missing, written behind by the journal."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.conversation import REMEMBERED_REPLIES, Person
from bot.core.messages import Incoming, Kind, Reply
from bot.store import effects, inbox, people
from bot.store.engine import Database
from bot.store.inbox import HeldText
from bot.store.tombstones import Tombstones
from handlers.turn import Turn

KNOWN_LIMIT = 100_000


@dataclass(frozen=True, slots=True)
class Found:
    """What the database knows of a message: its person, what colleagues answered, the reply that it got already.

    told_at: when a colleague last wrote to them outside a reply.
    """

    person: Person | None
    waits: bool = False
    held: tuple[HeldText, ...] = ()
    reply: Reply | None = None
    told_at: datetime | None = None


class People:
    """The states of the people seen last.

    `shared`: other processes answer too, so a row is read for each message, and what this process remembers holds only
    where it is newer. Otherwise memory is the truth, but for people who wait for a colleague: their answer is a row.
    """

    def __init__(self, database: Database, tombstones: Tombstones, *, shared: bool = False, size: int = 20_000) -> None:
        self._database = database
        self._tombstones = tombstones
        self._shared = shared
        self._size = size
        self._states: OrderedDict[str, Person] = OrderedDict()
        self._known: set[str] | None = None
        self._waiting: set[str] = set()

    def start(self) -> None:
        """Learn who is known and who waits, so that others cost no question to the database. Raises NotSaved."""
        if self._shared:
            return
        with self._database.reading() as db:
            keys = people.known_keys(db, limit=KNOWN_LIMIT)
            self._waiting = set(inbox.all_awaiting(db))
        # A full list says nothing about those who are not on it.
        self._known = set(keys) if len(keys) < KNOWN_LIMIT else None

    def at_hand(self, key: str) -> Person | None:
        """The person without asking the database, None when it must be asked."""
        if self._shared or key in self._waiting:
            return None
        person = self.remembered(key)
        if person is not None:
            self._states.move_to_end(key)
            return person
        return Person(key) if self._known is not None and key not in self._known else None

    def remembered(self, key: str) -> Person | None:
        """What this process remembers, whether it is the newest or not; nothing from before an erasure."""
        person = self._states.get(key)
        if person is not None and self._is_erased(person):
            del self._states[key]
            if self._known is not None:
                self._known.discard(key)
            return None
        return person

    def load(self, key: str, message: str) -> Found:
        """What the database knows (blocking). Raises NotSaved."""
        with self._database.reading() as db:
            person, waits = people.one(db, key)
            if not waits:
                return Found(person)
            known = effects.stored(db, message)
            told_at = inbox.told_at(db, key)
            return Found(person, waits, inbox.held(db, key), known.reply if known else None, told_at)

    def newest(self, key: str, found: Found) -> Person:
        """The person as the database or this process knows them, whichever is newer; a new one when neither does."""
        if found.waits:
            self._waiting.add(key)
        else:
            self._waiting.discard(key)
        person, told_at = self._newer(key, found.person), found.told_at
        if told_at is not None and (person.held_at is None or person.held_at < told_at):
            return replace(person, held_at=told_at)
        return person

    def _newer(self, key: str, stored: Person | None) -> Person:
        ours = self.remembered(key)
        if stored is None or self._is_erased(stored):
            return ours or Person(key)
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

    def waits(self, key: str) -> None:
        """From now on a colleague's answer may lie in the database for this person."""
        self._waiting.add(key)

    def _is_erased(self, person: Person) -> bool:
        moment = self._tombstones.erased_at(person.key)
        return moment is not None and (person.since is None or person.since <= moment)


def after_reply(turn: Turn, reply: Reply | None, changes: dict[str, object]) -> Person:
    """The person's state once this reply is given, so that a copy of the message gets the same one."""
    person, incoming = turn.person, turn.incoming
    # A lasting memory of the language comes from words; a tap or a picture has none.
    if reply and not person.lang_chosen and incoming.kind in (Kind.TEXT, Kind.VOICE):
        changes.setdefault("lang", reply.lang)
    if reply:
        changes["replies"] = (*person.replies, (incoming.key, reply))[-REMEMBERED_REPLIES:]
    changes["since"] = person.since or turn.now
    return replace(person, last_at=turn.now, **changes)  # type: ignore[arg-type]  # the handlers name Person's fields


def known_reply(person: Person, incoming: Incoming) -> Reply | None:
    """The reply that this message got already."""
    return person.reply_to(incoming.key) if person.replies else None
