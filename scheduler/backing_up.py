"""The nightly backup: once a day, by whichever process comes first; a failed one leaves the older ones, and is told."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from bot.core.backups import Keys, day_due, day_of, kept, nightly_name
from bot.core.errors import BotError, NotSaved
from bot.core.notices import Notice, Severity
from bot.core.ports import Clock, Notifier
from bot.store import backup, notices, occupancy
from bot.store.backup_files import UNFINISHED, own_folder
from bot.store.engine import Database

log = logging.getLogger(__name__)

LOOK_SECONDS = 60.0
AGAIN_SECONDS = 3600.0  # after a failure
_CAUSE, _FAILED = "backup:failed", "The nightly backup failed"
BEFORE_MIGRATIONS = 5  # how many of the backups made before a migration stay


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """Where backups go, at what time of Shanghai's day, and what is put in beside the database."""

    folder: Path
    at: time
    pictures: Path
    keys: Keys


class Nightly:
    """Makes the day's backup when it is time. That it is made is known by its file, so any number of these may run."""

    def __init__(
        self, database: Database, plan: BackupPlan, clock: Clock, notifier: Notifier, stopping: Callable[[], bool]
    ) -> None:
        self._database = database
        self._plan = plan
        self._clock = clock
        self._notifier = notifier
        self._stopping = stopping
        self._not_before = 0.0
        self._told: date | None = None

    def back_up(self) -> Path | None:
        """Make the backup of today if it is due and not there; its file, None when there was nothing to do."""
        now = self._clock.now()
        day = day_due(now, self._plan.at)
        if day is None or self._clock.monotonic() < self._not_before or self._file(day).exists():
            return None
        try:
            return self._make(day)
        except _Stopped:
            log.info("the backup of %s was given up, because the bot stops; it is made at the next start", day)
        except BotError as error:
            self._not_before = self._clock.monotonic() + AGAIN_SECONDS
            self._tell(day, str(error))
        return None

    def _file(self, day: date) -> Path:
        return self._plan.folder / nightly_name(day)

    def _make(self, day: date) -> Path | None:
        folder = own_folder(self._plan.folder)
        with occupancy.one_at_a_time(folder / "nightly") as ours:
            if not ours:
                return None
            file = self._file(day)
            if file.exists():  # another process was faster
                return None
            for left in folder.glob(f"{UNFINISHED}nightly-*"):  # by a process that was killed
                left.unlink(missing_ok=True)
            made = backup.write(
                self._database,
                file,
                pictures=self._plan.pictures,
                keys=self._plan.keys,
                now=self._clock.now(),
                progress=self._go_on,
            )
            self._note(None)
            gone = rotate(folder)
            log.info("backup %s made (%d rows); %d older ones removed", file, sum(made.rows.values()), gone)
            return file

    def _go_on(self, what: str, done: int, of: int) -> None:
        if self._stopping():
            raise _Stopped

    def _tell(self, day: date, words: str) -> None:
        if self._told == day:
            log.error("the backup of %s failed again: %s", day, words)
            return
        self._told = day
        text = f"{words} The older backups are untouched; it is tried again every hour."
        self._notifier.tell(_FAILED, text)  # which is a line in the log too
        self._note(Notice(_CAUSE, Severity.URGENT, _FAILED, text))

    def _note(self, failure: Notice | None) -> None:
        """What staff are told of it; the next good backup closes it."""
        try:
            with self._database.writing() as db:
                notices.sync(db, _CAUSE, [failure] if failure else [], now=self._clock.now())
        except NotSaved as error:  # the backup stands or falls without it
            log.warning("the notice of the backup could not be saved: %s", error)


def rotate(folder: Path) -> int:
    """Remove the backups that are not to be kept; how many. Files of any other name stay."""
    days = {day: path for path in folder.iterdir() if (day := day_of(path.name))}
    stay = kept(days)
    old = [path for day, path in days.items() if day not in stay]
    old += sorted(folder.glob("before-migration-*.zip"), key=_written)[:-BEFORE_MIGRATIONS]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def newest(folder: Path) -> date | None:
    """The day of the latest automatic backup, None when there is none: for whoever watches."""
    found = newest_file(folder)
    return day_of(found.name) if found else None


def newest_file(folder: Path) -> Path | None:
    """The latest automatic backup, None when there is none."""
    found = {day: path for path in folder.glob("nightly-*.zip") if (day := day_of(path.name))}
    return found[max(found)] if found else None


def _written(path: Path) -> tuple[int, str]:
    return path.stat().st_mtime_ns, path.name[-len("2026-01-01T000000.zip") :]


class _Stopped(NotSaved):
    """The bot is to stop, so the backup is given up."""
