"""Pictures for previews and for packages that a person posts by hand, and those that a person uploads."""

from collections.abc import Callable
from pathlib import Path

from bot.channels import pictures
from bot.core.packages import Shot


def fitter(folder: Path) -> Callable[[Shot], bytes]:
    """Makes the pictures of packages for posting by hand from this folder. It raises BadFile."""

    def fit(shot: Shot) -> bytes:
        raw = pictures.read(folder, shot.source) if shot.source else pictures.COVER.read_bytes()
        return pictures.crop(raw, shot.most_bytes, *shot.crop) if shot.crop else pictures.fit(raw, shot.most_bytes)

    return fit


def taken(raw: bytes) -> bytes:
    """A picture that a person uploads, as a JPEG that every channel takes, without EXIF. Raises BadFile."""
    return pictures.fit(raw, min(pictures.WEIBO_BYTES, pictures.X_BYTES))
