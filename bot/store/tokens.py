"""Platform tokens: sealed, shared by all processes."""

import logging
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from bot.core.errors import Conflict
from bot.core.ports import Clock
from bot.store.dialects import insert_into
from bot.store.engine import Database
from bot.store.models import account, platform_token
from bot.store.vault import Vault

log = logging.getLogger(__name__)


class SealedTokens:
    """A `core.ports.TokenShelf` over the database. Raises NotSaved when that cannot be reached."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    def get(self, name: str) -> tuple[str, datetime | None] | None:
        """The token and when it expires (UTC), None when there is none, or none that can be read.

        What was sealed with another security.data_key counts as none, because every token can be got anew.
        """
        wanted = select(platform_token.c.sealed, platform_token.c.expires_at).where(platform_token.c.name == name)
        with self._database.reading() as db:
            row = db.execute(wanted).one_or_none()
        if row is None:
            return None
        try:
            return self._vault.open(row.sealed, token_place(name)), row.expires_at
        except Conflict as error:
            log.warning("the kept token %s cannot be read, so another one is needed: %s", name, error)
            return None

    def put(self, name: str, value: str, expires_at: datetime | None) -> None:
        """Keep it in place of the one before."""
        with self._database.writing() as db:
            self.put_in(db, name, value, expires_at)

    def put_in(self, db: Connection, name: str, value: str, expires_at: datetime | None) -> None:
        """The same inside a transaction that writes more than that."""
        kept = {
            "sealed": self._vault.seal(value, token_place(name)),
            "expires_at": expires_at,
            "updated_at": self._clock.now(),
        }
        insert = insert_into(db, platform_token).values(name=name, **kept)
        db.execute(insert.on_conflict_do_update(index_elements=["name"], set_=kept))

    def forget(self, name: str) -> None:
        """Drop it: the platform says it is no longer valid."""
        with self._database.writing() as db:
            db.execute(delete(platform_token).where(platform_token.c.name == name))


def drop_all(db: Connection) -> list[str]:
    """Drop every token, because none can be read any more, and what is known of their lives; whose they were."""
    names = db.scalars(delete(platform_token).returning(platform_token.c.name)).all()
    db.execute(update(account).values(token_print="", token_began_at=None, token_ends_at=None))
    return sorted(names)


def token_place(name: str) -> str:
    """The context under which a token is sealed."""
    return f"platform_token:{name}"
