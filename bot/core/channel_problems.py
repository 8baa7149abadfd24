"""What one platform would refuse of one post: its text and its links."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.core.articles import without_pictures
from bot.core.counts import KEY, article_length, weibo_count
from bot.core.delivery import Post
from bot.core.posts import ARTICLES, source_link, visible
from bot.core.rules import Rules
from bot.core.text import LIMITS, X_PRICE, find_urls, on_domain, topics, x_length
from bot.core.tweets import link_spans

_MARKDOWN = re.compile(r"\*\*|^#{1,6} |\]\(https?://|^>? ?\|.+\|$|^```", re.MULTILINE)


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
        yield from _weibo(post, rules)
    elif post.channel == "x":
        yield from _x(visible(post))
    elif post.act in ARTICLES:
        yield from _article(post, rules)


def plain_text_findings(body: str, name: str) -> Iterator[Finding]:
    """What an article would show and a plain text on the platform of this name does not."""
    bare = without_pictures(body)
    if bare != body.strip():
        yield Finding(
            "picture_left_out",
            f"The pictures inside the text are left out on {name}, because only a WeChat article can show them.",
            hint=True,
        )
    if marks := _MARKDOWN.search(bare):
        yield Finding(
            "markdown",
            f"The text has marks of WeChat articles, like “{marks.group().strip()[:20]}”, which {name} would show as "
            f"they stand: give {name} a text of its own, or take them out.",
            hint=True,
        )


def _weibo(post: Post, rules: Rules) -> Iterator[Finding]:
    text, length = visible(post), weibo_count(post, rules)
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
    if link_spans(text):
        yield Finding(
            "x_price",
            f"X charges about ${X_PRICE.with_link:.2f} for a post with a link and ${X_PRICE.without:.3f} for one "
            f"without ({X_PRICE.source}, read {X_PRICE.date}): leave the link out if readers can do without it.",
            hint=True,
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
    summary, name, source = LIMITS["wechat.digest"], LIMITS["wechat.author"], LIMITS["wechat.source_url"]
    if len(post.digest) > summary.number:
        yield Finding(
            "digest_too_long",
            f"The summary under the title has {len(post.digest)} characters, more than the {summary.number} that "
            "WeChat takes: shorten it.",
        )
    if len(post.author) > name.number:
        yield Finding(
            "author_too_long",
            f"The author's name “{post.author[:40]}” has {len(post.author)} characters, more than the {name.number} "
            "that WeChat takes: shorten wechat.author in the settings.",
        )
    if len(source_link(post, KEY).encode()) > source.number:
        yield Finding(
            "link_too_long", f"The link for 阅读原文 is longer than {source.number} characters: use a shorter one."
        )
    length, most = article_length(post), LIMITS["wechat.content"].number
    if length >= most:
        yield Finding(
            "too_long",
            f"The article has {length} characters with its formatting, and WeChat takes fewer than {most}: shorten it.",
        )
