"""What readers will see of an announcement, channel by channel, as the page's phone shows it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from bot.actions.announcement_compose import Looks
from bot.console.asking import Ask, Blob
from bot.core.announcements import ACTS, NAMES, Problem
from bot.core.articles import pictures_in
from bot.core.delivery import Post
from bot.core.posts import ARTICLES, article, source_link, visible
from bot.core.text import find_urls
from bot.core.timing import SHANGHAI

# Nothing but our own words with the styles inside their tags, and our own pictures; no script, no form, no way out.
ARTICLE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-same-origin"
)
PICTURES = "/console/announcement-pictures"
_SHORT = 26  # characters of a link that X shows


def shown(ask: Ask, looks: Looks, *, article_at: str = "") -> dict[str, Any]:
    """The values of `_announcement_live.html`. `article_at`: where the article can be read; "" while it is typed."""
    return {
        "times": [one.publish_at for one in looks.made],
        "general": _of("", looks),
        "found": {name: _of(name, looks) for name in ACTS},
        "counts": looks.counts,
        "previews": [_preview(post) for post in looks.posts.values()],
        "names": NAMES,
        "day": ask.now.astimezone(SHANGHAI).strftime("%Y-%m-%d"),
        "article_at": article_at,
    }


def _of(channel: str, looks: Looks) -> Sequence[Problem]:
    """What is wrong there, once each: a series would say it for each of its times."""
    by_words: dict[str, Problem] = {}
    for problem in [*looks.problems, *looks.hints]:
        if problem.channel == channel:
            by_words.setdefault(problem.message, problem)
    return list(by_words.values())


def article_blob(post: Post | None) -> Blob:
    """The article alone, as a page of its own that may do nothing; empty for what is none."""
    page = _article_document(post, post.lang) if post and post.act in ARTICLES else ""
    return Blob(page.encode(), "text/html; charset=utf-8", policy=ARTICLE_POLICY)


def _article_document(post: Post, lang: str) -> str:
    """The HTML is what WeChat gets, cleaned by `core.articles`."""
    pictures = {picture.name: f"{PICTURES}/{picture.name}" for picture in pictures_in(post.body) if not picture.remote}
    top = f"{PICTURES}/{post.picture}" if post.picture else ""
    body = article(post, picture_url=top, pictures=pictures)
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>·</title>'
    shown = f'<body style="margin:12px;background:#fff">{body}</body>'
    return f'<!doctype html><html lang="{lang}"><head>{head}</head>{shown}</html>'


def _preview(post: Post) -> dict[str, Any]:
    """`form`: article, text, weibo or x; `parts`: the words and, between them, the links."""
    is_article = post.act in ARTICLES
    return {
        "channel": post.channel,
        "form": "article" if is_article else "text" if post.channel == "wechat" else post.channel,
        "act": post.act,
        "lang": post.lang,
        "audience": post.audience,
        "title": post.title,
        "digest": post.digest,
        "author": post.author,
        "source": source_link(post) if is_article else "",
        "picture": f"{PICTURES}/{post.picture}" if post.picture else "",
        "alt": post.alt,
        "parts": [] if is_article else _parts(visible(post), post.channel),
    }


def _parts(text: str, channel: str) -> list[tuple[str, str]]:
    parts: list[tuple[str, str]] = []
    rest = text
    for url in find_urls(text):
        before, _, rest = rest.partition(url)
        parts += [("words", before), ("link", _link(url, channel))]
    return [*parts, ("words", rest)]


def _link(url: str, channel: str) -> str:
    """How the platform shows a link: Weibo a sign and two words, X its beginning, WeChat all of it."""
    if channel == "weibo":
        return "网页链接"
    if channel == "x":
        pieces = urlsplit(url)
        shown = f"{(pieces.hostname or '').removeprefix('www.')}{pieces.path}".rstrip("/")
        return shown if len(shown) <= _SHORT else shown[:_SHORT] + "…"
    return url
