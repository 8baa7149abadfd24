"""WeChat's mass sends: keys, quotas, audiences, what people see and what the platform reports."""

import xml.etree.ElementTree as ET
from typing import Any

import requests

from tests.sandbox.conftest import ScriptedBot
from tests.sandbox.tool import DAY, SECONDS, Tool, jpeg


def article_mass(box: Tool, media_id: str | None = None, **more: Any) -> dict[str, Any]:
    body = {"filter": {"is_to_all": True}, "msgtype": "mpnews", "mpnews": {"media_id": media_id or box.draft()}}
    return box.wechat("message/mass/sendall", {**body, **more})


def tagged(box: Tool, people: int) -> int:
    tag_id = int(box.wechat("tags/create", {"tag": {"name": "申请人"}})["tag"]["id"])
    body = {"openid_list": box.openids()[:people], "tagid": tag_id}
    assert box.code("tags/members/batchtagging", body) == 0
    return tag_id


def to_tag(box: Tool, tag_id: int, text: str, **more: Any) -> dict[str, Any]:
    return box.mass(text, filter={"is_to_all": False, "tag_id": tag_id}, **more)


def root(bot: ScriptedBot) -> ET.Element:
    return ET.fromstring(bot.next_call().body)


def test_an_article_reaches_everybody_and_has_a_page(box: Tool) -> None:
    sent = article_mass(box, box.draft(digest="摘要", author="办公室"), clientmsgid="k1")
    assert set(sent) == {"errcode", "errmsg", "msg_id", "msg_data_id"}
    (row,) = box.posts("wechat")
    assert (row["id"], row["key"], row["title"], row["text"]) == (str(sent["msg_id"]), "k1", "说明会", "周四19:00")
    assert row["audience"] == {"to": "all", "count": 3}
    assert requests.get(row["media"][0], timeout=SECONDS).content == jpeg()
    page = requests.get(row["url"], timeout=SECONDS)
    assert "<h1>说明会</h1>" in page.text
    assert "script" not in page.headers["Content-Security-Policy"]
    for openid in box.openids():
        (line,) = box.chat(openid)
        assert (line["kind"], line["type"], line["articles"][0]["digest"]) == ("mass", "mpnews", "摘要")


def test_a_draft_is_used_up_by_sending(box: Tool) -> None:
    media_id = box.draft()
    article_mass(box, media_id)
    assert box.code("draft/get", {"media_id": media_id}) == 40007
    assert article_mass(box, media_id, clientmsgid="other")["errcode"] == 40007


def test_the_same_key_gets_45066_within_a_minute_and_then_45065_with_the_first_id(box: Tool) -> None:
    media_id = box.draft()
    first = article_mass(box, media_id, clientmsgid="k1")
    assert article_mass(box, media_id, clientmsgid="k1")["errcode"] == 45066
    box.travel(60)
    again = article_mass(box, media_id, clientmsgid="k1")
    assert (again["errcode"], again["msg_id"]) == (45065, first["msg_id"])
    assert len(box.posts("wechat")) == 1


def test_a_key_is_forgotten_after_its_day(box: Tool) -> None:
    box.put({"wechat": {"mass_memory_seconds": 100}})
    box.mass("one", clientmsgid="k1")
    box.put({"wechat": {"quota": {"mass_day": 9}}})
    box.travel(100)
    assert box.mass("two", clientmsgid="k1")["errcode"] == 0


def test_a_refused_send_does_not_use_its_key_up(box: Tool) -> None:
    assert article_mass(box, "nothing", clientmsgid="k1")["errcode"] == 40007
    assert article_mass(box, clientmsgid="k1")["errcode"] == 0


def test_without_a_key_an_identical_send_is_recognised_by_its_content(box: Tool) -> None:
    box.put({"wechat": {"quota": {"mass_day": 9}}})
    first = box.mass("same")
    assert box.mass("other")["errcode"] == 0
    box.travel(61)
    assert (box.mass("same")["errcode"], box.mass("same")["errcode"]) == (45065, 45066)
    assert box.posts("wechat")[0]["key"] is None
    assert first["errcode"] == 0


def test_a_key_longer_than_32_bytes_is_45067(box: Tool) -> None:
    assert box.mass("a", clientmsgid="k" * 33)["errcode"] == 45067
    assert box.mass("a", clientmsgid="k" * 32)["errcode"] == 0


def test_a_service_account_sends_to_all_once_a_day_and_four_times_a_month(box: Tool) -> None:
    assert (box.mass("one")["errcode"], box.mass("two")["errcode"]) == (0, 45028)
    box.put({"wechat": {"quota": {"mass_day": 100}}})
    assert [box.mass(f"more {number}")["errcode"] for number in range(4)] == [0, 0, 0, 45028]
    box.travel(17 * DAY)
    assert box.mass("in April")["errcode"] == 0


