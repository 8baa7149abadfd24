"""What staff do with the inbox: read it, take it, answer at once or with the student's next message, close it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.core import phrases_held
from bot.core.delivery import Outcome, Refused, Sent, Unknown
from bot.core.errors import NothingFound, UsageError
from bot.core.ports import Replies
from bot.core.roles import Actor, may, require
from bot.core.window import Window, window
from bot.store import audit, inbox, log, staff
from bot.store.engine import Database

STATUSES = inbox.STATUSES
# Why a request is closed, in words for people.
REASONS: Mapping[str, str] = {
    "answered": "The student has the answer",
    "elsewhere": "Answered elsewhere, by mail or by telephone",
    "nothing": "Nothing is to be answered",
    "not_ours": "Not for this office",
}
_CALL_ENDS = timedelta(seconds=60)  # longer than any call to WeChat takes
_AROUND = 12  # messages of a conversation that are shown beside a request


def list_inbox(
    database: Database, *, status: str = "", assignee: str | None = None, limit: int = 200, offset: int = 0
) -> list[dict[str, Any]]:
    """Requests with their messages as plain JSON values, the one that waits longest first; "" for every status."""
    with database.reading() as db:
        return inbox.listing(db, status=status, assignee=assignee, limit=limit, offset=offset)


def count_inbox(database: Database) -> dict[str, int]:
    """How many requests there are of each status."""
    with database.reading() as db:
        return inbox.counts(db)


def show_request(database: Database, number: int) -> dict[str, Any]:
    """One request with its messages, as plain JSON values. Raises NothingFound."""
    with database.reading() as db:
        return inbox.one(db, number)


def window_of(database: Database, number: int) -> Window:
    """How long and how often we may write to this student before they write again. Raises NothingFound."""
    with database.reading() as db:
        person = inbox.one(db, number)["person"]
        seen = [one for one in (log.last_written(db, person), inbox.last_written(db, person)) if one]
        last = max(seen, default=None)
        return window(last, inbox.sent_since(db, person, last) if last else 0)


def around(database: Database, number: int) -> list[dict[str, Any]]:
    """What this student and the bot said last, oldest first. Raises NothingFound."""
    with database.reading() as db:
        return log.conversation(db, inbox.one(db, number)["person"], limit=_AROUND)


def reply_to_request(
    database: Database, number: int, text: str, *, room: int, now: datetime, actor: str
) -> dict[str, Any]:
    """Hold this text, word for word, until the student's next message; the request as it is then.

    `room`: bytes that a reply may take. Raises UsageError for a text that is empty or too long for one reply,
    NothingFound, Conflict when the request is closed, NotSaved.
    """
    text = _fitting(text, room)
    with database.writing(durable=True) as db:
        before = inbox.one(db, number)
        inbox.answer(db, number, author=actor, text_=text, now=now)
        after = inbox.one(db, number)
        audit.add(db, _deed(actor, "reply", before, after), now=now)
    return after


def send_reply(
    database: Database, actor: Actor, number: int, text: str, *, room: int, now: datetime, replies: Replies
) -> Sent | Refused | Unknown:
    """Send this text at once; what certainly did not arrive is held for the student's next message instead.

    Sent: they have it. Refused: it is held. Unknown: a person finds out and says so (`settle`), and nothing is sent
    again by itself. Raises NotAllowed, UsageError, NothingFound, Conflict, NotSaved; then nothing was sent.
    """
    require(actor, "inbox.answer")
    text = _fitting(text, room)
    with database.writing(durable=True) as db:
        before = inbox.one(db, number)
        message = inbox.answer(db, number, author=actor.name, text_=text, now=now, way=inbox.SENDING)
        audit.add(db, _deed(actor.name, "send", before, inbox.one(db, number)), now=now)
    outcome = _known(replies.tell(before["person"], f"{phrases_held.HELD[before['lang'] or 'zh']}\n{text}"))
    way = inbox.SENT if isinstance(outcome, Sent) else inbox.UNKNOWN if isinstance(outcome, Unknown) else inbox.HELD
    with database.writing(durable=True) as db:
        inbox.settle(db, message, way, before=inbox.SENDING, now=now)
    return outcome


def settle(database: Database, actor: Actor, number: int, message: int, *, has_it: bool, now: datetime) -> None:
    """A person's word on an answer whose fate is not known: the student has it, or is given it with their next message.

    Raises NotAllowed, NothingFound, Conflict when it is settled already, NotSaved.
    """
    require(actor, "inbox.answer")
    with database.writing(durable=True) as db:
        before = inbox.one(db, number)
        if message not in {one["id"] for one in before["messages"]}:
            raise NothingFound("There is no such answer in this request.")
        inbox.lost_sends(db, number, before=now - _CALL_ENDS)
        inbox.settle(db, message, inbox.SENT if has_it else inbox.HELD, before=inbox.UNKNOWN, now=now)
        audit.add(db, _deed(actor.name, "settle", before, inbox.one(db, number)), now=now)


def is_lost(message: Mapping[str, Any], now: datetime) -> bool:
    """Whether the sending of this message of a request was cut short, because the process ended."""
    return message["way"] == inbox.SENDING and datetime.fromisoformat(message["at"]) < now - _CALL_ENDS


def assign(database: Database, actor: Actor, number: int, name: str, *, now: datetime) -> dict[str, Any]:
    """Give a request to a colleague, or to nobody (""); the request as it is then.

    Raises NotAllowed, NothingFound, UsageError for somebody who may not answer, Conflict when it is closed, NotSaved.
    """
    require(actor, "inbox.answer")
    with database.writing(durable=True) as db:
        if name and name not in _answering(db):
            raise UsageError("This colleague may not answer requests; choose another one.")
        before = inbox.one(db, number)
        inbox.assign(db, number, name)
        after = inbox.one(db, number)
        audit.add(db, _deed(actor.name, "assign", before, after), now=now)
    return after


def colleagues(database: Database) -> list[str]:
    """Who may answer."""
    with database.reading() as db:
        return _answering(db)


def close_request(database: Database, number: int, *, now: datetime, actor: str, reason: str = "") -> dict[str, Any]:
    """Close a request; the request as it is then. An answer that is still held is given all the same.

    `reason`: one of REASONS, or none. Raises UsageError for another, NothingFound, Conflict when it is closed already,
    NotSaved.
    """
    if reason and reason not in REASONS:
        raise UsageError("Choose one of the reasons.")
    with database.writing(durable=True) as db:
        before = inbox.one(db, number)
        inbox.close(db, number, now=now, reason=reason)
        after = inbox.one(db, number)
        audit.add(db, _deed(actor, "close", before, after), now=now)
    return after


def _fitting(text: str, room: int) -> str:
    text = text.strip()
    size, most = len(text.encode()), room - phrases_held.overhead()
    if not text:
        raise UsageError("The answer is empty.")
    if size > most:
        raise UsageError(f"The answer has {size} bytes; {most} fit into one message. Shorten it, or send it as two.")
    return text


def _known(outcome: Outcome) -> Sent | Refused | Unknown:
    """What may come of one message to one person; anything else would be a mistake of the channel's."""
    return outcome if isinstance(outcome, Sent | Refused | Unknown) else Unknown("WeChat's answer was not understood.")


def _answering(db: Any) -> list[str]:  # Any: the store's connection
    return [one["name"] for one in staff.listing(db) if one["active"] and may(one["role"], "inbox.answer")]


def _deed(actor: str, word: str, before: dict[str, Any], after: dict[str, Any]) -> audit.Deed:
    # Without people and texts: the audit is kept longer than they are, and an erasure does not change it.
    seen = [{"status": row["status"], "assignee": row["assignee"]} for row in (before, after)]
    return audit.Deed(actor, f"inbox.{word}", f"request:{before['id']}", *seen)
