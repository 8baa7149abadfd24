"""Reading the inbox."""

from typing import Any

from bot.store import inbox
from bot.store.engine import Database


def list_inbox(database: Database, *, status: str = "") -> list[dict[str, Any]]:
    """Requests with their messages as plain JSON values, the one that waits longest first; "" for every status."""
    with database.reading() as db:
        return inbox.listing(db, status=status)
