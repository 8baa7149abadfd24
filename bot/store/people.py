"""People who write to us: known by the HMAC of their openid, remembered by one small state each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, or_, select

from bot.core.conversation import Person, person_from, person_state
from bot.core.errors import NothingFound
from bot.store.dialects import insert_into
from bot.store.inbox import awaiting
from bot.store.models import person
from bot.store.vault import Vault


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What is stored of a person; `openid_sealed` is `Vault.seal(openid, openid_place(key))`."""

    person: Person
    platform: str
    openid_sealed: bytes
    seen_at: datetime


def openid_place(key: str) -> str:
    """The context under which this person's openid is sealed."""
    return f"person:{key}"


def known_keys(db: Connection, *, limit: int = 100_000) -> frozenset[str]:
    """The keys of the people seen last."""
    return frozenset(db.execute(select(person.c.key).order_by(person.c.seen_at.desc()).limit(limit)).scalars())


def one(db: Connection, key: str) -> tuple[Person | None, bool]:
    """What we remember of this person, and whether they wait for a colleague."""
    columns = (person.c.key, person.c.lang, person.c.lang_chosen, person.c.state, awaiting(person.c.key).label("waits"))
    row = db.execute(select(*columns).where(person.c.key == key)).one_or_none()
    return (person_from(row.key, row.lang, row.lang_chosen, row.state), row.waits) if row else (None, False)


def save_many(db: Connection, rows: Sequence[PersonRow]) -> None:
    """Remember these states; of one person the one seen last, and never an older one over a newer one."""
    newest = {row.person.key: row for row in sorted(rows, key=lambda row: row.seen_at)}
    if not newest:
        return
    insert = insert_into(db, person)
    renewed = {name: insert.excluded[name] for name in ("lang", "lang_chosen", "state", "seen_at")}
    upsert = insert.on_conflict_do_update(
        index_elements=["key"], set_=renewed, where=person.c.seen_at <= insert.excluded.seen_at
    )
    # In the order of the keys, because two workers that lock the same rows crosswise would wait for each other.
    db.execute(upsert, [_values(newest[key]) for key in sorted(newest)])


def set_follow(db: Connection, row: PersonRow, *, follows: bool, at: datetime) -> bool:
    """Note that this person followed or left us at the platform's time `at`; whether that was news.

    Events come in any order: an older one never overrides a newer one, and within one second the later arrival holds.
    """
    insert = insert_into(db, person).values(**_values(row), follows=follows, follow_changed_at=at)
    changed = insert.on_conflict_do_update(
        index_elements=["key"],
        set_={"follows": follows, "follow_changed_at": at},
        where=or_(person.c.follow_changed_at.is_(None), person.c.follow_changed_at <= at),
    )
    return db.execute(changed.returning(person.c.key)).one_or_none() is not None


def openid(db: Connection, vault: Vault, key: str) -> str:
    """The openid of this person, for the call that needs it. Raises NothingFound."""
    sealed = db.execute(select(person.c.openid_sealed).where(person.c.key == key)).scalar()
    if sealed is None:
        raise NothingFound("We do not know this person; they may have been erased.")
    return vault.open(sealed, openid_place(key))


def prune_before(db: Connection, moment: datetime, *, batch: int = 1000) -> int:
    """Forget people who wrote last before that moment and wait for no colleague, at most one batch; how many."""
    oldest = select(person.c.key).where(person.c.seen_at < moment, ~awaiting(person.c.key)).limit(batch)
    return db.execute(delete(person).where(person.c.key.in_(oldest))).rowcount


def _values(row: PersonRow) -> dict[str, Any]:
    return {
        "key": row.person.key,
        "platform": row.platform,
        "openid_sealed": row.openid_sealed,
        "lang": row.person.lang,
        "lang_chosen": row.person.lang_chosen,
        "state": person_state(row.person),
        "first_seen_at": row.person.since or row.seen_at,
        "seen_at": row.seen_at,
    }
