"""Articles: safe HTML with its styles inside, and a digest."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.articles import article_html, digest, plain


def test_markdown_becomes_tags_with_styles():
    page = article_html("# 标题\n\n正文 **粗**\n\n- 一\n- 二\n\n|a|b|\n|-|-|\n|1|2|")
    for wanted in ("<h1 style=", "<p style=", "<strong>粗</strong>", "<ul style=", "<td style="):
        assert wanted in page
    assert "class=" not in page
    assert "<style" not in page


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "![x](https://evil.org/x.png)",
        "<iframe src=https://evil.org></iframe>",
        '<a href="https://x.org" onclick="alert(1)">x</a>',
        "<style>p {color: red}</style>",
        '[x](https://x.org "onmouseover=alert(1)")',
    ],
)
def test_nothing_hostile_gets_through(hostile):
    seen = Seen()
    seen.feed(article_html(hostile))
    assert {tag for tag, _, _ in seen.found} <= {"p", "a"}
    assert {name for _, name, _ in seen.found} <= {"style", "href", ""}
    assert all(value.startswith("https://") for _, name, value in seen.found if name == "href")


class Seen(HTMLParser):
    """The tags of a page with their attributes, as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [(tag, name, value or "") for name, value in attrs or [("", "")]]


def test_bare_links_can_be_followed_but_not_in_code():
    page = article_html("看 https://paristech.fr/en。 `https://no.org` [名](https://named.org)")
    assert page.count("<a href=") == 2
    assert '<a href="https://paristech.fr/en"' in page


def test_the_picture_stands_on_top_and_its_address_is_escaped():
    page = article_html("正文", picture_url='http://mmbiz.qpic.cn/a?b=1&c="x')
    assert page.index("<img") < page.index("正文")
    assert "b=1&amp;c=&quot;x" in page


def test_a_digest_ends_with_a_sentence_where_it_can():
    body = "第一句话说明时间和地点，在线上。" * 2 + "第二句太长了" * 20
    assert digest(body) == "第一句话说明时间和地点，在线上。" * 2
    assert digest("短 https://paristech.fr/en") == "短"
    assert digest("a" * 100) == "a" * 53 + "…"


def test_plain_words_have_no_marks():
    assert plain("**粗** [名](https://x.org)\n\n- 一 <b> & 二") == "粗 名 一 <b> & 二"


@given(st.text())
def test_no_text_breaks_an_article(text):
    assert "<script" not in article_html(text).lower()
    assert len(digest(text)) <= 54
