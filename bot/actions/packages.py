"""Packages for posting by hand: an announcement's texts, pictures and steps as files in a folder or a zip."""

import base64
import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from bot.actions.announcements import there
from bot.core.announcements import Status
from bot.core.errors import BadFile, Conflict, UsageError
from bot.core.package_page import article_page, page
from bot.core.packages import Package, Parcel, Shot, package_of
from bot.core.posts import posts_for
from bot.core.rules import Rules
from bot.store import announcements as stored
from bot.store import deliveries
from bot.store.engine import Database

INDEX = "index.html"
DEFAULT_RULES = Rules()
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can name: the same package is the same bytes

# Makes the picture of a package. Raises BadFile, with what to do, when its file is missing or no picture.
Fit = Callable[[Shot], bytes]


@dataclass(frozen=True, slots=True)
class Packed:
    """A package with its files (path inside it → content) and how its announcement stands."""

    package: Package
    status: Status
    files: Mapping[str, bytes]

    def described(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "id": self.package.id,
            "status": self.status.value,
            "publish_at": self.package.publish_at,
            "link": self.package.link,
            "index": INDEX,
            "channels": {parcel.channel: self._channel(parcel) for parcel in self.package.parcels},
        }

    def _channel(self, parcel: Parcel) -> dict[str, Any]:
        folder = f"{parcel.channel}/"
        return {
            "act": parcel.post.act,
            "lang": parcel.post.lang,
            "delivery": parcel.number or None,
            "automatic": parcel.automatic,
            "steps": [step.name for step in parcel.steps],
            "texts": {paste.file: paste.words for paste in parcel.pastes},
            "files": [{"name": path, "bytes": len(raw)} for path, raw in self.files.items() if path.startswith(folder)],
        }


def pack(
    database: Database, announcement_id: str, fit: Fit, *, channel: str = "", rules: Rules = DEFAULT_RULES
) -> Packed:
    """The package of an announcement, or of one of its channels; an approved one as it was approved.

    Raises NothingFound, Conflict when it is cancelled, UsageError when it does not go to that channel, BadFile.
    """
    with database.reading() as db:
        found = there(stored.one(db, announcement_id), announcement_id)
        sends = {one.channel: one for one in deliveries.of_announcement(db, announcement_id)}
    if found.status is Status.CANCELLED:
        raise Conflict(f"“{announcement_id}” is cancelled, so there is nothing to post.")
    posts = {name: one.post for name, one in sends.items()} or posts_for(
        found.announcement, author=rules.author, link_domains=rules.link_domains
    )
    if channel and channel not in posts:
        raise UsageError(f"“{announcement_id}” goes to {', '.join(posts) or 'no channel'}, not to {channel}.")
    wanted = {name: post for name, post in posts.items() if channel in ("", name)}
    made = package_of(announcement_id, wanted, publish_at=found.announcement.publish_at, sends=sends)
    return Packed(made, found.status, _files(made, fit))


def write_package(packed: Packed, target: Path, *, force: bool = False) -> None:
    """Write it as a folder, or as one file when `target` ends in .zip.

    Raises BadFile when something is there already (unless forced) or the disk does not take it.
    """
    as_zip = target.suffix.lower() == ".zip"
    try:
        there = target.exists() and (not target.is_dir() or any(target.iterdir()))
        if there and not force:
            raise BadFile(f"{target} is there already; --force writes over it.")
        if as_zip:
            target.write_bytes(zipped(packed))
            return
        for path, content in packed.files.items():
            file = target / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    except OSError as error:
        raise BadFile(f"{target} cannot be written: {error.strerror}.") from error


def zipped(packed: Packed) -> bytes:
    """All its files as one zip; the same package is the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in packed.files.items():
            archive.writestr(zipfile.ZipInfo(path, _LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _files(package: Package, fit: Fit) -> dict[str, bytes]:
    shots = {(parcel.channel, shot.file): fit(shot) for parcel in package.parcels for shot in parcel.shots}
    files = {INDEX: _index(package, shots).encode()}
    for parcel in package.parcels:
        for paste in parcel.pastes:
            if paste.rich:
                files[f"{parcel.channel}/{paste.file}"] = article_page(parcel, parcel.post.title).encode()
                files[f"{parcel.channel}/article.txt"] = parcel.post.body.encode()
            else:
                files[f"{parcel.channel}/{paste.file}"] = paste.words.encode()
        files |= {f"{parcel.channel}/{shot.file}": shots[parcel.channel, shot.file] for shot in parcel.shots}
    return files


def _index(package: Package, shots: Mapping[tuple[str, str], bytes]) -> str:
    data = {where: f"data:image/jpeg;base64,{base64.b64encode(raw).decode('ascii')}" for where, raw in shots.items()}
    content = resources.files("bot.content")
    style, script = (content.joinpath(f"package.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    return page(package, data, style=style, script=script)
