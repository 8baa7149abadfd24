"""Pictures from a backup into their folder: none that is there is lost."""

from pathlib import Path

from bot.store import backup_files


def put_back(unpacked: Path, folder: Path, stamp: str) -> int:
    """Put the pictures of an unpacked backup where they belong; how many were missing or different.

    A file that differs is kept beside under a dated name. Raises NotSaved.
    """
    changed = 0
    for name, source in backup_files.pictures_in(unpacked / backup_files.PICTURES).items():
        target = folder / name.removeprefix(backup_files.PICTURES)
        with backup_files.disk_in_words(target):
            if target.is_file() and target.read_bytes() == source.read_bytes():
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                target.rename(target.with_name(f"{target.stem}.before-restore-{stamp}{target.suffix}"))
            _copy(source, target)
            changed += 1
    return changed


def _copy(source: Path, target: Path) -> None:
    """The folder may lie on another disk, so this cannot be a rename."""
    with backup_files.unfinished(target) as fresh:
        fresh.write_bytes(source.read_bytes())
        fresh.chmod(0o644)
        backup_files.flush(fresh)
        fresh.replace(target)
