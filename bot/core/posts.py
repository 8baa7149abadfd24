"""What each channel would publish of an announcement: the texts as their readers see them."""

import re

from bot.core.announcements import Announcement, ChannelText
from bot.core.articles import digest, plain
from bot.core.delivery import Post
from bot.core.text import canonical, canonical_x, find_urls, plain_text, weibo_text, x_text

ARTICLES = ("mass", "publish")
_TEXTS = {"weibo": weibo_text, "x": x_text, "wechat": plain_text}
_SENTENCE = re.compile(r"(?<=[。！？])|(?<=[.!?])\s|\n")


def posts_for(announcement: Announcement, *, author: str = "") -> dict[str, Post]:
    """Channel → what goes there; a channel whose language has no text is left out (`problems` says so).

    WeChat "mass" and "publish" are articles: title, Markdown body, digest, author and the first link as their source.
    The others are one plain text, see `visible`.
    """
    return {
        channel.channel: _post(announcement, channel, author=author)
        for channel in announcement.channels
        if any(part.strip() for part in announcement.words_for(channel))
    }


def visible(post: Post) -> str:
    """The text as readers see it: an article's title and body, or the one text that the channel makes of both."""
    if post.act in ARTICLES:
        return f"{post.title}\n\n{post.body}"
    return _TEXTS[post.channel](post.title, post.body, post.link)


def fingerprint(post: Post) -> str:
    """What of the text a platform would call the same as another one's: links and spacing do not count."""
    return canonical_x(visible(post)) if post.channel == "x" else canonical(visible(post))


def first_words(body: str, chars: int) -> str:
    """A title for a text that has none: its first sentence without links, cut to so many characters."""
    first = _SENTENCE.split(plain(body.strip().split("\n", 1)[0]), maxsplit=1)[0].strip().rstrip("。.")
    return first if len(first) <= chars else first[: chars - 1].rstrip() + "…"


def _post(announcement: Announcement, channel: ChannelText, *, author: str) -> Post:
    title, body = (part.strip() for part in announcement.words_for(channel))
    article = channel.act in ARTICLES
    if not article and body.startswith(title.removesuffix("…")):
        title = ""  # because one text would say it twice
    return Post(
        channel=channel.channel,
        act=channel.act,
        lang=channel.lang,
        title=title,
        body=body,
        link=next(iter(find_urls(body)), "") if article else "",
        picture="" if channel.act == "text" else announcement.picture,
        digest=digest(body) if article else "",
        author=author if article else "",
        audience=channel.audience,
    )
