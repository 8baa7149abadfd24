"""What staff do with notices: read them, put one away, try the ways, look at the digest."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from bot.core import digest
from bot.core.errors import Conflict
from bot.core.notices import Message
from bot.core.ports import Way
from bot.store import audit, digests, notices
from bot.store.audit import Deed
from bot.store.engine import Database

TEST_SUBJECT = "A test of the ParisTech bot"
TEST_TEXT = "If you can read this, the bot can tell you what fails. There is nothing to do."


def list_notices(database: Database, *, everything: bool = False) -> list[dict[str, Any]]:
    """What is open and not put away, or every notice; newest first, with what became of it on each way."""
    with database.reading() as db:
        return notices.listing(db, everything=everything)


def close_notice(database: Database, number: int, *, now: datetime, actor: str) -> dict[str, Any]:
    """Put a notice away: nobody is reminded of it while its cause lasts; the notice as it is then.

    Raises NothingFound, Conflict when it is over or put away already, NotSaved.
    """
    with database.writing(durable=True) as db:
        before = notices.one(db, number)
        if not notices.put_away(db, number, by=actor, now=now):
            how = "is over" if before["closed_at"] else f"was put away by {before['seen_by']}"
            raise Conflict(f"Notice {number} {how} already; there is nothing to close.")
        audit.add(db, Deed(actor, "notice.close", f"notice:{number}", after={"cause": before["cause"]}), now=now)
        return notices.one(db, number)


def try_ways(ways: Sequence[Way], *, now: datetime) -> list[dict[str, str]]:
    """Send a test by each way; `{way, error}`, where "" means that it was taken."""
    return _send(ways, f"test-{now.isoformat()}", TEST_SUBJECT, TEST_TEXT, now)


def digest_now(database: Database, accounts: Collection[str], *, now: datetime) -> str:
    """The digest as it would be at this moment."""
    with database.reading() as db:
        return digest.in_words(digests.week(db, now, accounts), now)


def send_digest(ways: Sequence[Way], text: str, *, now: datetime) -> list[dict[str, str]]:
    """Send this digest by each way; `{way, error}`. The weekly one goes out all the same."""
    return _send(ways, f"digest-{now.isoformat()}", f"The week of the announcements, {now:%Y-%m-%d}", text, now)


def _send(ways: Sequence[Way], name: str, subject: str, text: str, now: datetime) -> list[dict[str, str]]:
    message = Message(name, now, subject, text)
    return [{"way": way.name, "error": way.send(message)} for way in ways]
