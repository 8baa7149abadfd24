"""`announce` as people and programs run it: what it prints, what it keeps, how it exits."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot import cli, wiring
from bot.clock import SystemClock
from bot.commands import config_file
from tests.announcing import LINK, NOW, an_entry

LOOPBACK = "http://127.0.0.1:9"
TEXT = f"zh=说明会今晚开始。入口：{LINK}"


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with settings for all three channels and an empty database; the clock stands at NOW."""
    sections = config_file.merged(
        config_file.fresh_secrets(),
        {
            "database": {"url": f"sqlite:///{tmp_path / 'paristech-bot.db'}"},
            "wechat": {
                "app_id": "wx0123456789abcdef",
                "app_secret": "s" * 32,
                "original_id": "gh_1",
                "api_base": LOOPBACK,
            },
            "weibo": {"app_key": "1", "uid": "1", "safe_domain": "paristech.fr", "api_base": LOOPBACK},
            "x": {"consumer_key": "k", "access_token": "1-t", "api_base": LOOPBACK},
            "announcements": {"pictures": str(tmp_path / "pictures")},
        },
    )
    config_file.write(tmp_path / "config.toml", sections)
    with wiring.fresh_database(tmp_path):
        pass
    (tmp_path / "clock").write_text(str((NOW - SystemClock().now()).total_seconds()), encoding="ascii")
    monkeypatch.setenv("PARISTECH_BOT_CLOCK", str(tmp_path / "clock"))
    monkeypatch.setenv("PARISTECH_BOT_CONFIG", str(tmp_path / "config.toml"))
    return tmp_path


Capture = pytest.CaptureFixture[str]


def run(capsys: Capture, *arguments: str, status: int = 0) -> tuple[str, str]:
    assert cli.run(["announce", *arguments]) == status
    said = capsys.readouterr()
    return said.out, said.err


def read(capsys: Capture, *arguments: str, status: int = 0) -> Any:
    out, _ = run(capsys, *arguments, "--json", status=status)
    return json.loads(out)


def file_of(folder: Path, *entries: dict[str, Any]) -> str:
    path = folder / "plan.yaml"
    path.write_text(json.dumps({"announcements": entries}), encoding="utf-8")
    return str(path)


def test_from_the_first_words_to_the_queue(capsys: Capture) -> None:
    added = read(capsys, "add", "--text", TEXT, "--at", "2026-12-10 19:00")
    [name] = added["created"]
    assert (added["problems"], added["changed"]) == ([], [])
    [row] = read(capsys, "list")
    assert (row["id"], row["status"], row["channels"]) == (name, "draft", ["wechat", "weibo"])
    assert row["publish_at"] == "2026-12-10T11:00:00+00:00"
    assert read(capsys, "approve", name)["approved"] == [name]
    assert read(capsys, "approve", name)["already"] == [name]
    shown = read(capsys, "show", name)
    assert [(one["channel"], one["state"]) for one in shown["deliveries"]] == [
        ("wechat", "queued"),
        ("weibo", "queued"),
    ]
    assert read(capsys, "cancel", name)["stopped"] == ["wechat", "weibo"]
    assert read(capsys, "list")[0]["status"] == "cancelled"


def test_people_get_sentences(capsys: Capture) -> None:
    out, err = run(capsys, "add", "--text", TEXT, "--title", "zh=今晚", "--at", "2026-12-10 19:00")
    name = out.split()[1]
    assert "announce approve" in err
    out, _ = run(capsys, "show", name)
    assert "10 December 2026, 19:00 (Shanghai)" in out
    assert "【今晚】说明会今晚开始" in out
    assert "Event" not in out  # nothing is known of it
    assert name in run(capsys, "list")[0]
    assert run(capsys, "approve", "--all")[0] == f"approved: {name}\n"
    assert run(capsys, "approve", "--all")[1] == "There are no drafts.\n"
    assert "is cancelled" in run(capsys, "cancel", name)[0]


