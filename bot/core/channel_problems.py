"""What one platform would refuse of one post: its text, its links, its picture."""

import math
from collections.abc import Iterator
from pathlib import PurePath
from typing import NamedTuple

from bot.core.articles import article_html
from bot.core.delivery import Post
from bot.core.posts import ARTICLES, visible
from bot.core.rules import Rules
from bot.core.text import LIMITS, find_urls, on_domain, topics, weibo_length, x_length

MEGABYTE = 1024 * 1024
# WeChat: media/uploadimg and material/add_material; Weibo: statuses/share; X: media/upload. Read 2026-11-23.
_PICTURE_TYPES = {
    "wechat": (".jpg", ".jpeg", ".png"),
    "weibo": (".jpg", ".jpeg", ".png", ".gif"),
    "x": (".jpg", ".jpeg", ".png", ".gif", ".webp"),
}


class Finding(NamedTuple):
    """A code, a sentence with a next step, and whether it is only a hint."""

    code: str
    message: str
    hint: bool = False


def text_findings(post: Post, rules: Rules) -> Iterator[Finding]:
    """What the platform would refuse of the words."""
    if not post.body.strip():
        yield Finding("empty_text", "There is no text: write one.")
    elif post.channel == "weibo":
        yield from _weibo(visible(post), rules)
    elif post.channel == "x":
        yield from _x(visible(post))
    elif post.act in ARTICLES:
        yield from _article(post, rules)


def picture_findings(post: Post, size: int) -> Iterator[Finding]:
    """What the platform would refuse of the picture; `size` in bytes, 0 when not known."""
    if not post.picture:
        return
    suffix, known = PurePath(post.picture).suffix.lower(), _PICTURE_TYPES[post.channel]
    if suffix not in known:
        kinds = ", ".join(kind[1:] for kind in known)
        yield Finding("picture_type", f"A picture of the kind “{suffix[1:]}” is not accepted: save it as {kinds}.")
    # WeChat's copies are made smaller by us, the others go out as they are.
    most = LIMITS.get(f"{post.channel}.picture") if post.channel != "wechat" else None
    if most and size > most.number:
        weighs = (
            f"The picture weighs {size / MEGABYTE:.2g} MB and at most {round(most.number / MEGABYTE)} MB are accepted"
        )
        yield Finding("picture_too_big", f"{weighs}: make it smaller before the date.")


def _weibo(text: str, rules: Rules) -> Iterator[Finding]:
    length = math.ceil(weibo_length(text, url_weight=rules.weibo_url_weight))
    if length > rules.weibo_chars:
        yield Finding(
            "too_long",
            f"The Weibo text has {length} 字 with its title and link, more than the {rules.weibo_chars} that "
            "Weibo takes: shorten it, or move the details to the WeChat article.",
        )
    if found := topics(text):
        yield Finding(
            "topic",
            f"Weibo does not allow a #话题# in posts sent through its interface and would drop “#{found[0]}#”: "
            "remove the two # signs.",
        )
    links = find_urls(text)
    foreign = [link for link in links if not on_domain(link, rules.weibo_domain)]
    if not rules.weibo_domain:
        yield Finding("no_domain", "Weibo needs the safe domain of our app: set weibo.safe_domain in the settings.")
    elif len(foreign) == len(links):
        other = f"the only link here, {foreign[0][:80]}, is on another site" if links else "there is no link here"
        yield Finding("no_safe_link", f"Weibo needs a link on the safe domain {rules.weibo_domain}; {other}: add one.")
    elif foreign:
        yield Finding("foreign_link", f"Weibo may refuse the link {foreign[0][:80]}: it is on another site.", hint=True)


def _x(text: str) -> Iterator[Finding]:
    length, most = x_length(text), LIMITS["x.text"].number
    if length > most:
        yield Finding(
            "too_long",
            f"The X text counts {length}, more than the {most} that X takes (a Chinese character counts 2, a link 23): "
            "shorten it.",
        )


def _article(post: Post, rules: Rules) -> Iterator[Finding]:
    if not post.title:
        yield Finding("no_title", "A WeChat article needs a title: write one.")
    elif len(post.title) > rules.title_chars:
        yield Finding(
            "title_too_long",
            f"The title has {len(post.title)} characters, more than the {rules.title_chars} that WeChat takes: "
            "shorten it.",
        )
    if len(post.digest) > LIMITS["wechat.digest"].number:
        yield Finding("digest_too_long", f"The summary is longer than {LIMITS['wechat.digest'].number} characters.")
    most = LIMITS["wechat.content"].number
    if len(article_html(post.body)) >= most:
        yield Finding(
            "too_long", f"The article is too long for WeChat, which takes {most} characters of HTML: shorten it."
        )
