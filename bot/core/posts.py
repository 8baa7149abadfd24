"""What each channel would publish of an announcement: the texts as their readers see them."""

import re

from bot.core.announcements import Announcement, ChannelText
from bot.core.delivery import Post
from bot.core.text import LIMITS, find_urls, x_length

_SENTENCE = re.compile(r"(?<=[。！？])|(?<=[.!?])\s|\n")
DIGEST_CHARS = 54  # what WeChat itself takes when there is no digest, facts/wechat.md §5.3


def posts_for(announcement: Announcement, *, author: str = "") -> dict[str, Post]:
    """Channel → what goes there; a channel whose language has no text is left out (`problems` says so).

    WeChat "mass" and "publish" are articles: title, Markdown body, digest, author and the first link as their source.
    WeChat "text", Weibo and X are one plain text, wholly in `body`.
    """
    return {
        channel.channel: _post(announcement, channel, author=author)
        for channel in announcement.channels
        if any(part.strip() for part in announcement.words_for(channel))
    }


def first_words(text: str, chars: int) -> str:
    """A title for a text that has none: its first sentence, cut to so many characters, without links."""
    plain = _without_links(text)
    first = _SENTENCE.split(plain, maxsplit=1)[0].strip().rstrip("。.")
    return first if len(first) <= chars else first[: chars - 1].rstrip() + "…"


def _post(announcement: Announcement, channel: ChannelText, *, author: str) -> Post:
    title, body = (part.strip() for part in announcement.words_for(channel))
    common = {"channel": channel.channel, "act": channel.act, "lang": channel.lang, "audience": channel.audience}
    if channel.act in ("mass", "publish"):
        digest = _without_links(body)
        return Post(
            **common,
            title=title,
            body=body,
            link=next(iter(find_urls(body)), ""),
            picture=announcement.picture,
            digest=digest if len(digest) <= DIGEST_CHARS else digest[: DIGEST_CHARS - 1] + "…",
            author=author,
        )
    picture = "" if channel.act == "text" else announcement.picture
    return Post(**common, title="", body=_one_text(channel, title, body), picture=picture)


def _one_text(channel: ChannelText, title: str, body: str) -> str:
    """Title and body in one; a body that begins with its title does not say it twice."""
    if not title or body.startswith(title.removesuffix("…")):
        return body
    if not body:
        return title
    if channel.channel == "weibo" and channel.lang == "zh":
        return f"【{title}】{body}"  # how accounts on Weibo set off a title
    both = f"{title}\n{body}"
    if channel.channel == "x" and x_length(both) > LIMITS["x_text"].number >= x_length(body):
        return body  # because the body holds the facts and the link
    return both


def _without_links(text: str) -> str:
    plain = text
    for url in find_urls(text):
        plain = plain.replace(url, "")
    return " ".join(plain.split())
