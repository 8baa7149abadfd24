"""Files of backups: written beside their place and moved there when they are whole, read without trusting them."""

import errno
import hashlib
import json
import os
import secrets
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO

from bot.core.backups import Manifest, Part, Progress, manifest_from, quietly
from bot.core.errors import BadFile, NotSaved

MANIFEST, DATABASE, PICTURES = "manifest.json", "database.db", "pictures/"
UNFINISHED = ".unfinished-"
_CHUNK = 1024 * 1024
_LONGEST_MANIFEST = 64 * 1024 * 1024
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

BROKEN = "{} is broken ({}); use another backup. Nothing was touched."
FOREIGN = "{} is no backup of this bot; make them with `paristech-bot backup`. Nothing was touched."


@contextmanager
def disk_in_words(file: Path) -> Iterator[None]:
    """Turn what the disk says into NotSaved with a next step."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise NotSaved(f"The disk is full, so {file} was not written; free some space and try again.") from error
        raise NotSaved(f"{file} cannot be written: {error.strerror or error}") from error


@contextmanager
def unfinished(file: Path) -> Iterator[Path]:
    """A fresh file beside `file`, for its owner only; what is left of it at the end of the block goes."""
    path = file.with_name(f"{UNFINISHED}{file.name}-{secrets.token_hex(4)}")
    with disk_in_words(file):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield path
    finally:
        for left in (path, *(path.with_name(path.name + tail) for tail in ("-journal", "-wal", "-shm"))):
            with suppress(OSError):
                left.unlink()


def put_in_place(path: Path, file: Path, *, replace: bool) -> None:
    """Make a whole file visible under its name, once it is on the disk. Raises BadFile when the name is taken."""
    flush(path)
    if replace:
        path.replace(file)
    else:
        try:
            os.link(path, file)
        except FileExistsError as error:
            raise BadFile(f"{file} is there already; --force writes over it") from error
        except OSError:  # a file system without links
            if file.exists():
                raise BadFile(f"{file} is there already; --force writes over it") from None
            path.replace(file)
    flush(file.parent)


def own_folder(folder: Path) -> Path:
    """The folder of backups, made for its owner only if it is not there. Raises NotSaved."""
    with disk_in_words(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def free_name(file: Path) -> Path:
    """The file, or the same with a number where that is taken."""
    number, path = 2, file
    while path.exists():
        path = file.with_name(f"{file.stem}-{number}{file.suffix}")
        number += 1
    return path


def flush(path: Path) -> None:
    """What was written to this file, or the names in this folder, are on the disk when this returns."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def pack(path: Path, manifest: Manifest, files: Mapping[str, Path], progress: Progress = quietly) -> None:
    """Write one archive of these files (by their names inside) and their manifest. Raises OSError."""
    of, done = sum(part.bytes for part in manifest.parts.values()), 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        archive.writestr(MANIFEST, json.dumps(manifest.plain(), ensure_ascii=False, indent=1))
        for name, file in files.items():
            with file.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
                while chunk := source.read(_CHUNK):
                    target.write(chunk)
                    done += len(chunk)
                    progress("packing", done, of)


def measured(file: Path) -> Part:
    """The file's size and hash. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as source:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return Part(size, digest.hexdigest())


def pictures_in(folder: Path) -> dict[str, Path]:
    """The files of the pictures folder by their names in a backup; links are left out, they may lead anywhere."""
    if not folder.is_dir():
        return {}
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return {f"{PICTURES}{path.relative_to(folder).as_posix()}": path for path in found}


def read_manifest(file: Path) -> Manifest:
    """What a backup says of itself. Raises BadFile when it is not there, broken, or no backup of ours."""
    with _opened(file) as archive:
        return _manifest(file, archive)


def unpack(file: Path, folder: Path, progress: Progress = quietly) -> Manifest:
    """Every part of a backup into this folder, each compared with the manifest. Raises BadFile, NotSaved."""
    with _opened(file) as archive:
        manifest = _manifest(file, archive)
        of, done = sum(part.bytes for part in manifest.parts.values()), 0
        for name, part in manifest.parts.items():
            target = folder / name
            with disk_in_words(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                number = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(number, "wb", buffering=0) as out:  # unbuffered: a full disk is noticed where it is written
                for chunk in _chunks(file, archive, name, part):
                    with disk_in_words(target):
                        out.write(chunk)
                    done += len(chunk)
                    progress("unpacking", done, of)
    return manifest


def verify(file: Path, progress: Progress = quietly) -> Manifest:
    """Read a backup through and compare it with its manifest. Raises BadFile."""
    with _opened(file) as archive:
        manifest = _manifest(file, archive)
        of, done = sum(part.bytes for part in manifest.parts.values()), 0
        for name, part in manifest.parts.items():
            for chunk in _chunks(file, archive, name, part):
                done += len(chunk)
                progress("reading it again", done, of)
    return manifest


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        if not file.is_file():
            what = "is a folder" if file.is_dir() else "does not exist"
            raise BadFile(f"{file} {what}; name a file made by `paristech-bot backup`.")
        with zipfile.ZipFile(file) as archive:
            yield archive
    except zipfile.BadZipFile as error:
        raise BadFile(FOREIGN.format(file) if _is_foreign(file) else BROKEN.format(file, "cut short")) from error
    except OSError as error:
        raise BadFile(f"{file} cannot be read: {error.strerror or error}. Nothing was touched.") from error


def _is_foreign(file: Path) -> bool:
    with file.open("rb") as source:
        return source.read(4) != b"PK\x03\x04"


def _manifest(file: Path, archive: zipfile.ZipFile) -> Manifest:
    names = archive.namelist()
    if MANIFEST not in names or archive.getinfo(MANIFEST).file_size > _LONGEST_MANIFEST:
        raise BadFile(FOREIGN.format(file))
    try:
        plain = json.loads(b"".join(_bytes(file, archive, MANIFEST)))
    except (ValueError, RecursionError) as error:
        raise BadFile(FOREIGN.format(file)) from error
    found = manifest_from(plain)
    if found is None:
        raise BadFile(FOREIGN.format(file))
    if sorted(names) != sorted((MANIFEST, *found.parts)) or DATABASE not in found.parts:
        raise BadFile(BROKEN.format(file, "its files are not the ones that it lists"))
    for name in found.parts:
        if name != DATABASE and not _is_picture(name):
            raise BadFile(BROKEN.format(file, f"“{name}” is no name for a picture"))
    return found


def _is_picture(name: str) -> bool:
    inside = PurePosixPath(name.removeprefix(PICTURES))
    plain = name.startswith(PICTURES) and "\\" not in name and ":" not in name and "\0" not in name
    return plain and bool(inside.parts) and not inside.is_absolute() and ".." not in inside.parts


def _chunks(file: Path, archive: zipfile.ZipFile, name: str, part: Part) -> Iterator[bytes]:
    """The bytes of one part; BadFile when they are not the ones that the manifest counted."""
    digest, size = hashlib.sha256(), 0
    for chunk in _bytes(file, archive, name):
        digest.update(chunk)
        size += len(chunk)
        if size > part.bytes:
            break
        yield chunk
    if (size, digest.hexdigest()) != (part.bytes, part.sha256):
        raise BadFile(BROKEN.format(file, f"{name} is not what it was"))


def _bytes(file: Path, archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    source: IO[bytes]
    try:
        with archive.open(name) as source:
            while chunk := source.read(_CHUNK):
                yield chunk
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, zlib.error) as error:
        raise BadFile(BROKEN.format(file, f"{name} cannot be unpacked")) from error
