"""What staff do with the inbox: read it, answer, close. An answer waits for the student's next message."""

from datetime import datetime
from typing import Any

from bot.core import phrases_held
from bot.core.errors import UsageError
from bot.store import audit, inbox
from bot.store.engine import Database

STATUSES = inbox.STATUSES


def list_inbox(database: Database, *, status: str = "") -> list[dict[str, Any]]:
    """Requests with their messages as plain JSON values, the one that waits longest first; "" for every status."""
    with database.reading() as db:
        return inbox.listing(db, status=status)


def show_request(database: Database, number: int) -> dict[str, Any]:
    """One request with its messages, as plain JSON values. Raises NothingFound."""
    with database.reading() as db:
        return inbox.one(db, number)


def reply_to_request(
    database: Database, number: int, text: str, *, room: int, now: datetime, actor: str
) -> dict[str, Any]:
    """Hold this text, word for word, until the student's next message; the request as it is then.

    `room`: bytes that a reply may take. Raises UsageError for a text that is empty or too long for one reply,
    NothingFound, Conflict when the request is closed, NotSaved.
    """
    text = text.strip()
    size, most = len(text.encode()), room - phrases_held.overhead()
    if not text:
        raise UsageError("The answer is empty.")
    if size > most:
        raise UsageError(f"The answer has {size} bytes; {most} fit into one message. Shorten it, or send it as two.")
    with database.writing(durable=True) as db:
        before = inbox.one(db, number)
        inbox.answer(db, number, author=actor, text_=text, now=now)
        after = inbox.one(db, number)
        audit.add(db, _deed(actor, "reply", before, after), now=now)
    return after


def close_request(database: Database, number: int, *, now: datetime, actor: str) -> dict[str, Any]:
    """Close a request; the request as it is then. An answer that is still held is given all the same.

    Raises NothingFound, Conflict when it is closed already, NotSaved.
    """
    with database.writing(durable=True) as db:
        before = inbox.one(db, number)
        inbox.close(db, number, now=now)
        after = inbox.one(db, number)
        audit.add(db, _deed(actor, "close", before, after), now=now)
    return after


def _deed(actor: str, word: str, before: dict[str, Any], after: dict[str, Any]) -> audit.Deed:
    # Without people and texts: the audit is kept longer than they are, and an erasure does not change it.
    seen = [{"status": row["status"], "assignee": row["assignee"]} for row in (before, after)]
    return audit.Deed(actor, f"inbox.{word}", f"request:{before['id']}", *seen)
