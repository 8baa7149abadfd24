"""Writes the message log and people's states behind the replies: in batches, every half second.

A kill loses at most that half second. While the database does not take them, log lines go to a spool file and are
written later; their unique key keeps a second try from doubling them.
"""

import json
import logging
import os
import secrets
import threading
from collections import deque
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from bot.actions import privacy
from bot.core.conversation import Person
from bot.core.errors import BotError
from bot.core.messages import Incoming, LogLine
from bot.store import log, people
from bot.store.engine import Database
from bot.store.people import PersonRow, openid_place
from bot.store.tombstones import Tombstones
from bot.store.vault import Vault
from handlers.counters import Counters

FLUSH_SECONDS = 0.5
BATCH = 500
MOST_LINES = 20_000  # waiting in memory; more than a second's worth at any speed we reach
MOST_PEOPLE = 20_000
SPOOL_BYTES = 64 * 1024 * 1024  # hours of chat; more would only fill the disk

logger = logging.getLogger(__name__)


class Journal:
    """A bounded queue with one writer thread; nothing here ever holds up a reply."""

    def __init__(
        self, database: Database, tombstones: Tombstones, *, vault: Vault, spool: Path, counters: Counters
    ) -> None:
        self._database = database
        self._tombstones = tombstones
        self._erased = tombstones.version
        self._vault = vault
        self._spool = spool
        self._counters = counters
        self._lines: deque[LogLine] = deque()
        self._people: dict[str, tuple[Person, str, str, datetime]] = {}
        self._spooled = True  # an earlier run may have left some
        self._flushing = threading.Lock()
        self._swapping = threading.Lock()  # held for a moment only, never while writing
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)

    def start(self) -> None:
        """Begin to write; lines spooled by an earlier run come first."""
        self._thread.start()

    def stop(self, timeout: float = 5.0) -> None:
        """Write what is waiting and end."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout)
        self.flush()

    def alive(self) -> bool:
        """Whether the writer runs; for the readiness page."""
        return self._thread.is_alive()

    def waiting(self) -> int:
        """How many lines are not written yet."""
        return len(self._lines)

    def line(self, line: LogLine) -> None:
        """Queue a line; dropped and counted when too many wait."""
        if len(self._lines) >= MOST_LINES:
            self._counters.add("journal", "dropped")
            return
        self._lines.append(line)

    def person(self, person: Person, incoming: Incoming, now: datetime) -> None:
        """Queue a person's state; of one person only the newest is written."""
        with self._swapping:
            if len(self._people) < MOST_PEOPLE or person.key in self._people:
                self._people[person.key] = (person, incoming.platform, incoming.sender, now)

    def sealed(self, person: Person, incoming: Incoming, now: datetime) -> PersonRow:
        """The person's row as the store takes it."""
        return self._row(person, incoming.platform, incoming.sender, now)

    def flush(self) -> None:
        """Write what is waiting now."""
        with self._flushing:
            self._erase_again()
            # In this order: the log tells what happened, the states can be asked for again.
            if self._write_lines() and self._write_people() and self._spooled:
                self._write_spooled()

    def _run(self) -> None:
        while not self._stop.wait(FLUSH_SECONDS):
            self.flush()

    def _erase_again(self) -> None:
        """What somebody's erasure, here or in another process, overtook on its way into the database goes now."""
        try:
            self._tombstones.refresh()
            seen = self._tombstones.version
            if seen != self._erased:
                privacy.erase_again(self._database, self._tombstones)
                self._erased = seen
        except BotError as error:
            logger.warning("erased people wait for the database: %s", error)

    def _is_erased(self, person: str, since: datetime | None) -> bool:
        moment = self._tombstones.erased_at(person)
        return moment is not None and (since is None or since <= moment)

    def _write_lines(self) -> bool:
        """Write all lines, or put them into the spool file; whether the database took them."""
        while self._lines:
            batch = self._taken(BATCH)
            try:
                with self._database.writing() as db:
                    log.add_many(db, self._kept(batch))
            except BotError as error:
                logger.warning("log lines go to the spool file: %s", error)
                self._keep_in_spool([*batch, *self._taken(MOST_LINES)])
                return False
            self._counters.add("journal", "written", len(batch))
        return True

    def _kept(self, lines: list[LogLine]) -> list[LogLine]:
        return [line for line in lines if not self._is_erased(line.person, line.at)]

    def _taken(self, most: int) -> list[LogLine]:
        return [self._lines.popleft() for _ in range(min(len(self._lines), most))]

    def _write_people(self) -> bool:
        if not self._people:
            return True
        with self._swapping:
            changed, self._people = self._people, {}
        kept = [waiting for waiting in changed.values() if not self._is_erased(waiting[0].key, waiting[0].since)]
        try:
            with self._database.writing() as db:
                people.save_many(db, [self._row(*waiting) for waiting in kept])
        except BotError as error:
            logger.warning("people's states wait for the database: %s", error)
            with self._swapping:
                self._people = {**changed, **self._people}
            return False
        return True

    def _row(self, person: Person, platform: str, openid: str, now: datetime) -> PersonRow:
        return PersonRow(person, platform, self._vault.seal(openid, openid_place(person.key)), now)

    def _spool_files(self) -> list[Path]:
        return sorted(self._spool.parent.glob(f"{self._spool.name}*"))

    def _keep_in_spool(self, batch: list[LogLine]) -> None:
        text = "".join(json.dumps(asdict(line), ensure_ascii=False, default=str) + "\n" for line in batch).encode()
        try:
            if sum(file.stat().st_size for file in self._spool_files()) + len(text) > SPOOL_BYTES:
                self._counters.add("journal", "dropped", len(batch))
                return
            with os.fdopen(os.open(self._spool, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as spool:
                spool.write(text)
        except OSError as error:
            logger.error("the spool file cannot be written: %s", error)
            self._counters.add("journal", "dropped", len(batch))
            return
        self._spooled = True
        self._counters.add("journal", "spooled", len(batch))

    def _write_spooled(self) -> None:
        """Write what was spooled, by this run or another, and delete it once it is in the database."""
        if self._spool.exists():
            # Set aside first, because another process may be adding lines at this moment.
            self._spool.rename(self._spool.with_name(f"{self._spool.name}.{secrets.token_hex(4)}"))
        for file in self._spool_files():
            found = map(_from_spool, file.read_text("utf-8", "replace").splitlines())
            lines = self._kept([line for line in found if line])
            try:
                with self._database.writing() as db:
                    for start in range(0, len(lines), BATCH):
                        log.add_many(db, lines[start : start + BATCH])
            except BotError:
                return  # the file stays for the next time; the unique key forgives lines that come twice
            file.unlink(missing_ok=True)
            self._counters.add("journal", "written", len(lines))
        self._spooled = False


def _from_spool(text: str) -> LogLine | None:
    """A spooled line; None for one that a kill cut short."""
    try:
        values = json.loads(text)
        return LogLine(**{**values, "at": datetime.fromisoformat(values["at"]), "entries": tuple(values["entries"])})
    except (ValueError, TypeError, KeyError):
        return None
