"""The second factor: codes of an app on a colleague's phone (RFC 6238), and ten on paper for when that is lost."""

import base64
import binascii
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pyotp

from bot.actions import passwords
from bot.core.errors import Conflict, NotAllowed, NothingFound
from bot.core.roles import Actor, require
from bot.store import audit, sessions, staff
from bot.store.audit import Deed
from bot.store.engine import Database
from bot.store.sealed import second_factor_place
from bot.store.sessions import Session
from bot.store.staff import Colleague
from bot.store.vault import Vault

ISSUER = "ParisTech China"
STEPS_AROUND = 1  # a phone's clock may be half a minute off; RFC 6238 §5.2 advises one step
RECOVERY_CODES = 10
_RECOVERY_BYTES = 10  # 80 bits, so that their plain hashes cannot be tried through
_OFFER_LIVES = timedelta(minutes=15)
_WRONG_PASSWORD = "The present password does not fit."  # noqa: S105 - a sentence


@dataclass(frozen=True, slots=True)
class Offer:
    """A secret for the app that nobody has confirmed yet. `sealed` is what comes back with the first code."""

    key: str = field(repr=False)  # to type, in groups of four
    uri: str = field(repr=False)  # for the QR code
    sealed: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a colleague has a second factor, and how many recovery codes are left."""

    on: bool
    codes_left: int


def standing(database: Database, session: Session) -> Standing:
    """How it is with whoever is signed in."""
    with database.reading() as db:
        return Standing(bool(_colleague(db, session).totp_sealed), staff.recovery_left(db, session.staff_id))


def offer(database: Database, vault: Vault, session: Session, password: str, *, now: datetime) -> Offer:
    """A new secret to put into the app; nothing counts before `switch_on`. Raises NotAllowed for a wrong password."""
    with database.reading() as db:
        colleague = _colleague(db, session)
    if not passwords.fits(colleague.password, password):
        raise NotAllowed(_WRONG_PASSWORD)
    secret = pyotp.random_base32()
    sealed = vault.seal(f"{secret} {now.isoformat()}", _offer_place(session))
    return _offer(secret, session, base64.urlsafe_b64encode(sealed).decode())


def offer_again(vault: Vault, session: Session, sealed: str, *, now: datetime) -> Offer:
    """The same offer, after a code that did not fit. Raises Conflict when it is none of ours, or too old."""
    try:
        secret, made_at = vault.open(base64.urlsafe_b64decode(sealed), _offer_place(session)).split(" ")
    except (binascii.Error, ValueError) as error:
        raise Conflict("This page is too old; begin again.") from error
    if now - datetime.fromisoformat(made_at) > _OFFER_LIVES:
        raise Conflict("This page is too old; begin again.")
    return _offer(secret, session, sealed)


def switch_on(
    database: Database, vault: Vault, session: Session, sealed: str, code: str, *, now: datetime
) -> Sequence[str]:
    """From now on a code is asked for at sign-in; the recovery codes, which are told only here.

    Other browsers are signed out. Raises NotAllowed when the code does not fit, Conflict when the page is too old.
    """
    secret = offer_again(vault, session, sealed, now=now).key.replace(" ", "")
    step = _step_of(secret, code, now)
    if step is None:
        raise NotAllowed("The code does not fit; wait for the next one.")
    codes = _new_codes()
    with database.writing(durable=True) as db:
        staff.change(
            db, session.staff_id, totp_sealed=vault.seal(secret, second_factor_place(session.staff_id)), totp_last=step
        )
        staff.set_recovery(db, session.staff_id, [_hash(one) for one in codes])
        sessions.close_all(db, session.staff_id, but=session.hash)
        audit.add(db, Deed(session.name, "staff.second-factor", f"staff:{session.name}", after={"on": True}), now=now)
    return codes


def renew_codes(database: Database, session: Session, password: str, *, now: datetime) -> Sequence[str]:
    """Other recovery codes in place of the old ones. Raises NotAllowed, Conflict without a second factor."""
    codes = _new_codes()
    with database.reading() as db:
        colleague = _colleague(db, session)
    if not passwords.fits(colleague.password, password):
        raise NotAllowed(_WRONG_PASSWORD)
    if not colleague.totp_sealed:
        raise Conflict("You have no second factor.")
    with database.writing(durable=True) as db:
        staff.set_recovery(db, colleague.id, [_hash(one) for one in codes])
        audit.add(db, Deed(session.name, "staff.recovery-codes", f"staff:{session.name}"), now=now)
    return codes


def switch_off(database: Database, session: Session, password: str, *, now: datetime) -> None:
    """The password is enough again. Raises NotAllowed when it does not fit."""
    with database.reading() as db:
        colleague = _colleague(db, session)
    if not passwords.fits(colleague.password, password):
        raise NotAllowed(_WRONG_PASSWORD)
    with database.writing(durable=True) as db:
        _forget(db, colleague, session.name, now)


def reset(database: Database, actor: Actor, name: str, *, now: datetime) -> None:
    """Take the second factor from a colleague who has lost phone and paper; their browsers are signed out.

    Raises NotAllowed, NothingFound, Conflict when they have none.
    """
    require(actor, "staff.manage")
    with database.writing(durable=True) as db:
        colleague = staff.named(db, name)
        if colleague is None:
            raise NothingFound(f"There is no colleague “{name}”.")
        if not colleague.totp_sealed:
            raise Conflict(f"“{name}” has no second factor.")
        _forget(db, colleague, actor.name, now)
        sessions.close_all(db, colleague.id)


def use_code(db: Any, vault: Vault, colleague: Colleague, code: str, *, now: datetime) -> bool:
    """Whether the code fits; it is used up then. `db`: the store's connection, of a transaction."""
    if not colleague.totp_sealed:
        return False
    step = _step_of(vault.open(colleague.totp_sealed, second_factor_place(colleague.id)), code, now)
    if step is not None:
        return staff.use_step(db, colleague.id, step)
    if not staff.use_recovery(db, colleague.id, _hash(code)):
        return False
    audit.add(db, Deed(colleague.name, "sign-in.recovery-code", f"staff:{colleague.name}"), now=now)
    return True


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step whose code this is, among those that count now."""
    typed = "".join(code.split())
    if not (typed.isascii() and typed.isdigit()):
        return None
    app = pyotp.TOTP(secret)
    present = app.timecode(now)
    around = range(present - STEPS_AROUND, present + STEPS_AROUND + 1)
    return next((step for step in around if secrets.compare_digest(app.generate_otp(step), typed)), None)


def _forget(db: Any, colleague: Colleague, actor: str, now: datetime) -> None:
    # totp_last stays, so that a code that was used is none for a secret that comes back from a backup.
    staff.change(db, colleague.id, totp_sealed=None)
    staff.set_recovery(db, colleague.id, ())
    audit.add(db, Deed(actor, "staff.second-factor", f"staff:{colleague.name}", {"on": True}, {"on": False}), now=now)


def _offer(secret: str, session: Session, sealed: str) -> Offer:
    groups = " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
    return Offer(groups, pyotp.TOTP(secret).provisioning_uri(name=session.name, issuer_name=ISSUER), sealed)


def _new_codes() -> list[str]:
    made = [base64.b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode().lower() for _ in range(RECOVERY_CODES)]
    return ["-".join(one[place : place + 4] for place in range(0, len(one), 4)) for one in made]


def _hash(code: str) -> str:
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return hashlib.sha256(f"recovery code {plain}".encode()).hexdigest()


def _colleague(db: Any, session: Session) -> Colleague:
    found = staff.one(db, session.staff_id)
    if found is None:
        raise NothingFound("Your account is gone.")
    return found


def _offer_place(session: Session) -> str:
    return f"totp offer:{session.staff_id}"