def test_languages_link_channels_and_zone_can_be_given(capsys: Capture) -> None:
    words = ("--text", "zh=今晚见", "--text", "fr=Ce soir", "--link", LINK)
    when = ("--at", "2026-12-10 19:00", "--zone", "Europe/Paris", "--event-at", "2026-12-11 20:00")
    [name] = read(capsys, "add", *words, *when, "--channel", "weibo")["created"]
    shown = read(capsys, "show", name)
    assert (shown["channels"], shown["publish_at"]) == (["weibo"], "2026-12-10T18:00:00+00:00")
    assert shown["event"]["starts_at"] == "2026-12-11T19:00:00+00:00"
    added = f"utm_source=weibo&utm_medium=social&utm_campaign={name}"
    assert shown["posts"]["weibo"]["text"].endswith(f"{LINK}?{added}")


def test_a_channel_can_have_words_of_its_own(capsys: Capture) -> None:
    words = (
        "--text",
        f"zh=今晚见，大家都来。{LINK}",
        "--text",
        f"weibo=微博上的话 {LINK}",
        "--text",
        f"x:fr=Ce soir {LINK}",
    )
    [name] = read(capsys, "add", *words, "--at", "2026-12-10 19:00")["created"]
    posts = read(capsys, "show", name)["posts"]
    assert {channel: post["lang"] for channel, post in posts.items()} == {"wechat": "zh", "weibo": "zh", "x": "fr"}
    assert posts["weibo"]["text"].startswith("微博上的话 https://paristech.fr")
    assert "今晚见" not in posts["weibo"]["text"]
    assert posts["x"]["text"].startswith("Ce soir ")
    assert "今晚见，大家都来" in posts["wechat"]["text"]


def test_words_for_a_channel_that_it_does_not_go_to_are_refused(capsys: Capture) -> None:
    words = ("--text", TEXT, "--text", "x=Tonight")
    _, err = run(capsys, "add", *words, "--at", "2026-12-10 19:00", "--channel", "weibo", status=2)
    assert "let --channel name x too" in err


def test_a_channels_own_title_stands_before_its_own_words(capsys: Capture) -> None:
    words = ("--text", TEXT, "--text", f"weibo=微博上的话 {LINK}", "--title", "weibo=微博标题")
    [name] = read(capsys, "add", *words, "--at", "2026-12-10 19:00", "--channel", "weibo")["created"]
    posts = read(capsys, "show", name)["posts"]
    assert list(posts) == ["weibo"]
    assert posts["weibo"]["text"].startswith("【微博标题】微博上的话")


def test_the_event_is_shown(capsys: Capture, tmp_path: Path) -> None:
    event = {"title": "Talk", "starts_at": "2026-12-20 19:00", "online": True, "link": LINK, "contacts": "Li Na"}
    run(capsys, "import", file_of(tmp_path, an_entry(event=event, channels=["wechat", "weibo"])))
    out, _ = run(capsys, "show", "opening")
    assert "Event: Talk\nWhen: 20 December 2026, 19:00 (Shanghai)\nWhere: online\n" in out
    assert f"Link: {LINK}\nContacts: Li Na\n" in out
    assert f"阅读原文: {LINK}?utm_source=wechat" in out


def test_problems_exit_with_one_and_are_listed(capsys: Capture) -> None:
    done = read(capsys, "add", "--text", "zh=没有链接", "--at", "2026-12-10 19:00", status=1)
    [problem] = done["problems"]
    assert problem.keys() == {"id", "channel", "code", "message"}
    assert (problem["channel"], problem["code"], done["created"]) == ("weibo", "no_safe_link", [])
    _, err = run(capsys, "add", "--text", "zh=没有链接", "--at", "2026-12-10 19:00", status=1)
    assert "on Weibo: Weibo needs a link" in err
    assert "Nothing was saved" in err
    assert read(capsys, "list") == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "--text", "hello", "--at", "2026-12-10 19:00"),
        ("add", "--text", "zh=", "--at", "2026-12-10 19:00"),
        ("add", "--text", "zh=a", "--text", "zh=b", "--at", "2026-12-10 19:00"),
        ("add", "--text", "zh=a", "--title", "en=b", "--at", "2026-12-10 19:00"),
        ("add", "--text", "zh=a"),
        ("approve",),
        ("approve", "one", "--all"),
        ("import", "no-such-file.yaml"),
        ("list", "--config", "no-such-file.toml"),
        ("sing",),
    ],
)
def test_a_slip_at_the_keyboard_exits_with_two(capsys: Capture, arguments: tuple[str, ...]) -> None:
    _, err = run(capsys, *arguments, status=2)
    assert err


