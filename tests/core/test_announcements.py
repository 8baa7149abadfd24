"""What an announcement is: its hash, how long it is useful, how it stands, and the posts made of it."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.announcements import ChannelText, Event, Status, content_hash, latest_useful, overall
from bot.core.delivery import State
from bot.core.posts import article, first_words, picture_files, posts_for, source_link, visible
from tests.announcing import LINK, NOW, an_announcement

STARTS = NOW + timedelta(days=10)
ENDS = STARTS + timedelta(hours=2)


def test_the_hash_stays_when_only_the_form_differs() -> None:
    plain = an_announcement()
    same = replace(
        plain,
        channels=plain.channels[::-1],
        texts=dict(reversed(plain.texts.items())),
        publish_at=plain.publish_at.astimezone(ZoneInfo("Europe/Paris")),
    )
    assert content_hash(same) == content_hash(plain)


@pytest.mark.parametrize(
    "change",
    [
        {"texts": {"zh": ("报名", "别的")}},
        {"publish_at": NOW},
        {"picture": "a.jpg"},
        {"channels": (ChannelText("wechat", "publish", "zh"),)},
        {"useful_until": NOW},
        {"late_after_seconds": 5},
    ],
)
def test_the_hash_changes_with_what_readers_see_and_when(change: dict[str, object]) -> None:
    assert content_hash(replace(an_announcement(), **change)) != content_hash(an_announcement())


@pytest.mark.parametrize(
    ("published", "useful"),
    [(STARTS - timedelta(days=1), STARTS), (STARTS, ENDS), (STARTS + timedelta(hours=1), ENDS), (ENDS, None)],
)
def test_it_is_useful_until_the_next_edge_of_its_event(published: object, useful: object) -> None:
    told = an_announcement(event=Event("Session", STARTS, ENDS), publish_at=published)
    assert latest_useful(told) == useful


def test_its_own_last_moment_wins() -> None:
    assert latest_useful(an_announcement(event=Event("Session", STARTS), useful_until=NOW)) == NOW


def test_its_standing_is_a_sentence_about_each_channel() -> None:
    states = {"wechat": State.SENT, "weibo": State.FAILED, "x": State.SENT}
    assert overall(Status.APPROVED, states) == "It is out on WeChat, X; it was refused by Weibo."
    assert "draft" in overall(Status.DRAFT, {})
    assert overall(Status.CANCELLED, {}) == "Cancelled; nothing was sent."


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_words(state: State) -> None:
    assert "X" in overall(Status.APPROVED, {"x": state})


def test_wechat_gets_an_article_with_its_source() -> None:
    post = posts_for(an_announcement(), author="ParisTech")["wechat"]
    assert (post.act, post.lang, post.title, post.author) == ("mass", "zh", "报名今天开放", "ParisTech")
    assert post.link == LINK
    assert post.digest
    assert LINK not in post.digest


def test_weibo_gets_the_chinese_title_and_body_in_one_text() -> None:
    said = visible(posts_for(an_announcement())["weibo"])
    assert said.startswith("【报名今天开放】即日起")
    assert LINK in said


def test_x_gets_english_and_leaves_the_title_out_where_both_are_too_long() -> None:
    assert visible(posts_for(an_announcement())["x"]).startswith("Applications open\nApply until")
    body = f"{'a word ' * 35}{LINK}"
    assert visible(posts_for(an_announcement(texts={"en": ("Applications open", body)}))["x"]) == body


def test_a_channel_can_have_words_of_its_own() -> None:
    own = ChannelText("weibo", "share", "zh", title="微博标题", body=f"微博正文 {LINK}")
    plain = an_announcement(channels=("wechat",))
    posts = posts_for(replace(plain, channels=(*plain.channels, own)))
    assert visible(posts["weibo"]).startswith("【微博标题】微博正文")
    assert posts["wechat"].title == "报名今天开放"


def test_a_text_message_on_wechat_is_plain_and_without_picture() -> None:
    plain = ChannelText("wechat", "text", "zh", audience="tag:100")
    post = posts_for(replace(an_announcement(), channels=(plain,), picture="a.jpg"))["wechat"]
    assert (post.act, post.audience, post.picture, post.link) == ("text", "tag:100", "", "")
    assert visible(post).startswith("报名今天开放")


def test_a_language_without_text_gives_no_post() -> None:
    assert set(posts_for(an_announcement(texts={"en": ("Hello", "World")}))) == {"x"}


def test_a_text_that_begins_with_its_title_does_not_say_it_twice() -> None:
    told = an_announcement(texts={"zh": ("说明会今晚开始", f"说明会今晚开始。入口：{LINK}")})
    assert visible(posts_for(told)["weibo"]).count("说明会今晚开始") == 1


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("说明会今晚开始。入口见下。", "说明会今晚开始"),
        ("One line\nAnother", "One line"),
        ("Come and ask! Bring a friend.", "Come and ask!"),
        (f"{LINK} 报名", "报名"),
        ("很" * 40, "很" * 31 + "…"),
        ("", ""),
    ],
)
def test_a_missing_title_is_the_first_words(body: str, title: str) -> None:
    assert first_words(body, 32) == title


def test_a_draft_of_an_earlier_version_can_still_be_approved() -> None:
    # The hash of the same announcement before events had a link and contacts.
    assert content_hash(an_announcement()) == "01c99ad24e4589d4d84b000ca51ec7f4d78b676a49cddf71588023062c1a6f30"


def test_the_events_link_is_the_source_and_goes_behind_a_text_without_one() -> None:
    event = Event("Talk", link=f"{LINK}/talk")
    posts = posts_for(an_announcement(event=event, texts={"zh": ("讲座", "今晚见"), "en": ("Talk", f"At {LINK}")}))
    assert source_link(posts["wechat"]) == f"{LINK}/talk"
    assert visible(posts["weibo"]) == f"【讲座】今晚见 {LINK}/talk"
    assert visible(posts["x"]) == f"Talk\nAt {LINK}"


def test_links_of_an_article_lead_elsewhere_but_read_the_same() -> None:
    post = posts_for(an_announcement(), link_domains="paristech.fr")["wechat"]
    page = article(post, key="a" * 26)
    added = f"utm_source=wechat&amp;utm_medium=social&amp;utm_campaign=opening&amp;u={'a' * 12}"
    assert f'href="{LINK}?{added}"' in page
    assert f">{LINK}</a>" in page
    assert source_link(post, "a" * 26) == f"{LINK}?{added}".replace("&amp;", "&")
    assert post.body == an_announcement().texts["zh"][1]


def test_a_post_names_its_picture_files_and_keeps_their_digests() -> None:
    body = f"![a](a.jpg) ![b](b.png) ![a](a.jpg) ![c](https://example.org/c.jpg) {LINK}"
    told = an_announcement(texts={"zh": ("题", body)}, channels=("wechat", "weibo"), picture="main.jpg")
    posts = posts_for(told, digests={"a.jpg": "1", "main.jpg": "2", "other.jpg": "3"})
    assert picture_files(posts["wechat"]) == ["main.jpg", "a.jpg", "b.png"]
    assert posts["wechat"].digests == {"a.jpg": "1", "main.jpg": "2"}
    assert posts["weibo"].digests == {"main.jpg": "2"}
    assert visible(posts["weibo"]) == f"【题】{LINK}"
