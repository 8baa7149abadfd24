"""How much of what a platform takes a post has used up, counted as that platform counts."""

import math
from dataclasses import dataclass

from bot.core.articles import pictures_in
from bot.core.delivery import Post
from bot.core.posts import ARTICLES, article, visible
from bot.core.rules import Rules
from bot.core.text import LIMITS, weibo_length, x_length

# An address of WeChat's pictures and a marker, as long as the real ones, for counting before there are any.
_PICTURE_URL = "http://mmbiz.qpic.cn/mmbiz_jpg/" + "x" * 120 + "/0?wx_fmt=jpeg"
KEY = "a" * 26


@dataclass(frozen=True, slots=True)
class Count:
    """`what` of a post is counted (title, summary, article, text), how much there is, and how much may be."""

    what: str
    number: int
    most: int


def counts(post: Post, rules: Rules) -> list[Count]:
    """All that the channel counts; empty for a WeChat text, whose length nobody has written down."""
    if post.channel == "weibo":
        return [Count("text", weibo_count(post, rules), rules.weibo_chars)]
    if post.channel == "x":
        return [Count("text", x_length(visible(post)), LIMITS["x.text"].number)]
    if post.act not in ARTICLES:
        return []
    return [
        Count("title", len(post.title), rules.title_chars),
        Count("summary", len(post.digest), LIMITS["wechat.digest"].number),
        Count("article", article_length(post), LIMITS["wechat.content"].number - 1),  # "fewer than"
    ]


def weibo_count(post: Post, rules: Rules) -> int:
    """The 字 of a Weibo post with its title and link."""
    return math.ceil(weibo_length(visible(post), url_weight=rules.weibo_url_weight))


def article_length(post: Post) -> int:
    """The characters of an article's HTML as it goes out."""
    pictures = {picture.name: _PICTURE_URL for picture in pictures_in(post.body)}
    return len(article(post, key=KEY, picture_url=_PICTURE_URL if post.picture else "", pictures=pictures))
