"""X's own way of counting, by the library that carries its tables."""

import warnings
from functools import cache
from typing import Any


@cache
def _library() -> Any:
    # Loaded when first needed, because it takes half a second, which every start of the bot would pay. It reads its
    # tables through pkg_resources, which warns that it is going away; setuptools is pinned to one that still has it.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import twitter_text  # noqa: PLC0415  # see above
    return twitter_text


def weighted_length(text: str) -> int:
    """X's weighted length: Han 2, Latin 1, any link 23, an emoji 2 (docs.x.com, counting characters, 2026-11)."""
    return int(_library().parse_tweet(text).weightedLength)


def link_spans(text: str) -> list[tuple[int, int]]:
    """Where X would see links, bare names like paristech.fr included: (start, end), in order."""
    return [(found["indices"][0], found["indices"][1]) for found in _library().extract_urls_with_indices(text)]
