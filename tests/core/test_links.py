"""Links on our own sites: where readers came from, and which send it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.links import has_marker, marker, tracked, tracked_text, utm
from bot.core.text import canonical, canonical_x, find_urls, on_domain, weibo_length, x_length
from tests.announcing import LINK

OURS = "paristech.fr"
KEY = "abcdefghijklmnopqrstuvwxyz"
MARK = f"u={KEY[:12]}"
UTM = "utm_source=weibo&utm_medium=social&utm_campaign=open-day"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (LINK, f"{LINK}?{UTM}&{MARK}"),
        ("https://paristech.fr", f"https://paristech.fr?{UTM}&{MARK}"),
        ("https://www.paristech.fr/a?b=%E5&c#top", f"https://www.paristech.fr/a?b=%E5&c&{UTM}&{MARK}#top"),
        ("https://paristech.fr/#/app?x=1", f"https://paristech.fr/?{UTM}&{MARK}#/app?x=1"),
        ("https://paristech.fr/a?utm_source=poster", f"https://paristech.fr/a?utm_source=poster&{MARK}"),
        (f"https://paristech.fr/a?u=a{'2' * 11}", f"https://paristech.fr/a?{UTM}&{MARK}"),
        ("https://paristech.fr/a?u=paul", f"https://paristech.fr/a?u=paul&{UTM}"),
        ("https://example.org/a", "https://example.org/a"),
        ("https://paristech.fr.evil.cn/", "https://paristech.fr.evil.cn/"),
        ("mailto:china@paristech.fr", "mailto:china@paristech.fr"),
        ("", ""),
    ],
)
def test_what_a_link_has_already_stays(url: str, expected: str) -> None:
    assert tracked(url, OURS, query=utm("weibo", "open-day"), key=KEY) == expected


def test_without_domains_or_parameters_nothing_is_added() -> None:
    assert tracked(LINK, "", query=UTM, key=KEY) == LINK
    assert tracked(LINK, OURS) == LINK


def test_pictures_at_wechat_are_never_touched() -> None:
    picture = "http://mmbiz.qpic.cn/mmbiz_jpg/abc/0"
    assert tracked(picture, "qpic.cn", query=UTM, key=KEY) == picture


def test_each_of_our_links_in_a_text_is_found_again_by_its_marker() -> None:
    text = tracked_text(f"见{LINK}。邮件 china@paristech.fr，和 https://example.org/ 。", OURS, key=KEY)
    assert text == f"见{LINK}?{MARK}。邮件 china@paristech.fr，和 https://example.org/ 。"
    assert [has_marker(url, KEY) for url in find_urls(text)] == [True, False]


def test_a_marker_is_read_exactly() -> None:
    assert has_marker(f"{LINK}?u={KEY}", KEY)  # posts of earlier versions carry the whole key
    assert not has_marker(f"{LINK}?u={marker(KEY)}x", KEY)
    assert not has_marker("https://[broken", KEY)


@given(st.text())
def test_nothing_added_changes_what_the_platforms_count_or_what_is_recognised(text: str) -> None:
    both = f"{text}\n{LINK}"
    sent = tracked_text(both, OURS, query=UTM, key=KEY)
    assert x_length(sent) == x_length(both)
    assert weibo_length(sent) == weibo_length(both)
    assert canonical_x(sent) == canonical_x(both)
    assert canonical(sent) == canonical(both)
    assert len(find_urls(sent)) == len(find_urls(both))
    assert all(has_marker(url, KEY) for url in find_urls(sent) if on_domain(url, OURS) and "u=" not in both)
