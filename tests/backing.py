"""Backups for tests: an office with a filled database and pictures, and what is needed to restore it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.actions.backups import Installation
from bot.core.backups import Keys, Manifest
from bot.store import backup
from bot.store.engine import Database
from bot.store.tombstones import Tombstones

NOW = datetime(2026, 12, 10, 4, 0, tzinfo=UTC)
KEYS = Keys("person-key", "data-key")


@dataclass
class Office:
    """One installation; `database` is open until it is closed for a restore."""

    url: str
    folder: Path

    def __post_init__(self) -> None:
        self.database = Database(self.url)
        self.pictures.mkdir()
        (self.pictures / "team.jpg").write_bytes(b"\xff\xd8 team")

    @property
    def pictures(self) -> Path:
        return self.folder / "pictures"

    @property
    def installation(self) -> Installation:
        return Installation(self.url, self.pictures, KEYS, self.folder, self.folder / "backups")

    @property
    def tombstones(self) -> Tombstones:
        return Tombstones(self.folder / "erased-people.txt", bytes(32))

    def back_up(self, name: str = "backup.zip") -> tuple[Path, Manifest]:
        file = self.folder / name
        return file, backup.write(self.database, file, pictures=self.pictures, keys=KEYS, now=NOW)

    def left_over(self) -> list[str]:
        """What an interrupted backup or restore could have left."""
        return sorted(path.name for path in self.folder.iterdir() if path.name.startswith("."))
