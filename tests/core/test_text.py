"""Texts as the platforms count and rewrite them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text import (
    LIMITS,
    canonical,
    canonical_x,
    find_urls,
    host_of,
    on_domain,
    plain_text,
    topics,
    weibo_length,
    weibo_text,
    x_length,
    x_text,
)

LINK = "https://paristech.fr/en/node/6531"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("详情：https://paristech.fr/en。欢迎", ["https://paristech.fr/en"]),
        ("(see https://x.org/a_(b)) and http://y.org/?q=1, then", ["https://x.org/a_(b)", "http://y.org/?q=1"]),
        ("HTTPS://X.ORG/A!", ["HTTPS://X.ORG/A"]),
        ("https://报名.cn and paristech.fr", []),
        ("https:// http://[broken https://[::1", []),
        ("", []),
    ],
)
def test_links_end_before_the_punctuation_around_them(text, found):
    assert find_urls(text) == found


@pytest.mark.parametrize(
    ("url", "domains", "ours"),
    [
        (LINK, "paristech.fr", True),
        ("https://www.paristech.fr/", "paristech.fr", True),
        ("https://paristech.fr/", "example.org, www.paristech.fr", True),
        ("https://notparistech.fr/", "paristech.fr", False),
        ("https://paristech.fr.evil.org/", "paristech.fr", False),
        ("https://paristech.fr@evil.org/", "paristech.fr", False),
        (LINK, "", False),
        (LINK, ",", False),
    ],
)
def test_a_link_is_ours_on_our_domain_and_below(url, domains, ours):
    assert on_domain(url, domains) is ours


def test_topics_are_found_but_not_in_links():
    assert topics("#留学法国# 和＃奖学金＃ https://x.org/#a # b") == ["留学法国", "奖学金"]
    assert topics("C# and F#?\n#one") == [" and F"]


@pytest.mark.parametrize(
    ("text", "length"),
    [("中文", 2), ("ab", 1), ("a", 0.5), ("é", 0.5), ("😀", 2), (LINK, 10), (f"中{LINK} 文", 12.5), ("", 0)],
)
def test_weibo_counts_halves_and_links_flat(text, length):
    assert weibo_length(text) == length


def test_the_weight_of_a_link_is_a_setting():
    assert weibo_length(LINK, url_weight=11.5) == 11.5


@pytest.mark.parametrize(
    ("text", "length"), [("中" * 140, 280), ("a", 1), (LINK, 23), ("👨‍👩‍👧‍👦", 2), ("paristech.fr", 23)]
)
def test_x_counts_by_weight(text, length):
    assert x_length(text) == length


def test_what_weibo_rewrites_does_not_matter():
    ours = "【标题】A & B  #话题# 详情：https://paristech.fr/en 完"
    assert canonical(ours) == canonical("【标题】A &amp; B 详情：http://t.cn/Ab1 完")


def test_what_x_rewrites_does_not_matter():
    assert canonical_x(f"a & b\n{LINK} paristech.fr") == canonical_x("a &amp; b https://t.co/1 https://t.co/2")


@given(st.text())
def test_no_text_breaks_the_counting(text):
    assert weibo_length(text) >= 0
    assert canonical(canonical(text)) == canonical(canonical(canonical(text)))
    assert all(host_of(url) for url in find_urls(text))


def test_a_weibo_post_has_the_title_in_brackets_and_a_space_after_each_link():
    assert weibo_text("标题", f"看{LINK}。再看", "") == f"【标题】看{LINK} 。再看"
    assert weibo_text("", f"看{LINK}", "https://paristech.fr/b") == f"看{LINK} https://paristech.fr/b"
    assert weibo_text("标题", f"看 {LINK} 好", LINK) == f"【标题】看 {LINK} 好"


def test_an_x_post_drops_its_title_before_it_gets_too_long():
    assert x_text("Title", "Body", LINK) == f"Title\nBody {LINK}"
    assert x_text("T" * 100, "b" * 200) == "b" * 200
    assert x_text("T" * 300, "") == "T" * 300


def test_a_text_message_is_title_and_body():
    assert plain_text("标题", "正文", LINK) == f"标题\n\n正文 {LINK}"
    assert plain_text("", "正文") == "正文"


def test_every_limit_names_its_source():
    assert all(limit.source and limit.date >= "2026" and limit.number > 0 for limit in LIMITS.values())
