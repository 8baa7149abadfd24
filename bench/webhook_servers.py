"""The servers of the webhook benchmark, each on one core: our bot as it is installed, and its peers."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.loading import ROOT
from bench.phrasings import Row
from bench.wechat_messages import ACCOUNT, AES_KEY, APP_ID, TOKEN

BIN = Path(sys.executable).parent
PATH = "/wechat"
START_SECONDS = 60
STOP_SECONDS = 40
TICKS = os.sysconf("SC_CLK_TCK")
OURS, BARE = "this bot", "bare ASGI handler (the floor)"


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers: its port, and its processes."""

    port: int
    process: subprocess.Popen[bytes]

    def cpu(self) -> float:
        """Seconds of processor time so far, with all its children's."""
        return sum(map(_cpu, _family(self.process.pid)))

    def resident(self) -> float:
        """MiB in memory now."""
        return sum(map(_resident, _family(self.process.pid)))


def commands(folder: Path) -> dict[str, Callable[[int], list[str]]]:
    """How each is started on a port."""
    uvicorn = ["uvicorn", "--no-access-log", "--log-level", "error", "--http", "httptools", "--loop", "uvloop"]
    uvicorn += ["--lifespan", "off"]
    config = str(folder / "config.toml")
    return {
        OURS: lambda port: [*_our_command(), "serve", "--no-scheduler", "--config", config],
        BARE: lambda port: [*_module(*uvicorn), "--port", str(port), "bench.peers.bare:app"],
        "wechatpy + Flask + gunicorn": lambda port: [
            *_module("gunicorn", "--workers", "1", "--log-level", "error"), "--bind", f"127.0.0.1:{port}",
            "bench.peers.flask_wechatpy:app",
        ],
        "WeRoBot as documented": lambda port: [*_module("bench.peers.robot"), str(port)],
    }  # fmt: skip


def prepare(folder: Path, rows: Sequence[Row]) -> None:
    """Make our bot's folder with these entries, and the dictionary that the peers look words up in."""
    said = {
        row["id"]: f"About {row['id']}: " + "please read the page of the school; the office answers on weekdays. " * 3
        for row in rows
    }
    with (folder / "faq.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps({**row, "answer": said[row["id"]]}, ensure_ascii=False) + "\n" for row in rows)
    answers = {text: said[row["id"]] for row in rows for text in (row["question"], *row["variants"])}
    answers |= {f"faq:{name}": text for name, text in said.items()}
    (folder / "answers.json").write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")
    _ours("init", "--dir", str(folder), folder=folder)
    _ours("faq", "import", str(folder / "faq.jsonl"), "--config", str(folder / "config.toml"), folder=folder)


@contextlib.contextmanager
def running(name: str, folder: Path, *, safe: bool, core: int) -> Iterator[Running]:
    """Start one pinned to a core and wait until it answers; it is stopped at the end."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    command = ["taskset", "-c", str(core), *commands(folder)[name](port)]
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, env=_environment(folder, port, safe), stdout=log, stderr=log)  # noqa: S603  our own
    try:
        _wait(port, process)
        yield Running(port, process)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _module(name: str, *options: str) -> list[str]:
    return [sys.executable, "-m", name, *options]


def _our_command() -> list[str]:
    return [str(BIN / "paristech-bot")]


def _ours(*arguments: str, folder: Path) -> None:
    done = subprocess.run(  # noqa: S603  our own command
        [*_our_command(), *arguments],
        env=_environment(folder, 8000, safe=True),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"paristech-bot {' '.join(arguments)}: {done.stdout}{done.stderr}")


def _environment(folder: Path, port: int, safe: bool) -> dict[str, str]:
    settings = {
        "WECHAT__APP_ID": APP_ID, "WECHAT__APP_SECRET": "b" * 32, "WECHAT__TOKEN": TOKEN, "WECHAT__AES_KEY": AES_KEY,
        "WECHAT__ORIGINAL_ID": ACCOUNT, "WECHAT__MODE": "safe" if safe else "plain", "WECHAT__ALLOW_PLAIN": "true",
        "SERVER__PORT": str(port),
    }  # fmt: skip
    return {
        **os.environ,
        **{f"PARISTECH_BOT__{name}": value for name, value in settings.items()},
        "BENCH_SAFE": "1" if safe else "0",
        "BENCH_ANSWERS": str(folder / "answers.json"),
        "PYTHONPATH": str(ROOT),
    }


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}; see server.log")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            time.sleep(0.5)
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not answer in time")


def _family(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        return [pid, *(grandchild for child in children for grandchild in _family(int(child)))]
    return [pid]


def _cpu(pid: int) -> float:
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS
    return 0.0


def _resident(pid: int) -> float:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return 0.0
