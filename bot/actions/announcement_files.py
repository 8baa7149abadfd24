"""Files of announcements, and the pictures beside them, read from disk with care: they come from anywhere."""

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from bot.actions.yaml_files import load_yaml
from bot.core.announcements import Problem
from bot.core.errors import BadFile
from bot.core.picture_problems import PictureFile

SAMPLES = Path(str(resources.files("bot.content")))
MOST_BYTES = 1024 * 1024  # a year of announcements is 50 KB
MOST_PICTURE_BYTES = 20 * 1024 * 1024  # no platform takes nearly as much
_KINDS = ((b"\xff\xd8\xff", ".jpg"), (b"\x89PNG\r\n\x1a\n", ".png"), (b"GIF87a", ".gif"), (b"GIF89a", ".gif"))

FaultOf = Callable[[bytes], str]  # why this content is no picture that can go out, "" when it is one


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as found: `name` is its own, made of its content, so that an approval is for this picture only."""

    name: str
    content: bytes

    @staticmethod
    def of(content: bytes, suffix: str) -> "Picture":
        """The picture with this content, under its name."""
        return Picture(hashlib.sha256(content).hexdigest()[:24] + suffix, content)


def no_fault(content: bytes) -> str:
    """For whoever cannot look into pictures."""
    return ""


def read_document(path: Path) -> object:
    """The plain values of a YAML or JSON file. Raises BadFile with what to do."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadFile(f"{path} is larger than 1 MB: split it.")
        text = path.read_text(encoding="utf-8-sig")
        return json.loads(text) if path.suffix.lower() == ".json" else load_yaml(text, path)
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadFile(f"{path} is not UTF-8: save it as UTF-8.") from error
    except json.JSONDecodeError as error:
        raise BadFile(f"{path}, line {error.lineno}: this is no JSON ({error.msg}).") from error
    except (ValueError, RecursionError) as error:
        raise BadFile(f"{path} cannot be read as JSON: check its form.") from error


def find_picture(folder: Path, written: str, *, announcement_id: str) -> Picture | Problem:
    """The picture that a file in `folder` names, or the bundled sample of that name; a problem when there is none."""

    def problem(code: str, message: str) -> Problem:
        return Problem(announcement_id, "", code, message)

    path = (folder / written).resolve()
    if not path.is_relative_to(folder.resolve()):
        return problem("picture_place", f"The picture {written[:80]} must lie in the folder of the file, or below it.")
    sample = SAMPLES / path.name
    try:
        if not path.exists() and sample.is_file():
            path = sample  # the sample announcements are copied about without their pictures
        size = path.stat().st_size
        if not path.is_file():
            return problem("picture_missing", f"{written[:80]} is not a file: name the picture itself.")
        if size > MOST_PICTURE_BYTES:
            return problem("picture_too_big", f"The picture weighs {size >> 20} MB: make it smaller than 5 MB.")
        content = path.read_bytes()
    except (OSError, ValueError):
        return problem("picture_missing", f"The picture {written[:80]} is not there: put it beside the file.")
    kind = next((suffix for mark, suffix in _KINDS if content.startswith(mark)), "")
    if not kind:
        return problem("picture_type", f"{written[:80]} is not a JPEG, PNG or GIF picture: save it as one.")
    return Picture.of(content, kind)


def look_at(folder: Path, names: Iterable[str], fault_of: FaultOf = no_fault) -> dict[str, PictureFile]:
    """Those of these files that lie in the folder and can be read, with their content's digest and what is wrong."""
    found = {}
    for name in names:
        try:
            path = (folder / name).resolve()
            if path.is_relative_to(folder.resolve()) and path.is_file() and path.stat().st_size <= MOST_PICTURE_BYTES:
                found[name] = as_file(path.read_bytes(), fault_of)
        except (OSError, ValueError):
            continue  # as good as missing
    return found


def as_file(content: bytes, fault_of: FaultOf = no_fault) -> PictureFile:
    """What the checks want to know of a file with this content."""
    return PictureFile(hashlib.sha256(content).hexdigest(), len(content), fault_of(content))


def keep_picture(picture: Picture, pictures: Path) -> None:
    """Put it into the pictures folder, whole or not at all. Raises BadFile when the folder cannot be written."""
    path = pictures / picture.name
    half = path.with_suffix(f".{os.getpid()}.part")
    try:
        pictures.mkdir(parents=True, exist_ok=True)
        half.write_bytes(picture.content)
        half.replace(path)
    except OSError as error:
        raise BadFile(f"{pictures} cannot be written: {error.strerror}.") from error
