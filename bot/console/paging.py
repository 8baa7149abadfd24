"""Pages of a list, by the address."""

from collections.abc import Mapping

_MOST_DIGITS = 6


def page_in(query: Mapping[str, str], found: int, shown: int) -> tuple[int, int]:
    """Which page is asked for, within those that there are, and how many there are; the first for what is no number."""
    pages = -(-found // shown) or 1
    asked = query.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= _MOST_DIGITS else 1
    return max(1, min(number, pages)), pages
