"""Pictures for packages that a person posts by hand, from the folder of the settings."""

from collections.abc import Callable

from bot import wiring
from bot.channels import pictures
from bot.core.packages import Shot


def fitter(config: str | None) -> Callable[[Shot], bytes]:
    """Makes the pictures of packages for posting by hand, from the folder of the settings. It raises BadFile."""
    folder = wiring.pictures(config)

    def fit(shot: Shot) -> bytes:
        raw = pictures.read(folder, shot.source) if shot.source else pictures.COVER.read_bytes()
        return pictures.crop(raw, shot.most_bytes, *shot.crop) if shot.crop else pictures.fit(raw, shot.most_bytes)

    return fit
