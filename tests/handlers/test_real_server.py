"""The webhook behind a real HTTP server, called by the sandbox as WeChat does, and by callers who misbehave."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import uvicorn

from bot.sandbox.run import Sandbox
from handlers import wechat
from tests.handlers.world import ACCOUNT, AES_KEY, APP_ID, TOKEN, World, signature, xml


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


class Served:
    """A bot on a port of its own, and a sandbox that knows it."""

    def __init__(self, port: int, control: str) -> None:
        self.port = port
        self.control = control

    def call(self, method: str, path: str, body: object = None) -> Any:
        host, port = self.control.removeprefix("http://").split(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=20)
        connection.request(method, path, json.dumps(body), {"Content-Type": "application/json"})
        answer = json.loads(connection.getresponse().read())
        connection.close()
        return answer

    def message(self, **fields: object) -> list[Any]:
        attempts: list[Any] = self.call("POST", "/_sandbox/messages", {"openid": "oStudent", "type": "text", **fields})[
            "attempts"
        ]
        return attempts

    def raw(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(request)
            return connection.recv(4096)


@pytest.fixture
def served(make_world: Callable[..., World], request: pytest.FixtureRequest) -> Iterator[Served]:
    world = make_world(clock=RealClock(), mode=getattr(request, "param", "safe"))
    config = uvicorn.Config(world.app, http="httptools", log_config=None, lifespan="off", ws="none")
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    with socket.create_server(("127.0.0.1", 0)) as listening, Sandbox() as sandbox:
        port = listening.getsockname()[1]
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        made = Served(port, sandbox.addresses.control)
        app = {"app_id": APP_ID, "token": TOKEN, "aes_key": AES_KEY, "original_id": ACCOUNT}
        made.call(
            "PUT",
            "/_sandbox/state",
            {"callback": {"url": f"http://127.0.0.1:{port}/wechat", "mode": "safe"}, "app": app},
        )
        yield made
        server.should_exit = True
        thread.join(10)


def test_a_student_of_the_sandbox_talks_to_the_bot(served: Served) -> None:
    (answer,) = served.message(content="奖学金")
    assert answer["status"] == 200
    assert "1. " in answer["reply"]["content"]
    (choice,) = served.message(content="2")
    assert choice["reply"]["content"] == "eiffel的回答。 [zh]"


def test_copies_of_the_sandbox_get_one_answer(served: Served) -> None:
    answers = served.message(content="人工", repeat=3, parallel=True)
    assert len({answer["reply"]["content"] for answer in answers}) == 1


def test_a_plain_message_of_the_sandbox_is_refused(served: Served) -> None:
    assert {answer["status"] for answer in served.message(content="hi", mode="plain")} == {403}


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"POST /wechat HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", b"411"),
        (b"POST /wechat HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n", b"413"),
        (b"POST /wechat HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Encoding: gzip\r\n\r\nhello", b"415"),
        (b"POST /wechat HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n", b"400"),
        (b"TRACE /wechat HTTP/1.1\r\nHost: x\r\n\r\n", b"405"),
        (b"GET /wechat HTTP/1.1\r\nHost: x\r\n\r\n", b"403"),
    ],
)
def test_a_caller_who_misbehaves_is_refused(served: Served, request_: bytes, status: bytes) -> None:
    assert served.raw(request_).split(b" ")[1] == status


def signed(body: bytes, *, nonce: str, token: str = TOKEN) -> bytes:
    timestamp = str(int(time.time()))
    query = f"signature={signature(token, timestamp, nonce)}&timestamp={timestamp}&nonce={nonce}"
    return f"POST /wechat?{query} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


@pytest.mark.parametrize("served", ["plain"], indirect=True)
def test_after_all_that_is_hostile_the_bot_lives_on(served: Served) -> None:
    who = {"ToUserName": ACCOUNT, "FromUserName": "oX", "CreateTime": int(time.time())}
    unknown = xml(**who, MsgType="event", Event="moon_landing")
    good = signed(unknown, nonce="1")
    assert served.raw(good).endswith(b"\r\n\r\nsuccess")
    hostile = {
        "another body": (good.replace(b"moon", b"mars"), b"403"),
        "a wrong signature": (signed(unknown, nonce="2", token="another0token000"), b"403"),
        "a DTD": (signed(b'<!DOCTYPE a [<!ENTITY b "c">]>' + unknown, nonce="3"), b"400"),
        "a megabyte": (signed(b"<a>" * 350_000, nonce="4"), b"413"),
    }
    for name, (request, wanted) in hostile.items():
        assert served.raw(request).split(b" ")[1] == wanted, name
    (answer,) = served.message(content="9+9怎么申请？", mode="plain")
    assert answer["reply"]["content"].startswith("apply的回答。")


def test_a_body_that_trickles_in_is_given_up(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wechat, "BODY_SECONDS", 0.1)
    answer = served.raw(b"POST /wechat HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n<xml>")
    assert answer.split(b" ")[1] == b"408"
    assert b"connection: close" in answer.lower()
