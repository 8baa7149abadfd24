"""The console's own files: styles, scripts, fonts. Read once; a name that is not among them does not exist."""

from functools import cache
from pathlib import PurePosixPath

from bot.console.asking import OPEN, Answer, Ask, Blob, Route
from bot.console.rendering import STATIC
from bot.core.errors import NothingFound

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def file(ask: Ask) -> Answer:
    """One of them; its address has a version, so browsers keep it."""
    found = _files().get(ask.path["name"].lstrip("/"))
    if found is None:
        raise NothingFound("There is no such file.")
    return Blob(found, _TYPES[PurePosixPath(ask.path["name"]).suffix], lasting=True)


@cache
def _files() -> dict[str, bytes]:
    return {
        path.relative_to(STATIC).as_posix(): path.read_bytes() for path in STATIC.rglob("*") if path.suffix in _TYPES
    }


ROUTES = (Route("GET", "/console/static/{name:path}", OPEN, file, anonymous=True),)
