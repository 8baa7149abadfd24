"""Starting and stopping."""

import os
import socket
import threading
from contextlib import closing

import pytest
import requests

from bot.sandbox.live import Live
from bot.sandbox.run import Sandbox
from tests.sandbox.tool import SECONDS, Tool, eventually


def free_block() -> int:
    """A port that is free with the three after it, as far as one can know."""
    for start in range(21_000 + os.getpid() % 999 * 11, 60_000, 7):
        holders = []
        try:
            for step in range(4):
                holders.append(socket.create_server(("127.0.0.1", start + step)))
        except OSError:
            continue
        finally:
            for holder in holders:
                holder.close()
        return start
    raise AssertionError("no free ports")


def test_ports_are_the_one_asked_for_and_the_three_after_it() -> None:
    port = free_block()
    with Sandbox(port=port) as sandbox:
        addresses = sandbox.addresses
        assert [addresses.control, addresses.wechat, addresses.weibo, addresses.x] == [
            f"http://127.0.0.1:{port + step}" for step in range(4)
        ]
        assert requests.get(f"{addresses.control}/_sandbox/state", timeout=SECONDS).status_code == 200


def test_a_stopped_sandbox_frees_its_ports_at_once() -> None:
    port = free_block()
    for _ in range(3):
        with Sandbox(port=port) as sandbox:
            assert requests.get(sandbox.addresses.control + "/_sandbox/posts", timeout=SECONDS).json() == []


def test_a_taken_port_is_said_and_nothing_stays_open() -> None:
    port = free_block()
    with socket.create_server(("127.0.0.1", port + 2)), pytest.raises(OSError, match=f"Port {port + 2} .* --port"):
        Sandbox(port=port)
    with Sandbox(port=port):
        pass


def test_a_port_beyond_the_last_is_said() -> None:
    with pytest.raises(OSError, match="no such port"):
        Sandbox(port=65_534)


def test_starting_twice_is_starting_once() -> None:
    before = threading.active_count()
    with Sandbox() as sandbox:
        assert sandbox.start() == sandbox.start() == sandbox.addresses
        assert threading.active_count() == before + 5


def test_stopping_ends_what_is_held_and_streamed() -> None:
    sandbox = Sandbox()
    box = Tool(sandbox.start())
    box.fault("x:/2/tweets", "timeout_after")
    with requests.get(f"{box.addresses.control}/_sandbox/events", stream=True, timeout=SECONDS) as response:
        caller = threading.Thread(target=lambda: _ignored(box))
        caller.start()
        with closing(Tool(sandbox.addresses)) as watcher:
            eventually(lambda: watcher.posts("x"))
        sandbox.stop()
        assert b"event: post" in response.content
        caller.join(5)
    assert not caller.is_alive()
    box.close()


def _ignored(box: Tool) -> None:
    with pytest.raises(requests.ConnectionError):
        box.tweet("hello")


def test_each_sandbox_has_its_own_credentials_and_people() -> None:
    with (
        Sandbox() as one,
        Sandbox() as two,
        closing(Tool(one.addresses)) as first,
        closing(Tool(two.addresses)) as second,
    ):
        assert first.state()["app"] != second.state()["app"]
        assert not set(first.openids()) & set(second.openids())


def test_the_clock_can_start_anywhere_and_comes_back_there() -> None:
    with Sandbox(clock_offset=1000.0) as sandbox, closing(Tool(sandbox.addresses)) as box:
        assert box.state()["clock_offset"] == 1000
        box.put({"clock_offset": 5})
        box.control("POST", "reset")
        assert box.state()["clock_offset"] == 1000


def test_a_silent_stream_is_kept_alive_by_pings() -> None:
    live = Live()
    stream = live.listen(ping_seconds=0.01)
    assert [next(stream), next(stream)] == [b": welcome\n\n", b": ping\n\n"]
    live.close()
    assert [chunk for chunk in stream if not chunk.startswith(b":")] == []


def test_a_listener_that_does_not_read_is_cut_off() -> None:
    live = Live()
    stream = live.listen()
    for number in range(2000):
        live.tell("post", number)
    live.close()
    assert sum(1 for _ in stream) < 1100
