"""The HTTP server that stands before the app: no caller can use it up (facts/reliability.md §4.1 no. 44)."""

import http.client
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from bot import connections, serving

LARGE = b"a" * 65_536


async def app(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture
def port() -> Iterator[int]:
    """A server as `serve` makes it, with an app that answers at once and reads no body."""
    with serving.listening("127.0.0.1", 0) as sock:
        server = uvicorn.Server(serving.config_of(app, "127.0.0.1", 0, lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        yield sock.getsockname()[1]
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.1)


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=5)


def everything(connection: socket.socket) -> bytes:
    """What is said until the connection is closed."""
    said = b""
    try:
        while piece := connection.recv(4096):
            said += piece
    except ConnectionResetError:
        pass
    return said


def poured(port: int, start: bytes, pieces: int) -> int:
    """How many pieces a caller gets rid of who never comes to the end of the head."""
    with connect(port) as connection:
        connection.sendall(start)
        for number in range(pieces):
            try:
                connection.sendall(LARGE)
            except OSError:
                return number
    return pieces


@pytest.mark.usefixtures("hurried")
def test_a_head_that_trickles_in_is_given_up(port: int) -> None:
    with connect(port) as connection:
        connection.sendall(b"POST /wechat HTTP/1.1\r\nHost: x\r\n")
        assert everything(connection).startswith(b"HTTP/1.1 408 ")


@pytest.mark.usefixtures("hurried")
def test_a_second_head_that_trickles_in_is_given_up(port: int) -> None:
    with connect(port) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connection.recv(4096).startswith(b"HTTP/1.1 200 ")
        connection.sendall(b"GET / HTTP/1.1\r\n")
        assert everything(connection).startswith(b"HTTP/1.1 408 ")


@pytest.mark.usefixtures("hurried")
def test_a_caller_who_says_nothing_is_cut_off(port: int) -> None:
    with connect(port) as connection:
        assert everything(connection) == b""


@pytest.mark.usefixtures("hurried")
def test_a_body_that_nobody_reads_may_not_trickle_forever(port: int) -> None:
    with connect(port) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
        assert connection.recv(4096).startswith(b"HTTP/1.1 200 ")
        connection.sendall(b"a")
        assert everything(connection) == b""


@pytest.mark.parametrize("start", [b"GET /?", b"GET / HTTP/1.1\r\nHost: x\r\nX: "])
def test_a_head_without_end_is_refused(port: int, start: bytes) -> None:
    assert poured(port, start, 400) < 400


def test_a_large_but_finished_body_that_nobody_reads_does_no_harm(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    for _ in range(3):
        connection.request("POST", "/", LARGE * 4)
        assert connection.getresponse().read() == b"ok"
    connection.close()


def test_requests_sent_all_at_once_are_answered_one_by_one(port: int) -> None:
    with connect(port) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 4 + b"GET / HTTP/1.0\r\n\r\n")
        assert everything(connection).count(b"200 OK") == 5
