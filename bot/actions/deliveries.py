"""What staff do with deliveries: see what needs them, and decide what no machine can know."""

from datetime import datetime
from typing import Any

from bot.core.addresses import is_address
from bot.core.delivery import Delivery
from bot.core.errors import UsageError
from bot.store import audit, deliveries, epochs
from bot.store.audit import Deed
from bot.store.engine import Database


def listing(database: Database, *, failed: bool = False) -> list[dict[str, Any]]:
    """All deliveries, or only those that wait for a person, in the form of `deliveries --json`."""
    with database.reading() as db:
        return deliveries.listing(db, failed=failed)


def desk(
    database: Database, *, failed: bool = False, announcement: str = "", limit: int = 50, offset: int = 0
) -> list[dict[str, Any]]:
    """The same, the latest first, a part at a time; each with its minute, its next try and every attempt."""
    with database.reading() as db:
        rows = deliveries.listing(
            db, failed=failed, announcement=announcement, newest_first=not failed, limit=limit, offset=offset
        )
        ids = [row["id"] for row in rows]
        tries, moments = deliveries.tries(db, ids), deliveries.moments(db, ids)
    return [
        {**row, "tries": tries[row["id"]], "due_at": moments[row["id"]][0], "next_at": moments[row["id"]][1]}
        for row in rows
    ]


def count(database: Database, *, failed: bool = False, announcement: str = "") -> int:
    """How many there are."""
    with database.reading() as db:
        return deliveries.count(db, failed=failed, announcement=announcement)


def resolve_sent(database: Database, delivery_id: int, *, url: str, now: datetime, actor: str) -> Delivery:
    """A person has posted it there, or seen it there, at this address.

    Raises UsageError for what is no address, NothingFound, Conflict where nothing is to be decided, NotSaved.
    """
    if not is_address(url):
        raise UsageError("Give the address of the post, like --sent https://weibo.com/…")
    with database.writing(durable=True) as db:
        epochs.bump(db, "announcements")  # its event may be spoken of from now on
        before = deliveries.one(db, delivery_id)
        after = deliveries.decided_sent(db, delivery_id, url=url, now=now)
        audit.add(db, _deed(actor, "sent", before, after), now=now)
    return after


def resolve_not_sent(database: Database, delivery_id: int, *, now: datetime, actor: str) -> Delivery:
    """A person has looked and it is not there: it is sent now, under a new key.

    Raises NothingFound, Conflict where nothing is to be decided, NotSaved.
    """
    with database.writing(durable=True) as db:
        before = deliveries.one(db, delivery_id)
        after = deliveries.decided_not_sent(db, delivery_id, now=now)
        audit.add(db, _deed(actor, "not_sent", before, after), now=now)
    return after


def _deed(actor: str, word: str, before: Delivery, after: Delivery) -> Deed:
    return Deed(actor, f"delivery.{word}", f"delivery:{before.id}", _plain(before), _plain(after))


def _plain(delivery: Delivery) -> dict[str, str]:
    return {"state": delivery.state.value, "key": delivery.key, "url": delivery.url}
