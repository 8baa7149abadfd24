"""A running sandbox, begun afresh for each test, and a bot that answers what the test tells it to."""

import queue
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.run import Sandbox
from bot.sandbox.world import Timing
from tests.sandbox.tool import Tool

# Because a test of a late answer must not take five seconds; the default is checked by name.
DEADLINE = 0.4
# Because a test must not fall on the end of a day, month, hour or minute by accident.
NOON = datetime(2027, 3, 15, 12, 0, 1, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()


@dataclass
class Heard:
    """One webhook call, as the bot received it."""

    query: dict[str, list[str]]
    body: str


@dataclass
class ScriptedBot:
    """Answers with `answers` in order (status, body), the last one for ever; `None` waits until the caller gives up."""

    url: str = ""
    answers: list[tuple[int, str] | None] = field(default_factory=lambda: [(200, "success")])
    heard: "queue.Queue[Heard]" = field(default_factory=queue.Queue)
    released: threading.Event = field(default_factory=threading.Event)

    def next_call(self) -> Heard:
        """Wait for a call."""
        return self.heard.get(timeout=10)

    def answer(self) -> tuple[int, str] | None:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture(scope="session")
def running() -> Iterator[Sandbox]:
    with Sandbox(timing=Timing(callback_deadline=DEADLINE)) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def first_state(running: Sandbox) -> dict[str, Any]:
    with closing(Tool(running.addresses)) as tool:
        return tool.state()


@pytest.fixture
def box(running: Sandbox, first_state: dict[str, Any]) -> Iterator[Tool]:
    """The sandbox with a fresh world at noon in Beijing, and no delay before finish events."""
    tool = Tool(running.addresses)
    tool.control("POST", "reset")
    tool.put(first_state)
    tool.put({"wechat": {"finish_event_delay": 0}, "clock_offset": NOON - time.time()})
    yield tool
    tool.close()


@pytest.fixture
def bot(box: Tool) -> Iterator[ScriptedBot]:
    """A bot behind the sandbox's callback, in plain mode."""
    scripted = ScriptedBot()

    class Callback(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Stay quiet."""

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            scripted.heard.put(Heard(parse_qs(urlsplit(self.path).query), body))
            answer = scripted.answer()
            if answer is None:
                scripted.released.wait(10)
                return
            content = answer[1].encode()
            self.send_response(answer[0])
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Callback)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    scripted.url = f"http://127.0.0.1:{server.server_address[1]}/wechat"
    box.put({"callback": {"url": scripted.url, "mode": "plain"}})
    yield scripted
    scripted.released.set()
    server.shutdown()
    server.server_close()
