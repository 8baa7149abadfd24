"""Messages and events: the XML that each one becomes, and what it changes."""

from typing import Any

import pytest

from tests.sandbox.conftest import ScriptedBot
from tests.sandbox.test_callback import fields_of
from tests.sandbox.tool import Tool


def pushed(box: Tool, bot: ScriptedBot, **message: Any) -> dict[str, str]:
    box.send(**message)
    return fields_of(bot.next_call().body)


@pytest.mark.parametrize(
    ("message", "fields"),
    [
        ({"type": "text", "content": "a ]]> b"}, {"Content": "a ]]> b"}),
        ({"type": "text", "content": "1", "bizmsgmenuid": 101}, {"Content": "1", "bizmsgmenuid": "101"}),
        ({"type": "image", "media_id": "m", "url": "http://p"}, {"MediaId": "m", "PicUrl": "http://p"}),
        ({"type": "voice", "media_id": "m"}, {"MediaId": "m", "Format": "amr"}),
        ({"type": "voice", "recognition": "你好"}, {"Recognition": "你好"}),
        ({"type": "video", "media_id": "m"}, {"MediaId": "m"}),
        (
            {"type": "location", "x": 23.134521, "y": 113.358803, "scale": 20, "label": "位置"},
            {"Location_X": "23.134521", "Location_Y": "113.358803", "Scale": "20", "Label": "位置"},
        ),
        (
            {"type": "link", "title": "t", "description": "d", "url": "https://u"},
            {"Title": "t", "Description": "d", "Url": "https://u"},
        ),
        ({"type": "file", "title": "a.zip"}, {"Title": "a.zip", "FileTotalLen": "222"}),
        ({"type": "hologram"}, {}),
    ],
)
def test_a_message_becomes_wechats_xml(
    box: Tool, bot: ScriptedBot, message: dict[str, Any], fields: dict[str, str]
) -> None:
    got = pushed(box, bot, **message, msg_id="12345678901234567", create_time=1_700_000_000)
    assert got["MsgType"] == message["type"]
    assert (got["MsgId"], got["CreateTime"]) == ("12345678901234567", "1700000000")
    assert (got["ToUserName"], got["FromUserName"]) == (box.state()["app"]["original_id"], box.openids()[0])
    assert {name: got[name] for name in fields} == fields


@pytest.mark.parametrize(
    ("message", "fields"),
    [
        ({"event": "CLICK", "event_key": "apply"}, {"EventKey": "apply"}),
        ({"event": "VIEW", "event_key": "https://u"}, {"EventKey": "https://u", "MenuId": "462000001"}),
        ({"event": "subscribe", "event_key": "qrscene_7"}, {"EventKey": "qrscene_7"}),
        ({"event": "subscribe"}, {"EventKey": ""}),
        ({"event": "SCAN", "event_key": "7"}, {"EventKey": "7"}),
        ({"event": "LOCATION", "x": 1.5, "y": 2.5}, {"Latitude": "1.5", "Longitude": "2.5"}),
        ({"event": "debug_demo"}, {"EventKey": ""}),
    ],
)
def test_an_event_becomes_wechats_xml_without_an_id(
    box: Tool, bot: ScriptedBot, message: dict[str, Any], fields: dict[str, str]
) -> None:
    got = pushed(box, bot, type="event", **message)
    assert (got["MsgType"], got["Event"]) == ("event", message["event"])
    assert "MsgId" not in got
    assert {name: got[name] for name in fields} == fields


def test_nested_events_keep_their_inside(box: Tool, bot: ScriptedBot) -> None:
    box.send(type="event", event="scancode_waitmsg", event_key="k", content="https://scanned")
    body = bot.next_call().body
    assert "<ScanCodeInfo><ScanType><![CDATA[qrcode]]></ScanType><ScanResult><![CDATA[https://scanned]]>" in body
    box.send(type="event", event="location_select", event_key="k", x=1, y=2, label="l")
    assert "<SendLocationInfo><Location_X>1</Location_X>" in bot.next_call().body


