"""What backups are made of and where they go, from the settings; part of the wiring."""

import base64
from datetime import datetime, time, timedelta
from pathlib import Path

from bot import settings_file
from bot.actions.backups import Installation
from bot.core import health
from bot.core.backups import Keys, fingerprint
from bot.core.health import Check
from bot.core.office import SHANGHAI
from bot.settings import Settings
from scheduler.backing_up import BackupPlan, newest


def installation(path: Path, settings: Settings) -> Installation:
    """What a backup is made of, and what it is restored into."""
    return Installation(
        url=settings.database.url,
        pictures=Path(settings.announcements.pictures),
        keys=_fingerprints(settings),
        workshop=data_folder(path, settings),
        backups=Path(settings.database.backup_folder),
    )


def plan(settings: Settings) -> BackupPlan | None:
    """When and where backups are made by themselves; None when that is switched off."""
    wanted = settings.database
    if not wanted.backup_time:
        return None
    pictures = Path(settings.announcements.pictures)
    return BackupPlan(
        Path(wanted.backup_folder), time.fromisoformat(wanted.backup_time), pictures, _fingerprints(settings)
    )


def backup_check(settings: Settings, now: datetime) -> Check:
    """Whether the nightly backups are made."""
    folder = Path(settings.database.backup_folder)
    day = newest(folder)
    age = (now.astimezone(SHANGHAI).date() - day) // timedelta(days=1) if day else None
    return health.backup(age, on=bool(settings.database.backup_time))


def data_folder(path: Path, settings: Settings) -> Path:
    """Where files lie that belong to the database: beside an SQLite one, for PostgreSQL beside the settings."""
    url = settings.database.url
    return Path(url.removeprefix("sqlite:///")).parent if url.startswith("sqlite:") else path.resolve().parent


def checked_address(url: str) -> str:
    """The address of a database, if the settings would take it. Raises SettingsError."""
    return settings_file.database_url(url)


def _fingerprints(settings: Settings) -> Keys:
    keys = (settings.security.person_key, settings.security.data_key)
    person, data = (fingerprint(base64.b64decode(key.get_secret_value())) for key in keys)
    return Keys(person, data)
