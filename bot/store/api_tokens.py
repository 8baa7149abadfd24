"""What programs sign in with. Tokens come in as hashes: the table is no key ring."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.store.staff_models import api_token


@dataclass(frozen=True, slots=True)
class Holder:
    """A program with a token that works."""

    id: int
    name: str
    role: str
    used_at: datetime | None


def add(db: Connection, *, hash: str, name: str, role: str, made_by: str, expires_at: datetime, now: datetime) -> int:
    """Keep a new one; its number."""
    row = {"hash": hash, "name": name, "role": role, "made_by": made_by, "created_at": now, "expires_at": expires_at}
    number: int = db.execute(insert(api_token).values(row).returning(api_token.c.id)).scalar_one()
    return number


def holder(db: Connection, hash: str, now: datetime) -> Holder | None:
    """Whose token it is, unless it is over or taken back."""
    columns = (api_token.c.id, api_token.c.name, api_token.c.role, api_token.c.used_at)
    works = (api_token.c.hash == hash, api_token.c.revoked_at.is_(None), api_token.c.expires_at > now)
    row = db.execute(select(*columns).where(*works)).one_or_none()
    return Holder(*row) if row else None


def used(db: Connection, number: int, now: datetime) -> None:
    """Note that it was used."""
    db.execute(update(api_token).where(api_token.c.id == number).values(used_at=now))


def revoke(db: Connection, number: int, now: datetime) -> dict[str, Any] | None:
    """Take it back; the token as plain values, None when there is none that works."""
    this = (api_token.c.id == number, api_token.c.revoked_at.is_(None))
    changed = update(api_token).where(*this).values(revoked_at=now).returning(api_token.c.name, api_token.c.role)
    row = db.execute(changed).mappings().one_or_none()
    return dict(row) if row else None


def listing(db: Connection) -> list[dict[str, Any]]:
    """All of them without their hashes, as plain values, the newest first."""
    columns = [column for column in api_token.c if column.name != "hash"]
    return [dict(row) for row in db.execute(select(*columns).order_by(api_token.c.id.desc())).mappings()]
