"""The table of what words mean, as it is shipped with the bot."""

from functools import cache
from importlib import resources

import numpy as np

from bot.answering.meanings import Meanings

_LANGS = ("zh", "en", "fr")  # the order of the rows


@cache
def load_meanings() -> Meanings:
    """The table, read once for all answerers of the process."""
    with (resources.files("bot.content") / "meanings.npz").open("rb") as file, np.load(file) as kept:
        words = {lang: kept[lang].tobytes().decode().split("\n") for lang in _LANGS}
        return Meanings(words, kept["vectors"], kept["rarities"])
