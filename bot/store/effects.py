"""What a message caused, once: the unique key commits together with the effect, and the retry replays the reply."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.core.conversation import reply_from_json, reply_to_json
from bot.core.messages import Reply
from bot.store.dialects import insert_into
from bot.store.models import effect


@dataclass(frozen=True, slots=True)
class Effect:
    """What a message with this key caused; `reply` is what the person was told, None for an event."""

    key: str
    person: str
    kind: str
    at: datetime
    reply: Reply | None = None


def commit_once(db: Connection, wanted: Effect) -> Effect | None:
    """Take the key: None when it is new, and the caller goes on in the same transaction; else what is stored under it.

    Two processes with the same key: the second waits for the first one's transaction and then gets its effect.
    """
    values = {
        "key": wanted.key,
        "at": wanted.at,
        "person_key": wanted.person,
        "kind": wanted.kind,
        "reply": reply_to_json(wanted.reply) if wanted.reply else None,
    }
    insert = insert_into(db, effect).values(**values).on_conflict_do_nothing(index_elements=["key"])
    if db.execute(insert.returning(effect.c.key)).one_or_none():
        return None
    return stored(db, wanted.key)


def stored(db: Connection, key: str) -> Effect | None:
    """The effect under this key, if there is one."""
    row = db.execute(select(effect).where(effect.c.key == key)).one_or_none()
    if row is None:
        return None
    return Effect(row.key, row.person_key, row.kind, row.at, reply_from_json(row.reply) if row.reply else None)


def prune_before(db: Connection, moment: datetime, *, batch: int = 1000) -> int:
    """Delete the oldest effects from before that moment, at most one batch; how many it were."""
    oldest = select(effect.c.key).where(effect.c.at < moment).order_by(effect.c.at).limit(batch)
    return db.execute(delete(effect).where(effect.c.key.in_(oldest))).rowcount
