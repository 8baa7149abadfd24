"""Webhook calls: signed as WeChat signs them, repeated as WeChat repeats them, read as WeChat reads the answer."""

import hashlib
import threading
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from wechatpy.crypto import WeChatCrypto

from bot.sandbox.world import Timing
from tests.sandbox.conftest import ScriptedBot
from tests.sandbox.tool import Tool


def fields_of(xml: str) -> dict[str, str]:
    return {element.tag: element.text or "" for element in ET.fromstring(xml)}


def passive(openid: str, account: str, content: str = "Bonjour", **changes: str) -> str:
    fields = {
        "ToUserName": openid,
        "FromUserName": account,
        "CreateTime": "1",
        "MsgType": "text",
        "Content": content,
        **changes,
    }
    return "<xml>" + "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in fields.items()) + "</xml>"


def crypto(box: Tool) -> Any:
    app = box.state()["app"]
    return WeChatCrypto(app["token"], app["aes_key"], app["app_id"])


def sha1(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def test_wechats_own_deadline_and_tries_are_the_default() -> None:
    assert (Timing().callback_deadline, Timing().callback_tries) == (5.0, 3)


def test_a_plain_call_is_signed_and_names_the_person(box: Tool, bot: ScriptedBot) -> None:
    box.send(content="9+9怎么申请")
    heard = bot.next_call()
    query = {name: values[0] for name, values in heard.query.items()}
    assert query["signature"] == sha1(box.state()["app"]["token"], query["timestamp"], query["nonce"])
    assert query["openid"] == box.openids()[0]
    assert "encrypt_type" not in query
    assert fields_of(heard.body)["Content"] == "9+9怎么申请"


def test_a_safe_call_holds_nothing_but_the_account_and_the_cipher(box: Tool, bot: ScriptedBot) -> None:
    box.send(content="你好", mode="safe")
    heard = bot.next_call()
    assert set(fields_of(heard.body)) == {"ToUserName", "Encrypt"}
    query = {name: values[0] for name, values in heard.query.items()}
    assert query["encrypt_type"] == "aes"
    opened = crypto(box).decrypt_message(heard.body, query["msg_signature"], query["timestamp"], query["nonce"])
    assert fields_of(opened)["Content"] == "你好"


def test_a_compat_call_holds_both(box: Tool, bot: ScriptedBot) -> None:
    box.send(content="你好", mode="compat")
    heard = bot.next_call()
    fields = fields_of(heard.body)
    assert fields["Content"] == "你好"
    query = {name: values[0] for name, values in heard.query.items()}
    opened = crypto(box).decrypt_message(heard.body, query["msg_signature"], query["timestamp"], query["nonce"])
    assert fields_of(opened)["MsgId"] == fields["MsgId"]


def test_the_timestamp_is_of_the_sandboxs_clock(box: Tool, bot: ScriptedBot) -> None:
    box.send(content="a")
    early = int(bot.next_call().query["timestamp"][0])
    box.travel(1_000_000)
    box.send(content="b")
    heard = bot.next_call()
    assert 1_000_000 <= int(heard.query["timestamp"][0]) - early < 1_000_060
    assert int(fields_of(heard.body)["CreateTime"]) > early + 999_999


def test_success_and_nothing_end_the_tries(box: Tool, bot: ScriptedBot) -> None:
    for body in ("success", ""):
        bot.answers = [(200, body)]
        (attempt,) = box.send(content="a")["attempts"]
        assert (attempt["status"], attempt["reply"], attempt["raw"], attempt["error"]) == (200, None, body, None)
    assert [line["kind"] for line in box.chat()] == ["sent", "sent"]


def test_a_reply_is_shown_to_the_person(box: Tool, bot: ScriptedBot) -> None:
    openid, account = box.openids()[0], box.state()["app"]["original_id"]
    bot.answers = [(200, passive(openid, account, "第一行\n第二行"))]
    (attempt,) = box.send(content="a")["attempts"]
    assert attempt["reply"] == {"type": "text", "content": "第一行\n第二行"}
    assert attempt["raw"].startswith("<xml>")
    assert attempt["ms"] > 0
    assert box.chat()[-1] == {"kind": "reply", "type": "text", "content": "第一行\n第二行", "at": box.chat()[-1]["at"]}


def test_an_encrypted_reply_is_opened(box: Tool, bot: ScriptedBot) -> None:
    box.put({"callback": {"mode": "safe"}})
    plain = passive(box.openids()[0], box.state()["app"]["original_id"], "中文")
    bot.answers = [(200, crypto(box).encrypt_message(plain, "nonce", "1700000000"))]
    (attempt,) = box.send(content="a")["attempts"]
    assert attempt["reply"] == {"type": "text", "content": "中文"}
    assert attempt["raw"] == plain


def test_compat_takes_both_kinds_of_reply(box: Tool, bot: ScriptedBot) -> None:
    plain = passive(box.openids()[0], box.state()["app"]["original_id"])
    bot.answers = [(200, plain), (200, crypto(box).encrypt_message(plain, "nonce", "1700000000"))]
    for _ in range(2):
        assert box.send(content="a", mode="compat")["attempts"][0]["reply"]["content"] == "Bonjour"


def test_a_news_reply_keeps_one_article(box: Tool, bot: ScriptedBot) -> None:
    item = "<item><Title>T</Title><Description>D</Description><PicUrl>https://p</PicUrl><Url>https://u</Url></item>"
    openid, account = box.openids()[0], box.state()["app"]["original_id"]
    head = passive(openid, account, MsgType="news").removesuffix("</xml>")
    bot.answers = [(200, f"{head}<ArticleCount>2</ArticleCount><Articles>{item}{item}</Articles></xml>")]
    (attempt,) = box.send(content="a")["attempts"]
    article = {"title": "T", "description": "D", "pic_url": "https://p", "url": "https://u"}
    assert attempt["reply"] == {"type": "news", "articles": [article]}


@pytest.mark.parametrize(
    ("mode", "reply", "why"),
    [
        ("plain", "{}", "not XML"),
        ("plain", "<html></html>", "root"),
        ("plain", passive("oSomebody", "{account}"), "ToUserName"),
        ("plain", passive("{openid}", "gh_wrong"), "FromUserName"),
        ("plain", passive("{openid}", "{account}", ""), "empty"),
        ("plain", passive("{openid}", "{account}", "字" * 683), "2048"),
        ("plain", passive("{openid}", "{account}", CreateTime="now"), "CreateTime"),
        ("plain", passive("{openid}", "{account}", MsgType="hologram"), "hologram"),
        ("plain", '<!DOCTYPE x [<!ENTITY a "b">]><xml><ToUserName>&a;</ToUserName></xml>', "not XML"),
        ("safe", passive("{openid}", "{account}"), "not encrypted"),
        ("safe", "<xml><Encrypt>AAAA</Encrypt><MsgSignature>x</MsgSignature></xml>", "MsgSignature"),
    ],
)
def test_a_reply_that_wechat_cannot_use_shows_its_fault_notice(
    box: Tool, bot: ScriptedBot, mode: str, reply: str, why: str
) -> None:
    names = {"{openid}": box.openids()[0], "{account}": box.state()["app"]["original_id"]}
    for name, value in names.items():
        reply = reply.replace(name, value)
    bot.answers = [(200, reply)]
    (attempt,) = box.send(content="a", mode=mode)["attempts"]
    assert attempt["reply"] is None
    assert why in attempt["error"]
    assert (box.chat()[-1]["kind"], "故障" in box.chat()[-1]["content"]) == ("notice", True)


def test_the_longest_reply_that_fits_is_shown(box: Tool, bot: ScriptedBot) -> None:
    bot.answers = [(200, passive(box.openids()[0], box.state()["app"]["original_id"], "字" * 682 + "ab"))]
    assert box.send(content="a")["attempts"][0]["error"] is None


def test_a_late_bot_is_tried_three_times_with_the_same_id(box: Tool, bot: ScriptedBot) -> None:
    bot.answers = [None]
    sent = box.send(content="a")
    assert [attempt["status"] for attempt in sent["attempts"]] == [None] * 3
    assert all("within" in attempt["error"] and attempt["ms"] >= 390 for attempt in sent["attempts"])
    heard = [fields_of(bot.next_call().body) for _ in range(3)]
    assert {(each["MsgId"], each["CreateTime"]) for each in heard} == {(sent["msg_id"], heard[0]["CreateTime"])}
    assert box.chat()[-1]["kind"] == "notice"


def test_a_failing_bot_is_tried_until_it_answers(box: Tool, bot: ScriptedBot) -> None:
    bot.answers = [(500, "oops"), None, (200, "success")]
    attempts = box.send(content="a")["attempts"]
    assert [attempt["status"] for attempt in attempts] == [500, None, 200]
    assert attempts[0]["raw"] == "oops"
    assert box.chat()[-1]["kind"] == "sent"


def test_a_bot_that_is_not_there_is_said_to_be_unreachable(box: Tool) -> None:
    box.put({"callback": {"url": "http://127.0.0.1:9/wechat"}})
    attempts = box.send(content="a")["attempts"]
    assert [attempt["status"] for attempt in attempts] == [None] * 3
    assert "reached" in attempts[0]["error"]


def test_without_an_address_a_message_is_refused_with_the_next_step(box: Tool) -> None:
    box.put({"callback": {"url": None}})
    answer = box.control("POST", "messages", {"openid": "oX", "type": "text", "content": "a"})
    assert answer.status_code == 409
    assert "PUT /_sandbox/state" in answer.json()["error"]


def test_copies_share_one_id_and_one_visible_reply(box: Tool, bot: ScriptedBot) -> None:
    bot.answers = [(200, passive(box.openids()[0], box.state()["app"]["original_id"]))]
    sent = box.send(content="a", msg_id=77, repeat=3)
    assert sent["msg_id"] == 77
    assert [attempt["status"] for attempt in sent["attempts"]] == [200] * 3
    assert {fields_of(bot.next_call().body)["MsgId"] for _ in range(3)} == {"77"}
    assert [line["kind"] for line in box.chat()] == ["sent", "reply"]


def test_parallel_copies_are_under_way_at_the_same_time(box: Tool, bot: ScriptedBot) -> None:
    box.put({"callback": {"url": bot.url}})
    bot.answers = [None]
    done: list[Any] = []
    sender = threading.Thread(target=lambda: done.append(box.send(content="a", repeat=4, parallel=True)))
    sender.start()
    first = [fields_of(bot.next_call().body)["MsgId"] for _ in range(4)]
    bot.answers = [(200, "success")]
    sender.join(10)
    assert len(set(first)) == 1
    assert [attempt["status"] for attempt in done[0]["attempts"]] == [None, 200] * 4
