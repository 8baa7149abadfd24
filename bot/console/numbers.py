"""Numbers that come from addresses and forms."""

from bot.core.errors import NothingFound

_MOST_DIGITS = 18  # what the database can hold


def number_in(text: str) -> int:
    """The number; NothingFound for what is none, because then there is no such thing either."""
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise NothingFound("There is no such page.")
    return int(text)
