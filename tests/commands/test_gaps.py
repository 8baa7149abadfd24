"""`gaps` as people and programs run it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot import wiring
from bot.core.messages import LogLine
from bot.store import log
from tests.commands.conftest import NOW, Run

PARKING = "zxqv wkjh plombo"  # of which the FAQ has never heard


@pytest.fixture
def asked(office: Path) -> Path:
    """Two people asked something that no entry answers, one of them something else too."""
    said = [("Wang", PARKING), ("Li", f"{PARKING}?"), ("Li", "vvjj kkqq")]
    lines = [
        LogLine(f"M{n}", NOW + timedelta(minutes=n), who, "none", "none", (), 0, "en", 0.1, text, "…", "", 0.1)
        for n, (who, text) in enumerate(said)
    ]
    with wiring.fresh_database(office) as database, database.writing() as db:
        log.add_many(db, lines)
    return office


def name(run: Run) -> str:
    first: str = json.loads(run("gaps", "--json")[1])[0]["id"]
    return first


def test_gaps_are_listed_by_the_number_of_askers_with_what_to_do(run: Run, asked: Path) -> None:
    status, out, err = run("gaps")
    assert status == 0
    assert out.splitlines()[0].endswith("2 people, 2 times unanswered, 2026-12-01")
    assert "1 person, once unanswered" in out
    assert "gaps attach ID ENTRY" in err
    first, second = json.loads(run("gaps", "list", "--json")[1])
    assert (first["question"], first["askers"], second["askers"]) == (PARKING, 2, 1)
    assert "And 1 more" in run("gaps", "--limit", "1")[2]
    assert json.loads(run("gaps", "--since", "2026-12-02", "--json")[1]) == []


def test_without_gaps_that_is_said(run: Run) -> None:
    status, out, err = run("gaps")
    assert (status, out, "No gaps" in err) == (0, "", True)
    assert json.loads(run("gaps", "--json")[1]) == []


def test_a_gap_is_shown_and_attached(run: Run, asked: Path) -> None:
    gap = name(run)
    assert f"“{PARKING}” (2 people)" in run("gaps", "show", gap)[1]
    out = run("gaps", "attach", gap, "housing")[1]
    assert out == f"“{PARKING}” is a phrasing of housing (en) now. Asked again, it is answered with it.\n"
    assert len(json.loads(run("gaps", "--json")[1])) == 1
    assert "answer of housing" in run("ask", PARKING)[1]
    assert run("gaps", "show", gap)[0] == 1


def test_an_attached_wording_that_does_not_help_is_told(run: Run, asked: Path) -> None:
    plain = json.loads(run("gaps", "attach", name(run), "housing", "--as", "garden gnomes", "--json")[1])
    assert (plain["phrasing"], plain["left"]) == ("garden gnomes", [PARKING])
    assert f"Still without an answer: “{PARKING}”" in run("gaps", "attach", name(run), "housing", "--as", "lawn")[2]


def test_a_gap_is_out_of_scope_and_another_dismissed(run: Run, asked: Path) -> None:
    assert run("gaps", "out-of-scope", name(run))[1] == f"“{PARKING}” is a golden question that expects no answer.\n"
    assert [one["expected"] for one in json.loads(run("golden", "list", "--json")[1])] == [None]
    assert run("gaps", "dismiss", name(run))[:2] == (0, "Dismissed: “vvjj kkqq”.\n")
    assert json.loads(run("gaps", "--json")[1]) == []


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("attach", "abcdef12", "housing"), 1, "There is no gap abcdef12"),
        (("attach", "abcdef12", "housing", "--lang", "de"), 2, "zh, en, fr"),
        (("dismiss",), 2, "ID"),
        (("--since", "someday"), 2, "--since"),
        (("--json", "dismiss", "abcdef12"), 2, "Options stand after “dismiss”"),
    ],
)
def test_a_call_that_cannot_be_done_gets_a_sentence(
    run: Run, asked: Path, words: tuple[str, ...], status: int, said: str
) -> None:
    got, _, err = run("gaps", *words)
    assert (got, said in err) == (status, True), err
