"""An announcement as an entry of a file and back, what changed between two, counts, and how one stands in a word."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.announcement_file import announcements_from
from bot.core.announcement_plain import differences, plain_of
from bot.core.announcement_table import COLUMNS, entry_of, row_of
from bot.core.announcements import Announcement, ChannelText, Event, Stand, Status, content_hash, stand
from bot.core.counts import counts
from bot.core.delivery import State
from bot.core.posts import posts_for
from bot.core.series import unfilled, with_event_words
from tests.announcing import LINK, NOW, RULES, an_announcement

WHOLE = an_announcement(
    event=Event(
        "开放日", NOW + timedelta(days=20), NOW + timedelta(days=21), "Europe/Paris", True, "Paris", LINK,
        ("Mei", "a@b.c"),
    ),
    channels=("weibo", "x"),
    publish_zone="Europe/Paris",
    picture="a.jpg",
    picture_bytes=7,
    picture_alt={"zh": "校园"},
    late_after_seconds=90,
    useful_until=NOW + timedelta(days=19),
)  # fmt: skip
OWN_WORDS = replace(
    WHOLE, channels=(ChannelText("wechat", "text", "en", "tag:3", "Title", "Body"), ChannelText("x", "tweet", "fr"))
)


@pytest.mark.parametrize("one", [an_announcement(), WHOLE, OWN_WORDS], ids=["plain", "whole", "own words"])
def test_an_entry_is_read_back_as_the_same_announcement(one: Announcement) -> None:
    made, found = announcements_from([plain_of(one)], now=NOW)
    assert found == []
    assert [content_hash(each) for each in made] == [content_hash(one)]


def test_a_row_of_a_table_is_read_back_as_the_same_words() -> None:
    one = an_announcement()
    row = row_of(plain_of(one))
    assert len(row) == len(COLUMNS)
    made, found = announcements_from([entry_of(list(COLUMNS), row)], now=NOW)
    assert found == []
    assert (made[0].texts, made[0].publish_at) == (one.texts, one.publish_at)


def test_a_row_begins_no_formula() -> None:
    one = an_announcement(texts={"zh": ("=1+1", "@x")})
    assert not [cell for cell in row_of(plain_of(one)) if cell[:1] in "=+-@" and cell]


def test_what_changed_is_told_field_by_field() -> None:
    after = replace(WHOLE, texts={**WHOLE.texts, "zh": ("新标题", WHOLE.texts["zh"][1])}, channels=OWN_WORDS.channels)
    told = {one.place: (one.removed, one.added) for one in differences(plain_of(WHOLE), plain_of(after))}
    assert told["texts.zh.title"] == (("报名今天开放",), ("新标题",))
    assert told["channels"] == (("weibo",), ("wechat",))
    assert told["wechat.audience"] == ((), ("tag:3",))
    assert "texts.en.title" not in told
    assert differences(plain_of(WHOLE), plain_of(WHOLE)) == []


def test_the_event_fills_in_what_is_known_of_it() -> None:
    said = replace(WHOLE, texts={"fr": ("{place}", "{date} à {time}, J-{days}")})
    filled = with_event_words(said)
    assert filled.texts["fr"] == ("Paris", "lundi 14 décembre 2026 à 5 h, J-{days}")
    assert unfilled(filled) == ["{days}"]


def test_each_platform_counts_in_its_own_way() -> None:
    posts = posts_for(an_announcement(texts={"zh": ("标题", "正文"), "en": ("", "你好 hello " + LINK)}))
    said = {name: {one.what: one.number for one in counts(post, RULES)} for name, post in posts.items()}
    assert said["wechat"]["title"] == 2
    assert said["wechat"]["summary"] == 2
    assert said["wechat"]["article"] > len("<p>正文</p>")
    assert said["weibo"] == {"text": 6}
    assert said["x"] == {"text": 2 * 2 + 1 + 5 + 1 + 23}


@pytest.mark.parametrize(
    ("states", "word"),
    [
        ([State.SENT, State.FAILED, State.UNKNOWN], Stand.FAILED),
        ([State.SENT, State.UNKNOWN, State.HELD], Stand.UNKNOWN),
        ([State.SENT, State.HELD], Stand.HELD),
        ([State.SENT, State.RETRY, State.QUEUED], Stand.SENDING),
        ([State.SENT, State.QUEUED], Stand.PLANNED),
        ([State.SENT, State.CANCELLED], Stand.SENT),
        ([], Stand.PLANNED),
    ],
)
def test_the_most_urgent_of_its_sends_is_how_it_stands(states: list[State], word: Stand) -> None:
    assert stand(Status.APPROVED, {str(place): state for place, state in enumerate(states)}) is word


def test_a_draft_waits_for_its_approval_or_is_just_one() -> None:
    assert stand(Status.DRAFT, {}, asked=True) is Stand.ASKED
    assert stand(Status.DRAFT, {}) is Stand.DRAFT
    assert stand(Status.CANCELLED, {"x": State.SENT}) is Stand.CANCELLED
