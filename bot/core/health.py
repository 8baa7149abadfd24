"""How the installation is: one check a fact, with what is wrong and what to do; for `doctor`, console and alerts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

PLATFORMS = ("wechat", "weibo", "x")
EXIT_FINDING, EXIT_PLATFORM = 1, 3

# WeChat's time stamps are refused beyond wechat.max_skew_seconds (300); a minute off is a clock that nobody sets.
SKEW_WRONG = timedelta(seconds=60)
SKEW_HINT = timedelta(seconds=10)
FREE_SHARE, FREE_BYTES = 0.10, 200 * 1024 * 1024  # less than either is too little
# Seconds. Ticks come every second or so; the sign of life is written every 20 s (scheduler/alive.py).
SCHEDULER_LATE = 120.0
WAL_BYTES = 256 * 1024 * 1024  # more means that some reader never lets go
SAFE_SQLITE = (3, 51, 3)  # before it, two processes that checkpoint can damage the file (sqlite.org, 2026-03-13)
_MIB = 1024 * 1024


class State(StrEnum):
    """How a check came out."""

    OK = "ok"
    HINT = "hint"  # works; good to know
    OFF = "off"  # cannot work with this account or these settings, and the settings say so
    UNKNOWN = "unknown"  # could not be asked
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Check:
    """One fact. `name` ("wechat.mass") is for programs and never changes; the part before the dot is its group.

    `what`, `says` and `todo` are fixed words (what it is about, how it is, what to do); what varies stands in `detail`.
    """

    name: str
    what: str
    state: State
    says: str
    todo: str = ""
    detail: str = ""

    @property
    def group(self) -> str:
        """ "settings", "clock", "database", "callback", "wechat" …"""
        return self.name.partition(".")[0]


def is_green(checks: Iterable[Check]) -> bool:
    """Whether the bot may go live: nothing is wrong and everything could be asked."""
    return exit_status(checks) == 0


def exit_status(checks: Iterable[Check]) -> int:
    """0 all is well, 1 something of ours is not, 3 a platform says no or could not be asked."""
    bad = {check.group for check in checks if check.state in (State.WRONG, State.UNKNOWN)}
    if bad & set(PLATFORMS):
        return EXIT_PLATFORM
    return EXIT_FINDING if bad else 0


def clock(name: str, ahead: timedelta) -> Check:
    """The machine's clock beside a platform's; `ahead` is by how much ours is ahead."""
    check, what = f"clock.{name}", "this machine's clock"
    detail = f"{ahead.total_seconds():+.0f} s beside the server of {name}"
    todo = "Let the machine set its clock by itself: timedatectl set-ntp true"
    if abs(ahead) > SKEW_WRONG:
        return Check(check, what, State.WRONG, "It is wrong, so WeChat's messages may be refused.", todo, detail)
    if abs(ahead) > SKEW_HINT:
        return Check(check, what, State.HINT, "It is a little off.", todo, detail)
    return Check(check, what, State.OK, "It is right.", detail=detail)


def disk(free: int, size: int) -> Check:
    """Room where the database lies, in bytes."""
    what, detail = "room on the disk", f"{free // _MIB} MiB free of {size // _MIB} MiB"
    if free < FREE_BYTES or free < FREE_SHARE * size:
        todo = "Make room: old backups and logs first; the bot deletes old chats by itself."
        return Check("machine.disk", what, State.WRONG, "The disk is nearly full.", todo, detail)
    return Check("machine.disk", what, State.OK, "There is enough.", detail=detail)


def wal(size: int) -> Check:
    """SQLite's write-ahead log, in bytes."""
    what, detail = "the database's write-ahead log", f"{size // _MIB} MiB"
    if size > WAL_BYTES:
        todo = "Some process reads for hours and keeps it from shrinking: end it, or start the bot again."
        return Check("database.wal", what, State.WRONG, "It has grown far too large.", todo, detail)
    return Check("database.wal", what, State.OK, "It is small.", detail=detail)


def sqlite_version(version: tuple[int, ...]) -> Check:
    """Whether SQLite has the repair of 3.51.3."""
    what, detail = "SQLite's version", ".".join(map(str, version))
    if version >= SAFE_SQLITE:
        return Check("database.version", what, State.OK, "It is a safe one.", detail=detail)
    says = "Before 3.51.3 SQLite can damage a file that two processes clean up at once; the bot lets only one do so."
    todo = "Nothing now; do not open the file with other programs while the bot runs, and update Python when you can."
    return Check("database.version", what, State.HINT, says, todo, detail)


def backup(days_old: int | None, *, on: bool) -> Check:
    """The newest nightly backup, by its age in days; None without any. `on`: whether they are made at all."""
    what = "the nightly backup"
    if not on:
        says, todo = "It is switched off.", "Set database.backup_time, unless something else backs the database up."
        return Check("machine.backup", what, State.HINT, says, todo)
    if days_old is None:
        says = "There is none yet; the first one is made in the first night."
        return Check("machine.backup", what, State.HINT, says, "Make one now: paristech-bot backup FILE")
    detail = f"{days_old} d old"
    if days_old > 1:
        todo = "Look into the log for the reason, then make one now: paristech-bot backup FILE"
        return Check("machine.backup", what, State.WRONG, "The newest one is too old.", todo, detail)
    return Check("machine.backup", what, State.OK, "It is there.", detail=detail)


def scheduler(seconds: float | None, *, late: float = SCHEDULER_LATE) -> Check:
    """The scheduler's last sign of life, None when there never was one; `late`: from how many seconds on it is dead."""
    what = "the scheduler, which sends announcements"
    todo = "Start the bot (systemctl start paristech-bot), or the scheduler alone: paristech-bot scheduler"
    if seconds is None:
        return Check("machine.scheduler", what, State.WRONG, "It has never run on this database.", todo)
    detail = f"last seen {seconds:.0f} s ago"
    if seconds > late:
        return Check("machine.scheduler", what, State.WRONG, "It stands still, so nothing goes out.", todo, detail)
    return Check("machine.scheduler", what, State.OK, "It runs.", detail=detail)
