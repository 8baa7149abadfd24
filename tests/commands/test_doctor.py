"""`doctor` against the emulated platforms and a running bot, over HTTP: green, and red for each thing that is wrong."""

import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot import cli, wiring
from bot.commands import config_file
from bot.core.health import PLATFORMS
from bot.sandbox.run import Sandbox
from bot.store import beats, faqs
from bot.store.engine import Database
from tests.answering.faq import ENTRIES
from tests.channels.box import Box
from tests.served import listening, serving

Checks = dict[str, dict[str, Any]]


@dataclass
class Office:
    """An installation that runs against a sandbox."""

    folder: Path
    box: Box

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    with Sandbox(port=0) as sandbox, listening() as (sock, port):
        made = Office(folder, Box(sandbox.addresses.control))
        sections = config_file.merged(config_file.fresh(), config_file.for_sandbox(made.box.state()))
        here = {"server": {"public_url": f"http://127.0.0.1:{port}", "port": port}, "database": {"backup_time": ""}}
        config_file.write(made.config, config_file.merged(sections, here))
        with wiring.fresh_database(folder) as database, database.writing() as db:
            faqs.save_entries(db, ENTRIES, actor="Li", now=wiring.clock_of(None).now())
        settings = wiring.load_settings(str(made.config))
        with serving(wiring.build(made.config, settings, with_scheduler=False), sock):
            yield made


@pytest.fixture
def examined(
    office: Office, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, Checks]]:
    """Run `doctor --json` with settings from the environment: its exit status, and its checks by name."""
    office.box.ask("POST", "/_sandbox/reset", {})
    office.box.ask("DELETE", "/_sandbox/faults")
    with Database(f"sqlite:///{office.folder / wiring.DATABASE_FILE}", checkpoints=False) as database:
        alive(database)

    def run(**settings: str) -> tuple[int, Checks]:
        for name, value in settings.items():
            monkeypatch.setenv(f"PARISTECH_BOT__{name.upper()}", value)
        status = cli.run(["doctor", "--json", "--config", str(office.config)])
        out = json.loads(capfd.readouterr().out)
        assert out["ok"] is (status == 0)
        return status, {check["name"]: check for check in out["checks"]}

    return run


def alive(database: Database) -> None:
    with database.writing() as db:
        beats.give(db, beats.SCHEDULER, now=wiring.clock_of(None).now(), facts={})


def wrong(checks: Checks) -> list[str]:
    return [name for name, check in checks.items() if check["state"] in ("wrong", "unknown")]


def test_an_installation_in_order_is_green_and_asks_without_showing_anything(
    office: Office, examined: Callable[..., tuple[int, Checks]]
) -> None:
    status, checks = examined()
    assert (wrong(checks), status) == ([], 0)
    assert {check["state"] for check in checks.values()} <= {"ok", "hint"}
    assert checks["callback.loop"]["state"] == "ok"
    rights = ("token", "draft", "material", "mass", "publish", "tags", "menu", "customer", "qr", "kind")
    assert all(checks[f"wechat.{right}"]["state"] == "ok" for right in rights)
    assert checks["weibo.life"]["state"] == checks["weibo.share"]["state"] == checks["x.token"]["state"] == "ok"
    assert [office.box.posts(platform) for platform in PLATFORMS] == [[], [], []]


def test_it_prints_a_line_for_each_thing_and_ends_with_a_verdict(
    office: Office, examined: object, capfd: pytest.CaptureFixture[str]
) -> None:
    status = cli.run(["doctor", "--config", str(office.config)])
    lines = capfd.readouterr().out.splitlines()
    assert (status, lines[-1]) == (0, "All is well.")
    assert "ok      WeChat's way to the bot: A call signed as WeChat signs it came through and was answered." in lines


def test_an_address_off_the_whitelist_is_named_with_the_menu_path(
    office: Office, examined: Callable[..., tuple[int, Checks]]
) -> None:
    office.box.state(wechat={"ip_whitelist": ["203.0.113.7"]})
    status, checks = examined()
    assert (status, wrong(checks)) == (3, ["wechat.token"])
    todo = checks["wechat.token"]["todo"]
    assert "设置与开发 → 基本配置 → IP白名单" in todo
    assert "The address is 127.0.0.1." in todo


def test_a_right_that_was_taken_away_is_red_with_what_the_platform_said(
    office: Office, examined: Callable[..., tuple[int, Checks]]
) -> None:
    office.box.state(wechat={"rights": {"freepublish": False}})
    status, checks = examined()
    assert (status, wrong(checks)) == (3, ["wechat.publish"])
    assert checks["wechat.publish"]["detail"].startswith("48001: ")


def test_what_an_unverified_account_lacks_is_off_when_the_settings_know_it_and_red_when_not(
    office: Office, examined: Callable[..., tuple[int, Checks]]
) -> None:
    office.box.state(wechat={"verified": False})
    status, checks = examined()
    assert status == 3
    assert "verified = false" in checks["wechat.kind"]["todo"]
    status, checks = examined(wechat__verified="false")
    assert (status, wrong(checks)) == (0, [])
    assert checks["wechat.mass"]["state"] == "off"
    assert checks["wechat.kind"]["state"] == "ok"


