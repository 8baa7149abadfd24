"""`golden` and `faq check` as people and programs run them."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run

ASKED = "How do I get a student visa?"


def test_a_question_is_added_listed_and_removed(run: Run) -> None:
    assert run("golden", "add", ASKED, "--expect", "visa", "--lang", "en", "--note", "fair")[:2] == (0, "Added.\n")
    assert run("golden", "add", ASKED, "--expect", "visa, housing")[:2] == (0, "Changed.\n")
    (one,) = json.loads(run("golden", "list", "--json")[1])
    assert (one["q"], one["expected"]) == (ASKED, ["visa", "housing"])
    assert ASKED in run("golden", "list")[1]
    assert json.loads(run("golden", "remove", str(one["number"]), "--json")[1]) == {"removed": [one["number"]]}
    assert json.loads(run("golden", "list", "--json")[1]) == []
    assert run("golden", "remove", "7")[0] == 1


@pytest.mark.parametrize("options", [(), ("--expect", "visa", "--none"), ("--expect", " , ")])
def test_what_must_come_is_said_exactly_once(run: Run, options: tuple[str, ...]) -> None:
    status, _, err = run("golden", "add", ASKED, *options)
    assert (status, "--none" in err) == (2, True)


def test_an_unknown_entry_is_refused(run: Run) -> None:
    status, _, err = run("golden", "add", ASKED, "--expect", "zoo")
    assert (status, "no entry zoo" in err) == (1, True)


def test_all_as_expected_exits_with_0(run: Run) -> None:
    run("golden", "add", ASKED, "--expect", "visa")
    run("golden", "add", "zxqv wkjh", "--none")
    status, out, err = run("golden", "run")
    assert status == 0, err
    assert "as the bot answers now" in out
    assert "wrong:" not in out
    plain = json.loads(run("golden", "run", "--json")[1])
    assert plain["failed"] == 0
    assert plain["summary"]["now"]["right"] == 1
    assert plain["summary"]["blind"]["declined"] == 1
    assert [one["outcome"] for one in plain["questions"]] == ["right", "declined"]


def test_a_wrong_sure_answer_exits_with_1_and_says_why(run: Run) -> None:
    run("golden", "add", ASKED, "--expect", "housing")
    run("golden", "add", "is there a student residence", "--none")
    status, out, err = run("golden", "run")
    assert (status, "2 of 2 golden questions" in err) == (1, True)
    assert f"wrong: “{ASKED}” Expected housing, answered visa." in out
    assert "Closest phrasing" in out
    status, out, _ = run("golden", "run", "--json")
    assert (status, json.loads(out)["failed"]) == (1, 2)


def test_a_file_is_asked_without_being_kept(run: Run, office: Path) -> None:
    (office / "asked.jsonl").write_text(json.dumps({"q": ASKED, "expected": "visa"}) + "\n", encoding="utf-8")
    status, out, _ = run("golden", "run", str(office / "asked.jsonl"), "--json")
    assert (status, len(json.loads(out)["questions"])) == (0, 1)
    assert json.loads(run("golden", "list", "--json")[1]) == []
    assert run("golden", "run")[0] == 1
    assert run("golden", "run", "nowhere.jsonl")[0] == 2


def test_a_file_is_imported_and_its_faults_are_told(run: Run, office: Path) -> None:
    path = office / "golden.jsonl"
    path.write_text(json.dumps({"q": ASKED, "expected": "visa", "lang": "en"}) + "\n", encoding="utf-8")
    assert "would be added" in run("golden", "import", str(path), "--dry-run")[1]
    assert json.loads(run("golden", "import", str(path), "--json")[1])["created"] == [ASKED]
    path.write_text(json.dumps({"q": "zoo?", "expected": "zoo"}) + "\n", encoding="utf-8")
    status, _, err = run("golden", "import", str(path))
    assert (status, "no entry zoo" in err, "Nothing was imported" in err) == (1, True, True)


def test_the_red_team_is_shown_by_kind_and_language(run: Run) -> None:
    status, out, _ = run("golden", "run", "--red-team", "--half", "tune", "--json")
    plain = json.loads(out)
    assert {one["half"] for one in plain["questions"]} == {"tune"}
    sure = [one for one in plain["questions"] if one["outcome"] == "sure_out_of_scope"]
    assert status == (1 if sure else 0)
    assert plain["shares"][0]["questions"] == len(plain["questions"])
    assert run("golden", "run", "--red-team", "--half", "check")[1].splitlines()[-1].startswith("wrong-school")


@pytest.mark.parametrize("words", [("--half", "tune"), ("--red-team", "--half", "third"), ("--red-team", "x.jsonl")])
def test_a_half_belongs_to_the_red_team(run: Run, words: tuple[str, ...]) -> None:
    assert run("golden", "run", *words)[0] == 2


def test_a_check_without_errors_exits_with_0(run: Run) -> None:
    status, _, err = run("faq", "check")
    assert (status, "No errors" in err) == (0, True)


def test_a_check_shows_errors_with_the_entry_and_exits_with_1(run: Run, office: Path) -> None:
    file = office / "new.csv"
    file.write_text(f"id,lang,question,answer\nthief,en,{ASKED},Ask {{who}}.\n", encoding="utf-8")
    status, out, err = run("faq", "check", str(file))
    assert status == 1, err
    assert "[same-phrasing]" in out
    assert "error: thief: The answer in en shows {who}" in out
    status, out, _ = run("faq", "check", str(file), "--json")
    plain = json.loads(out)
    assert (status, plain["errors"]) == (1, len([one for one in plain["findings"] if one["severity"] == "error"]))
    assert run("faq", "check", "nowhere.csv")[0] == 2
