"""Who has an SQLite database open: every process holds a shared lock, and a restore needs to be alone."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.core.errors import Conflict, NotSaved

if sys.platform != "win32":
    import fcntl

SUFFIX = "-in-use"
_IN_USE = (
    "{} is in use: a process of the bot (serve, scheduler, or another command) has it open. "
    "Stop it (systemctl stop, Ctrl-C), then try again. Nothing was touched."
)
_BEING_REPLACED = "{} is just being restored or moved; wait until that is done, then start again."

_alone: set[str] = set()  # what this process has for itself, and may therefore open


class Occupancy:
    """This process's part in a database file; the system gives it back when the process dies, however it dies.

    The lock lies on a file of its own, because closing any descriptor of the database would lose SQLite's own locks.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._held: int | None = None
        self._turn = threading.Lock()

    def hold(self) -> None:
        """Say that we have it open; again does nothing. Raises Conflict while somebody needs it alone."""
        with self._turn:
            if self._held is None and str(self._file) not in _alone:
                self._held = _locked(self._file, alone=False)

    def release(self) -> None:
        """Say that we are done with it."""
        with self._turn:
            if self._held is not None:
                os.close(self._held)
                self._held = None


@contextmanager
def alone_with(file: Path) -> Iterator[None]:
    """No other process has this database open during the block, nor can open it. Raises Conflict when it is in use."""
    held = _locked(file, alone=True)
    _alone.add(str(file))
    try:
        yield
    finally:
        _alone.discard(str(file))
        os.close(held)


@contextmanager
def one_at_a_time(file: Path) -> Iterator[bool]:
    """Whether this block is the only one on this machine at that work; who is not, leaves it."""
    try:
        held = _locked(file, alone=True)
    except Conflict:
        yield False
        return
    try:
        yield True
    finally:
        os.close(held)


def _locked(file: Path, *, alone: bool) -> int:
    try:
        number = os.open(f"{file}{SUFFIX}", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise NotSaved(f"{file}{SUFFIX} cannot be opened: {error.strerror}") from error
    try:
        if sys.platform != "win32":
            fcntl.flock(number, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError as error:
        os.close(number)
        raise Conflict((_IN_USE if alone else _BEING_REPLACED).format(file)) from error
    return number
