"""Everything that is sealed at rest, and how it is sealed again with another key: in batches, beside traffic."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Table, select, update

from bot.store.engine import Database
from bot.store.models import person, platform_token
from bot.store.people import openid_place
from bot.store.staff_models import staff
from bot.store.tokens import token_place
from bot.store.vault import Vault

BATCH = 500


@dataclass(frozen=True, slots=True)
class Place:
    """A column with sealed values: what its rows are known by, and the context under which each is sealed."""

    table: Table
    key: Column[Any]
    sealed: Column[Any]
    context: Callable[[Any], str]


def second_factor_place(number: int) -> str:
    """The context under which the second factor of the colleague with this number is sealed."""
    return f"staff:{number}"


# A test holds this to the models: no sealed column may be left behind under the old key.
PLACES = (
    Place(person, person.c.key, person.c.openid_sealed, openid_place),
    Place(platform_token, platform_token.c.name, platform_token.c.sealed, token_place),
    Place(staff, staff.c.id, staff.c.totp_sealed, second_factor_place),
)


@dataclass(slots=True)
class Resealed:
    """How many values were sealed again, stood under the present key already, or changed meanwhile."""

    done: int = 0
    already: int = 0
    changed: int = 0


def reseal(database: Database, vault: Vault, place: Place, progress: Callable[[int], None]) -> Resealed:
    """Seal every value of a column with the vault's present key. Each batch is a transaction of its own.

    A value that somebody writes meanwhile is left alone: they have sealed it with the present key. Raises Conflict for
    a value that neither key opens, NotSaved.
    """
    result, last = Resealed(), None
    while True:
        with database.writing() as db:
            rows = _batch(db, place, last)
            for key, blob in rows:
                _one(db, vault, place, key, blob, result)
        if not rows:
            return result
        last = rows[-1][0]
        progress(result.done + result.already)


def left(database: Database, vault: Vault) -> int:
    """How many values the present key does not open yet."""
    with database.reading() as db:
        return sum(not vault.is_current(blob, place.context(key)) for place in PLACES for key, blob in _all(db, place))


def _one(db: Connection, vault: Vault, place: Place, key: Any, blob: bytes, result: Resealed) -> None:
    context = place.context(key)
    if vault.is_current(blob, context):
        result.already += 1
        return
    fresh = vault.seal(vault.open(blob, context), context)
    here = (place.key == key, place.sealed == blob)
    changed = db.execute(update(place.table).where(*here).values({place.sealed.name: fresh})).rowcount
    result.done += changed
    result.changed += 1 - changed


def _batch(db: Connection, place: Place, last: Any) -> list[tuple[Any, bytes]]:
    query = select(place.key, place.sealed).where(place.sealed.is_not(None)).order_by(place.key).limit(BATCH)
    if last is not None:
        query = query.where(place.key > last)
    return [(row[0], bytes(row[1])) for row in db.execute(query)]


def _all(db: Connection, place: Place) -> Iterator[tuple[Any, bytes]]:
    rows = db.execute(select(place.key, place.sealed).where(place.sealed.is_not(None)))
    return ((row[0], bytes(row[1])) for row in rows)
