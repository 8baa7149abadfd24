"""Three results and no fourth: what a wire does decides between answer, certainly not sent, and lost."""

import gzip
import socket
import time
from collections.abc import Iterator

import pytest

from bot.channels.http import Answer, Deadlines, Http, Lost, NotSent
from tests.channels.wire import CANARY, drip, http, reset, reset_before, silent, wire

SHORT = Deadlines(connect=0.5, answer=0.4, body_bytes=100_000)


def call(base: str, *, deadlines: Deadlines = SHORT, fault=lambda point: None, publishing: bool = False):
    """One request with a secret in its address and in its body."""
    client = Http(time.monotonic, fault, deadlines=deadlines)
    where = f"{base}/post?access_token={CANARY}"
    return client.call("POST", where, data={"secret": CANARY}, publishing=publishing)


@pytest.fixture
def closed_port() -> Iterator[str]:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{unused.getsockname()[1]}"


def test_an_answer_comes_whole():
    with wire(http('{"a": "中"}', X_Rate="7")) as far:
        answer = call(far.base)
    assert isinstance(answer, Answer)
    assert (answer.status, answer.json, answer.says("x-rate")) == (200, {"a": "中"}, "7")


def test_a_byte_order_mark_is_no_obstacle():
    with wire(http(b'\xef\xbb\xbf{"a": 1}')) as far:
        assert call(far.base).json == {"a": 1}


@pytest.mark.parametrize(
    "body", [b"", b"<html>busy</html>", b'{"a": 1', b"null", b"\xff\xfe\x00", b"[" * 50_000], ids=lambda b: repr(b[:9])
)
def test_what_is_not_json_has_no_json(body):
    with wire(http(body)) as far:
        answer = call(far.base)
    assert isinstance(answer, Answer)
    assert answer.json is None


def test_a_compressed_answer_is_not_opened():
    with wire(http(gzip.compress(b"0" * 50_000_000), Content_Encoding="gzip")) as far:
        answer = call(far.base)
    assert isinstance(answer, Answer)
    assert answer.json is None
    assert len(answer.body) < 100_000


def test_an_endless_answer_is_cut():
    with wire(http(b"x" * 200_000)) as far:
        assert isinstance(call(far.base), Lost)


def test_a_refused_connection_is_certainly_not_sent(closed_port):
    result = call(closed_port)
    assert isinstance(result, NotSent)
    assert "refused" in result.why


def test_an_unknown_name_is_certainly_not_sent():
    result = call("http://no-such-host.invalid")
    assert isinstance(result, NotSent)
    assert "not found" in result.why


def test_a_failed_tls_handshake_is_certainly_not_sent():
    with wire(http("no tls here")) as far:
        assert isinstance(call(far.base.replace("http:", "https:")), NotSent)


def test_a_broken_address_is_certainly_not_sent():
    assert isinstance(call("http://[::1"), NotSent)


def test_a_reset_at_the_door_is_lost_unless_it_came_before_the_connection_stood():
    with wire(reset_before) as far:
        assert isinstance(call(far.base), Lost | NotSent)


@pytest.mark.parametrize("act", [reset, silent, b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}", b"\0\0"])
def test_what_breaks_after_the_connection_stood_is_lost(act):
    with wire(act) as far:
        assert isinstance(call(far.base), Lost)


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Slow: "])
def test_a_dripping_answer_ends_at_the_deadline(head):
    with wire(drip(head)) as far:
        began = time.monotonic()
        result = call(far.base)
    assert isinstance(result, Lost)
    assert "in time" in result.why
    assert time.monotonic() - began < 2


def test_a_redirect_is_not_followed():
    with wire(http("{}", "302 Found", Location="http://127.0.0.1:1/")) as far:
        answer = call(far.base)
        assert len(far.seen) == 1
    assert isinstance(answer, Answer)
    assert answer.status == 302


def test_nothing_is_sent_twice():
    with wire(reset, http("{}")) as far:
        assert isinstance(call(far.base), Lost)
        assert len(far.seen) == 1


def test_the_crash_point_lies_between_head_and_body_of_the_publishing_call():
    passed: list[str] = []
    with wire(http("{}")) as far:
        call(far.base, fault=passed.append)
        assert passed == []
        call(far.base, fault=passed.append, publishing=True)
    assert passed == ["P3"]


def test_the_environment_has_no_say_in_the_way_out(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with wire(http("{}")) as far:
        assert isinstance(call(far.base), Answer)


def test_the_settings_proxy_is_used():
    with wire(http('{"by": "proxy"}')) as proxy:
        client = Http(time.monotonic, lambda point: None, proxy=proxy.base, deadlines=SHORT)
        answer = client.call("GET", "http://api.x.invalid/2/tweets")
        assert proxy.seen[0].startswith(b"GET http://api.x.invalid/2/tweets")
    assert isinstance(answer, Answer)


def test_no_failure_tells_a_secret(closed_port):
    with wire(reset, silent, http(b"x" * 200_000)) as far:
        results = [call(far.base), call(far.base), call(far.base), call(closed_port), call("http://x.invalid")]
    assert all(isinstance(result, Lost | NotSent) for result in results)
    assert CANARY not in repr(results)
