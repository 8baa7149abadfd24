"""backup, restore, migrate: the database in one file and back, and to the schema of this version."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import safekeeping, wiring
from bot.actions import backups
from bot.commands.output import Config, Json, as_json, counted, moment, note
from bot.core.backups import Manifest, Progress

ACTOR = "command line"
KEPT_APART = (
    "Not in it: config.toml with its keys (keep a copy apart; without them nobody can read the backup's sealed parts) "
    "and the list of erased people, which stays where it is."
)
_BAR = 30


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; into a folder under a dated name.")],
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    config: Config = None,
    json: Json = False,
) -> None:
    """The whole database and the pictures into one file, while the bot goes on.

    It holds what students wrote: keep it to yourself.
    """
    path, settings = wiring.settings_at(config)
    installation, now = safekeeping.installation(path, settings), wiring.clock_of(settings).now()
    with wiring.open_database(config, any_schema=True) as database, _progress() as progress:
        written, made = backups.make(
            database, file, installation, now=now, actor=ACTOR, replace=force, progress=progress
        )
    if json:
        as_json({"file": str(written), "bytes": written.stat().st_size, **_plain(made)})
        return
    note(f"Written and read again: {written} ({counted(sum(made.rows.values()), 'row')}, schema {made.schema}).")
    note(KEPT_APART)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup made by this bot.")],
    check: Annotated[
        bool, typer.Option("--check", help="Only say whether it could be restored; touch nothing.")
    ] = False,
    config: Config = None,
    json: Json = False,
) -> None:
    """Put a backup in the place of the database; afterwards nothing is sent until you release it.

    The database before is kept beside it. The bot must be stopped.
    """
    path, settings = wiring.settings_at(config)
    installation = safekeeping.installation(path, settings)
    if check:
        with _progress() as progress:
            found = backups.look(file, installation, progress)
        _said(json, {"file": str(file), **_plain(found)}, [f"{file} is whole and can be restored here: {_of(found)}."])
        return
    tombstones, now = wiring.tombstones_of(path, settings), wiring.clock_of(settings).now()
    with _progress() as progress:
        done = backups.restore(file, installation, now=now, actor=ACTOR, tombstones=tombstones, progress=progress)
    _said(json, _restored(file, done), _in_words(file, done))


def migrate(
    to: Annotated[
        str | None, typer.Option("--to", metavar="URL", help="Move from SQLite to this empty PostgreSQL database.")
    ] = None,
    no_backup: Annotated[bool, typer.Option("--no-backup", help="You have made a backup of your own.")] = False,
    config: Config = None,
    json: Json = False,
) -> None:
    """Bring the database to the schema of this version, after a backup; or move it to PostgreSQL."""
    path, settings = wiring.settings_at(config)
    installation, now = safekeeping.installation(path, settings), wiring.clock_of(settings).now()
    if to is not None:
        with _progress() as progress:
            rows, kept = backups.move(
                installation, safekeeping.checked_address(to), now=now, actor=ACTOR, progress=progress
            )
        words = [
            f"Copied and counted on both sides: {counted(sum(rows.values()), 'row')} in {counted(len(rows), 'table')}.",
            f"The old database is {kept}, so that no bot goes on with it. "
            "Now put the new address into config.toml (database.url) and start the bot.",
        ]
        erased = installation.workshop / wiring.TOMBSTONES_FILE
        if erased.exists() and erased.parent != path.resolve().parent:  # with PostgreSQL it lies beside the settings
            words.append(f"Move the list of erased people to the settings: mv {erased} {path.resolve().parent}/")
        _said(json, {"rows": rows, "kept": kept}, words)
        return
    with wiring.open_database(config, any_schema=True) as database, _progress() as progress:
        before = database.schema()
        made = backups.migrate(database, installation, now=now, with_backup=not no_backup, progress=progress)
        after = database.schema()
    words = [f"The backup from before is {made}."] if made else []
    facts = {"before": before, "schema": after, "backup": str(made) if made else None}
    _said(json, facts, [*words, f"The database is at schema {after}."])


def _said(json: bool, facts: dict[str, Any], words: list[str]) -> None:
    if json:
        as_json(facts)
        return
    for line in words:
        note(line)


def _plain(made: Manifest) -> dict[str, Any]:
    return {
        "made_at": made.made_at,
        "schema": made.schema,
        "product": made.product,
        "source": made.source,
        "rows": dict(made.rows),
        "pictures": len(made.parts) - 1,
    }


def _of(made: Manifest) -> str:
    return f"made {moment(made.made_at)} by version {made.product}, {counted(sum(made.rows.values()), 'row')}"


def _restored(file: Path, done: backups.Restored) -> dict[str, Any]:
    return {
        "file": str(file),
        **_plain(done.manifest),
        "pictures": done.pictures,
        "held": done.held_back.held,
        "unknown": done.held_back.unknown,
        "erased_rows": done.erased,
        "kept": done.kept or None,
        "lost": dict(done.lost),
        "since": [
            {"announcement": seen.announcement, "account": seen.account, "state": seen.state, "url": seen.url}
            for seen in done.since
        ],
        "notes": list(done.notes),
    }


def _in_words(file: Path, done: backups.Restored) -> list[str]:
    words = [f"Restored from {file}, {_of(done.manifest)}."]
    if done.kept:
        words.append(f"The database before is kept: {done.kept}. Delete it when you no longer need it.")
    if done.lost:
        lost = ", ".join(f"{table} {rows}" for table, rows in sorted(done.lost.items()))
        words.append(f"It had more rows than the backup: {lost}.")
    for seen in done.since:
        words.append(f"It knew differently: {seen.announcement} on {seen.account}: {seen.state} {seen.url}".rstrip())
    waiting = done.held_back.held + done.held_back.unknown
    if waiting:
        words.append(
            f"Nothing is sent by itself. Waiting for you: {waiting} (paristech-bot deliveries --failed). "
            "To release what is still to come: paristech-bot deliveries release --all"
        )
    if done.erased:
        words.append(f"People who were erased are erased again ({counted(done.erased, 'row')}).")
    return [*words, *done.notes]


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on standard error, where somebody looks at it."""
    if not sys.stderr.isatty():
        yield lambda what, done, of: None
        return
    shown = ""

    def show(what: str, done: int, of: int) -> None:
        nonlocal shown
        part = min(done / of, 1.0) if of else 1.0
        line = f"\r{what:<18} [{'#' * int(part * _BAR):<{_BAR}}] {part:4.0%}"
        if line != shown:
            shown = line
            print(line, end="", file=sys.stderr, flush=True)

    try:
        yield show
    finally:
        if shown:
            print(f"\r{'':<{_BAR + 28}}\r", end="", file=sys.stderr, flush=True)
