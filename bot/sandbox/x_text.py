"""How X reads a post's text: whether it fits, and where its links are."""

import warnings
from functools import cache
from typing import Any


@cache
def _x() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # because the library still imports pkg_resources
        import twitter_text  # noqa: PLC0415  # half a second, paid by the first post only
    return twitter_text


def fits(text: str) -> bool:
    """Whether X takes a text of this weighted length (280, docs.x.com/fundamentals/counting-characters)."""
    return bool(_x().parse_tweet(text).valid)


def links(text: str) -> list[dict[str, Any]]:
    """The links in the text, bare domains too: {"url", "indices": [start, end]}."""
    return list(_x().extract_urls_with_indices(text))
