"""What Weibo does to a text: counts it, takes topics out, shortens links."""

import math
import re
from urllib.parse import urlsplit

from bot.sandbox.state import letters
from bot.sandbox.weibo_codes import URL_CHARS

# Because Weibo takes everything up to the next space for the link (a Java SDK's note).
_URL = re.compile(r"https?://\S+")
_TOPIC = re.compile(r"#[^#\n]+#")


def links(text: str) -> list[str]:
    """List the links in a text."""
    return _URL.findall(text)


def host_of(url: str) -> str | None:
    """Name a link's host, or None when it has none."""
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def measured(text: str) -> int:
    """Count a text in Chinese characters: Latin-1 counts half, an emoji outside the basic plane two, a link 10."""
    rest = _URL.sub("", text)
    units = len(rest.encode("utf-16-le", "surrogatepass")) // 2
    wide = sum(2 if ord(char) > 0xFFFF else 1 for char in rest if ord(char) > 0xFF)
    return math.ceil((units + wide) / 2) + URL_CHARS * len(links(text))


def without_topics(text: str) -> str:
    """Take `#topic#` out, silently as Weibo does; a `#` inside a link is no topic."""
    pieces = re.split(f"({_URL.pattern})", text)
    return "".join(piece if index % 2 else _TOPIC.sub("", piece) for index, piece in enumerate(pieces)).strip()


def shortened(text: str) -> tuple[str, list[dict[str, str]]]:
    """Put t.cn addresses in the place of links; tell which stands for which."""
    found: list[dict[str, str]] = []

    def short(match: re.Match[str]) -> str:
        found.append({"shown": f"http://t.cn/{letters(7)}", "url": match.group()})
        return found[-1]["shown"]

    return _URL.sub(short, text), found


def base62(number: int) -> str:
    """Write an id as in a permalink: seven digits at a time from the right, each four characters long."""
    alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    digits, groups = str(number), []
    while digits:
        digits, group = digits[:-7], int(digits[-7:])
        written = ""
        while group:
            group, rest = divmod(group, 62)
            written = alphabet[rest] + written
        groups.append(written.rjust(4, "0") if digits else written)
    return "".join(reversed(groups))
