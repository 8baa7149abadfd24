"""Backups as values: what one says of itself, how it is named, which ones are kept, when the next one is due."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from bot.core.office import SHANGHAI

FORMAT = "paristech-bot backup"
VERSION = 1

DAILY, WEEKLY = 7, 4
_NIGHTLY = re.compile(r"nightly-(\d{4}-\d{2}-\d{2})\.zip")

# Told now and then: what is being done, how much of it is done, of how much (bytes or rows).
Progress = Callable[[str, int, int], None]


def quietly(what: str, done: int, of: int) -> None:
    """A Progress that tells nobody."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file inside a backup."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Keys:
    """Fingerprints of the installation's keys: they tell whether a backup can be read here, and nothing else."""

    person: str
    data: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `rows` counts by table; `parts` are the files inside by name."""

    product: str  # the version of the bot that made it
    schema: str
    made_at: datetime
    source: str  # sqlite or postgresql
    keys: Keys
    rows: Mapping[str, int]
    parts: Mapping[str, Part]

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "product": self.product,
            "schema": self.schema,
            "made_at": self.made_at.isoformat(),
            "source": self.source,
            "keys": {"person": self.keys.person, "data": self.keys.data},
            "rows": dict(self.rows),
            "parts": {name: {"bytes": part.bytes, "sha256": part.sha256} for name, part in self.parts.items()},
        }


def manifest_from(plain: Any) -> Manifest | None:
    """From JSON values; None when they are no manifest of this form."""
    try:
        if (plain["format"], plain["version"]) != (FORMAT, VERSION):
            return None
        made_at = datetime.fromisoformat(plain["made_at"])
        return Manifest(
            product=str(plain["product"]),
            schema=str(plain["schema"]),
            made_at=made_at if made_at.tzinfo else made_at.replace(tzinfo=SHANGHAI),
            source=str(plain["source"]),
            keys=Keys(str(plain["keys"]["person"]), str(plain["keys"]["data"])),
            rows={str(name): int(count) for name, count in plain["rows"].items()},
            parts={str(name): Part(int(it["bytes"]), str(it["sha256"])) for name, it in plain["parts"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def fingerprint(key: bytes) -> str:
    """Names a key without giving it away: it is 32 random bytes, which nobody can guess from this."""
    return hashlib.sha256(b"backup fingerprint" + key).hexdigest()[:16]


def stamp(moment: datetime) -> str:
    """For names of files: "2026-11-25T033000", Shanghai's time."""
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%dT%H%M%S}"


def nightly_name(day: date) -> str:
    """The file of that day's automatic backup."""
    return f"nightly-{day:%Y-%m-%d}.zip"


def day_of(name: str) -> date | None:
    """The day of an automatic backup by its file's name; None for any other file."""
    found = _NIGHTLY.fullmatch(name)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def day_due(now: datetime, at: time) -> date | None:
    """The day (Shanghai's) whose automatic backup should be there by now; None before its time.

    A machine that was off at that time makes it up on the same day.
    """
    local = now.astimezone(SHANGHAI)
    return local.date() if local.time() >= at else None


def kept(days: Iterable[date]) -> frozenset[date]:
    """Which automatic backups stay: the newest seven, and the newest of each of the four weeks before this one.

    By count, not by age, because a clock that has jumped must not throw everything away.
    """
    newest = sorted(set(days), reverse=True)
    weeks: dict[tuple[int, int], date] = {}
    for day in newest:
        year, week, _ = day.isocalendar()
        weeks.setdefault((year, week), day)
    return frozenset(newest[:DAILY]) | frozenset(list(weeks.values())[: WEEKLY + 1])
