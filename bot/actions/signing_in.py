"""Signing in and out of the console: by password or one-time link, then by the second factor where there is one.

Too many failures bring a pause, whatever failed.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.actions import passwords, second_factor
from bot.core.errors import CodeWanted, NotAllowed, NothingFound, UsageError
from bot.core.roles import Actor, require
from bot.store import audit, sessions, staff
from bot.store.audit import Deed
from bot.store.engine import Database
from bot.store.sessions import SEEN_EVERY, Session
from bot.store.staff import Colleague
from bot.store.vault import Vault

FREE = 5  # failures with one name before the first pause
FREE_BY_NETWORK = 40  # with whatever names, from one place
FORGOTTEN_AFTER = timedelta(days=1)
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
JOIN, ENTER = "join", "enter"  # purposes of a link
JOIN_WITHIN, ENTER_WITHIN = timedelta(days=7), timedelta(hours=1)
CODE = "code"  # as long as the code of the second factor is waited for
CODE_WITHIN = timedelta(minutes=5)
_BYTES = 32
_REFUSED = "Name and password do not fit."


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser that wants in. `network`: where it comes from, as far as failures are counted together.

    held: the session that it has (`Session.hash`), which ends when it gets another one; "" for none.
    """

    network: str
    browser: str
    held: str = ""


def sign_in(database: Database, name: str, password: str, visitor: Visitor, *, now: datetime) -> str:
    """Open a session; the value of its cookie.

    Raises CodeWanted when a code is to follow; NotAllowed, with the same words whatever did not fit; while paused, with
    how long to wait.
    """
    keys = _keys(name, visitor)
    with database.writing() as db:
        colleague = staff.named(db, name)
        _count_try(db, keys, colleague, now)
    fits = passwords.fits(colleague.password if colleague else "", password)
    if colleague is None or not fits or not colleague.active:
        raise NotAllowed(_REFUSED)
    if colleague.totp_sealed:  # the tries are forgotten only when the code fits too
        raise CodeWanted(_next_step(database, colleague, now))
    with database.writing(durable=True) as db:
        for key in keys:
            sessions.forget_failures(db, key)
        return _open(db, colleague, visitor, now)


def give_code(database: Database, vault: Vault, step: str, code: str, visitor: Visitor, *, now: datetime) -> str:
    """The second step, after `CodeWanted`: a code of the app, or a recovery code. The value of the session's cookie.

    Raises NothingFound when it took too long, NotAllowed when the code does not fit or while paused.
    """
    with database.writing() as db:
        found = sessions.link(db, _hash(step), now)
        colleague = staff.one(db, found[0]) if found and found[1] == CODE else None
        if colleague is None or not colleague.active:
            raise NothingFound("That took too long; begin again with your password.")
        keys = _keys(colleague.name, visitor)
        _count_try(db, keys, colleague, now)
    with database.writing(durable=True) as db:
        if not second_factor.use_code(db, vault, colleague, code, now=now):
            raise NotAllowed("The code does not fit; wait for the next one.")
        if not sessions.use_link(db, _hash(step)):
            raise NothingFound("That took too long; begin again with your password.")
        for key in keys:
            sessions.forget_failures(db, key)
        return _open(db, colleague, visitor, now)


def make_link(database: Database, actor: Actor, name: str, *, purpose: str, now: datetime) -> str:
    """A one-time secret for a colleague's link; NotAllowed, NothingFound."""
    require(actor, "staff.manage")
    within = JOIN_WITHIN if purpose == JOIN else ENTER_WITHIN
    secret = secrets.token_urlsafe(_BYTES)
    with database.writing(durable=True) as db:
        colleague = staff.named(db, name)
        if colleague is None or not colleague.active:
            raise NothingFound(f"There is no colleague “{name}” who may sign in.")
        sessions.add_link(db, hash=_hash(secret), staff_id=colleague.id, purpose=purpose, expires_at=now + within)
        audit.add(db, Deed(actor.name, f"staff.link.{purpose}", f"staff:{name}"), now=now)
    return secret


def look_at_link(database: Database, secret: str, *, now: datetime) -> tuple[Colleague, str]:
    """Whose link it is, and its purpose. Raises NothingFound when it does not work any more."""
    with database.reading() as db:
        found = sessions.link(db, _hash(secret), now)
        colleague = staff.one(db, found[0]) if found else None
    if found is None or found[1] == CODE or colleague is None or not colleague.active:
        raise NothingFound("This link has been used, or it is too old. Ask an admin for another one.")
    return colleague, found[1]


def use_link(database: Database, secret: str, password: str, visitor: Visitor, *, now: datetime) -> str:
    """Sign in by a link; one for joining needs the password chosen. The value of the session's cookie.

    Raises CodeWanted when a code is to follow, NothingFound, UsageError when the password is not good enough.
    """
    colleague, purpose = look_at_link(database, secret, now=now)
    chosen = {}
    if purpose == JOIN:
        passwords.check(password, about=(colleague.name,))
        chosen = {"password": passwords.hashed(password)}
    with database.writing(durable=True) as db:
        if not sessions.use_link(db, _hash(secret)):
            raise NothingFound("This link has just been used.")
        if chosen:
            staff.change(db, colleague.id, **chosen)
            sessions.close_all(db, colleague.id)
            sessions.drop_links(db, colleague.id)
            audit.add(db, Deed(colleague.name, "staff.password", f"staff:{colleague.name}"), now=now)
        if not colleague.totp_sealed:
            return _open(db, colleague, visitor, now)
    raise CodeWanted(_next_step(database, colleague, now))


