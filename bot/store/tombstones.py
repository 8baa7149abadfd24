"""Who was erased and when, in a file beside the database: no backup holds it, so a restored one can be put right."""

import os
import threading
from datetime import datetime
from pathlib import Path

from bot.core.errors import NotSaved
from bot.core.privacy import erasure_mark


class Tombstones:
    """Marks of erased people, a line each: the mark and the instant. Shared by threads and, by its file, by processes.

    `version` grows whenever marks are added here or found in the file.
    """

    def __init__(self, file: Path, secret: bytes) -> None:
        """`secret` is `security.person_key`; marks are made under a key derived from it. Raises NotSaved."""
        self._file = file
        self._secret = secret
        self._marks: dict[str, datetime] = {}
        self._read: tuple[int, int] | None = None
        self._turn = threading.Lock()
        self.version = 0
        self.refresh()

    def __len__(self) -> int:
        return len(self._marks)

    def erased_at(self, person: str) -> datetime | None:
        """When this person was erased last, None for never. Looks into memory only."""
        return self._marks.get(erasure_mark(self._secret, person)) if self._marks else None

    def add(self, person: str, at: datetime) -> None:
        """Mark this person as erased; on the disk when this returns. Raises NotSaved."""
        mark = erasure_mark(self._secret, person)
        with self._turn:
            try:
                with os.fdopen(os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as file:
                    # The line before may have been cut short; an empty one does no harm.
                    file.write(f"\n{mark} {at.isoformat()}\n".encode())
                    file.flush()
                    os.fsync(file.fileno())
            except OSError as error:
                raise NotSaved(f"{self._file} cannot be written: {error.strerror}") from error
            self._keep(mark, at)
            self.version += 1

    def refresh(self) -> None:
        """See what other processes added. Raises NotSaved when the file is there and cannot be read."""
        with self._turn:
            try:
                stat = self._file.stat()
                if (stat.st_size, stat.st_mtime_ns) == self._read:
                    return
                lines = self._file.read_text("ascii", "replace").splitlines()
            except FileNotFoundError:
                return
            except OSError as error:
                raise NotSaved(f"{self._file} cannot be read: {error.strerror}") from error
            before = dict(self._marks)
            for line in lines:
                mark, _, moment = line.partition(" ")
                self._keep(mark, _instant(moment))
            self._read = (stat.st_size, stat.st_mtime_ns)
            if self._marks != before:
                self.version += 1

    def _keep(self, mark: str, at: datetime | None) -> None:
        if at is not None and (mark not in self._marks or self._marks[mark] < at):
            self._marks[mark] = at


def _instant(text: str) -> datetime | None:
    """None for a line that a kill cut short."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
