"""Passwords: which are good enough, and their hashes (argon2id, as OWASP's password storage page has it, 2026)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.core.errors import NotSaved, UsageError

SHORTEST, LONGEST = 12, 200  # characters; OWASP ASVS 5.0, 6.2.1 and 6.2.9
_GUESSABLE = 3  # zxcvbn's score below which a password falls to an offline attack: 10^8 guesses
_READ = 72  # characters that zxcvbn looks at; more only takes time

_HASHER = PasswordHasher()
# A hash takes 64 MiB; more than two at once could fill a small server.
_ROOM = threading.BoundedSemaphore(2)
_PATIENCE = 3.0  # seconds; whoever waits holds a thread that pages need


def check(password: str, *, about: tuple[str, ...] = ()) -> None:
    """Raise UsageError unless it is good enough; `about`: words that an attacker would try first (the name)."""
    from zxcvbn import zxcvbn  # noqa: PLC0415  its word lists are read only where a password is chosen

    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(f"A password has {SHORTEST} to {LONGEST} characters; a short sentence is a good one.")
    if zxcvbn(password[:_READ], user_inputs=[*about, "paristech", "wechat", "weibo"])["score"] < _GUESSABLE:
        raise UsageError("This password is easy to guess; take a few words that do not belong together.")


def hashed(password: str) -> str:
    """What is stored. Raises NotSaved when too many wait for theirs."""
    with _room():
        return _HASHER.hash(password)


def fits(stored: str, password: str) -> bool:
    """Whether it is the password; takes as long when there is none stored. Raises NotSaved as `hashed` does."""
    if len(password) > LONGEST:
        return False
    with _room():
        try:
            return _HASHER.verify(stored or nobodys(), password) and bool(stored)
        except (VerificationError, InvalidHashError):
            return False


@cache
def nobodys() -> str:
    """What is compared with when nobody has that name, so that it takes as long.

    Made before the first sign-in, because the one that had to wait for it would tell that nobody has the name.
    """
    return _HASHER.hash("nobody has this password")


@contextmanager
def _room() -> Iterator[None]:
    if not _ROOM.acquire(timeout=_PATIENCE):
        raise NotSaved("Too many people sign in at this moment; try again in a minute.")
    try:
        yield
    finally:
        _ROOM.release()
