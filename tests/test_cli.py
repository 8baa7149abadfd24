"""The command line: exit statuses, sentences, and manners towards pipes and signals."""

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest
import requests

from tests.flows.running import COMMAND, eventually, free_ports, run


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh installation with the demo FAQ and WeChat's values filled in."""
    folder = tmp_path_factory.mktemp("installed")
    assert run("init", "--dir", str(folder), "--demo-content").returncode == 0
    config = folder / "config.toml"
    text = config.read_text()
    text = text.replace('app_id = ""', 'app_id = "wx0123456789abcdef"').replace('app_secret = ""', 'app_secret = "s"')
    config.write_text(text.replace('original_id = ""', 'original_id = "gh_0123456789ab"'))
    return config


def test_init_makes_secrets_that_only_the_owner_can_read(installed: Path) -> None:
    assert installed.stat().st_mode & 0o077 == 0
    assert (installed.parent / "paristech-bot.db").stat().st_mode & 0o077 == 0


def test_init_never_overwrites_a_settings_file(installed: Path) -> None:
    before = installed.read_text()
    done = run("init", "--dir", str(installed.parent))
    assert done.returncode == 1
    assert "is there already" in done.stderr
    assert installed.read_text() == before


def test_check_names_what_is_still_missing_after_init(tmp_path: Path) -> None:
    run("init", "--dir", str(tmp_path))
    done = run("check", "--config", str(tmp_path / "config.toml"))
    assert done.returncode == 2
    for key in ("wechat.app_id", "wechat.original_id"):
        assert key in done.stderr


def test_check_gives_findings_and_status_1(installed: Path) -> None:
    done = run("check", "--json", "--config", str(installed))
    assert done.returncode == 1
    assert any("not https" in finding for finding in json.loads(done.stdout)["findings"])


def test_check_is_content_with_a_public_https_address(installed: Path) -> None:
    done = run(
        "check", "--config", str(installed), env={"PARISTECH_BOT__SERVER__PUBLIC_URL": "https://bot.example.org"}
    )
    assert done.returncode == 0, done.stderr


def test_the_settings_file_is_found_by_the_environment(installed: Path) -> None:
    done = run("faq", "list", "--json", env={"PARISTECH_BOT_CONFIG": str(installed)})
    assert len(json.loads(done.stdout)) == 56


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["nonsense"], 2, "nonsense"),
        (["faq", "list", "--nonsense"], 2, "--nonsense"),
        (["check", "--config", "/nowhere/config.toml"], 2, "does not exist"),
        (["check", "--config", "/tmp"], 2, "is a folder"),
        (["demo", "--at", "someday", "--no-browser"], 2, "is not a date"),
        (["init", "--sandbox", "http://127.0.0.1:9", "--dir", "/tmp/never"], 3, "No sandbox answers"),
        (["sandbox", "--port", "0"], 2, "--port"),
    ],
)
def test_a_wrong_call_gets_a_sentence_and_its_status(arguments: list[str], status: int, told: str) -> None:
    done = run(*arguments)
    assert (done.returncode, told in done.stderr) == (status, True), done.stderr
    assert "Traceback" not in done.stderr


def test_every_command_has_help() -> None:
    listed = [line.split()[0] for line in run("--help").stdout.split("Commands:")[1].splitlines() if line.strip()]
    assert {"demo", "init", "serve", "ask", "faq", "announce", "deliveries", "sandbox"} <= set(listed)


def test_a_reader_that_leaves_is_no_fault(installed: Path) -> None:
    first = subprocess.Popen(
        [*COMMAND, "faq", "export", "-", "--config", str(installed)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert first.stdout is not None
    first.stdout.close()
    _, stderr = first.communicate()
    assert (first.returncode, stderr.decode()) == (0, "")


def test_standard_input_may_be_closed(installed: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "faq", "list", "--config", str(installed)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0


def test_output_is_utf8_in_any_locale(installed: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "ask", "9+9的截止日期是什么时候", "--config", str(installed)],
        capture_output=True, check=False, env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert "网上报名" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("command", ["serve", "scheduler", "sandbox"])
def test_what_runs_until_a_signal_ends_with_status_0(installed: Path, command: str, ending: signal.Signals) -> None:
    port = free_ports(4)
    more = ["--port", str(port)] if command == "sandbox" else ["--config", str(installed)]
    child = subprocess.Popen(
        [*COMMAND, command, *more], stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PARISTECH_BOT__SERVER__PORT": str(port)},
    )  # fmt: skip
    assert child.stderr is not None
    told = child.stderr.readline()
    child.send_signal(ending)
    assert child.wait(timeout=40) == 0, told + child.stderr.read()
    child.stderr.close()


def test_several_workers_answer_and_end_together(installed: Path) -> None:
    port = free_ports(1)
    child = subprocess.Popen(
        [*COMMAND, "serve", "--workers", "2", "--config", str(installed)], stderr=subprocess.DEVNULL,
        env={**os.environ, "PARISTECH_BOT__SERVER__PORT": str(port)},
    )  # fmt: skip

    def ready() -> bool:
        try:
            return requests.get(f"http://127.0.0.1:{port}/readyz", timeout=2).text == "ok\n"
        except requests.RequestException:
            return False

    eventually(ready)
    child.send_signal(signal.SIGTERM)
    assert child.wait(timeout=40) == 0


def test_a_taken_port_is_told_before_anything_is_written(tmp_path: Path) -> None:
    port = free_ports(5)
    sandbox = subprocess.Popen([*COMMAND, "sandbox", "--port", str(port)], stderr=subprocess.PIPE, text=True)
    assert sandbox.stderr is not None
    sandbox.stderr.readline()
    done = run("demo", "--port", str(port), "--no-browser", "--data", str(tmp_path / "data"))
    sandbox.terminate()
    sandbox.communicate()
    assert done.returncode == 2
    assert "Choose another port" in done.stderr
    assert not (tmp_path / "data" / "config.toml").exists()


def test_init_against_a_running_sandbox_works_at_once(tmp_path: Path) -> None:
    port = free_ports(4)
    sandbox = subprocess.Popen([*COMMAND, "sandbox", "--port", str(port)], stderr=subprocess.PIPE, text=True)
    assert sandbox.stderr is not None
    sandbox.stderr.readline()
    address = f"http://127.0.0.1:{port}"
    try:
        done = run("init", "--dir", str(tmp_path), "--sandbox", address, "--demo-content")
        assert done.returncode == 0, done.stderr
        assert run("check", "--config", str(tmp_path / "config.toml")).returncode == 0
        callback = requests.get(f"{address}/_sandbox/state", timeout=5).json()["callback"]["url"]
        assert callback == "http://127.0.0.1:8000/wechat"
    finally:
        sandbox.terminate()
        sandbox.communicate()
