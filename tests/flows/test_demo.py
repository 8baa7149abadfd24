"""The main job, end to end, in processes of its own: the demo at a far date."""

import json
import signal
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.flows.running import Student, demo, eventually, run

OPENID = "oDemoStudent000000000000001x"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("demo")
    with demo("--at", "2028-01-01", "--data", str(folder)) as (addresses, _):
        yield {**addresses, "folder": folder}


@pytest.fixture(scope="module")
def student(running: dict[str, Any]) -> Student:
    return Student(running["sandbox"], OPENID)


def logged(running: dict[str, Any]) -> list[dict[str, Any]]:
    done = run("log", "list", "--json", "--config", running["config"])
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def test_the_addresses_are_told_in_one_line(running: dict[str, Any]) -> None:
    assert set(running) == {"bot", "console", "sandbox", "phone", "config", "folder"}
    assert "Sign in" in requests.get(running["console"], timeout=10).text
    assert requests.get(running["phone"], timeout=10).status_code == 200
    assert requests.get(f"{running['bot']}/readyz", timeout=10).text == "ok\n"


@pytest.mark.parametrize(
    ("question", "entry", "lang", "words"),
    [
        ("9+9怎么申请", "programme-9plus9", "zh", "9+9"),
        ("do I need French?", "french-level", "en", "French"),
        ("quelles bourses ?", "csc-scholarship-engineers", "fr", "bourse"),
    ],
)
def test_a_question_gets_the_right_entry_in_its_language(
    running: dict[str, Any], question: str, entry: str, lang: str, words: str
) -> None:
    asker = Student(running["sandbox"], "oDemoAsker" + lang * 9)
    assert words.lower() in asker.asks(question).lower()

    def row() -> dict[str, Any] | None:
        return next((r for r in logged(running) if r["lang"] == lang and r["decision"]), None)

    found = eventually(row)
    assert (found["decision"], found["entries"][0]) == ("answer", entry)


def test_a_vague_word_gets_numbered_choices_and_2_picks_the_second(student: Student) -> None:
    choices = student.asks("奖学金")
    assert "1" in choices
    assert "2" in choices
    answer = student.asks("2")
    assert answer
    assert answer != choices


def test_nonsense_gets_an_honest_no(student: Student) -> None:
    reply = student.asks("asdkjh qwpoeiru zxmcnb")
    assert "human" in reply.lower() or "人工" in reply or "humain" in reply.lower()


def test_the_announcement_stands_once_on_each_timeline(running: dict[str, Any]) -> None:
    clock: Path = running["folder"] / "clock"
    moved = float(clock.read_text()) + 60
    clock.write_text(str(moved))
    requests.put(f"{running['sandbox']}/_sandbox/state", json={"clock_offset": moved}, timeout=10)

    def settled() -> bool:
        rows = json.loads(run("deliveries", "--json", "--config", running["config"]).stdout)
        return [row["state"] for row in rows] == ["sent"] * 3

    eventually(settled, seconds=60)
    posts = requests.get(f"{running['sandbox']}/_sandbox/posts", timeout=10).json()
    assert sorted(post["channel"] for post in posts) == ["wechat", "weibo", "x"]
    assert datetime.fromisoformat(posts[0]["at"]).year == 2028


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_ends_cleanly(ending: signal.Signals) -> None:
    with demo() as (addresses, child):
        assert addresses["bot"]
        child.send_signal(ending)
        assert child.wait(timeout=40) == 0
