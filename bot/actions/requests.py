"""What a student's message or a platform's event causes, each in one durable transaction and once for its key.

`given` are the ids of the held texts that stand in the reply; GivenAlready, and nothing is stored, when another message
was given one of them meanwhile.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.messages import Reply
from bot.store import effects, events, inbox, people, qr_codes
from bot.store.effects import Effect
from bot.store.engine import Database
from bot.store.people import PersonRow

BUSY_SECONDS = 1.0  # somebody is waiting at a phone


@dataclass(frozen=True, slots=True)
class Done:
    """What is stored now: the reply to give (the first one, when the message came again) and the inbox request.

    traceless: the message erased its person, so nothing of it may be kept.
    """

    reply: Reply | None
    request: str = ""
    traceless: bool = False


def ask_for_person(
    database: Database,
    who: PersonRow,
    *,
    key: str,
    texts: tuple[str, ...],
    reply: Reply,
    now: datetime,
    given: Sequence[int] = (),
) -> Done:
    """Open a request in the inbox, or add to the open one. `texts` are masked. Raises NotSaved."""
    with database.writing(durable=True, busy_seconds=BUSY_SECONDS) as db:
        known = effects.commit_once(db, Effect(key, who.person.key, "handover", now, reply))
        if known:
            return Done(known.reply)
        inbox.give(db, given, now=now)
        # The office can only answer somebody whose openid is kept, so that row goes with the request.
        people.save_many(db, [who])
        request = None
        for text in texts:
            request = inbox.open_or_add(db, person=who.person.key, text_=text, lang=reply.lang, now=now)
        return Done(reply, str(request.id) if request else "")


def record_feedback(
    database: Database,
    who: PersonRow,
    *,
    key: str,
    useful: bool,
    reply: Reply,
    now: datetime,
    given: Sequence[int] = (),
) -> Done:
    """Keep whether the last answer helped; the reply's first entry is the one that it is about. Raises NotSaved."""
    kind = "helpful" if useful else "not_helpful"
    with database.writing(durable=True, busy_seconds=BUSY_SECONDS) as db:
        known = effects.commit_once(db, Effect(key, who.person.key, kind, now, reply))
        if known:
            return Done(known.reply)
        inbox.give(db, given, now=now)
        people.save_many(db, [who])
        return Done(reply)


def give_held(
    database: Database, who: PersonRow, *, key: str, reply: Reply, now: datetime, given: Sequence[int]
) -> Done:
    """Note that the person is given a colleague's held texts with this reply. Raises NotSaved."""
    with database.writing(durable=True, busy_seconds=BUSY_SECONDS) as db:
        known = effects.commit_once(db, Effect(key, who.person.key, "held_answer", now, reply))
        if known:
            return Done(known.reply)
        inbox.give(db, given, now=now)
        people.save_many(db, [who])
        return Done(reply)


def follow(
    database: Database,
    who: PersonRow,
    *,
    key: str,
    follows: bool,
    changed_at: datetime,
    reply: Reply | None,
    now: datetime,
    scene: str = "",
) -> Done:
    """Note a follow or an unfollow; one that is older than what we know changes nothing. Raises NotSaved.

    scene: that of the QR code which somebody came by.
    """
    kind = "follow" if follows else "unfollow"
    with database.writing(durable=True, busy_seconds=BUSY_SECONDS) as db:
        known = effects.commit_once(db, Effect(key, who.person.key, kind, now, reply))
        if known:
            return Done(known.reply)
        if scene:
            qr_codes.scanned(db, key, scene, followed=True, now=now)
        people.set_follow(db, who, follows=follows, at=changed_at)
        people.save_many(db, [who])
        return Done(reply)


def note_scan(database: Database, _who: PersonRow, *, key: str, scene: str, reply: Reply, now: datetime) -> Done:
    """Count the scan of a QR code by somebody who follows already. Raises NotSaved."""
    with database.writing(durable=True, busy_seconds=BUSY_SECONDS) as db:
        qr_codes.scanned(db, key, scene, followed=False, now=now)
    return Done(reply)


def keep_job_event(
    database: Database,
    _who: PersonRow,
    *,
    key: str,
    kind: str,
    remote_id: str,
    fields: Mapping[str, str],
    now: datetime,
) -> Done:
    """Keep what WeChat says about a mass send of ours; it may come before our own result. Raises NotSaved."""
    event = events.PlatformEvent(key, "wechat", kind, remote_id, fields, now)
    with database.writing(durable=True, busy_seconds=BUSY_SECONDS) as db:
        events.keep(db, event)
    return Done(None)
