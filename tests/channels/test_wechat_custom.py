"""A colleague's words to one student: what WeChat's answers mean, against the sandbox and against odd bytes."""

import pytest

from bot.core.delivery import Refused, Sent, Unknown
from tests.channels.box import Box
from tests.channels.test_wechat_answers import channel, says
from tests.channels.wire import http, reset, silent, wire

STUDENT = "oStudent-of_ParisTech_000001"
SEND = "wechat:/cgi-bin/message/custom/send"


def writes(box: Box) -> None:
    """The student writes, which opens the window whatever the bot says."""
    box.state(callback={"url": "http://127.0.0.1:9/wechat", "mode": "plain"})
    box.ask("POST", "/_sandbox/messages", {"openid": STUDENT, "type": "text", "content": "hello"})


def told(box: Box) -> list[str]:
    rows = box.ask("GET", f"/_sandbox/followers/{STUDENT}")
    return [row["content"] for row in rows if row.get("kind") == "custom"]


def test_the_window_takes_five_messages_and_then_says_so(box: Box) -> None:
    writes(box)
    account = box.wechat()
    for number in range(5):
        assert account.tell(STUDENT, f"第{number}条") == Sent()
    assert told(box) == [f"第{number}条" for number in range(5)]
    refused = account.tell(STUDENT, "one too many")
    assert isinstance(refused, Refused)
    assert refused.code == "45047"
    assert "before they write again" in refused.why


def test_somebody_who_never_wrote_is_not_reached(box: Box) -> None:
    refused = box.wechat().tell("oNobody-of_ParisTech_0000001", "hello")
    assert isinstance(refused, Refused)


def test_without_the_right_it_is_refused(box: Box) -> None:
    writes(box)
    box.state(wechat={"verified": False})
    refused = box.wechat().tell(STUDENT, "hello")
    assert isinstance(refused, Refused)
    assert refused.code == "48001"
    assert told(box) == []


def test_a_lost_answer_is_not_known_and_is_not_sent_again(box: Box) -> None:
    writes(box)
    box.fault(SEND, "reset_after")
    assert isinstance(box.wechat().tell(STUDENT, "once"), Unknown)
    assert told(box) == ["once"]


@pytest.mark.parametrize("act", [http(b""), http("<html>"), http("{}", "502 Bad Gateway"), reset, silent, says(31337)])
def test_an_answer_that_says_nothing_is_not_known(act: object) -> None:
    with wire(act) as far:
        assert isinstance(channel(far).tell(STUDENT, "hello"), Unknown)


@pytest.mark.parametrize("code", [45015, 45047, 48001, 40003, 45009, 45011, 45002, 42001])
def test_a_refusal_is_certainly_not_there(code: int) -> None:
    with wire(says(code)) as far:
        refused = channel(far).tell(STUDENT, "hello")
    assert isinstance(refused, Refused)
    assert refused.why