def test_an_event_has_no_msg_id_in_the_answer(box: Tool, bot: ScriptedBot) -> None:
    assert box.send(type="event", event="CLICK", event_key="a")["msg_id"] is None


def test_a_made_up_id_is_new_each_time_and_too_large_for_a_float(box: Tool, bot: ScriptedBot) -> None:
    ids = {box.send(content="a")["msg_id"] for _ in range(5)}
    assert len(ids) == 5
    assert all(int(each) > 2**53 for each in ids)


def test_whoever_writes_becomes_a_follower(box: Tool, bot: ScriptedBot) -> None:
    box.send(openid="oNewcomer", content="hello")
    assert box.get("followers")[-1] == {
        "openid": "oNewcomer",
        "nickname": "oNewco…",
        "subscribed": True,
        "tags": [],
    }
    assert box.chat("oNewcomer")[0]["content"] == "hello"


def test_follow_and_unfollow_change_the_person(box: Tool, bot: ScriptedBot) -> None:
    box.send(type="event", event="unsubscribe")
    assert box.get("followers")[0]["subscribed"] is False
    assert box.wechat("user/info", openid=box.openids()[0])["subscribe"] == 0
    box.send(type="event", event="subscribe", event_key="qrscene_12")
    assert box.get("followers")[0]["subscribed"] is True
    assert box.wechat("user/info", openid=box.openids()[0])["qr_scene"] == 12


def test_somebody_who_has_left_sees_no_fault_notice(box: Tool, bot: ScriptedBot) -> None:
    bot.answers = [(500, "")]
    box.send(type="event", event="unsubscribe")
    assert [line["kind"] for line in box.chat()] == ["sent"]


def test_the_chat_holds_everything_in_order(box: Tool, bot: ScriptedBot) -> None:
    openid = box.openids()[0]
    box.send(content="hello")
    box.code("message/custom/send", {"touser": openid, "msgtype": "text", "text": {"content": "from a person"}})
    box.mass("to all")
    chat = box.chat()
    assert [(line["kind"], line["type"], line["content"]) for line in chat] == [
        ("sent", "text", "hello"),
        ("custom", "text", "from a person"),
        ("mass", "text", "to all"),
    ]
    assert sorted(line["at"] for line in chat) == [line["at"] for line in chat]


@pytest.mark.parametrize(
    ("message", "named"),
    [
        ({"openid": "oX"}, "type"),
        ({"type": "text"}, "openid"),
        ({"openid": "", "type": "text"}, "openid"),
        ({"openid": "o\nX", "type": "text"}, "openid"),
        ({"openid": "oX", "type": "event"}, "event"),
        ({"openid": "oX", "type": "te xt"}, "type"),
        ({"openid": "oX", "type": "text", "contents": "a"}, "contents"),
        ({"openid": "oX", "type": "text", "content": 1}, "content"),
        ({"openid": "oX", "type": "text", "msg_id": "1a"}, "msg_id"),
        ({"openid": "oX", "type": "text", "msg_id": 2**64}, "msg_id"),
        ({"openid": "oX", "type": "text", "repeat": 0}, "repeat"),
        ({"openid": "oX", "type": "text", "repeat": 10**6}, "repeat"),
        ({"openid": "oX", "type": "text", "mode": "open"}, "mode"),
        ({"openid": "oX", "type": "location", "x": "east"}, "x"),
        ({"openid": "oX", "type": "text", "create_time": "now"}, "create_time"),
        ("text", "body"),
        ({"openid": "oX", "type": "text", "content": "half an emoji \ud83d"}, "JSON"),
    ],
)
def test_a_message_that_makes_no_sense_is_refused_by_name(
    box: Tool, bot: ScriptedBot, message: object, named: str
) -> None:
    answer = box.control("POST", "messages", message)
    assert answer.status_code == 400
    assert named in answer.json()["error"]
    assert bot.heard.empty()


def test_characters_that_xml_cannot_hold_are_left_out(box: Tool, bot: ScriptedBot) -> None:
    assert pushed(box, bot, content="a\x00b\x0bc\n")["Content"] == "abc\n"
