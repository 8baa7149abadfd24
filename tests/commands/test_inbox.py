"""`inbox` and `privacy` as the office and programs run them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot import cli, wiring
from bot.commands import config_file
from bot.core.conversation import Person
from bot.store import audit, erasing, inbox, people
from bot.store.people import PersonRow

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
OPENID = "oFollower-of_ParisTech_00001"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with settings and a database in which one student waits for a colleague."""
    sections = config_file.merged(
        config_file.fresh_secrets(),
        {"wechat": {"app_id": "wx0123456789abcdef", "app_secret": "s" * 32, "original_id": "gh_1"}},
    )
    config_file.write(tmp_path / "config.toml", sections)
    person = wiring.person_of(wiring.load_settings(str(tmp_path / "config.toml")), OPENID)
    with wiring.fresh_database(tmp_path) as database, database.writing() as db:
        people.save_many(db, [PersonRow(Person(person), "wechat", b"sealed", NOW)])
        inbox.open_or_add(db, person=person, text_="护照[passport]", lang="zh", now=NOW)
    return tmp_path


@pytest.fixture
def run(office: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command in that folder: exit status, standard output, standard error."""

    def command(*words: str) -> tuple[int, str, str]:
        status = cli.run([*words, "--config", str(office / "config.toml")])
        return (status, *capfd.readouterr())

    return command


def as_json(run: Run, *words: str) -> Any:
    status, out, err = run(*words, "--json")
    assert status == 0, err
    return json.loads(out)


def deeds(office: Path) -> list[dict[str, Any]]:
    with wiring.open_database(str(office / "config.toml")) as database, database.reading() as db:
        return audit.listing(db)


def test_an_answer_waits_and_the_request_is_the_students_turn(run: Run, office: Path) -> None:
    request = as_json(run, "inbox", "reply", "1", "请写信到 china@paristech.fr 。\n谢谢！")
    assert (request["status"], request["assignee"]) == ("waiting", "command line")
    shown = as_json(run, "inbox", "show", "1")
    assert shown == request
    assert shown["messages"][1]["text"] == "请写信到 china@paristech.fr 。\n谢谢！"
    assert shown["messages"][1]["delivered_at"] is None
    assert "谢谢" not in str(deeds(office)[0]), "the audit is kept longer than what was written"


def test_people_read_sentences_and_tables(run: Run) -> None:
    assert run("inbox", "reply", "1", "好的")[2].startswith("The answer is kept")
    assert "waiting" in run("inbox", "list")[1]
    shown = run("inbox", "show", "1")[1]
    assert "护照[passport]" in shown
    assert "好的" in shown
    assert run("inbox", "close", "1")[2] == "Request 1 is closed.\n"
    assert "Nothing here yet" in run("inbox", "list", "--status", "open")[2]


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("reply", "9", "hello"), 1, "no request 9"),
        (("show", "9"), 1, "no request 9"),
        (("close", "9"), 1, "no request 9"),
        (("reply", "1", " \n"), 2, "empty"),
        (("reply", "1", "长" * 700), 2, "Shorten it, or send it as two"),
        (("reply", "one", "hello"), 2, "integer"),
    ],
)
def test_what_cannot_be_done_is_told_with_its_status(run: Run, words: tuple[str, ...], status: int, told: str) -> None:
    done = run("inbox", *words)
    assert done[0] == status
    assert told in done[2]


def test_a_closed_request_takes_no_more(run: Run) -> None:
    assert as_json(run, "inbox", "close", "1")["status"] == "done"
    for words in (("reply", "1", "hello"), ("close", "1")):
        status, _, err = run("inbox", *words)
        assert (status, "Request 1 is closed" in err) == (1, True)


def test_a_persons_data_is_handed_out_without_their_openid(run: Run, office: Path) -> None:
    status, out, _ = run("privacy", "export", OPENID)
    found = json.loads(out)
    assert status == 0
    assert found["requests"][0]["messages"][0]["text"] == "护照[passport]"
    assert OPENID not in out
    assert deeds(office)[0]["action"] == "privacy.export"


def test_a_person_is_deleted_and_marked_and_the_audit_names_nobody(run: Run, office: Path) -> None:
    assert as_json(run, "privacy", "erase", OPENID) == {"erased": 2}
    with wiring.open_database(str(office / "config.toml")) as database, database.reading() as db:
        assert erasing.everybody(db) == frozenset()
    assert (office / "erased-people.txt").exists()
    assert deeds(office)[0]["object"] == "person"
    for words in ("export", "erase"):
        status, _, err = run("privacy", words, OPENID)
        assert (status, err) == (1, "Nothing is kept of this person.\n")


@pytest.mark.parametrize("openid", ["%", "*", "o_%", "", "o" * 65, "o'; DROP TABLE person"])
def test_there_are_no_wildcards(run: Run, openid: str) -> None:
    assert run("privacy", "erase", openid)[0] == 2
