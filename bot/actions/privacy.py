"""One person's data: handed out, deleted everywhere by themselves or by staff, and deleted again after a restore."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.actions.requests import BUSY_SECONDS, Done, give_held
from bot.core import phrases_privacy
from bot.core.errors import NothingFound
from bot.core.messages import LogLine, Reply, ReplyKind
from bot.core.office import SHANGHAI
from bot.store import audit, effects, erasing, log
from bot.store.effects import Effect
from bot.store.engine import Database
from bot.store.people import PersonRow
from bot.store.tombstones import Tombstones

BY_THEMSELVES = "student"
_EFFECT = "erase"


def erase_by_wish(
    database: Database, who: PersonRow, *, key: str, reply: Reply, now: datetime, tombstones: Tombstones
) -> Done:
    """Delete everything about the person who confirmed it. Raises NotSaved, and then nothing is deleted.

    What stays belongs to nobody: the message's key with the reply for its retries, and a log line without a person.
    """
    with database.writing(durable=True, busy_seconds=BUSY_SECONDS) as db:
        known = effects.commit_once(db, Effect(key, "", _EFFECT, now, reply))
        if known:
            return Done(known.reply, traceless=True)
        erasing.erase(db, who.person.key)
        line = LogLine(key, now, "", reply.kind.value, "", (), 0, reply.lang, 0.0, "", reply.text, "", 0.0)
        log.add_many(db, [line])
        audit.add(db, audit.Deed(BY_THEMSELVES, "privacy.erase", "person"), now=now)
        # Last, because the mark alone is enough to have it done again.
        tombstones.add(who.person.key, now)
    return Done(reply, traceless=True)


def erased_before(
    database: Database, who: PersonRow, *, key: str, reply: Reply, now: datetime, given: Sequence[int] = ()
) -> Done:
    """The stored reply when this message erased its person the first time it came, else this one. Raises NotSaved."""
    with database.reading() as db:
        known = effects.stored(db, key)
    if known is not None and known.kind == _EFFECT:
        return Done(known.reply, traceless=True)
    return give_held(database, who, key=key, reply=reply, now=now, given=given) if given else Done(reply)


def own_data(database: Database, who: PersonRow, *, lang: str, contact: str, room: int) -> Done:
    """What is kept of the person who asks, with their latest messages as far as `room` bytes reach. Raises NotSaved."""
    with database.reading() as db:
        found = erasing.export(db, who.person.key)
    if not found or not found["messages"]:
        return Done(Reply(ReplyKind.PRIVACY, phrases_privacy.NOTHING_KEPT[lang], lang))
    messages, requests = found["messages"], len(found["requests"])
    since = f"{_in_shanghai(messages[0]['at']):%Y-%m-%d}"
    text = phrases_privacy.KEPT[lang].format(since=since, messages=len(messages), requests=requests, contact=contact)
    text += f"\n\n{phrases_privacy.LATEST[lang]}"
    for message in reversed(messages):
        longer = f"{text}\n{_in_shanghai(message['at']):%m-%d %H:%M} {message['question']}"
        if len(longer.encode()) > room:
            break
        text = longer if message["question"] else text
    return Done(Reply(ReplyKind.PRIVACY, text, lang))


def export_person(database: Database, person: str, *, now: datetime, actor: str) -> dict[str, Any]:
    """Everything kept of this person as plain JSON values; who asked is written down. Raises NothingFound, NotSaved."""
    with database.writing(durable=True) as db:
        found = erasing.export(db, person)
        if found is None:
            raise NothingFound("Nothing is kept of this person.")
        audit.add(db, audit.Deed(actor, "privacy.export", "person"), now=now)
    return found


def erase_person(database: Database, person: str, *, now: datetime, actor: str, tombstones: Tombstones) -> int:
    """Delete everything about this person; how many rows that were. Raises NothingFound, NotSaved."""
    with database.writing(durable=True) as db:
        gone = erasing.erase(db, person)
        if not gone:
            raise NothingFound("Nothing is kept of this person.")
        audit.add(db, audit.Deed(actor, "privacy.erase", "person", after={"rows": gone}), now=now)
        tombstones.add(person, now)
    return gone


def erase_again(database: Database, tombstones: Tombstones) -> int:
    """Delete what is older than its person's erasure; how many rows that were. Raises NotSaved.

    A restored backup brings such rows back, and so does what another process had still to write.
    """
    if not len(tombstones):
        return 0
    with database.reading() as db:
        marked = {key: moment for key in erasing.everybody(db) if (moment := tombstones.erased_at(key))}
    if not marked:
        return 0
    with database.writing(durable=True) as db:
        return sum(erasing.erase(db, key, until=moment) for key, moment in marked.items())


def _in_shanghai(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone(SHANGHAI)
