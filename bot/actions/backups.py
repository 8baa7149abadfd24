"""Backups as staff make and use them: written, restored with nothing sent by itself, made before a migration, moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from sqlite3 import DatabaseError
from tempfile import TemporaryDirectory
from typing import Any

from bot.actions.privacy import erase_again
from bot.core.backups import Keys, Manifest, Progress, quietly, stamp
from bot.core.delivery import State
from bot.core.errors import BadFile, Conflict, NotSaved, UsageError
from bot.store import (
    audit,
    backup,
    backup_copy,
    backup_deliveries,
    backup_files,
    backup_pictures,
    backup_restore,
    deliveries,
    tokens,
)
from bot.store.audit import Deed
from bot.store.backup_deliveries import HeldBack, Seen
from bot.store.engine import Database, knows
from bot.store.tombstones import Tombstones

_OTHER_KEYS = (
    "{} was made by another installation: its security.person_key is not the one in the settings, and without it "
    "nobody in it would be recognised. Put back the keys that you kept apart, then try again. Nothing was touched."
)
_NEWER = (
    "{} was made by a newer version of the bot ({}, schema {}). Install that version, or use an older backup. "
    "Nothing was touched."
)
_OTHER_DATA_KEY = (
    "security.data_key is not the one that the backup was made with: sealed openids cannot be read until it is put "
    "back into the settings."
)
_CONNECT_AGAIN = (
    "The platform tokens in it were sealed with that other key and were dropped. Connect Weibo again: "
    "paristech-bot channel connect weibo"
)


@dataclass(frozen=True, slots=True)
class Installation:
    """What belongs together: the database's address, its pictures, the keys, and a folder for what is under way."""

    url: str
    pictures: Path
    keys: Keys
    workshop: Path
    backups: Path


