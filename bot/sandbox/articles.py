"""Article HTML as WeChat leaves it, and the page that shows it."""

import html
import re
from typing import Any

import nh3

from bot.sandbox.clock import beijing
from bot.sandbox.exchange import Response
from bot.sandbox.wechat_world import Page

# What survives in an article. Confirmed: scripts and pictures from other hosts go (api_draft_add). Forms, frames, style
# sheets, classes and outside links are reported to go too (by users, not confirmed), so they do here.
_TAGS = frozenset(nh3.ALLOWED_TAGS) | {"section", "figure", "figcaption"}
_ATTRIBUTES = {"*": {"style", "title"}, "a": {"href"}, "img": {"src", "alt", "width", "height"}}
_DROPPED_WITH_CONTENT = {"script", "style", "iframe", "form", "object"}

_BREAKS = re.compile(r"<(?:br|/p|/h[1-6]|/li|/section|/div|/tr)\b[^>]*>", re.IGNORECASE)

# Because the content is somebody's HTML: nothing may run, load from elsewhere or be submitted.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ margin: 0 auto; max-width: 677px; padding: 20px 16px 40px; color: #1f1f1f; background: #fff;
  font: 17px/1.7 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; overflow-wrap: anywhere; }}
h1 {{ font-size: 22px; line-height: 1.4; margin: 0 0 14px; }}
.by {{ color: #5f6368; font-size: 15px; margin: 0 0 22px; }}
.by b {{ color: #40557f; font-weight: 400; margin-right: 10px; }}
img {{ max-width: 100%; height: auto; }}
footer {{ margin-top: 28px; font-size: 15px; }}
footer a {{ color: #40557f; }}
</style>
</head>
<body>
<h1>{title}</h1>
<p class="by"><b>{author}</b>{date}</p>
<main>{content}</main>
{source}
</body>
</html>
"""


def cleaned(content: str, origin: str) -> str:
    """Take out of an article what WeChat takes out. `origin` is where uploaded pictures are."""

    def keep(tag: str, attribute: str, value: str) -> str | None:
        if (tag, attribute) == ("img", "src"):
            return value if value.startswith(f"{origin}/media/") else None
        if (tag, attribute) == ("a", "href"):
            return value if value.startswith((f"{origin}/s/", "https://mp.weixin.qq.com/")) else None
        return value

    return nh3.clean(
        content,
        tags=_TAGS,
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        attribute_filter=keep,
        url_schemes={"http", "https"},
    )


def plain(content: str) -> str:
    """Give the words of an article."""
    words = html.unescape(nh3.clean(_BREAKS.sub("\n", content), tags=set()))
    return re.sub(r"\s*\n\s*", "\n", words).strip()


def page(shown: Page, origin: str) -> Response:
    """Show an article as a simple page."""
    article: dict[str, Any] = shown.article
    source = article.get("content_source_url")
    link = f'<footer><a href="{html.escape(source)}" rel="noopener noreferrer">阅读原文</a></footer>' if source else ""
    text = _PAGE.format(
        title=html.escape(article["title"]),
        author=html.escape(article["author"]),
        date=beijing(shown.at).strftime("%Y-%m-%d %H:%M"),
        content=article["content"].replace(f"{origin}/media/", "/media/"),
        source=link,
    )
    return Response(200, text.encode(), "text/html; charset=utf-8", _HEADERS)
