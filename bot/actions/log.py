"""Reading the message log."""

from datetime import datetime
from typing import Any

from bot.store import log
from bot.store.engine import Database


def list_log(database: Database, *, since: datetime | None = None, key: str = "", limit: int) -> list[dict[str, Any]]:
    """The newest lines, oldest first, as plain JSON values."""
    with database.reading() as db:
        return log.listing(db, since=since, key=key, limit=limit)
