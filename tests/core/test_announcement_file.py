"""Files of announcements: what they may hold, and that anything else becomes a sentence."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.announcement_file import announcements_from
from bot.core.announcements import Announcement, ChannelText, Problem
from tests.announcing import NOW, an_entry


def read(*entries: Any, **options: Any) -> list[Announcement]:
    made, found = announcements_from({"announcements": list(entries)}, now=NOW, **options)
    assert found == []
    return made


def wrong(*entries: Any) -> list[tuple[str, str]]:
    made, found = announcements_from({"announcements": list(entries)}, now=NOW)
    assert not made or len(made) < len(entries)
    return [(problem.id, problem.code) for problem in found]


def problems(entry: dict[str, Any]) -> list[Problem]:
    return announcements_from({"announcements": [entry]}, now=NOW)[1]


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in an_entry().items() if key != name}


def test_an_entry_becomes_an_announcement() -> None:
    [made] = read(an_entry(event={"title": "Call", "starts_at": "2026-12-01T10:00:00", "place": None, "online": True}))
    assert made.publish_at == datetime(2026, 12, 1, 4, tzinfo=UTC)
    assert (made.publish_wall, made.publish_zone) == ("2026-12-01T12:00:00", "Asia/Shanghai")
    assert made.event.starts_at == datetime(2026, 12, 1, 2, tzinfo=UTC)
    assert (made.event.place, made.event.online) == ("", True)


def test_channels_take_their_usual_act_and_language() -> None:
    [made] = read(an_entry())
    assert made.channels == (
        ChannelText("wechat", "mass", "zh"),
        ChannelText("weibo", "share", "zh"),
        ChannelText("x", "tweet", "en"),
    )


def test_a_channel_can_be_told_otherwise() -> None:
    own = {"name": "wechat", "act": "text", "lang": "en", "audience": "tag:100", "body": "Hello"}
    [made] = read(an_entry(channels=[own, "x"]))
    assert made.channels[0] == ChannelText("wechat", "text", "en", "tag:100", body="Hello")


def test_a_bare_list_is_read_too_and_faulty_samples_are_not() -> None:
    made, _ = announcements_from([an_entry()], now=NOW)
    assert [one.id for one in made] == ["opening"]
    made, _ = announcements_from({"announcements": [], "faulty": [an_entry()]}, now=NOW)
    assert made == []


def test_a_plan_becomes_several_announcements() -> None:
    made = read(an_entry(plan=["2027-05-04T12:00:00", "2027-05-11 12:00"]))
    assert [(one.id, one.publish_wall) for one in made] == [
        ("opening-1", "2027-05-04T12:00:00"),
        ("opening-2", "2027-05-11T12:00:00"),
    ]


def test_a_follow_up_has_its_own_time_and_words() -> None:
    later = {"publish_at": "2027-01-28T12:00:00", "texts": {"zh": {"title": "明天截止", "body": "提交"}}}
    first, second = read(an_entry(follow_up=later))
    assert (second.id, second.publish_wall) == ("opening-follow-up", "2027-01-28T12:00:00")
    assert second.texts["zh"] == ("明天截止", "提交")
    assert second.texts["en"] == first.texts["en"]
    assert second.channels == first.channels


def test_a_picture_is_a_path_or_a_table() -> None:
    table = {"file": "a.jpg", "type": "image/jpeg", "bytes": 780_000, "alt": {"zh": "合影"}}
    [made] = read(an_entry(image=table))
    assert (made.picture, made.picture_bytes, made.picture_alt) == ("a.jpg", 780_000, {"zh": "合影"})
    assert read(an_entry(picture="b.png"))[0].picture == "b.png"


def test_times_that_yaml_has_read_already_are_taken() -> None:
    [made] = read(an_entry(publish_at=datetime(2026, 12, 1, 12)))  # noqa: DTZ001 - as YAML gives it
    assert made.publish_wall == "2026-12-01T12:00:00"


def test_due_now_sends_at_once_and_keeps_the_distance_of_what_follows() -> None:
    later = {"publish_at": "2026-12-03T12:00:00"}
    event = {"starts_at": "2026-12-05T19:00:00", "ends_at": "2026-12-05T20:30:00", "zone": "Asia/Shanghai"}
    first, second = read(an_entry(follow_up=later, event=event, useful_until="2026-12-05T19:00:00"), due_now=True)
    assert first.publish_at == NOW
    assert second.publish_at == NOW + timedelta(days=2)
    assert first.event.starts_at == datetime(2026, 12, 1, 11, tzinfo=UTC)
    assert first.event.ends_at == datetime(2026, 12, 1, 12, 30, tzinfo=UTC)
    assert first.useful_until is None
    assert first.publish_wall == "2026-11-24T12:00:00"


@pytest.mark.parametrize(
    "document", [None, 5, "announcements", {}, {"announcements": {"a": 1}}, {"announcements": None}]
)
def test_another_form_is_said_to_be_one(document: object) -> None:
    made, [problem] = announcements_from(document, now=NOW)
    assert (made, problem.code) == ([], "wrong_form")


@pytest.mark.parametrize("entry", [None, "text", 5, [], [1]])
def test_an_entry_that_is_no_table_is_counted_out(entry: object) -> None:
    assert wrong(entry) == [("entry 1", "wrong_form")]


@pytest.mark.parametrize("bad", [None, "", 5, "Großes", "a b", "../x", "-a", "a" * 61, "\ud800"])
def test_an_id_is_short_and_plain(bad: object) -> None:
    assert [code for _, code in wrong(an_entry(id=bad))] == ["bad_id"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"publish_at": "2027-03-28T02:30:00", "publish_zone": "Europe/Paris"}, "time_gap"),
        ({"publish_at": "9999-01-01T00:00:00"}, "time_range"),
        ({"publish_at": "2026-12-01"}, "time_form"),
        ({"publish_at": "tomorrow at 9:00"}, "time_form"),
        ({"publish_at": "2026-12-01T12:00:00+08:00"}, "time_form"),
        ({"publish_at": "2026-02-30T12:00:00"}, "time_form"),
        ({"publish_at": None}, "time_form"),
        ({"publish_at": 20261201}, "time_form"),
        ({"publish_zone": "Mars/X"}, "time_zone"),
        ({"publish_zone": "../etc"}, "time_zone"),
        ({"channels": None}, "no_channel"),
        ({"channels": []}, "no_channel"),
        ({"channels": "wechat"}, "no_channel"),
        ({"channels": ["linkedin"]}, "unknown_channel"),
        ({"channels": [["wechat"]]}, "wrong_type"),
        ({"channels": ["x", "x"]}, "same_channel"),
        ({"channels": [{"name": "x", "act": "mass"}]}, "unknown_act"),
        ({"channels": [{"name": "x", "lang": "de"}]}, "unknown_language"),
        ({"channels": [{"name": "x", "audience": "tag:1"}]}, "unknown_audience"),
        ({"channels": [{"name": "wechat", "audience": "everybody"}]}, "unknown_audience"),
        ({"texts": {"de": {"title": "T", "body": "B"}}}, "unknown_language"),
        ({"texts": {"zh": "just text"}}, "wrong_type"),
        ({"texts": {"zh": {"title": ["a"], "body": "B"}}}, "wrong_type"),
        ({"texts": {"zh": {"title": "T", "body": "half \ud800"}}}, "bad_character"),
        ({"texts": {"zh": {"title": "T\0", "body": "B"}}}, "bad_character"),
        ({"event": "a party"}, "wrong_type"),
        ({"event": {"starts_at": "soon"}}, "time_form"),
        ({"plan": "weekly"}, "wrong_type"),
        ({"follow_up": {"texts": {}}}, "time_form"),
        ({"image": {"bytes": 5}}, "wrong_type"),
        ({"image": {"file": "a.jpg", "bytes": -5}}, "wrong_type"),
        ({"late_after_seconds": "ten"}, "wrong_type"),
    ],
)
def test_what_cannot_be_read_is_a_problem(changes: dict[str, Any], code: str) -> None:
    assert code in [found for _, found in wrong(an_entry(**changes))]


@pytest.mark.parametrize("name", ["id", "publish_at", "channels"])
def test_what_must_be_there_is_missed(name: str) -> None:
    assert wrong(without(name))


def test_all_faults_of_an_entry_are_said_at_once() -> None:
    assert {code for _, code in wrong(an_entry(channels=["fax"], publish_zone="Mars/X"))} == {
        "unknown_channel",
        "time_zone",
    }


def test_one_bad_entry_leaves_the_others() -> None:
    made, found = announcements_from([an_entry("a"), an_entry("b", channels=["fax"]), an_entry("c")], now=NOW)
    assert [one.id for one in made] == ["a", "c"]
    assert [(one.id, one.code) for one in found] == [("b", "unknown_channel")]


def test_the_same_id_twice_is_refused() -> None:
    made, found = announcements_from([an_entry(), an_entry()], now=NOW)
    assert (len(made), [one.code for one in found]) == (1, ["same_id"])


def test_a_slip_in_a_name_is_a_hint_with_the_nearest() -> None:
    made, [hint] = announcements_from([an_entry(usefull_until="2026-12-05T19:00:00")], now=NOW)
    assert (len(made), hint.hint) == (1, True)
    assert "“useful_until”" in hint.message


@pytest.mark.parametrize("link", ["paristech.fr", "https://", "see https://paristech.fr", "mailto:a@b.fr", 7])
def test_the_events_link_must_be_one_whole_address(link: object) -> None:
    [problem] = problems(an_entry(event={"link": link}))
    assert (problem.code, "event.link" in problem.message) == ("bad_link", True)


def test_contacts_are_one_or_several() -> None:
    assert read(an_entry(event={"contacts": "Li Na"}))[0].event.contacts == ("Li Na",)
    assert read(an_entry(event={"contacts": ["Li Na", " a@b.fr ", None]}))[0].event.contacts == ("Li Na", "a@b.fr")


def test_a_slip_in_the_event_is_pointed_out() -> None:
    [hint] = problems(an_entry(event={"start_at": "2026-12-10 19:00"}))
    assert (hint.code, hint.hint) == ("unknown_key", True)
    assert "event.start_at" in hint.message
    assert "starts_at" in hint.message


def test_a_channel_can_have_its_own_title_and_body() -> None:
    own = {"name": "weibo", "title": "微博", "body": "短文"}
    [made] = read(an_entry(channels=["wechat", own]))
    assert [made.words_for(channel)[0] for channel in made.channels] == ["报名今天开放", "微博"]