@pytest.mark.parametrize("command", ["show", "approve", "cancel"])
def test_what_is_not_there_exits_with_one(capsys: Capture, command: str) -> None:
    _, err = run(capsys, command, "nothing", status=1)
    assert "There is no announcement “nothing”" in err


def test_a_file_is_imported_whole_or_in_part(capsys: Capture, office: Path) -> None:
    path = file_of(office, an_entry("good"), an_entry("bad", channels=["fax"]))
    refused = read(capsys, "import", path, status=1)
    assert (refused["created"], [one["id"] for one in refused["problems"]]) == ([], ["bad"])
    taken = read(capsys, "import", path, "--skip-invalid")
    assert (taken["created"], len(taken["problems"])) == (["good"], 1)
    assert read(capsys, "import", file_of(office, an_entry("good", kind="new")))["changed"] == ["good"]


def test_due_now_can_be_approved_right_away(capsys: Capture, office: Path) -> None:
    path = file_of(office, an_entry(publish_at="2026-11-01T12:00:00"))
    assert read(capsys, "import", path, "--due-now")["created"] == ["opening"]
    assert read(capsys, "approve", "--all")["approved"] == ["opening"]


def test_an_approval_that_finds_a_problem_exits_with_one(capsys: Capture, office: Path) -> None:
    run(capsys, "import", file_of(office, an_entry()))
    later = (NOW + timedelta(days=30) - SystemClock().now()).total_seconds()
    (office / "clock").write_text(str(later), encoding="ascii")
    assert [one["code"] for one in read(capsys, "approve", "--all", status=1)["problems"]] == ["time_past"]


def test_a_picture_lands_in_the_folder_of_the_settings(capsys: Capture, office: Path) -> None:
    (office / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 50)
    refused = read(capsys, "import", file_of(office, an_entry(picture="photo.png")), status=1)["problems"]
    assert {one["code"] for one in refused} == {"picture_unreadable"}
    Image.new("RGB", (9, 9)).save(office / "photo.png")
    run(capsys, "import", file_of(office, an_entry(picture="photo.png")))
    kept = read(capsys, "show", "opening")["picture"]
    assert (office / "pictures" / kept).exists()


def test_a_package_is_written_and_described(capsys: Capture, office: Path) -> None:
    run(capsys, "import", file_of(office, an_entry()))
    assert read(capsys, "approve", "opening", "--by-hand", "wechat")["approved"] == ["opening"]
    target = office / "package"
    out, err = run(capsys, "package", "opening", "--out", str(target))
    assert "wechat/article.html" in out
    assert "open index.html on a phone" in err
    assert (target / "index.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    told = read(capsys, "package", "opening", "--channel", "wechat")
    assert (list(told["channels"]), told["out"]) == (["wechat"], None)
    assert read(capsys, "package", "opening", "--out", str(office / "p.zip"))["out"].endswith("p.zip")
    assert "--force" in run(capsys, "package", "opening", "--out", str(target), status=2)[1]
    run(capsys, "package", "opening", status=2)
    run(capsys, "package", "opening", "--channel", "fax", "--json", status=2)
    run(capsys, "approve", "opening", "--by-hand", "fax", status=2)


def test_who_posted_by_hand_gives_the_link_once(capsys: Capture, office: Path) -> None:
    run(capsys, "import", file_of(office, an_entry()))
    assert "announce package opening" in run(capsys, "approve", "opening", "--by-hand", "wechat")[1]
    resolve = ["deliveries", "resolve", "1", "--sent", "https://example.org/s/1"]
    assert cli.run(resolve) == 0
    assert "usually on mp.weixin.qq.com" in capsys.readouterr().err
    assert cli.run(resolve) == 1
    assert "is sent (https://example.org/s/1); there is nothing to decide" in capsys.readouterr().err
    assert read(capsys, "show", "opening")["deliveries"][0]["url"] == "https://example.org/s/1"