@dataclass(frozen=True, slots=True)
class Released:
    """What was let go, and what stays held: which, and why."""

    released: list[dict[str, Any]]
    kept: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did.

    `kept`: where the database before is, "" when there was none. `lost`: how many rows it had more than the backup, by
    table; `since`: the deliveries that it knows differently.
    """

    manifest: Manifest
    held_back: HeldBack
    erased: int
    kept: str
    pictures: int
    lost: Mapping[str, int]
    since: list[Seen]
    notes: tuple[str, ...] = ()


def make(
    database: Database,
    file: Path,
    installation: Installation,
    *,
    now: datetime,
    actor: str,
    replace: bool = False,
    progress: Progress = quietly,
) -> tuple[Path, Manifest]:
    """Write a backup; into a folder under a name with the time. Its path and manifest. Raises BadFile, NotSaved."""
    path = file / f"paristech-bot-{stamp(now)}.zip" if file.is_dir() else file
    made = backup.write(
        database,
        path.absolute(),
        pictures=installation.pictures,
        keys=installation.keys,
        now=now,
        replace=replace,
        progress=progress,
    )
    if database.is_current():
        with database.writing() as db:
            audit.add(db, Deed(actor, "backup.make", "database", after=_short(made)), now=now)
    return path, made


def look(file: Path, installation: Installation, progress: Progress = quietly) -> Manifest:
    """Read a backup through, and say whether it could be restored here. Raises BadFile, Conflict; touches nothing."""
    _refuse_other(file, backup_files.read_manifest(file), installation)
    return backup_files.verify(file, progress)


def restore(
    file: Path,
    installation: Installation,
    *,
    now: datetime,
    actor: str,
    tombstones: Tombstones,
    progress: Progress = quietly,
) -> Restored:
    """The backup becomes the database; the one before is kept, and nothing is sent until a person releases it.

    Everything is prepared beside the database and takes its place at the end, so a restore that fails or is killed has
    touched nothing. Raises Conflict while the bot runs, or for a backup that is newer or of another installation, and
    BadFile for a broken one.
    """
    manifest = backup_files.read_manifest(file)
    _refuse_other(file, manifest, installation)
    with (
        backup_restore.vacant(installation.url),
        TemporaryDirectory(dir=_there(installation.workshop), prefix=".restoring-") as name,
    ):
        folder = Path(name)
        backup_files.unpack(file, folder, progress)
        prepared = folder / backup_files.DATABASE
        _refuse_damaged(file, prepared, manifest)
        before = backup_restore.what_it_says(installation.url)
        readable = manifest.keys.data == installation.keys.data
        held_back, since, erased, dropped = _prepare(
            prepared, manifest, before.deliveries, now, actor, tombstones, tokens_stay=readable
        )
        pictures = backup_pictures.put_back(folder, installation.pictures, stamp(now))
        kept = backup_restore.replace(installation.url, prepared, stamp=stamp(now), progress=progress)
    lost = {name: rows - manifest.rows.get(name, 0) for name, rows in before.rows.items()}
    lost = {name: rows for name, rows in lost.items() if rows > 0}
    notes = () if readable else (_OTHER_DATA_KEY,)
    if any(name.startswith("weibo:") for name in dropped):
        notes = (*notes, _CONNECT_AGAIN)
    return Restored(manifest, held_back, erased, kept, pictures, lost, since, notes)


def migrate(
    database: Database,
    installation: Installation,
    *,
    now: datetime,
    with_backup: bool = True,
    progress: Progress = quietly,
) -> Path | None:
    """Bring the schema to this version's, after a backup; the backup's file, None where none was needed.

    Raises Conflict for a newer schema, NotSaved; a failed migration leaves everything as it was.
    """
    before, file = database.schema(), None
    if with_backup and before and knows(before) and not database.is_current():
        folder = backup_files.own_folder(installation.backups)
        file = backup_files.free_name(folder / f"before-migration-from-{before}-{stamp(now)}.zip")
        backup.write(database, file, pictures=installation.pictures, keys=installation.keys, now=now, progress=progress)
    database.migrate()
    return file


def move(
    installation: Installation, target: str, *, now: datetime, actor: str, progress: Progress = quietly
) -> tuple[dict[str, int], str]:
    """Copy the SQLite database into an empty PostgreSQL one and put it aside, so that no bot goes on with it.

    The rows by table, counted on both sides, and where the old file is. Raises Conflict while the bot runs, or where
    the target is not empty.
    """
    if not installation.url.startswith("sqlite:") or not target.startswith("postgresql"):
        raise UsageError(
            "This moves an SQLite database to a PostgreSQL one; any other way, make a backup here and restore it there."
        )
    with backup_restore.vacant(installation.url):
        source, other = Database(installation.url), Database(target)
        try:
            rows = backup_copy.into_empty(source, other, progress)
            with other.writing(durable=True) as db:
                audit.add(db, Deed(actor, "database.move", "database", after={"rows": sum(rows.values())}), now=now)
            source.checkpoint()
        finally:
            source.close()
            other.close()
        kept = backup_restore.set_aside(installation.url, f".moved-{stamp(now)}")
    return rows, str(kept)


def release(database: Database, numbers: list[int] | None, *, now: datetime, actor: str) -> Released:
    """Let held deliveries go out at their own minute after all: these, or all that the bot itself holds in time.

    What a colleague held is let go only by its number. Raises NothingFound, Conflict where the time is over; then none
    is released.
    """
    done = []
    with database.writing(durable=True) as db:
        for number in backup_deliveries.held_for_later(db, now) if numbers is None else numbers:
            after = backup_deliveries.let_go(db, number, now=now)
            deed = Deed(
                actor, "delivery.release", f"delivery:{number}", {"state": "held"}, {"state": after.state.value}
            )
            audit.add(db, deed, now=now)
            done.append({"id": number, "state": after.state.value, "key": after.key, "due_at": after.due_at})
        needy = deliveries.listing(db, failed=True)
    kept = [
        {"id": row["id"], "announcement": row["announcement"], "channel": row["channel"], "why": row["error"]}
        for row in needy
        if row["state"] == State.HELD
    ]
    return Released(done, kept)


def _prepare(
    file: Path,
    manifest: Manifest,
    before: list[Seen],
    now: datetime,
    actor: str,
    tombstones: Tombstones,
    *,
    tokens_stay: bool,
) -> tuple[HeldBack, list[Seen], int, list[str]]:
    """Make the unpacked database fit to be used: present schema, nothing that sends itself, nobody who was erased."""
    database = Database(f"sqlite:///{file}")
    try:
        database.migrate()
        with database.writing(durable=True) as db:
            since = backup_deliveries.differing(db, before)
            held_back = backup_deliveries.hold_back(db, made_at=manifest.made_at, now=now, since=since)
            dropped = [] if tokens_stay else tokens.drop_all(db)
        erased = erase_again(database, tombstones)
        after = {**_short(manifest), "held": held_back.held, "unknown": held_back.unknown, "erased_rows": erased}
        with database.writing(durable=True) as db:
            audit.add(db, Deed(actor, "backup.restore", "database", after=after), now=now)
        database.checkpoint()
    finally:
        database.close()
    return held_back, since, erased, dropped


def _refuse_other(file: Path, manifest: Manifest, installation: Installation) -> None:
    if manifest.keys.person != installation.keys.person:
        raise Conflict(_OTHER_KEYS.format(file))
    if not knows(manifest.schema):
        raise Conflict(_NEWER.format(file, manifest.product, manifest.schema))


def _refuse_damaged(file: Path, database: Path, manifest: Manifest) -> None:
    fault = backup.damage(database)
    if not fault:
        try:
            same = (backup.counted(database), backup.revision(database)) == (dict(manifest.rows), manifest.schema)
        except DatabaseError as error:
            raise BadFile(backup_files.BROKEN.format(file, str(error))) from error
        fault = "" if same else "its database is not the one that it lists"
    if fault:
        raise BadFile(backup_files.BROKEN.format(file, fault))


def _there(folder: Path) -> Path:
    if not folder.is_dir():
        raise NotSaved(f"{folder}: the folder does not exist; create it with `mkdir -p {folder}`")
    return folder


def _short(manifest: Manifest) -> dict[str, Any]:
    return {"made_at": manifest.made_at.isoformat(), "schema": manifest.schema, "product": manifest.product}
