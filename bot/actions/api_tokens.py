"""Tokens of programs: made by an admin, shown once, with a role and an end; taken back at any moment."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from bot.core.errors import NothingFound, UsageError
from bot.core.roles import ROLES, Actor, require
from bot.store import api_tokens, audit
from bot.store.api_tokens import Holder
from bot.store.audit import Deed
from bot.store.engine import Database

PREFIX = "ptc_"  # so that a token that has leaked is recognised
NAME_CHARS = 60
MOST_DAYS = 366
_USED_EVERY = timedelta(minutes=1)  # a write for each call would be one too many


def make(database: Database, actor: Actor, name: str, *, role: str, days: int, now: datetime) -> str:
    """A new token, told only here. Raises NotAllowed, UsageError, NotSaved."""
    require(actor, "token.manage")
    name = name.strip()
    if role not in ROLES:
        raise UsageError(f"A role is one of {', '.join(ROLES)}.")
    if not 1 <= len(name) <= NAME_CHARS or not name.isprintable():
        raise UsageError("Say in up to 60 characters which program it is for.")
    if not 1 <= days <= MOST_DAYS:
        raise UsageError("A token works for 1 to 366 days.")
    token = PREFIX + secrets.token_urlsafe(32)
    with database.writing(durable=True) as db:
        ends = now + timedelta(days=days)
        number = api_tokens.add(
            db, hash=_hash(token), name=name, role=role, made_by=actor.name, expires_at=ends, now=now
        )
        after = {"name": name, "role": role, "ends": ends.isoformat()}
        audit.add(db, Deed(actor.name, "token.make", f"token:{number}", after=after), now=now)
    return token


def revoke(database: Database, actor: Actor, number: int, *, now: datetime) -> None:
    """Let it work no longer, at once. Raises NotAllowed, NothingFound, NotSaved."""
    require(actor, "token.manage")
    with database.writing(durable=True) as db:
        before = api_tokens.revoke(db, number, now)
        if before is None:
            raise NothingFound("There is no such token, or it was taken back before.")
        audit.add(db, Deed(actor.name, "token.revoke", f"token:{number}", before=before), now=now)


def listing(database: Database, actor: Actor) -> list[dict[str, Any]]:
    """All tokens without their secrets, as plain values, the newest first. Raises NotAllowed."""
    require(actor, "token.manage")
    with database.reading() as db:
        return api_tokens.listing(db)


def holder(database: Database, token: str, *, now: datetime) -> Holder | None:
    """Which program this is, None when the token does not work."""
    with database.reading() as db:
        found = api_tokens.holder(db, _hash(token), now)
    if found and (found.used_at is None or now - found.used_at > _USED_EVERY):
        with database.writing() as db:
            api_tokens.used(db, found.id, now)
    return found


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
