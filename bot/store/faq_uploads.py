"""Files of entries that were uploaded and looked at, but not taken in yet."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from bot.core.errors import NothingFound
from bot.store.faq_models import faq_upload

KEPT = timedelta(days=1)


def add(db: Connection, key: str, name: str, content: bytes, *, actor: str, now: datetime) -> None:
    """Keep it for a day; older ones, and this person's other ones, go."""
    db.execute(delete(faq_upload).where((faq_upload.c.at < now - KEPT) | (faq_upload.c.actor == actor)))
    db.execute(insert(faq_upload).values(key=key, name=name, content=content, actor=actor, at=now))


def one(db: Connection, key: str, actor: str) -> tuple[str, bytes]:
    """Its name and its bytes. Raises NothingFound, also for somebody else's."""
    row = db.execute(select(faq_upload).where(faq_upload.c.key == key, faq_upload.c.actor == actor)).first()
    if row is None:
        raise NothingFound("This file is not kept any more; choose it once more.")
    return row.name, row.content


def remove(db: Connection, key: str) -> None:
    """It was taken in."""
    db.execute(delete(faq_upload).where(faq_upload.c.key == key))