def session_of(database: Database, cookie: str, *, now: datetime) -> Session | None:
    """Who is signed in with this cookie."""
    if not cookie:
        return None
    with database.reading() as db:
        found = sessions.find(db, _hash(cookie), now)
    if found and now - found.seen_at > SEEN_EVERY:
        with database.writing() as db:
            sessions.seen(db, found.hash, now)
    return found


def sessions_of(database: Database, session: Session, *, now: datetime) -> Sequence[Session]:
    """All browsers in which this colleague is signed in, the latest first."""
    with database.reading() as db:
        return sessions.of_colleague(db, session.staff_id, now)


def sign_out(database: Database, session: Session, *, everywhere: bool, now: datetime) -> None:
    """End this session, or all of the same colleague."""
    with database.writing(durable=True) as db:
        if everywhere:
            sessions.close_all(db, session.staff_id)
        else:
            sessions.close(db, session.hash)
        deed = "sign-out.everywhere" if everywhere else "sign-out"
        audit.add(db, Deed(session.name, deed, "console"), now=now)


def change_password(database: Database, session: Session, old: str, new: str, *, now: datetime) -> None:
    """Another password for oneself; other browsers are signed out. Raises NotAllowed, UsageError."""
    with database.reading() as db:
        colleague = staff.one(db, session.staff_id)
    if colleague is None or not passwords.fits(colleague.password, old):
        raise NotAllowed("The present password does not fit.")
    if old == new:
        raise UsageError("This is the password that you have already.")
    passwords.check(new, about=(session.name,))
    stored = passwords.hashed(new)
    with database.writing(durable=True) as db:
        staff.change(db, session.staff_id, password=stored)
        sessions.close_all(db, session.staff_id, but=session.hash)
        sessions.drop_links(db, session.staff_id)
        audit.add(db, Deed(session.name, "staff.password", f"staff:{session.name}"), now=now)


def choose_language(database: Database, session: Session, lang: str) -> None:
    """The language of the pages for this colleague."""
    with database.writing() as db:
        staff.change(db, session.staff_id, lang=lang)


def pause_after(failures: int, free: int = FREE) -> timedelta:
    """How long to wait after so many failures: doubling, but never for ever, because anybody can cause failures."""
    if failures < free:
        return timedelta(0)
    doublings: int = min(failures - free, 20)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def _open(db: Any, colleague: Colleague, visitor: Visitor, now: datetime) -> str:  # Any: the store's connection
    cookie = secrets.token_urlsafe(_BYTES)
    token = secrets.token_urlsafe(_BYTES)
    browser = visitor.browser[:200]
    sessions.close(db, visitor.held)
    sessions.open_new(db, hash=_hash(cookie), staff_id=colleague.id, form_token=token, browser=browser, now=now)
    audit.add(db, Deed(colleague.name, "sign-in", "console"), now=now)
    return cookie


def _next_step(database: Database, colleague: Colleague, now: datetime) -> str:
    """The secret with which the code is to be given."""
    step = secrets.token_urlsafe(_BYTES)
    with database.writing() as db:
        sessions.add_link(db, hash=_hash(step), staff_id=colleague.id, purpose=CODE, expires_at=now + CODE_WITHIN)
    return step


def _keys(name: str, visitor: Visitor) -> dict[str, int]:
    """Under which keys a try counts, and how many are free."""
    return {_hash(f"{name.casefold()}\n{visitor.network}"): FREE, _hash(f"\n{visitor.network}"): FREE_BY_NETWORK}


def _count_try(db: Any, keys: Mapping[str, int], colleague: Colleague | None, now: datetime) -> None:
    """Each try counts as failed until it has succeeded, so that many at once are not all let through."""
    counts = [_counted(db, key, free, now) for key, free in keys.items()]
    if counts[0] in (1, FREE):  # not each of them, because anybody can cause as many as they like
        who = colleague.name if colleague else "somebody unknown"  # who knows what was typed into that field
        audit.add(db, Deed(who, "sign-in.refused", "console", after={"tries": counts[0]}), now=now)


def _counted(db: Any, key: str, free: int, now: datetime) -> int:  # Any: the store's connection
    """Count a try, and give the number; NotAllowed while the pause after earlier ones lasts."""
    failed = sessions.failures(db, key)
    if failed is not None and now - failed[1] > FORGOTTEN_AFTER:
        sessions.forget_failures(db, key)
        failed = None
    if failed is not None:
        count, last = failed
        left = last + pause_after(count, free) - now
        if left > timedelta(0):
            minutes = max(1, -(-round(left.total_seconds()) // 60))
            raise NotAllowed(f"There were too many tries. Wait {minutes} min, then try again.")
    sessions.fail(db, key, now)
    return failed[0] + 1 if failed else 1


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
