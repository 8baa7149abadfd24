"""Several processes that answer, as people start them: their counts are one, and none outlives the parent."""

import os
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from bot import wiring
from bot.commands import config_file
from bot.sandbox.run import Sandbox
from bot.store import beats, faqs
from bot.store.engine import Database
from tests.answering.faq import ENTRIES
from tests.channels.box import Box
from tests.flows.running import COMMAND, eventually, free_ports

WORKERS = 2
START_SECONDS = 150  # four processes load everything at once, on a machine that may have other work
TOKEN = "metrics-token-0123456789"


@dataclass
class Office:
    box: Box
    folder: Path
    port: int

    def start(self) -> "subprocess.Popen[bytes]":
        config = str(self.folder / "config.toml")
        words = ["serve", "--workers", str(WORKERS), "--config", config]
        child = subprocess.Popen([*COMMAND, *words], stderr=subprocess.DEVNULL, start_new_session=True)
        eventually(self.is_ready, START_SECONDS)
        return child

    def is_ready(self) -> bool:
        try:
            return requests.get(f"http://127.0.0.1:{self.port}/readyz", timeout=10).status_code == 200
        except requests.RequestException:
            return False

    def metrics(self) -> dict[str, float]:
        headers = {"Authorization": f"Bearer {TOKEN}", "Connection": "close"}
        text = requests.get(f"http://127.0.0.1:{self.port}/metrics", headers=headers, timeout=10).text
        pairs = (line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
        return {name.removeprefix("paristech_bot_"): float(value) for name, value in pairs}

    def asks(self, number: int) -> Any:
        said = {"openid": f"oStudent{number}", "type": "text", "content": "Do I need a visa?"}
        return self.box.ask("POST", "/_sandbox/messages", said)["attempts"][-1]["reply"]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    port = free_ports(1)
    with Sandbox(port=0) as sandbox:
        box = Box(sandbox.addresses.control)
        sections = config_file.merged(config_file.fresh(), config_file.for_sandbox(box.state()))
        here = {"port": port, "public_url": f"http://127.0.0.1:{port}", "metrics_token": TOKEN}
        config_file.write(tmp_path / "config.toml", config_file.merged(sections, {"server": here}))
        with wiring.fresh_database(tmp_path) as database, database.writing() as db:
            faqs.save_entries(db, ENTRIES, actor="Li", now=wiring.clock_of(None).now())
        box.state(callback={"url": f"http://127.0.0.1:{port}/wechat", "mode": "safe"})
        yield Office(box, tmp_path, port)


def group(leader: int) -> list[int]:
    """Every living process that was started from this one."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] != "Z":  # its session
            found.append(int(entry.name))
    return found


@pytest.mark.timeout(600)
def test_workers_count_together_and_end_when_their_parent_is_killed(office: Office) -> None:
    parent = office.start()
    try:
        assert all(office.asks(number) for number in range(20))
        eventually(lambda: office.metrics()['webhook_total{result="ok"}'] >= 20)
        eventually(lambda: office.metrics()["processes"] == WORKERS, START_SECONDS)
        assert office.metrics()["webhook_seconds_count"] >= 20
        database = Database(f"sqlite:///{office.folder / wiring.DATABASE_FILE}", checkpoints=False)
        eventually(lambda: scheduler_lives(database), START_SECONDS)
        database.close()
        children = [number for number in group(parent.pid) if number != parent.pid]
        assert len(children) >= WORKERS + 1

        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
        eventually(lambda: group(parent.pid) == [])
        parent = office.start()  # which needs the port that they held
        assert office.asks(99)
        parent.send_signal(signal.SIGTERM)
        assert parent.wait(60) == 0
        eventually(lambda: group(parent.pid) == [])
    finally:
        for number in group(parent.pid):
            os.kill(number, signal.SIGKILL)
        parent.wait()


def scheduler_lives(database: Database) -> bool:
    with database.reading() as db:
        return beats.last(db, beats.SCHEDULER) is not None
