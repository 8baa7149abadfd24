"""`faq`, `log` and `inbox` as people and programs run them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import cli, wiring
from bot.commands import config_file
from bot.core.messages import LogLine
from bot.store import inbox, log

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
HEAD = "id,lang,question,answer\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with settings and a database that holds one entry, one message and one request."""
    sections = config_file.merged(
        config_file.fresh_secrets(),
        {"wechat": {"app_id": "wx0123456789abcdef", "app_secret": "s" * 32, "original_id": "gh_1"}},
    )
    config_file.write(tmp_path / "config.toml", sections)
    with wiring.fresh_database(tmp_path) as database, database.writing() as db:
        line = LogLine("M1", NOW, "K1", "answer", "answer", ("visa",), 1, "zh", 0.9, "签证？", "去使馆。", "r1", 0.4)
        log.add_many(db, [line])
        inbox.open_or_add(db, person="K1", text_="人工", lang="zh", now=NOW)
    (tmp_path / "one.csv").write_text(f"{HEAD}visa,zh,签证怎么办？,去使馆。\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(office: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command in that folder: exit status, standard output, standard error."""

    def command(*words: str) -> tuple[int, str, str]:
        status = cli.run([*words, "--config", str(office / "config.toml")])
        return (status, *capfd.readouterr())

    return command


def test_an_import_says_what_it_did_and_the_list_shows_it(run: Run, office: Path) -> None:
    status, out, _ = run("faq", "import", str(office / "one.csv"), "--json")
    assert status == 0
    assert json.loads(out) == {"created": ["visa"], "changed": [], "unchanged": [], "problems": [], "notes": []}
    assert json.loads(run("faq", "list", "--json")[1]) == [
        {"id": "visa", "texts": {"zh": {"question": "签证怎么办？", "answer": "去使馆。"}}}
    ]
    assert "visa" in run("faq", "list")[1]


def test_a_file_with_a_slip_changes_nothing_and_exits_with_1(run: Run, office: Path) -> None:
    (office / "bad.csv").write_text(f"{HEAD}a,zh,b,c\nx,zh,,b\n", encoding="utf-8")
    status, out, err = run("faq", "import", str(office / "bad.csv"))
    assert (status, out) == (1, "")
    assert err == "row 3: the question in zh is empty.\nNothing was imported. Mend the file and import it again.\n"
    status, out, _ = run("faq", "import", str(office / "bad.csv"), "--json")
    assert status == 1
    assert json.loads(out)["problems"] == ["row 3: the question in zh is empty."]
    assert json.loads(run("faq", "list", "--json")[1]) == []


def test_a_file_that_is_not_there_exits_with_2(run: Run) -> None:
    assert run("faq", "import", "nowhere.csv")[0] == 2
    assert run("faq", "export", "/nowhere/faq.csv")[0] == 2
    assert run("faq", "export", "faq.doc")[0] == 2


def test_show_gives_the_entry_and_its_history(run: Run, office: Path) -> None:
    run("faq", "import", str(office / "one.csv"))
    shown = json.loads(run("faq", "show", "visa", "--json")[1])
    assert [(one["revision"], one["actor"]) for one in shown["revisions"]] == [(1, "command line")]
    assert "签证怎么办？" in run("faq", "show", "visa")[1]
    status, _, err = run("faq", "show", "nowhere")
    assert (status, "no entry nowhere" in err) == (1, True)


@pytest.mark.parametrize("form", ["yaml", "jsonl", "csv", "xlsx"])
def test_an_export_imports_as_unchanged_and_is_not_written_over(run: Run, office: Path, form: str) -> None:
    run("faq", "import", str(office / "one.csv"))
    file = str(office / f"out.{form}")
    assert run("faq", "export", file)[0] == 0
    assert json.loads(run("faq", "import", file, "--json")[1])["unchanged"] == ["visa"]
    status, _, err = run("faq", "export", file)
    assert (status, "--force" in err) == (2, True)
    assert run("faq", "export", file, "--force")[0] == 0


def test_an_export_to_standard_output_is_the_file_and_nothing_else(run: Run, office: Path) -> None:
    run("faq", "import", str(office / "one.csv"))
    _, out, err = run("faq", "export", "-", "--form", "jsonl")
    assert json.loads(out)["id"] == "visa"
    assert err == ""


def test_the_log_is_listed_from_an_instant_on(run: Run) -> None:
    (line,) = json.loads(run("log", "list", "--json")[1])
    assert (line["key"], line["reply"], line["at"]) == ("M1", "去使馆。", "2026-12-01T08:00:00+00:00")
    for since, lines in (
        ("2026-12-01T16:00+08:00", 1), ("2026-12-01T08:00:01Z", 0), ("2026-12-01 08:00:00+00:00", 1),
        (str(NOW.timestamp()), 1), (str(NOW.timestamp() + 1), 0),
    ):  # fmt: skip
        assert len(json.loads(run("log", "list", "--since", since, "--json")[1])) == lines, since
    assert json.loads(run("log", "list", "--key", "M2", "--json")[1]) == []
    assert "去使馆。" in run("log", "list")[1]


@pytest.mark.parametrize("since", ["yesterday", "2026-13-01", "nan", "1e99", "0001-01-01T00:00+14:00"])
def test_an_instant_that_is_none_exits_with_2(run: Run, since: str) -> None:
    status, _, err = run("log", "list", "--since", since)
    assert (status, "--since must be like" in err) == (2, True)


def test_the_inbox_shows_what_was_asked(run: Run) -> None:
    (request,) = json.loads(run("inbox", "list", "--json")[1])
    assert (request["status"], request["messages"][0]["text"]) == ("open", "人工")
    assert json.loads(run("inbox", "list", "--status", "done", "--json")[1]) == []
    assert "人工" in run("inbox", "list")[1]


def test_a_wrong_status_of_the_inbox_exits_with_2(run: Run) -> None:
    status, _, err = run("inbox", "list", "--status", "opne")
    assert (status, "open, waiting, done" in err) == (2, True)


def test_a_program_gets_the_whole_log_and_a_person_its_newest_lines_in_one_line_each(run: Run, office: Path) -> None:
    with wiring.open_database(str(office / "config.toml")) as database, database.writing() as db:
        reply = (
            '您想问的是哪一个？\n1. <a href="weixin://bizmsgmenu?msgmenucontent=%E4&msgmenuid=a">' + "长" * 90 + "</a>"
        )
        lines = [
            LogLine(f"N{n}", NOW, "K1", "choices", "choices", ("a", "b", "c"), 2, "zh", 0.5, "？", reply, "", 0.1)
            for n in range(1200)
        ]
        log.add_many(db, lines)
    assert len(json.loads(run("log", "list", "--json")[1])) == 1201
    assert len(json.loads(run("log", "list", "--json", "--limit", "7")[1])) == 7
    shown = run("log", "list")[1].splitlines()
    assert len(shown) == 1 + 1000
    assert shown[-1].startswith("2026-12-01 16:00 (Paris 09:00)  choices  zh    a,b  ")
    assert "weixin" not in shown[-1]
    assert shown[-1].endswith("…")


def test_a_change_is_seen_in_the_history_and_taken_back(run: Run, office: Path) -> None:
    run("faq", "import", str(office / "one.csv"))
    (office / "two.csv").write_text(f"{HEAD}visa,zh,签证怎么办？,去签证中心。\n", encoding="utf-8")
    run("faq", "import", str(office / "two.csv"))
    out = run("faq", "history", "visa")[1]
    assert "visa revision 2" in out
    assert "    - 去使馆。\n    + 去签证中心。\n" in out
    assert [one["revision"] for one in json.loads(run("faq", "history", "--json")[1])] == [2, 1]
    assert run("faq", "rollback", "visa", "--dry-run")[1].startswith("visa would be again as it was in revision 1.")
    assert json.loads(run("faq", "rollback", "visa", "--json")[1])["revision"] == 1
    assert "去使馆。" in run("faq", "show", "visa")[1]
    assert run("faq", "rollback", "visa", "--to", "1")[0] == 1
    assert run("faq", "history", "zoo")[0] == 1


def test_an_entry_is_archived_listed_as_such_and_brought_back(run: Run, office: Path) -> None:
    run("faq", "import", str(office / "one.csv"))
    status, out, _ = run("faq", "archive", "visa")
    assert (status, "`paristech-bot faq rollback visa` brings it back" in out) == (0, True)
    assert json.loads(run("faq", "list", "--json")[1]) == []
    assert [one["id"] for one in json.loads(run("faq", "list", "--archived", "--json")[1])] == ["visa"]
    assert "visa is archived" in run("faq", "show", "visa")[2]
    assert run("faq", "rollback", "visa")[0] == 0
    assert [one["id"] for one in json.loads(run("faq", "list", "--json")[1])] == ["visa"]
