"""Signed-in browsers, one-time links and failed sign-ins. Secrets come in as hashes: the table is no key ring."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, insert, not_, select, update

from bot.store.dialects import insert_into
from bot.store.staff_models import session, sign_in_failure, staff, staff_link

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)  # a write for each page would be one too many


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser and who sits before it."""

    hash: str
    staff_id: int
    name: str
    role: str
    lang: str
    form_token: str
    browser: str
    opened_at: datetime
    seen_at: datetime


def open_new(db: Connection, *, hash: str, staff_id: int, form_token: str, browser: str, now: datetime) -> None:
    """Remember a browser that has just signed in."""
    values = {"hash": hash, "staff_id": staff_id, "form_token": form_token, "browser": browser}
    db.execute(insert(session).values(**values, opened_at=now, seen_at=now))


def find(db: Connection, hash: str, now: datetime) -> Session | None:
    """The session, unless it is over or its colleague has been switched off since."""
    row = db.execute(_joined().where(session.c.hash == hash, _alive(now), staff.c.active)).one_or_none()
    return Session(*row) if row else None


def of_colleague(db: Connection, staff_id: int, now: datetime) -> Sequence[Session]:
    """A colleague's sessions that are not over, the latest first."""
    mine = (session.c.staff_id == staff_id, _alive(now))
    rows = db.execute(_joined().where(*mine).order_by(session.c.seen_at.desc()))
    return [Session(*row) for row in rows]


def seen(db: Connection, hash: str, now: datetime) -> None:
    """Note that it was used."""
    db.execute(update(session).where(session.c.hash == hash).values(seen_at=now))


def close(db: Connection, hash: str) -> None:
    """Sign one browser out."""
    db.execute(delete(session).where(session.c.hash == hash))


def close_all(db: Connection, staff_id: int, *, but: str = "") -> int:
    """Sign a colleague out everywhere, except the session `but`; how many were closed."""
    return db.execute(delete(session).where(session.c.staff_id == staff_id, session.c.hash != but)).rowcount


def add_link(db: Connection, *, hash: str, staff_id: int, purpose: str, expires_at: datetime) -> None:
    """A one-time link; an earlier one for the same purpose no longer works."""
    db.execute(delete(staff_link).where(staff_link.c.staff_id == staff_id, staff_link.c.purpose == purpose))
    db.execute(insert(staff_link).values(hash=hash, staff_id=staff_id, purpose=purpose, expires_at=expires_at))


def link(db: Connection, hash: str, now: datetime) -> tuple[int, str] | None:
    """(colleague, purpose) of a link that still works."""
    wanted = select(staff_link.c.staff_id, staff_link.c.purpose).where(
        staff_link.c.hash == hash, staff_link.c.expires_at > now
    )
    row = db.execute(wanted).one_or_none()
    return (row.staff_id, row.purpose) if row else None


def use_link(db: Connection, hash: str) -> bool:
    """Use it up; False when somebody else was faster."""
    return db.execute(delete(staff_link).where(staff_link.c.hash == hash)).rowcount == 1


def drop_links(db: Connection, staff_id: int) -> None:
    """No link of theirs works any longer."""
    db.execute(delete(staff_link).where(staff_link.c.staff_id == staff_id))


def failures(db: Connection, key: str) -> tuple[int, datetime] | None:
    """How often a sign-in failed lately, and when last."""
    wanted = select(sign_in_failure.c["count"].label("count_"), sign_in_failure.c.last_at)
    row = db.execute(wanted.where(sign_in_failure.c.key == key)).one_or_none()
    return (row.count_, row.last_at) if row else None


def fail(db: Connection, key: str, now: datetime) -> None:
    """Count one more failed sign-in."""
    added = insert_into(db, sign_in_failure).values(key=key, count=1, last_at=now)
    more = {"count": sign_in_failure.c["count"] + 1, "last_at": now}
    db.execute(added.on_conflict_do_update(index_elements=["key"], set_=more))


def forget_failures(db: Connection, key: str) -> None:
    """It worked."""
    db.execute(delete(sign_in_failure).where(sign_in_failure.c.key == key))


def prune(db: Connection, now: datetime) -> int:
    """Delete what is over: sessions, links, failures older than a day; how many rows."""
    gone = db.execute(delete(session).where(not_(_alive(now)))).rowcount
    gone += db.execute(delete(staff_link).where(staff_link.c.expires_at <= now)).rowcount
    old = sign_in_failure.c.last_at <= now - timedelta(days=1)
    return gone + db.execute(delete(sign_in_failure).where(old)).rowcount


def _alive(now: datetime) -> ColumnElement[bool]:
    return and_(session.c.seen_at > now - IDLE, session.c.opened_at > now - LONGEST)


def _joined() -> Select[Any]:
    columns = (
        session.c.hash, session.c.staff_id, staff.c.name, staff.c.role, staff.c.lang, session.c.form_token,
        session.c.browser, session.c.opened_at, session.c.seen_at,
    )  # fmt: skip
    return select(*columns).join(staff, staff.c.id == session.c.staff_id)
