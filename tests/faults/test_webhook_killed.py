"""The webhook killed with -9 right behind its replies: what it promised is there after the restart."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from bot.sandbox.run import Sandbox
from tests.flows.running import COMMAND, READY_SECONDS, Student, eventually, free_ports, run

OPENID = "oStudentWhoIsNotForgotten001"


class Bot:
    """`paristech-bot serve` in a process of its own, against a sandbox."""

    def __init__(self, folder: Path, sandbox: str) -> None:
        self.student = Student(sandbox, OPENID)
        self.config = str(folder / "config.toml")
        self._port = free_ports(1)
        done = run("init", "--dir", str(folder), "--sandbox", sandbox, "--demo-content")
        assert done.returncode == 0, done.stderr
        callback = {"url": f"http://127.0.0.1:{self._port}/wechat", "mode": "safe"}
        requests.put(f"{sandbox}/_sandbox/state", json={"callback": callback}, timeout=10).raise_for_status()
        self._process = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [*COMMAND, "serve", "--config", self.config],
            env={**os.environ, "PARISTECH_BOT__SERVER__PORT": str(self._port)},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        eventually(self._is_ready)
        return process

    def _is_ready(self) -> bool:
        try:
            return requests.get(f"http://127.0.0.1:{self._port}/readyz", timeout=5).status_code == 200
        except requests.ConnectionError:
            return False

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(READY_SECONDS)

    def kill_and_start_again(self) -> None:
        self.kill()
        self._process = self._started()

    def command(self, *words: str) -> None:
        done = run(*words, "--config", self.config)
        assert done.returncode == 0, done.stderr

    def listing(self, *command: str) -> list[dict[str, Any]]:
        done = run(*command, "--json", "--config", self.config)
        assert done.returncode in {0, 1}, done.stderr
        return list(json.loads(done.stdout))


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Bot]:
    with Sandbox() as sandbox:
        made = Bot(tmp_path, sandbox.addresses.control)
        yield made
        made.kill()


def test_a_request_for_a_person_survives_and_its_retry_gets_the_same_reply(bot: Bot) -> None:
    message = {"type": "text", "content": "人工，我的签证被拒了", "msg_id": 7_000_000_000_000_001}
    first = bot.student.does(message)["attempts"][-1]["reply"]["content"]
    bot.kill_and_start_again()
    (request,) = bot.listing("inbox", "list")
    assert "签证被拒了" in json.dumps(request, ensure_ascii=False)
    assert bot.student.does(message)["attempts"][-1]["reply"]["content"] == first
    assert len(bot.listing("inbox", "list")) == 1


def test_an_open_list_and_the_log_survive_once_they_are_written(bot: Bot) -> None:
    bot.student.asks("奖学金")
    logged = eventually(lambda: bot.listing("log", "list"))
    bot.kill_and_start_again()
    picked = bot.student.asks("2")
    assert picked.splitlines()[0] in bot.student.asks("第二个")
    rows = eventually(lambda: (found := bot.listing("log", "list"))[2:] and found)
    assert rows[0] == logged[0]
    assert [row["kind"] for row in rows] == ["choices", "answer", "answer"]


def test_a_colleagues_answer_reaches_a_running_bot_and_survives_a_kill(bot: Bot) -> None:
    bot.student.asks("人工，我的签证被拒了")
    bot.command("inbox", "reply", "1", "请写信给我们。")
    message = {"type": "text", "content": "你好", "msg_id": 7_000_000_000_000_002}
    first = bot.student.does(message)["attempts"][-1]["reply"]["content"]
    assert first.endswith("请写信给我们。")
    bot.kill_and_start_again()
    assert bot.student.does(message)["attempts"][-1]["reply"]["content"] == first
    assert "请写信给我们。" not in bot.student.asks("在吗")


def test_who_was_erased_stays_so_after_a_kill_and_can_begin_anew(bot: Bot) -> None:
    bot.student.asks("人工，我的签证被拒了")
    bot.student.asks("删除我的数据")
    message = {"type": "text", "content": "确认", "msg_id": 7_000_000_000_000_003}
    first = bot.student.does(message)["attempts"][-1]["reply"]["content"]
    bot.kill_and_start_again()
    assert bot.student.does(message)["attempts"][-1]["reply"]["content"] == first
    assert bot.listing("inbox", "list") == []
    assert run("privacy", "export", OPENID, "--config", bot.config).returncode == 1
    assert "数据" not in bot.student.asks("你好")