def test_a_subscription_account_that_the_settings_call_a_service_account_is_told(
    office: Office, examined: Callable[..., tuple[int, Checks]]
) -> None:
    office.box.state(wechat={"account_type": "subscription"})
    status, checks = examined()
    assert (status, wrong(checks)) == (3, ["wechat.qr", "wechat.kind"])
    assert checks["wechat.kind"]["todo"] == 'Set wechat.account_type = "subscription".'
    status, checks = examined(wechat__account_type="subscription")
    assert (status, checks["wechat.qr"]["state"]) == (0, "off")


@pytest.mark.parametrize(("seconds", "state"), [(-20, "hint"), (20, "hint"), (100, "wrong"), (-400, "wrong")])
def test_a_clock_that_differs_from_the_platforms_is_seen(
    office: Office, examined: Callable[..., tuple[int, Checks]], seconds: int, state: str
) -> None:
    office.box.state(clock_offset=seconds)
    _, checks = examined()
    assert {checks[f"clock.{platform}"]["state"] for platform in PLATFORMS} == {state}
    assert checks["clock.wechat"]["detail"].startswith("-" if seconds > 0 else "+")


def test_a_weibo_authorisation_near_its_end_is_red_and_an_ended_one_too(
    office: Office, examined: Callable[..., tuple[int, Checks]]
) -> None:
    office.box.state(weibo={"token_seconds": 3600})
    status, checks = examined()
    assert (status, wrong(checks)) == (3, ["weibo.life"])
    assert "channel connect weibo" in checks["weibo.life"]["todo"]
    office.box.state(weibo={"token_seconds": 0})
    status, checks = examined()
    assert (status, wrong(checks)) == (3, ["weibo.token"])


def test_an_authorisation_of_a_week_is_a_hint_to_let_the_account_own_the_app(
    office: Office, examined: Callable[..., tuple[int, Checks]]
) -> None:
    office.box.state(weibo={"token_seconds": 7 * 86400, "quota": {"calls_day": 150}})
    status, checks = examined()
    assert status == 0
    assert checks["weibo.life"]["state"] == "hint"
    assert checks["weibo.quota"]["detail"] == "Weibo: 150, settings: 100"


def test_wrong_x_keys_are_told(examined: Callable[..., tuple[int, Checks]]) -> None:
    status, checks = examined(x__access_secret="0" * 45)
    assert (status, wrong(checks)) == (3, ["x.token"])


def test_a_platform_that_is_away_is_open_not_wrong(office: Office, examined: Callable[..., tuple[int, Checks]]) -> None:
    office.box.ask("POST", "/_sandbox/faults", {"api": "x", "fault": "refuse"})
    status, checks = examined()
    assert (status, wrong(checks)) == (3, ["x.reach", "x.token"])
    assert checks["x.token"]["state"] == "unknown"


def test_a_public_address_where_nobody_answers_is_told(examined: Callable[..., tuple[int, Checks]]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    status, checks = examined(server__public_url=f"http://127.0.0.1:{port}")
    assert (status, wrong(checks)) == (1, ["callback.loop"])
    assert "refused the connection" in checks["callback.loop"]["detail"]


def test_a_bot_with_another_token_than_the_settings_is_told(examined: Callable[..., tuple[int, Checks]]) -> None:
    status, checks = examined(wechat__token="anotherToken0123456789")
    assert (status, wrong(checks)) == (1, ["callback.loop"])
    assert checks["callback.loop"]["todo"].startswith("Start the bot again")


def test_something_else_at_the_public_address_is_told(
    office: Office, examined: Callable[..., tuple[int, Checks]]
) -> None:
    _, checks = examined(server__public_url=office.box.control)
    assert "Something else" in checks["callback.loop"]["says"]


def test_a_scheduler_that_stands_still_and_an_empty_faq_are_told(
    office: Office, examined: Callable[..., tuple[int, Checks]], tmp_path: Path
) -> None:
    with wiring.fresh_database(tmp_path):
        pass
    status, checks = examined(database__url=f"sqlite:///{tmp_path / wiring.DATABASE_FILE}")
    assert (status, wrong(checks)) == (1, ["machine.scheduler", "content.faq"])


def test_an_old_schema_and_a_damaged_file_stop_the_asking_of_the_platforms(
    office: Office, examined: Callable[..., tuple[int, Checks]], tmp_path: Path
) -> None:
    file = tmp_path / "old.db"
    with Database(f"sqlite:///{file}") as database:
        database.migrate("0006")
    status, checks = examined(database__url=f"sqlite:///{file}")
    assert (status, checks["database.schema"]["state"]) == (3, "wrong")
    assert "paristech-bot migrate" in checks["database.schema"]["todo"]
    assert checks["wechat.token"]["says"].startswith("It was not asked")
    assert checks["callback.loop"]["state"] == "ok"


@pytest.mark.postgres
def test_a_database_server_that_is_away_is_told(
    examined: Callable[..., tuple[int, Checks]], postgres_server: str
) -> None:
    status, checks = examined(database__url="postgresql://bot@127.0.0.1:1/nowhere")
    assert (status, checks["database.reach"]["state"]) == (3, "wrong")


def test_no_secret_stands_in_what_it_says(office: Office, examined: Callable[..., tuple[int, Checks]]) -> None:
    office.box.state(wechat={"verified": False})
    said = json.dumps(examined()[1])
    state = office.box.state()
    secrets = [state["app"]["app_secret"], state["app"]["token"], state["app"]["aes_key"]]
    secrets += [state["weibo"][key] for key in ("app_secret", "access_token")]
    secrets += [state["x"][key] for key in ("consumer_secret", "access_token", "access_secret")]
    assert not [secret for secret in secrets if secret in said]
