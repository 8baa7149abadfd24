"""`notices` as people run it: the list, the test of each way, the digest, and no secret anywhere."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import wiring
from bot.commands import config_file
from bot.core.notices import Notice, Severity
from bot.store import notices
from tests.channels.smtp_server import SmtpServer, smtp_server
from tests.channels.wire import CANARY, Wire, http, wire
from tests.commands.conftest import NOW, Run

TAKEN = '{"errcode":0,"errmsg":"ok"}'


def set_up(office: Path, **keys: object) -> None:
    path = office / "config.toml"
    sections = tomllib.loads(path.read_text(encoding="utf-8"))
    path.unlink()
    config_file.write(path, config_file.merged(sections, {"notify": keys}))


@pytest.fixture
def mail(office: Path) -> Iterator[SmtpServer]:
    with smtp_server(password=CANARY) as server:
        set_up(
            office,
            smtp_host="127.0.0.1",
            smtp_port=server.port,
            smtp_security="none",
            smtp_user="bot",
            smtp_password=CANARY,
            mail_from="bot@example.org",
            mail_to=["li@example.org"],
        )
        yield server


@pytest.fixture
def chat(office: Path) -> Iterator[Wire]:
    with wire(http(TAKEN)) as server:
        set_up(office, chat_webhook=f"{server.base}/cgi-bin/webhook/send?key={CANARY}")
        yield server


def open_one(office: Path, cause: str = "delivery:12:unknown") -> int:
    with wiring.open_database(str(office / "config.toml")) as database, database.writing() as db:
        notices.open_(db, Notice(cause, Severity.URGENT, "talk on Weibo: unknown", "The answer was lost."), now=NOW)
        return int(notices.listing(db)[0]["id"])


def test_what_is_open_is_listed_with_its_sentence(office: Path, run: Run) -> None:
    number = open_one(office)
    status, out, err = run("notices", "list", "--json")
    [row] = json.loads(out)
    assert (status, row["id"], row["cause"], row["severity"]) == (0, number, "delivery:12:unknown", "urgent")
    assert (row["text"], row["ways"], row["opened_at"]) == ("The answer was lost.", {}, "2026-12-01T08:00:00+00:00")
    status, out, err = run("notices", "list")
    assert "talk on Weibo: unknown" in out
    assert "No way to tell staff is set up" in err


def test_a_notice_is_put_away_once_and_by_name(office: Path, run: Run) -> None:
    number = open_one(office)
    status, out, _ = run("notices", "close", str(number), "--json")
    assert (status, json.loads(out)["seen_by"]) == (0, "command line")
    assert json.loads(run("notices", "list", "--json")[1]) == []
    assert len(json.loads(run("notices", "list", "--all", "--json")[1])) == 1
    status, _, err = run("notices", "close", str(number))
    assert (status, "was put away by command line already" in err) == (1, True)
    status, _, err = run("notices", "close", "99")
    assert (status, "no notice 99" in err) == (1, True)


def test_each_way_is_tried_and_says_what_happened(mail: SmtpServer, chat: Wire, run: Run) -> None:
    status, out, _ = run("notices", "test", "--json")
    assert (status, json.loads(out)) == (0, [{"way": "mail", "error": ""}, {"way": "chat", "error": ""}])
    assert mail.received[0].mail["Subject"] == "A test of the ParisTech bot"
    assert "A test of the ParisTech bot" in chat.seen[0].decode()


def test_a_way_that_fails_makes_it_end_with_three_and_the_other_is_tried(
    office: Path, mail: SmtpServer, run: Run
) -> None:
    with wire(http('{"errcode":93000,"errmsg":"invalid webhook url"}')) as server:
        set_up(office, chat_webhook=f"{server.base}/cgi-bin/webhook/send?key={CANARY}")
        status, _, err = run("notices", "test")
    assert status == 3
    assert "mail: sent." in err
    assert "chat: WeCom does not know this robot." in err
    assert CANARY not in err


def test_without_any_way_the_test_says_what_to_fill_in(run: Run) -> None:
    status, _, err = run("notices", "test")
    assert (status, "fill in [notify]" in err) == (1, True)


def test_no_secret_is_in_what_is_printed_logged_or_stored(office: Path, run: Run) -> None:
    with smtp_server({"AUTH": f"535 wrong: {CANARY}"}) as mail, wire(http(CANARY, f"500 {CANARY}")) as chat:
        set_up(
            office,
            smtp_host="127.0.0.1",
            smtp_port=mail.port,
            smtp_security="none",
            smtp_user="bot",
            smtp_password=CANARY,
            mail_from="bot@example.org",
            mail_to=["li@example.org"],
            chat_webhook=f"{chat.base}/cgi-bin/webhook/send?key={CANARY}",
        )
        path, settings = wiring.settings_at(str(office / "config.toml"))
        status, out, err = run("notices", "test")
        assert (status, CANARY in out + err) == (3, False)
        open_one(office)
        with wiring.open_database(str(path)) as database:
            teller = wiring.notice_wiring.teller(settings, database, wiring.clock_of(settings), ())
            for name, (job, _) in teller.jobs().items():
                assert name in {"watch", "tell_mail", "tell_chat"}
                job()
        status, out, err = run("notices", "list", "--all", "--json")
    [row] = json.loads(out)
    assert all(row["ways"][way]["error"] for way in ("mail", "chat"))
    assert CANARY not in out + err


def test_the_digest_can_be_looked_at_and_sent(mail: SmtpServer, run: Run) -> None:
    status, out, _ = run("notices", "digest")
    assert (status, out.splitlines()[0]) == (0, "Nothing went out in the last seven days.")
    assert mail.received == []
    status, out, _ = run("notices", "digest", "--send", "--json")
    assert (status, json.loads(out)["ways"]) == (0, [{"way": "mail", "error": ""}])
    assert "Nothing went out" in mail.received[0].mail.get_content()


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"smtp_host": "mail.example.org"}, "mail_from and mail_to must be set too"),
        ({"mail_from": "office@example.org\r\nBcc: x@y.z"}, "must be an address like office@example.org"),
        ({"mail_to": ["li@example.org", "li"]}, "must be an address like office@example.org"),
        ({"chat_webhook": f"http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={CANARY}"}, "must be the https://"),
        ({"remind_hours": 3}, "remind_hours must be 0 (never) or at least 24"),
        ({"digest_weekday": "someday"}, "digest_weekday"),
        (
            {
                "smtp_host": "mail.example.org",
                "mail_from": "a@b.c",
                "mail_to": ["a@b.c"],
                "smtp_security": "none",
                "smtp_password": CANARY,
            },
            "would send the password in the clear",
        ),
    ],
)
def test_settings_that_cannot_work_are_told_without_secrets(
    office: Path, run: Run, keys: dict[str, object], told: str
) -> None:
    set_up(office, **keys)
    status, _, err = run("check")
    assert (status, told in err, CANARY in err) == (2, True, False), err
