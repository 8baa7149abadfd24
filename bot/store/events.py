"""What a platform tells us about its jobs; it may come twice, and before our own result is on disk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from bot.store.dialects import insert_into
from bot.store.models import platform_event


@dataclass(frozen=True, slots=True)
class PlatformEvent:
    """One event; `remote_id` is the platform's name of the job, `fields` what it said, `key` makes it unique."""

    key: str
    platform: str
    kind: str  # "masssendjobfinish", "publishjobfinish"
    remote_id: str
    fields: Mapping[str, str]
    at: datetime


def keep(db: Connection, event: PlatformEvent) -> bool:
    """Keep it; False when it was kept before."""
    values: dict[str, Any] = {
        "key": event.key,
        "platform": event.platform,
        "kind": event.kind,
        "remote_id": event.remote_id,
        "fields": dict(event.fields),
        "at": event.at,
    }
    insert = insert_into(db, platform_event).values(**values).on_conflict_do_nothing(index_elements=["key"])
    return db.execute(insert.returning(platform_event.c.key)).one_or_none() is not None


def unmatched(db: Connection, *, remote_id: str = "", limit: int = 200) -> list[PlatformEvent]:
    """The events that no delivery has claimed yet, oldest first; of one job only, when its id is given."""
    wanted = select(platform_event).where(platform_event.c.delivery_id.is_(None))
    if remote_id:
        wanted = wanted.where(platform_event.c.remote_id == remote_id)
    rows = db.execute(wanted.order_by(platform_event.c.at).limit(limit))
    return [PlatformEvent(row.key, row.platform, row.kind, row.remote_id, row.fields, row.at) for row in rows]


def match(db: Connection, key: str, delivery_id: int) -> bool:
    """Say which delivery this event was about; False when another was first."""
    free = (platform_event.c.key == key) & platform_event.c.delivery_id.is_(None)
    return db.execute(update(platform_event).where(free).values(delivery_id=delivery_id)).rowcount == 1