def test_the_day_ends_at_midnight_in_beijing(box: Tool) -> None:
    box.mass("one")
    box.travel(DAY / 2 - 60)
    assert box.mass("two")["errcode"] == 45028
    box.travel(60)
    assert box.mass("two")["errcode"] == 0


def test_a_subscription_account_sends_once_a_day_to_anyone_and_never_by_openid(box: Tool) -> None:
    box.put({"wechat": {"account_type": "subscription"}})
    tag_id = tagged(box, 1)
    assert to_tag(box, tag_id, "one")["errcode"] == 0
    assert box.mass("two")["errcode"] == 45028
    body = {"touser": box.openids(), "msgtype": "text", "text": {"content": "a"}}
    assert box.code("message/mass/send", body) == 48001


def test_a_fifth_message_in_a_month_silently_misses_a_service_accounts_follower(box: Tool) -> None:
    tag_id = tagged(box, 1)
    assert [to_tag(box, tag_id, f"n{number}")["errcode"] for number in range(5)] == [0] * 5
    assert len(box.chat()) == 4
    assert len(box.posts("wechat")) == 4


def test_a_tag_reaches_its_people_only(box: Tool) -> None:
    tag_id = tagged(box, 2)
    to_tag(box, tag_id, "hello")
    assert [len(box.chat(openid)) for openid in box.openids()] == [1, 1, 0]
    assert box.posts("wechat")[0]["audience"] == {"to": "tag", "tag_id": tag_id, "count": 2}


def test_wrong_audiences_have_their_codes(box: Tool) -> None:
    for chosen in ({"is_to_all": False, "tag_id": 999}, {"is_to_all": False}, {"group_id": 2}):
        assert box.mass("a", filter=chosen)["errcode"] == 40152
    assert box.mass("a", filter=None)["errcode"] == 40035
    text = {"msgtype": "text", "text": {"content": "a"}}
    assert box.code("message/mass/send", {**text, "touser": ["oX"]}) == 40130
    assert box.code("message/mass/send", {**text, "touser": ["oX"] * 10_001}) == 40032


def test_a_list_of_openids_reaches_the_followers_among_them(box: Tool) -> None:
    body = {"touser": [*box.openids()[:1], "oNobody"], "msgtype": "text", "text": {"content": "a"}}
    assert box.code("message/mass/send", body) == 0
    assert box.posts("wechat")[0]["audience"] == {"to": "openids", "count": 1}


def test_messages_have_their_own_checks(box: Tool) -> None:
    assert box.mass("")["errcode"] == 44004
    assert box.mass("字" * 700)["errcode"] == 45002
    assert box.mass("a", msgtype="hologram")["errcode"] == 40008
    assert box.mass("a", msgtype="voice")["errcode"] == 40035
    assert box.mass("a", msgtype="image", image={"media_id": "x"})["errcode"] == 40007


def test_pictures_are_taken_in_both_spellings(box: Tool) -> None:
    box.put({"wechat": {"quota": {"mass_day": 9}}})
    media_id = box.upload(jpeg())["media_id"]
    assert box.mass("", msgtype="image", image={"media_id": media_id})["errcode"] == 0
    assert box.mass("", msgtype="image", images={"media_ids": [media_id]})["errcode"] == 0
    assert len(box.posts("wechat")[1]["media"]) == 1


def test_the_finish_event_says_what_was_sent(box: Tool, bot: ScriptedBot) -> None:
    sent = article_mass(box)
    event = root(bot)
    assert event.findtext("Event") == "MASSSENDJOBFINISH"
    assert (event.findtext("MsgID"), event.findtext("Status")) == (str(sent["msg_id"]), "send success")
    counts = [event.findtext(name) for name in ("TotalCount", "FilterCount", "SentCount", "ErrorCount")]
    assert counts == ["3", "3", "3", "0"]
    assert event.findtext("ArticleUrlResult/ResultList/item/ArticleUrl") == box.posts("wechat")[0]["url"]
    assert event.findtext("CopyrightCheckResult/CheckState") == "0"


def test_the_finish_event_is_tried_three_times(box: Tool, bot: ScriptedBot) -> None:
    bot.answers = [(500, "")]
    box.mass()
    assert len({bot.next_call().body for _ in range(3)}) == 1


