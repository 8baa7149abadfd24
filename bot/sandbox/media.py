"""Pictures and recordings that clients uploaded, told apart by their first bytes and shown under /media/."""

import secrets
from dataclasses import dataclass

# First bytes of a file → its kind (the formats' own specifications).
MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (0, b"BM", "bmp"),
    (8, b"WEBP", "webp"),
    (4, b"ftyp", "mp4"),
    (0, b"#!AMR", "amr"),
    (0, b"ID3", "mp3"),
    (0, b"\xff\xfb", "mp3"),
)
MIME = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "amr": "audio/amr",
    "mp3": "audio/mpeg",
}


@dataclass(frozen=True)
class MediaFile:
    """An uploaded file, and the address at which the sandbox shows it."""

    content: bytes
    mime: str
    url: str


def kind_of(content: bytes) -> str | None:
    """Name the kind of a file by its first bytes, or None when it is none that we know."""
    return next((kind for at, magic, kind in MAGIC if content[at : at + len(magic)] == magic), None)


class Library:
    """All uploaded files of all platforms."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self._files: dict[str, MediaFile] = {}

    def add(self, content: bytes) -> MediaFile:
        """Keep a file and give it an address."""
        name = secrets.token_hex(12)
        mime = MIME.get(kind_of(content) or "", "application/octet-stream")
        self._files[name] = MediaFile(content, mime, f"{self.origin}/media/{name}")
        return self._files[name]

    def find(self, name: str) -> MediaFile | None:
        """Look a file up by the last part of its address."""
        return self._files.get(name)
