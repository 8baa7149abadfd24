"""Reads multipart/form-data bodies, byte for byte: pictures must arrive as they were sent."""

import re
from dataclasses import dataclass

# Because no platform call has more than a picture and a handful of fields.
MOST_PARTS = 32

_NAME = re.compile(r'[;\s]name="([^"]*)"')
_FILENAME = re.compile(r'[;\s]filename="([^"]*)"')


@dataclass(frozen=True)
class Upload:
    """A file in a form."""

    filename: str
    content: bytes


def boundary_of(content_type: str) -> bytes:
    """Find the boundary in a Content-Type header; ValueError when it has none."""
    found = re.search(r'boundary="?([^";,\s]{1,200})"?', content_type)
    if found is None:
        raise ValueError("the multipart body has no boundary")
    return found.group(1).encode("latin-1")


def split_parts(body: bytes, boundary: bytes) -> tuple[dict[str, str], dict[str, Upload]]:
    """Give the fields and the files of a multipart body; ValueError when it is cut off or has too many parts."""
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary)
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise ValueError("the multipart body is cut off")
    if len(pieces) > MOST_PARTS + 2:
        raise ValueError("the multipart body has too many parts")
    fields: dict[str, str] = {}
    files: dict[str, Upload] = {}
    for piece in pieces[1:-1]:
        head, found, content = piece.partition(b"\r\n\r\n")
        headers = head.decode("utf-8", "replace")
        name = _NAME.search(headers)
        if not found or name is None:
            raise ValueError("a part of the multipart body has no name")
        filename = _FILENAME.search(headers)
        if filename is None:
            fields[name.group(1)] = content.decode("utf-8", "replace")
        else:
            files[name.group(1)] = Upload(filename.group(1), content)
    return fields, files
