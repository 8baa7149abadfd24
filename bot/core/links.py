"""Our own links as they go out: where a reader came from (UTM parameters), and which send it was (the marker)."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit

from bot.core.text import on_domain, replace_urls

MARKER = "u"  # the query key that carries the short form of a delivery's key
_SHORT = 12  # "a" and eleven characters out of 32, so that no two of our sends share one
_OURS = re.compile(r"a[a-z2-7]{11}(?:[a-z2-7]{14})?")  # the short form, or the whole key that earlier versions wrote
_PICTURES = "qpic.cn"  # WeChat's pictures: with another address they are no longer WeChat's


def utm(channel: str, announcement_id: str) -> str:
    """The parameters that tell a web site's statistics where a reader came from, as a query."""
    return urlencode({"utm_source": channel, "utm_medium": "social", "utm_campaign": announcement_id})


def marker(key: str) -> str:
    """The short form of a delivery's key."""
    return key[:_SHORT]


def tracked(url: str, domains: str | Iterable[str], *, query: str = "", key: str = "") -> str:
    """The link with `query` (see `utm`) and the marker of `key` added, if it lies on one of our domains.

    What the link has already stays as it is, its fragment last. UTM parameters of its own win; a parameter that is
    called like our marker and is none stays, and the link is then not marked.
    """
    if not on_domain(url, domains) or on_domain(url, _PICTURES):
        return url
    head, sign, fragment = url.partition("#")
    path, _, present = head.partition("?")
    pairs = present.split("&") if present else []
    added = [] if any(pair.startswith("utm_") for pair in pairs) or not query else [query]
    if key:
        pairs = [pair for pair in pairs if not _is_marker(pair)]
        taken = any(pair.partition("=")[0] == MARKER for pair in pairs)
        added += [] if taken else [f"{MARKER}={marker(key)}"]
    whole = "&".join([*pairs, *added])
    return f"{path}?{whole}{sign}{fragment}" if whole else url


def tracked_text(text: str, domains: str | Iterable[str], *, query: str = "", key: str = "") -> str:
    """The text with each of its links `tracked`.

    Weibo and X count any link alike, so the length stays. The announcement's hash is frozen before the marker is added.
    """
    return replace_urls(text, lambda url: tracked(url, domains, query=query, key=key))


def has_marker(url: str, key: str) -> bool:
    """Whether this link carries that delivery's marker, short or (from earlier versions) whole."""
    try:
        pairs = parse_qsl(urlsplit(url).query)
    except ValueError:
        return False
    return (MARKER, marker(key)) in pairs or (MARKER, key) in pairs


def _is_marker(pair: str) -> bool:
    name, _, value = pair.partition("=")
    return name == MARKER and bool(_OURS.fullmatch(value))
