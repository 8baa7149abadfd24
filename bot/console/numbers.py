"""Numbers that come from addresses and forms."""

from collections.abc import Mapping

from bot.core.errors import NothingFound

_MOST_DIGITS = 18  # what the database can hold


def number_in(text: str) -> int:
    """The number; NothingFound for what is none, because then there is no such thing either."""
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise NothingFound("There is no such page.")
    return int(text)


def page_in(query: Mapping[str, str]) -> int:
    """The page of a list that an address asks for; the first when it asks for none that can be."""
    asked = query.get("page", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
