"""Every key is changed while students write, and nobody goes without an answer."""

import base64
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot import cli, wiring
from bot.actions import secrets
from bot.commands import config_file
from bot.faults import nowhere
from bot.sandbox.run import Sandbox
from bot.store import faqs
from bot.store.models import person
from bot.store.people import openid_place
from bot.store.vault import Vault
from tests.answering.faq import ENTRIES
from tests.channels.box import Box
from tests.flows.running import eventually
from tests.served import listening, serving

STUDENTS = 6


@dataclass
class Bot:
    box: Box
    config: Path


@pytest.fixture
def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bot]:
    """A bot that was started again with new keys, and knows the ones before; WeChat still uses those."""
    with Sandbox(port=0) as sandbox, listening() as (sock, port):
        box = Box(sandbox.addresses.control)
        sections = config_file.merged(config_file.fresh(), config_file.for_sandbox(box.state()))
        old = sections["wechat"]
        new = {"token": secrets.letters(32), "aes_key": secrets.letters(42) + "A"}
        changed = {
            "server": {"public_url": f"http://127.0.0.1:{port}"},
            "wechat": {**new, "token_previous": old["token"], "aes_key_previous": old["aes_key"]},
            "security": {"data_key": secrets.data_key(), "data_key_previous": sections["security"]["data_key"]},
        }
        path = tmp_path / "config.toml"
        config_file.write(path, config_file.merged(sections, changed))
        monkeypatch.setenv("PARISTECH_BOT_CONFIG", str(path))
        with wiring.fresh_database(tmp_path) as database, database.writing() as db:
            faqs.save_entries(db, ENTRIES, actor="Li", now=wiring.clock_of(None).now())
        settings = wiring.load_settings(str(path))
        with serving(wiring.build(path, settings, with_scheduler=False), sock):
            box.state(callback={"url": f"http://127.0.0.1:{port}/wechat", "mode": "safe"})
            yield Bot(box, path)


class Crowd:
    """Students who write without a pause until they are told to stop."""

    def __init__(self, box: Box) -> None:
        self._box = box
        self.answers: list[list[dict[str, Any]]] = []
        self._enough = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(number,)) for number in range(STUDENTS)]

    def __enter__(self) -> "Crowd":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._enough.set()
        for thread in self._threads:
            thread.join()

    def _write(self, number: int) -> None:
        while not self._enough.is_set():
            openid = f"oStudent{number}_{len(self.answers)}"
            said = {"openid": openid, "type": "text", "content": "Do I need a visa?"}
            self.answers.append(self._box.ask("POST", "/_sandbox/messages", said)["attempts"])

    def wait_for(self, more: int) -> None:
        wanted = len(self.answers) + more
        eventually(lambda: len(self.answers) >= wanted)


def test_token_aes_key_and_data_key_change_under_traffic_and_nothing_is_refused(bot: Bot) -> None:
    settings = wiring.load_settings(None)
    with Crowd(bot.box) as crowd:
        crowd.wait_for(20)  # with the keys before
        before = len(crowd.answers)
        new = {"token": settings.wechat.token, "aes_key": settings.wechat.aes_key}
        bot.box.state(app={name: secret.get_secret_value() for name, secret in new.items()})
        crowd.wait_for(20)  # with the new ones: somebody has entered them in WeChat's console
        assert cli.run(["secrets", "rotate"]) == 0
        crowd.wait_for(20)
    assert before >= 20
    assert [attempts for attempts in crowd.answers if len(attempts) != 1] == []
    assert {attempts[0]["status"] for attempts in crowd.answers} == {200}
    assert all(attempts[0]["reply"] and not attempts[0]["error"] for attempts in crowd.answers)
    assert opened_by_the_new_key_alone() > 0


def opened_by_the_new_key_alone() -> int:
    """How many people there are; each one's openid must open with the new key alone."""
    key = base64.b64decode(wiring.load_settings(None).security.data_key.get_secret_value())
    with wiring.open_database(None) as database, database.reading() as db:
        rows = db.execute(select(person.c.key, person.c.openid_sealed)).all()
    assert all(Vault(key).open(bytes(row.openid_sealed), openid_place(row.key)).startswith("oStudent") for row in rows)
    return len(rows)


def test_a_new_app_secret_needs_no_new_token_until_the_old_one_ends(bot: Bot) -> None:
    settings = wiring.load_settings(None)
    new = settings.wechat.model_copy(update={"app_secret": SecretStr("f" * 32)})
    token = f"wechat:{settings.wechat.app_id}"
    with wiring.open_database(None) as database:
        shelf = wiring.token_shelf(settings, database)
        before, after = (
            wiring.clients(each, database, nowhere)[0]
            for each in (settings, settings.model_copy(update={"wechat": new}))
        )
        assert before.ask().findings[0].works
        bot.box.state(app={"app_secret": "f" * 32})
        fetched = len(bot.box.calls("wechat:/cgi-bin/stable_token"))
        assert after.ask().findings[0].works
        assert len(bot.box.calls("wechat:/cgi-bin/stable_token")) == fetched
        shelf.forget(token)
        assert after.ask().findings[0].works
        shelf.forget(token)
        assert before.ask().findings[0].works is False


def test_without_a_previous_key_there_is_nothing_to_rotate(
    bot: Bot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = bot.config.read_text()
    line = next(line for line in text.splitlines() if line.startswith("data_key_previous"))
    bot.config.write_text(text.replace(line, ""))
    assert cli.run(["secrets", "rotate"]) == 2
    assert "data_key_previous is empty" in capsys.readouterr().err


@pytest.mark.parametrize("name", sorted(secrets.MAKERS))
def test_a_value_that_is_made_is_one_that_the_settings_take(
    bot: Bot, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["secrets", "make", name]) == 0
    value = capsys.readouterr().out.strip()
    section, _, key = name.partition(".")
    monkeypatch.setenv(f"PARISTECH_BOT__{section}__{key}".upper(), value)
    settings = wiring.load_settings(None)
    assert getattr(getattr(settings, section), key).get_secret_value() == value
