"""Text as the platforms count, cut and rewrite it: links, topics, lengths, and what can be recognised again later."""

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.core.tweets import link_spans, weighted_length


@dataclass(frozen=True, slots=True)
class Limit:
    """A number that a platform sets, and where it was read."""

    number: int
    unit: str
    source: str
    date: str


_DRAFT = "developers.weixin.qq.com/doc/service/api/draftbox/draftmanage/api_draft_add"
_MATERIAL = "developers.weixin.qq.com/doc/service/api/material/permanent/api_addmaterial"
_MENU = "developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu"
_SHARE = "open.weibo.com/wiki/2/statuses/share"

LIMITS: Mapping[str, Limit] = {
    "wechat.title": Limit(32, "characters", _DRAFT, "2026-11"),
    "wechat.author": Limit(16, "characters", _DRAFT, "2026-11"),
    "wechat.digest": Limit(128, "characters", _DRAFT, "2026-11"),
    "wechat.content": Limit(20_000, "characters of HTML", _DRAFT, "2026-11"),
    "wechat.source_url": Limit(1024, "bytes", _DRAFT, "2026-11"),
    "wechat.cover": Limit(64 * 1024, "bytes", _MATERIAL, "2026-11"),
    # "<1 MB" for uploadimg: strictly less.
    "wechat.picture": Limit(1024 * 1024 - 1, "bytes", _MATERIAL, "2026-11"),
    "wechat.menu_tops": Limit(3, "entries", _MENU, "2026-11"),
    "wechat.menu_subs": Limit(5, "entries", _MENU, "2026-11"),
    "wechat.menu_top_name": Limit(16, "bytes", _MENU, "2026-11"),
    "wechat.menu_sub_name": Limit(60, "bytes", _MENU, "2026-11"),
    "wechat.menu_key": Limit(128, "bytes", _MENU, "2026-11"),
    "wechat.menu_url": Limit(1024, "bytes", _MENU, "2026-11"),
    "weibo.text": Limit(140, "字", _SHARE, "2026-11-23"),
    # Not on Weibo's pages; the t.cn form is 20 half-widths, and a public SDK reserves as much. A setting.
    "weibo.url": Limit(10, "字", "qqxadyy/weibo-openapi-4java", "2026-11-23"),
    "weibo.picture": Limit(5 * 1024 * 1024 - 1, "bytes", _SHARE, "2026-11-23"),
    "x.text": Limit(280, "weighted characters", "docs.x.com/fundamentals/counting-characters", "2026-11-23"),
    "x.picture": Limit(5 * 1024 * 1024, "bytes", "docs.x.com/x-api/media/quickstart/best-practices", "2026-11-23"),
}


@dataclass(frozen=True, slots=True)
class Price:
    """What a platform charges for one post, in US dollars, and where it was read."""

    with_link: float
    without: float
    source: str
    date: str


X_PRICE = Price(0.200, 0.015, "docs.x.com/x-api/getting-started", "2026-11-23")

# ASCII only: Chinese text follows a link without a space, and Weibo wants anything else percent-encoded.
_URL = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+", re.IGNORECASE)
_CLOSING = {")": "(", "]": "["}
_TOPIC = re.compile(r"[#＃]([^#＃\n]+)[#＃]")
_END = "\0"  # stands behind a link while a text is put together


def _trimmed(url: str) -> str:
    """The link without the punctuation of the sentence around it."""
    while url and (url[-1] in ".,;:!?'" or (url[-1] in _CLOSING and url.count(_CLOSING[url[-1]]) < url.count(url[-1]))):
        url = url[:-1]
    return url


def find_urls(text: str) -> list[str]:
    """The http(s) links of a text, in order, without the punctuation that follows them."""
    found = (_trimmed(match.group()) for match in _URL.finditer(text))
    return [url for url in found if host_of(url)]


def replace_urls(text: str, by: Callable[[str], str]) -> str:
    """The text with each link replaced by what `by` says of it."""

    def instead(match: re.Match[str]) -> str:
        url = _trimmed(match.group())
        return by(url) + match.group()[len(url) :] if host_of(url) else match.group()

    return _URL.sub(instead, text)


def _without_urls(text: str) -> str:
    return replace_urls(text, lambda url: " ")


def host_of(url: str) -> str:
    """The host of a link in lower case, "" when it has none or is broken (an open bracket)."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def on_domain(url: str, domains: str | Iterable[str]) -> bool:
    """Whether the link's host is one of the domains or below it; a text is a comma list."""
    wanted = domains.split(",") if isinstance(domains, str) else domains
    host = host_of(url)
    names = (domain.strip().lower().removeprefix("www.") for domain in wanted)
    return any(name and (host == name or host.endswith("." + name)) for name in names)


def topics(text: str) -> list[str]:
    """The `#topic#`s of a Weibo text; Weibo silently removes them from posts sent through the interface."""
    return [match.group(1) for match in _TOPIC.finditer(_without_urls(text))]


def weibo_length(text: str, *, url_weight: float = LIMITS["weibo.url"].number) -> float:
    """Weibo's count in 字, in halves: a code unit outside Latin-1 is 1, one inside ½, a link flat `url_weight`.

    Compare `math.ceil` of it with the limit, because Weibo's own editor rounds up.
    """
    links = len(find_urls(text))
    rest = replace_urls(text, lambda url: "")
    halves = sum(1 if ord(char) <= 0xFF else 2 if ord(char) <= 0xFFFF else 4 for char in rest)
    return halves / 2 + links * url_weight


def x_length(text: str) -> int:
    """X's weighted length, of which a post may have 280."""
    return weighted_length(text)


def canonical(text: str) -> str:
    """What of a Weibo post survives the platform: links, `#topic#`s, entities and spacing normalised away."""
    plain = unicodedata.normalize("NFC", html.unescape(text))
    return " ".join(_TOPIC.sub(" ", _without_urls(plain)).split())


def canonical_x(text: str) -> str:
    """The same for X, which also turns bare names like paristech.fr into links."""
    plain = unicodedata.normalize("NFC", html.unescape(text))
    for start, end in reversed(link_spans(plain)):
        plain = plain[:start] + " " + plain[end:]
    return " ".join(plain.split())


def weibo_text(title: str, body: str, link: str = "") -> str:
    """What is posted on Weibo: 【title】body, the link if the text has it not yet, a space after each link.

    Weibo's parser would take what follows a link for a part of it.
    """
    text = f"【{title.strip()}】{body.strip()}" if title.strip() else body.strip()
    marked = replace_urls(_linked(text, link), lambda url: url + _END)
    return re.sub(f"{_END}(?=\\s|$)", "", marked).replace(_END, " ")


def x_text(title: str, body: str, link: str = "") -> str:
    """What is posted on X: the title and the body on two lines; without the title where both would be too long."""
    whole = _linked("\n".join(part for part in (title.strip(), body.strip()) if part), link)
    shorter = _linked(body.strip(), link)
    too_long = x_length(whole) > LIMITS["x.text"].number
    return shorter if too_long and body.strip() else whole


def plain_text(title: str, body: str, link: str = "") -> str:
    """What a WeChat text message says: the title, an empty line, the body."""
    return _linked("\n\n".join(part for part in (title.strip(), body.strip()) if part), link)


def _linked(text: str, link: str) -> str:
    return f"{text} {link}".strip() if link and link not in text else text
