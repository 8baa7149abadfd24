"""Words that an announcement should not hold: the office's own list, and those that Chinese advertising law forbids."""

import re
from collections.abc import Iterator, Sequence

from bot.core.channel_problems import Finding
from bot.core.delivery import Post
from bot.core.posts import visible

# 广告法 art. 9 (3), as amended 2021-04-29, forbids 国家级, 最高级, 最佳 “and the like”. That the list is open, and
# where such words do no harm, is in 广告绝对化用语执法指南 (市场监管总局公告2023年第6号, 2023-03-20); 极品 is one by
# 工商广字[1997]第207号. The others are like those that are fined (junhe.com/legal-updates/2095, 2023-03-23). Read
# 2026-11-25. Only a hint, because whether a notice is advertising and a word a praise needs a person.
_LAW = ("国家级", "最高级", "最佳")
_LIKE_IT = (
    *("世界级", "顶级", "顶尖", "极品", "唯一", "独一无二", "绝无仅有", "首选", "世界领先", "全国领先", "万能"),
    *("最优", "最强", "最先进", "最权威", "最受欢迎", "最高水平"),
)
# First of a series (the first week, the first term) is no praise.
_FIRST = r"第一(?![0-9一二三四五六七八九十个位名次周年月天日季期学步届批轮阶部章节课场组类种份志代外时线手])"
_FORBIDDEN = re.compile("|".join([*_LAW, *_LIKE_IT, _FIRST]))


def wording_findings(post: Post, banned: Sequence[str]) -> Iterator[Finding]:
    """The office's words block; those of the law are pointed out."""
    text = visible(post)
    for word in banned:
        if _holds(text, word):
            yield Finding(
                "banned_word",
                f"“{word}” is on the office's list of words not to be used (announcements.banned_words): say it "
                "otherwise.",
            )
    if found := list(dict.fromkeys(_FORBIDDEN.findall(text))):
        words = ", ".join(f"“{word}”" for word in found[:4])
        yield Finding(
            "advertising_word",
            f"Chinese advertising law (广告法 art. 9) forbids superlatives like {words} in publicity: give a fact "
            "instead, or leave it where it praises nothing of ours.",
            hint=True,
        )


def _holds(text: str, word: str) -> bool:
    """Chinese words anywhere, others as whole words, whatever their case."""
    plain = word.strip()
    if not plain:
        return False
    edged = rf"(?<![A-Za-z0-9]){re.escape(plain)}(?![A-Za-z0-9])" if plain.isascii() else re.escape(plain)
    return re.search(edged, text, re.IGNORECASE) is not None
