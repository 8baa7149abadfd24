"""What the phone page stands on: its files, articles, live events."""

import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.sandbox.conftest import ScriptedBot
from tests.sandbox.tool import SECONDS, Tool


def test_the_page_and_its_files_are_served_with_a_strict_policy(box: Tool) -> None:
    for path, kind in (("/", "text/html"), ("/static/phone.js", "text/javascript"), ("/static/phone.css", "text/css")):
        answer = requests.get(box.addresses.control + path, timeout=SECONDS)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith(kind)
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../run.py",
        "/static/..%2frun.py",
        "/static/%2e%2e/run.py",
        "/static/%2e%2e%2f%2e%2e%2f%2e%2e%2fpyproject.toml",
        "/static//etc/passwd",
        "/static/nothing.js",
        "/static/",
        "/static/a%00.js",
        "/media/nothing",
        "/s/nothing",
        "/s/draft",
    ],
)
def test_nothing_else_is_served(box: Tool, path: str) -> None:
    number = int(box.addresses.control.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", number), timeout=SECONDS) as raw:
        raw.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{number}\r\nConnection: close\r\n\r\n".encode())
        assert raw.recv(15).startswith(b"HTTP/1.1 404")


def test_an_article_page_escapes_what_authors_write(box: Tool) -> None:
    source = "https://paristech.fr/?a=%22%3E"
    media_id = box.draft(title="<script>x</script>", author="<b>", content="<p>ok</p>", content_source_url=source)
    box.code("freepublish/submit", {"media_id": media_id})
    page = requests.get(box.posts()[0]["url"], timeout=SECONDS)
    assert "<script>" not in page.text
    assert "&lt;script&gt;" in page.text
    assert f'href="{source}"' in page.text
    assert "2027-03-15 12:0" in page.text


class Stream:
    """Reads server-sent events."""

    def __init__(self, response: requests.Response) -> None:
        self._lines: Iterator[str] = response.iter_lines(decode_unicode=True)

    def wait_for(self, event: str) -> Any:
        for line in self._lines:
            if line == f"event: {event}":
                return json.loads(next(self._lines).removeprefix("data: "))
        raise AssertionError(f"the stream ended before {event}")


def test_events_tell_live_what_happens(box: Tool, bot: ScriptedBot) -> None:
    with requests.get(f"{box.addresses.control}/_sandbox/events", stream=True, timeout=SECONDS) as response:
        assert response.headers["Content-Type"].startswith("text/event-stream")
        stream = Stream(response)
        box.tweet("hello")
        assert stream.wait_for("post") == box.posts()[0]
        box.send(content="你好")
        assert stream.wait_for("message") == {"openid": box.openids()[0], **box.chat()[0]}
        box.send(type="event", event="unsubscribe")
        assert stream.wait_for("follower") == box.get("followers")[0]
        box.code("menu/create", {"button": [{"type": "click", "name": "a", "key": "k"}]})
        assert stream.wait_for("menu") == box.get("menu")
        box.put({"weibo": {"safe_domain": "a.fr"}})
        assert stream.wait_for("state")["weibo"]["safe_domain"] == "a.fr"


def test_a_page_that_goes_away_does_no_harm(box: Tool) -> None:
    for _ in range(3):
        with requests.get(f"{box.addresses.control}/_sandbox/events", stream=True, timeout=SECONDS) as response:
            assert response.status_code == 200
    for number in range(5):
        assert box.tweet(f"hello {number}").status_code == 201
