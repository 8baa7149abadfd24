"""Articles: safe HTML with its styles inside, and a digest."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.articles import (
    InText,
    article_html,
    digest,
    pictures_in,
    plain,
    unread_pictures,
    with_pictures_renamed,
    without_pictures,
)


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


AT_WECHAT = "http://mmbiz.qpic.cn/mmbiz_jpg/1/0?wx_fmt=jpeg&x=1"


def test_a_picture_in_the_text_stands_there_with_its_words():
    page = article_html('看：![校园 "北门" 一角](campus.jpg "t")后', pictures={"campus.jpg": AT_WECHAT})
    seen = Seen()
    seen.feed(page)
    assert ("img", "src", AT_WECHAT) in seen.found
    assert ("img", "alt", '校园 "北门" 一角') in seen.found
    assert page.index("看：") < page.index("<img") < page.index("后")


def test_a_picture_without_an_address_at_wechat_is_left_out():
    assert "<img" not in article_html("![a](a.jpg) ![b](https://example.org/b.jpg)", pictures={"c.jpg": AT_WECHAT})


def test_the_pictures_of_a_text_are_listed_as_a_reader_of_markdown_sees_them():
    text = (
        "![甲 *一*](<a b.jpg>) `![no](no.jpg)`\n\n![乙][1] ![](%E5%9B%BE.png) ![x](//example.org/x.png)\n\n[1]: b.png"
    )
    assert pictures_in(text) == [
        InText("a b.jpg", "甲 一", remote=False),
        InText("b.png", "乙", remote=False),
        InText("图.png", "", remote=False),
        InText("//example.org/x.png", "x", remote=True),
    ]


@pytest.mark.parametrize("source", ["https://e.org/a.jpg", "data:image/png;base64,AAAA", "HTTP://e.org/a.jpg"])
def test_what_lies_elsewhere_is_told(source):
    assert [picture.remote for picture in pictures_in(f"![a]({source})")] == [True]


def test_pictures_get_other_names_wherever_they_are_named():
    text = '![a](<a b.jpg> "t") ![b][1] ![c](c.jpg)\n\n[1]: b.png'
    renamed = with_pictures_renamed(text, {"a b.jpg": "1.jpg", "b.png": "2.png"})
    assert [picture.name for picture in pictures_in(renamed)] == ["1.jpg", "2.png", "c.jpg"]


def test_what_only_looks_like_a_picture_is_noticed():
    assert unread_pictures("![my pic](my pic.jpg)")
    assert not unread_pictures("![pic](pic.jpg) `![no](a b.jpg)`")


def test_a_plain_text_has_no_picture_marks():
    assert without_pictures("甲 ![a](a.jpg)\n\n![b](b.jpg)\n\n乙 [名](x)") == "甲\n\n乙 [名](x)"
    assert without_pictures("  !  ") == "  !  "


def test_links_lead_where_they_are_told_and_read_as_before():
    page = article_html("看 https://paristech.fr/en 和 [邮件](mailto:a@b.fr)", link=lambda url: f"{url}?x=1&y=2")
    assert 'href="https://paristech.fr/en?x=1&amp;y=2"' in page
    assert ">https://paristech.fr/en</a>" in page


@given(st.text(alphabet="![]()<>`a.jpg \n\"'*_", max_size=60))
def test_no_marks_break_the_handling_of_pictures(text):
    names = {picture.name: "new.jpg" for picture in pictures_in(text)}
    assert "<img" not in article_html(with_pictures_renamed(text, names))
    without_pictures(text)


def test_a_text_that_was_looked_at_before_gives_the_same_article() -> None:
    body = "# Talk\n\n![room](room.jpg) https://paristech.fr/a [more](https://paristech.fr/b)"
    places = {"room.jpg": "https://mmbiz.qpic.cn/1"}
    first = article_html(body, pictures=places, link=lambda url: f"{url}?first")
    assert article_html(body, pictures=places, link=lambda url: f"{url}?first") == first
    other = article_html(body, link=lambda url: f"{url}?second")
    assert "?first" not in other
    assert "mmbiz" not in other
    assert [picture.name for picture in pictures_in(body)] == ["room.jpg"]
