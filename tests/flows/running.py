"""Starts the real command line in a process of its own, as a newcomer would."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

COMMAND = [sys.executable, "-c", "import sys; from bot.cli import main; main()"]
READY_SECONDS = 40


def free_ports(count: int) -> int:
    """The first of `count` neighbouring ports that nobody listens on."""
    # Below 32768, because from there on the system takes ports for outgoing connections at any moment.
    for base in range(20000 + os.getpid() % 250 * 50, 32768 - count, count):
        with all_free(base, count) as free:
            if free:
                return base
    raise AssertionError("no free ports")


@contextmanager
def all_free(base: int, count: int) -> Iterator[bool]:
    """Whether all ports from `base` on could be bound; they are let go afterwards."""
    socks = [socket.socket() for _ in range(count)]
    try:
        for number, sock in enumerate(socks):
            sock.bind(("127.0.0.1", base + number))
        yield True
    except OSError:
        yield False
    finally:
        for sock in socks:
            sock.close()


def run(
    *arguments: str, env: dict[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """One command to its end."""
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, check=False, cwd=cwd, env={**os.environ, **(env or {})}
    )


@contextmanager
def demo(*arguments: str) -> Iterator[tuple[dict[str, Any], subprocess.Popen[str]]]:
    """A running demo: its addresses and its process; ended by Ctrl-C."""
    port = free_ports(5)
    child = subprocess.Popen(
        [*COMMAND, "demo", "--port", str(port), "--no-browser", "--json", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert child.stdout is not None
        yield json.loads(child.stdout.readline() or "null"), child
    finally:
        if child.poll() is None:
            child.send_signal(signal.SIGINT)
            child.wait(timeout=READY_SECONDS)
        child.stdout.close()


def eventually(what: Callable[[], Any], seconds: float = READY_SECONDS) -> Any:
    """The first true value of `what`, asked again and again; a real process takes its own time."""
    end = time.monotonic() + seconds
    waiting = threading.Event()
    while not (value := what()):
        assert time.monotonic() < end, "it did not happen in time"
        waiting.wait(0.05)
    return value


class Student:
    """Somebody with a phone, talking to the bot through the sandbox."""

    def __init__(self, sandbox: str, openid: str) -> None:
        self._sandbox = sandbox
        self._openid = openid

    def sends(self, text: str, **more: Any) -> dict[str, Any]:
        """Send a text; the answer of the sandbox: {"msg_id", "attempts": […]}."""
        return self.does({"type": "text", "content": text, **more})

    def does(self, message: dict[str, Any]) -> dict[str, Any]:
        """Send any message or event."""
        answer = requests.post(
            f"{self._sandbox}/_sandbox/messages", json={"openid": self._openid, **message}, timeout=30
        )
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def asks(self, text: str) -> str:
        """Send a text; the reply's text."""
        reply = self.sends(text)["attempts"][-1]["reply"]
        return "" if reply is None else str(reply["content"])
