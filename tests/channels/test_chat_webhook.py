"""A WeCom group's robot: what it is sent, and what its answers mean."""

import json
import logging
import time
from datetime import UTC, datetime

import pytest

from bot.channels.chat_webhook import TEXT_BYTES, ChatWay, fitting
from bot.channels.http import Deadlines
from bot.core.notices import Message
from tests.channels.wire import CANARY, Act, Wire, drip, http, reset, silent, wire

NOON = datetime(2026, 12, 10, 4, 0, tzinfo=UTC)
MESSAGE = Message("notice-1-0", NOON, "talk on Weibo: unknown", "宣讲会：答复丢失了。")
TAKEN = http('{"errcode":0,"errmsg":"ok"}')


def a_way(server: Wire) -> ChatWay:
    address = f"{server.base}/cgi-bin/webhook/send?key={CANARY}"
    return ChatWay(address, time.monotonic, deadlines=Deadlines(connect=1, answer=1))


def test_a_message_is_posted_as_text() -> None:
    with wire(TAKEN) as server:
        assert a_way(server).send(MESSAGE) == ""
    [seen] = server.seen
    head, _, body = seen.partition(b"\r\n\r\n")
    assert head.startswith(b"POST /cgi-bin/webhook/send?key=" + CANARY.encode())
    assert b"application/json" in head.lower()
    assert json.loads(body) == {"msgtype": "text", "text": {"content": "talk on Weibo: unknown\n宣讲会：答复丢失了。"}}
    assert "宣讲会".encode() in body


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (http('{"errcode":45009,"errmsg":"api freq out of limit"}'), "in this minute"),
        (http('{"errcode":93000,"errmsg":"invalid webhook url"}'), "Copy its address again"),
        (http('{"errcode":40058,"errmsg":"CANARYsecretCANARY"}'), "WeCom refused the message (code 40058)"),
        (http("down", "500 Internal Server Error"), "(HTTP 500)"),
        (http('{"errcode":0}', "502 Bad Gateway"), "(HTTP 502)"),
        (http("<html>hello</html>"), "(HTTP 200)"),
        (http('{"ok":true}'), "(HTTP 200)"),
        (http('{"errcode":"0"}'), "(HTTP 200)"),
        (http('{"errcode":false}'), "(HTTP 200)"),
        (http("[0]"), "(HTTP 200)"),
        (http(""), "(HTTP 200)"),
        (http("", "302 Found", Location="http://127.0.0.1:9/"), "(HTTP 302)"),
        (reset, "the connection to 127.0.0.1"),
        (silent, "did not answer in time"),
        (drip(b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n"), "did not answer in time"),
    ],
)
def test_whatever_is_no_success_is_a_sentence_without_the_key(
    answer: Act, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with wire(answer) as server:
        why = a_way(server).send(MESSAGE)
    assert told in why
    assert CANARY not in why + caplog.text


def test_a_robot_that_cannot_be_reached_is_told() -> None:
    with wire(TAKEN) as server:
        way = a_way(server)
    assert "refused the connection" in way.send(MESSAGE)


@pytest.mark.parametrize("text", ["字" * 3000, "a" * 5000, "é" * 1024 + "x", "😀" * 600])
def test_a_long_text_is_cut_to_what_the_robot_takes(text: str) -> None:
    cut = fitting(text, TEXT_BYTES)
    assert len(cut.encode()) <= TEXT_BYTES
    assert cut.endswith("shows all of it.)")
    assert text.startswith(cut.partition("…")[0])


def test_a_text_that_fits_is_left_alone_and_half_a_character_breaks_nothing() -> None:
    assert fitting("字" * 682, TEXT_BYTES) == "字" * 682
    assert fitting("\ud800", TEXT_BYTES) == "?"