def test_the_finish_event_waits_for_its_delay_on_the_sandboxs_clock(box: Tool, bot: ScriptedBot) -> None:
    box.put({"wechat": {"finish_event_delay": 1000}})
    sent = box.mass()
    assert box.wechat("message/mass/get", {"msg_id": sent["msg_id"]})["msg_status"] == "SENDING"
    assert len(box.posts("wechat")) == 1
    box.travel(2)
    assert box.wechat("message/mass/get", {"msg_id": sent["msg_id"]})["msg_status"] == "SEND_SUCCESS"
    assert bot.heard.empty()
    box.travel(1000)
    assert root(bot).findtext("MsgID") == str(sent["msg_id"])


def test_mass_get_knows_its_messages_only(box: Tool) -> None:
    sent = box.mass()
    assert box.wechat("message/mass/get", {"msg_id": sent["msg_id"]}) == {
        "msg_id": sent["msg_id"],
        "msg_status": "SEND_SUCCESS",
    }
    assert box.code("message/mass/get", {"msg_id": 1}) == 40059


def test_group_send_protection_waits_for_an_admin(box: Tool, bot: ScriptedBot) -> None:
    box.put({"wechat": {"group_send_protection": True}})
    media_id = box.draft()
    sent = article_mass(box, media_id)
    assert box.posts() == []
    assert box.code("draft/get", {"media_id": media_id}) == 0
    assert box.wechat("message/mass/get", {"msg_id": sent["msg_id"]})["msg_status"] == "SENDING"
    assert box.mass("another")["errcode"] == 89504
    assert (
        box.control("POST", "admin_tap", {"msg_id": sent["msg_id"], "accept": True}).json()["status"] == "send success"
    )
    assert root(bot).findtext("Status") == "send success"
    assert len(box.posts()) == 1


def test_a_refusing_admin_ends_the_send_and_leaves_draft_and_quota(box: Tool, bot: ScriptedBot) -> None:
    box.put({"wechat": {"group_send_protection": True}})
    media_id = box.draft()
    sent = article_mass(box, media_id)
    box.control("POST", "admin_tap", {"accept": False})
    assert root(bot).findtext("Status") == "err(40001)"
    assert box.wechat("message/mass/get", {"msg_id": sent["msg_id"]})["msg_status"] == "SEND_FAIL"
    assert box.posts() == []
    assert box.code("draft/get", {"media_id": media_id}) == 0
    assert box.mass("another")["errcode"] == 0
    assert box.control("POST", "admin_tap", {"msg_id": sent["msg_id"], "accept": True}).status_code == 404


def test_an_admin_who_does_not_answer_within_30_minutes_refuses(box: Tool, bot: ScriptedBot) -> None:
    box.put({"wechat": {"group_send_protection": True}})
    box.mass()
    box.travel(1790)
    assert bot.heard.empty()
    box.travel(11)
    assert root(bot).findtext("Status") == "err(40002)"


def test_protection_is_for_sends_to_all(box: Tool) -> None:
    box.put({"wechat": {"group_send_protection": True}})
    to_tag(box, tagged(box, 1), "hello")
    assert len(box.posts("wechat")) == 1


def test_an_admin_tap_must_say_what_and_for_which(box: Tool) -> None:
    assert box.control("POST", "admin_tap", {"accept": True}).status_code == 404
    assert box.control("POST", "admin_tap", {"accept": "yes"}).status_code == 400
    assert box.control("POST", "admin_tap", {"acept": True}).status_code == 400


def test_a_preview_is_seen_by_one_person_and_is_no_post(box: Tool) -> None:
    media_id = box.draft()
    body = {"touser": box.openids()[1], "msgtype": "mpnews", "mpnews": {"media_id": media_id}}
    assert box.code("message/mass/preview", body) == 0
    assert box.chat(box.openids()[1])[0]["preview"] is True
    assert box.posts() == []
    assert box.code("draft/get", {"media_id": media_id}) == 0
    assert box.code("message/mass/preview", {**body, "touser": "oNobody"}) == 40003


def test_a_deleted_article_loses_its_page_but_not_its_card(box: Tool) -> None:
    sent = article_mass(box)
    url = box.posts("wechat")[0]["url"]
    assert box.code("message/mass/delete", {"msg_id": sent["msg_id"], "article_idx": 1}) == 0
    assert requests.get(url, timeout=SECONDS).status_code == 404
    assert box.wechat("message/mass/get", {"msg_id": sent["msg_id"]})["msg_status"] == "DELETE"
    assert len(box.chat()) == 1
    assert box.code("message/mass/delete", {"msg_id": 1}) == 40059


def test_a_minute_has_sixty_sends(box: Tool) -> None:
    assert [box.mass("")["errcode"] for _ in range(61)] == [44004] * 60 + [45011]
    box.travel(60)
    assert box.mass("")["errcode"] == 44004
