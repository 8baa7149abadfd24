"""`channel` as people and programs run it, against the emulated platforms over HTTP."""

import io
import json
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from bot import cli, wiring
from bot.commands import config_file
from bot.core.announcements import default_channel
from bot.core.delivery import Post, Sent
from bot.faults import nowhere
from bot.sandbox.run import Sandbox
from tests.channels.box import Box
from tests.channels.wire import Notes

Run = Callable[..., tuple[int, str, str]]
WECHAT = ["token", "draft", "material", "mass", "publish", "tags", "menu", "customer", "qr"]


@pytest.fixture(scope="module")
def running() -> Iterator[Box]:
    with Sandbox(port=0) as sandbox:
        yield Box(sandbox.addresses.control)


@pytest.fixture
def box(running: Box) -> Box:
    running.ask("POST", "/_sandbox/reset", {})
    running.ask("DELETE", "/_sandbox/faults")
    return running


@pytest.fixture
def set_up(box: Box, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Write settings that work against the sandbox, with changes by section."""

    def write(**sections: dict[str, Any]) -> Path:
        whole = config_file.merged(config_file.fresh_secrets(), config_file.for_sandbox(box.state()))
        url = {"database": {"url": f"sqlite:///{tmp_path / wiring.DATABASE_FILE}"}}
        path = tmp_path / "config.toml"
        path.unlink(missing_ok=True)
        security = getattr(write, "security", whole["security"])
        write.security = security  # type: ignore[attr-defined]  # keys stay while settings change
        whole["security"] = security
        config_file.write(path, config_file.merged(config_file.merged(whole, url), sections))
        return path

    path = write()
    with wiring.fresh_database(tmp_path):
        pass
    monkeypatch.setenv("PARISTECH_BOT_CONFIG", str(path))
    return write


@pytest.fixture
def run(set_up: Callable[..., Path], capfd: pytest.CaptureFixture[str]) -> Run:
    def command(*words: str) -> tuple[int, str, str]:
        return (cli.run(list(words)), *capfd.readouterr())

    return command


def rows(run: Run, *words: str) -> dict[str, dict[str, Any]]:
    _, out, _ = run(*words, "--json")
    return {row["name"]: row for row in json.loads(out)}


def says_yes(run: Run) -> str:
    """The address to which Weibo leads somebody who opens ours and says yes."""
    status, out, _ = run("channel", "connect", "weibo", "--json")
    assert status == 0
    return str(requests.get(json.loads(out)["authorize_url"], allow_redirects=False, timeout=10).headers["Location"])


def rules() -> Any:
    settings = wiring.load_settings(None)
    with wiring.open_database(None) as database:
        return wiring.announcement_rules(settings, database)


def audited() -> list[str]:
    with wiring.open_database(None) as database, database.reading() as db:
        return list(db.exec_driver_sql("SELECT action || ' ' || object FROM audit ORDER BY id").scalars())


def an_announcement(run: Run) -> None:
    link = "https://paristech.fr/en"
    at = f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%d} 19:00"
    written = run("announce", "add", "--text", f"zh=说明会 {link}", "--at", at, "--channel", "weibo")
    assert written[0] == 0, written


def test_the_list_tells_of_each_account_how_it_stands(run: Run) -> None:
    found = rows(run, "channel", "list")
    assert list(found) == ["wechat", "weibo", "x"]
    assert found["wechat"]["kind"] == "service account, verified"
    assert [right["name"] for right in found["wechat"]["rights"]] == WECHAT
    assert {quota["kind"]: (quota["left"], quota["limit"]) for quota in found["wechat"]["quota"]} == {
        "mass_day": (1, 1),
        "mass_month": (4, 4),
    }
    assert [quota["per"] for quota in found["weibo"]["quota"]] == ["hour", "day"]
    assert all(row["paused"] is None and row["last_failure"] is None for row in found.values())
    assert found["weibo"]["token"]["says"] == "its end is not known; run: paristech-bot channel test weibo"
    status, out, _ = run("channel", "list")
    assert status == 0
    assert "Weibo (weibo:" in out
    assert "left this day: 1 of 1 mass messages on WeChat" in out


def test_a_test_of_all_accounts_prints_a_line_for_each_right(run: Run, box: Box) -> None:
    status, out, _ = run("channel", "test")
    assert status == 0
    assert "WeChat: mass messages to followers: works (100 of 100 calls left today)" in out
    assert "X: the account's keys: works" in out
    assert box.posts("wechat") == []


def test_what_a_test_has_learnt_is_what_announcements_are_checked_against(run: Run, box: Box) -> None:
    assert rules().missing_rights == {}
    box.state(wechat={"rights": {"freepublish": False}})
    status, out, _ = run("channel", "test", "wechat", "--json")
    assert status == 3
    [row] = json.loads(out)
    assert {finding["right"]: finding["works"] for finding in row["findings"]}["publish"] is False
    assert rules().missing_rights.keys() == {("wechat", "publish")}
    [right] = [right for right in rows(run, "channel", "list")["wechat"]["rights"] if right["name"] == "publish"]
    assert (right["works"], right["code"]) == (False, "48001")
    assert right["asked_at"]
    box.state(wechat={"rights": {"freepublish": True}})
    assert run("channel", "test", "wechat")[0] == 0
    assert rules().missing_rights == {}


def test_until_asked_the_settings_say_what_an_account_may_do(run: Run, set_up: Callable[..., Path]) -> None:
    set_up(wechat={"verified": False})
    assert rules().missing_rights.keys() == {("wechat", act) for act in ("mass", "publish", "text")}
    assert "may not: draft, material, mass" in run("channel", "list")[1]
    run("channel", "test", "wechat")
    assert rules().missing_rights == {}


def test_an_address_off_the_whitelist_is_told_with_the_way_and_exit_3(run: Run, box: Box) -> None:
    box.fault("wechat:/cgi-bin/stable_token", "errcode:40164")
    status, out, _ = run("channel", "test", "wechat")
    assert status == 3
    assert "WeChat: an access token: does not work" in out
    assert "设置与开发 → 基本配置 → IP白名单" in out
    assert "(40164: " in out


def test_a_platform_that_is_away_changes_nothing_that_is_known(run: Run, box: Box) -> None:
    run("channel", "test", "x")
    box.ask("POST", "/_sandbox/faults", {"api": "x", "fault": "refuse"})
    status, out, _ = run("channel", "test", "x")
    assert status == 3
    assert "could not be asked" in out
    assert rows(run, "channel", "list")["x"]["rights"][0]["works"] is True


def test_a_name_that_there_is_not_is_told(run: Run) -> None:
    status, _, err = run("channel", "test", "facebook")
    assert status == 2
    assert "there are: wechat, weibo, x" in err
    assert run("channel", "connect", "x")[0] == 2
    assert run("channel", "pause")[0] == 2


def test_connecting_weibo_gives_the_channel_its_token(run: Run, set_up: Callable[..., Path]) -> None:
    set_up(weibo={"access_token": ""})
    assert "run: paristech-bot channel connect weibo" in rows(run, "channel", "list")["weibo"]["token"]["says"]
    status, out, err = run("channel", "connect", "weibo", "--code", says_yes(run))
    assert (status, err) == (0, "")
    assert out.startswith("Weibo is connected as ")

    settings = wiring.load_settings(None)
    with wiring.open_database(None) as database:
        weibo = wiring.channels(settings, database, nowhere)[f"weibo:{settings.weibo.uid}"]
        post = Post("weibo", default_channel("weibo").act, "zh", "", "说明会 https://paristech.fr/en")
        assert isinstance(weibo.publish(post, "key", {}, Notes().note), Sent)
    assert rules().tokens_end.keys() == {"weibo"}
    weibo_row = rows(run, "channel", "list")["weibo"]
    assert weibo_row["token"]["ends"]
    assert weibo_row["rights"][0]["works"] is True
    assert audited() == [f"channel.connect account:weibo:{settings.weibo.uid}"]


def test_no_token_lies_in_the_database_in_clear(run: Run, set_up: Callable[..., Path], tmp_path: Path) -> None:
    set_up(weibo={"access_token": ""})
    run("channel", "connect", "weibo", "--code", says_yes(run))
    run("channel", "test")
    settings = wiring.load_settings(None)
    with wiring.open_database(None) as database:
        shelf = wiring.token_shelf(settings, database)
        kept = [shelf.get(f"weibo:{settings.weibo.uid}"), shelf.get(f"wechat:{settings.wechat.app_id}")]
    with sqlite3.connect(tmp_path / wiring.DATABASE_FILE) as db:
        dumped = "\n".join(db.iterdump())
    db.close()
    raw = b"".join(file.read_bytes() for file in tmp_path.glob(f"{wiring.DATABASE_FILE}*"))
    for token in (each[0] for each in kept if each):
        assert token not in dumped
        assert token.encode() not in raw
        assert token.encode().hex() not in dumped.lower()
    assert len([each for each in kept if each]) == 2
    assert "platform_token" in dumped


def test_it_can_be_pasted_at_a_prompt(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    address = says_yes(run)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{address}\n"))
    status, out, err = run("channel", "connect", "weibo")
    assert status == 0
    assert "/oauth2/authorize?" in out
    assert "Copy its whole address" in err


def test_connecting_again_is_the_same_and_the_code_alone_is_enough(run: Run) -> None:
    run("channel", "connect", "weibo", "--code", says_yes(run))
    code = says_yes(run).partition("code=")[2].partition("&")[0]
    assert run("channel", "connect", "weibo", "--code", code)[0] == 0


def test_another_account_is_refused_and_changes_nothing(run: Run, set_up: Callable[..., Path]) -> None:
    set_up(weibo={"access_token": "", "uid": "4711"})
    status, _, err = run("channel", "connect", "weibo", "--code", says_yes(run))
    assert status == 1
    assert "but ours is 4711; nothing was changed" in err
    assert audited() == []
    status, _, err = run("channel", "connect", "weibo", "--other-account", "--code", says_yes(run))
    assert status == 0
    assert 'Write uid = "' in err


def test_an_account_that_was_connected_once_is_expected_again(run: Run, set_up: Callable[..., Path], box: Box) -> None:
    set_up(weibo={"access_token": "", "uid": ""})
    assert 'Write uid = "' in run("channel", "connect", "weibo", "--code", says_yes(run))[2]
    box.state(weibo={"uid": "99"})
    status, _, err = run("channel", "connect", "weibo", "--code", says_yes(run))
    assert status == 1
    assert "logged in as the account 99" in err


@pytest.mark.parametrize("change", [("state=", "state=0"), ("state=", "nostate=")])
def test_an_address_that_is_not_from_our_page_is_refused(run: Run, change: tuple[str, str]) -> None:
    status, _, err = run("channel", "connect", "weibo", "--code", says_yes(run).replace(*change))
    assert status == 2
    assert "does not come from the page that we sent you to" in err


@pytest.mark.parametrize("pasted", ["", "hello there", "https://example.org/", "javascript:alert(1)"])
def test_what_holds_no_code_is_refused_with_what_to_paste(run: Run, pasted: str) -> None:
    status, _, err = run("channel", "connect", "weibo", "--code", pasted)
    assert status == 2
    assert "Paste the whole address" in err


def test_a_cancelled_login_and_a_used_code_exit_3(run: Run) -> None:
    address = "https://bot.example.org/weibo/connected?error=access_denied&error_code=21330"
    status, _, err = run("channel", "connect", "weibo", "--code", address)
    assert (status, "pressed cancel" in err) == (3, True)
    status, _, err = run("channel", "connect", "weibo", "--code", "0123456789abcdef")
    assert (status, "21325" in err) == (3, True)


def test_a_return_address_of_ones_own_is_used_letter_by_letter(run: Run, set_up: Callable[..., Path]) -> None:
    set_up(weibo={"redirect_uri": "https://office.example.org/weibo/"})
    address = says_yes(run)
    assert address.startswith("https://office.example.org/weibo/?")
    assert run("channel", "connect", "weibo", "--code", address)[0] == 0


def test_a_pause_is_seen_everywhere_and_audited(run: Run) -> None:
    an_announcement(run)
    status, out, _ = run("channel", "pause", "weibo", "--reason", "checking the account")
    assert (status, out) == (0, "Weibo is paused. Go on with: paristech-bot channel resume weibo\n")
    status, _, err = run("announce", "approve", "--all")
    assert status == 0
    assert "hint: " in err
    assert "Weibo is paused since " in err
    [sent] = json.loads(run("deliveries", "--json")[1])
    assert (sent["state"], "(checking the account)" in sent["error"]) == ("queued", True)
    assert "Weibo is paused." in json.loads(run("announce", "list", "--json")[1])[0]["overall"]
    assert rows(run, "channel", "list")["weibo"]["paused"]["reason"] == "checking the account"
    assert "was paused before" in run("channel", "pause", "weibo")[1]

    assert run("channel", "resume", "weibo")[1] == "Weibo goes on.\n"
    assert "was not paused" in run("channel", "resume", "weibo")[1]
    assert json.loads(run("deliveries", "--json")[1])[0]["error"] == ""
    uid = wiring.load_settings(None).weibo.uid
    actions = [deed for deed in audited() if deed.startswith("channel.")]
    assert actions == [f"channel.{word} account:weibo:{uid}" for word in ("pause", "pause", "resume")]


def test_all_are_paused_and_resumed_at_once(run: Run) -> None:
    status, out, _ = run("channel", "pause", "--all", "--json")
    assert (status, json.loads(out)["paused"]) == (0, ["wechat", "weibo", "x"])
    assert rules().paused.keys() == {"wechat", "weibo", "x"}
    assert json.loads(run("channel", "resume", "--all", "--json")[1])["resumed"] == ["wechat", "weibo", "x"]
    assert rules().paused == {}
