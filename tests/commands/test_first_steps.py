"""`init`, `sandbox` and `deliveries` where an outside tool or a newcomer would stumble."""

import json
import socket
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot import cli
from bot.sandbox.run import Sandbox
from bot.sandbox.world import Timing

Capture = pytest.CaptureFixture[str]


def run(capture: Capture, *words: str) -> tuple[int, str, str]:
    status = cli.run(list(words))
    return (status, *capture.readouterr())


@pytest.fixture
def stranger() -> Iterator[str]:
    """The address of a web server that is no sandbox, but answers everything with an object."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"errcode": 40066}')

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_port_in_use_is_told_in_a_sentence_by_the_sandbox(capfd: Capture) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        status, out, err = run(capfd, "sandbox", "--port", str(min(taken.getsockname()[1], 65532)))
    assert (status, out) == (2, "")
    assert "Choose another one with --port" in err
    assert "Traceback" not in err


def test_an_address_that_is_no_sandbox_is_told_in_a_sentence(capfd: Capture, tmp_path: Path, stranger: str) -> None:
    status, _, err = run(capfd, "init", "--dir", str(tmp_path), "--sandbox", stranger)
    assert status == 3
    assert err == f"No sandbox answers at {stranger} (it answers, but not as one). Start one: paristech-bot sandbox\n"
    assert not (tmp_path / "config.toml").exists()


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "nonsense", "http://", "ftp://127.0.0.1"])
def test_an_address_where_nobody_answers_is_told_in_a_sentence(capfd: Capture, tmp_path: Path, address: str) -> None:
    status, _, err = run(capfd, "init", "--dir", str(tmp_path), "--sandbox", address)
    assert (status, err.startswith(f"No sandbox answers at {address} ")) == (3, True)
    assert "Traceback" not in err


def test_init_writes_the_address_to_listen_on_where_it_can_be_changed(capfd: Capture, tmp_path: Path) -> None:
    with Sandbox(timing=Timing()) as box:
        status, out, _ = run(capfd, "init", "--dir", str(tmp_path), "--sandbox", box.addresses.control)
    assert (status, out) == (0, "")
    written = tomllib.loads((tmp_path / "config.toml").read_text(encoding="utf-8"))
    assert written["server"]["host"] == "127.0.0.1"
    assert written["server"]["port"] == 8000
    assert written["server"]["public_url"] == "http://127.0.0.1:8000"
    assert written["database"]["url"] == "sqlite:///paristech-bot.db"


def test_init_takes_the_name_of_the_settings_file_too(capfd: Capture, tmp_path: Path) -> None:
    path = tmp_path / "office" / "bot.toml"
    assert run(capfd, "init", "--config", str(path), "--demo-content")[0] == 0
    assert path.exists()
    assert (path.parent / "paristech-bot.db").exists()


@pytest.mark.parametrize("command", ["demo", "sandbox"])
def test_config_is_understood_after_commands_that_need_none(capfd: Capture, command: str) -> None:
    status, _, err = run(capfd, command, "--port", "0", "--config", "any.toml")
    assert (status, "--port" in err, "No such option" in err) == (2, True, False)


def test_options_in_front_of_resolve_are_not_lost_silently(capfd: Capture) -> None:
    status, _, err = run(capfd, "deliveries", "--config", "elsewhere.toml", "resolve", "1", "--not-sent")
    assert (status, "after “resolve”" in err) == (2, True)


def test_a_reader_without_json_gets_notes_apart_from_results(capfd: Capture, tmp_path: Path) -> None:
    run(capfd, "init", "--config", str(tmp_path / "bot.toml"))
    text = (tmp_path / "bot.toml").read_text(encoding="utf-8")
    for key, value in (("app_id", "wx0123456789abcdef"), ("app_secret", "s"), ("original_id", "gh_1")):
        text = text.replace(f'{key} = ""', f'{key} = "{value}"')
    (tmp_path / "bot.toml").write_text(text, encoding="utf-8")
    for words in (("faq", "list"), ("announce", "list"), ("deliveries",), ("inbox", "list"), ("log", "list")):
        status, out, err = run(capfd, *words, "--config", str(tmp_path / "bot.toml"))
        assert (status, out, err) == (0, "", "Nothing here yet.\n"), words
        status, out, err = run(capfd, *words, "--json", "--config", str(tmp_path / "bot.toml"))
        assert (status, json.loads(out), err) == (0, [], ""), words
