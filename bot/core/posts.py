"""What each channel would publish of an announcement: the texts as their readers see them."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from bot.core.announcements import Announcement, ChannelText
from bot.core.articles import article_html, digest, pictures_in, plain, without_pictures
from bot.core.delivery import Post
from bot.core.links import tracked, tracked_text, utm
from bot.core.text import canonical, canonical_x, find_urls, plain_text, weibo_text, x_text

ARTICLES = ("mass", "publish")
_TEXTS = {"weibo": weibo_text, "x": x_text, "wechat": plain_text}
_SENTENCE = re.compile(r"(?<=[。！？])|(?<=[.!?])\s|\n")


def posts_for(
    announcement: Announcement,
    *,
    author: str = "",
    link_domains: str = "",
    digests: Mapping[str, str] | None = None,
) -> dict[str, Post]:
    """Channel → what goes there; a channel whose language has no text is left out (`problems` says so).

    WeChat "mass" and "publish" are articles: title, Markdown body, digest, author and as their source the event's link
    or the first one. The others are one plain text, see `visible`; the event's link goes behind one that has none.
    Links on `link_domains` get UTM parameters. `digests`: SHA-256 of the picture files by name; a post keeps its own.
    """
    posts = {}
    for channel in announcement.channels:
        if any(part.strip() for part in announcement.words_for(channel)):
            made = _post(announcement, channel, author=author)
            if link_domains:
                tracking = utm(channel.channel, announcement.id)
                made = replace(made, link_domains=link_domains, utm=tracking)
            if digests:
                made = replace(made, digests={name: digests[name] for name in picture_files(made) if name in digests})
            posts[channel.channel] = made
    return posts


def picture_files(post: Post) -> list[str]:
    """The files in the pictures folder that this post shows: its picture, and those inside an article's text."""
    inside = pictures_in(post.body) if post.act in ARTICLES else []
    named = [post.picture] if post.picture else []
    return list(dict.fromkeys([*named, *(picture.name for picture in inside if not picture.remote)]))


def visible(post: Post, key: str = "") -> str:
    """The text as readers see it: an article's title and body, or the one text that the channel makes of both.

    With a delivery's key, the links of the one text carry its marker too.
    """
    if post.act in ARTICLES:
        return f"{post.title}\n\n{post.body}"
    text = _TEXTS[post.channel](post.title, post.body, post.link)
    return tracked_text(text, post.link_domains, query=post.utm, key=key)


def article(post: Post, *, key: str = "", picture_url: str = "", pictures: Mapping[str, str] | None = None) -> str:
    """The article's HTML as it goes out; for `picture_url` and `pictures` see `article_html`."""
    link = partial(tracked, domains=post.link_domains, query=post.utm, key=key)
    return article_html(post.body, picture_url=picture_url, picture_alt=post.alt, pictures=pictures, link=link)


def source_link(post: Post, key: str = "") -> str:
    """Where an article's 阅读原文 leads, "" for nowhere."""
    link = post.link or next(iter(find_urls(without_pictures(post.body))), "")
    return tracked(link, post.link_domains, query=post.utm, key=key)


def fingerprint(post: Post) -> str:
    """What of the text a platform would call the same as another one's: links and spacing do not count."""
    return canonical_x(visible(post)) if post.channel == "x" else canonical(visible(post))


def first_words(body: str, chars: int) -> str:
    """A title for a text that has none: its first sentence without links, cut to so many characters."""
    opening = without_pictures(body).strip().split("\n", 1)[0]
    first = _SENTENCE.split(plain(opening), maxsplit=1)[0].strip().rstrip("。.")
    return first if len(first) <= chars else first[: chars - 1].rstrip() + "…"


def _post(announcement: Announcement, channel: ChannelText, *, author: str) -> Post:
    title, body = (part.strip() for part in announcement.words_for(channel))
    article = channel.act in ARTICLES
    bare = without_pictures(body)
    links, link = find_urls(bare), announcement.event.link
    if not article:
        body = bare
        link = "" if links else link
        if body.startswith(title.removesuffix("…")):
            title = ""  # because one text would say it twice
    with_picture = bool(announcement.picture) and channel.act != "text"
    return Post(
        channel=channel.channel,
        act=channel.act,
        lang=channel.lang,
        title=title,
        body=body,
        link=link or (next(iter(links), "") if article else ""),
        picture=announcement.picture if with_picture else "",
        digest=digest(body) if article else "",
        author=author if article else "",
        audience=channel.audience,
        alt=announcement.picture_alt.get(channel.lang, "") if with_picture else "",
    )
