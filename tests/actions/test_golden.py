"""Golden questions in the store: added, imported all or nothing, removed; the lines lean on them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.actions import golden
from bot.actions.answers import load_answerer, load_material
from bot.core.errors import BadFile, HasProblems, NothingFound
from bot.core.golden import GoldenQuestion
from bot.store import audit, epochs, faqs
from bot.store.engine import Database
from tests.answering.faq import ENTRIES

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
VISA = GoldenQuestion("怎么拿到签证呢", ("visa",), "zh", "paraphrase", "from the fair")


@pytest.fixture
def office(database: Database) -> Database:
    with database.writing() as db:
        faqs.save_entries(db, ENTRIES, actor="Li", now=NOW)
    return database


def add(office: Database, *questions: GoldenQuestion) -> None:
    for one in questions:
        golden.add_golden(office, one, actor="Li", now=NOW)


def a_file(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "golden.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def epoch(office: Database) -> int:
    with office.reading() as db:
        return epochs.number(db, "faq")


def test_what_is_added_is_listed_as_it_stands_in_a_file(office: Database) -> None:
    add(office, VISA, GoldenQuestion("天气？", ()), GoldenQuestion("money?", ("csc-grant", "eiffel-grant")))
    first, second, third = golden.list_golden(office)
    assert first == {
        "number": first["number"], "q": "怎么拿到签证呢", "expected": "visa", "lang": "zh", "kind": "paraphrase",
        "note": "from the fair",
    }  # fmt: skip
    assert (second["expected"], third["expected"]) == (None, ["csc-grant", "eiffel-grant"])


def test_the_same_question_again_changes_what_is_expected_and_nothing_else(office: Database) -> None:
    add(office, GoldenQuestion("Visa how?", ("visa",)))
    before = epoch(office)
    report = golden.add_golden(office, GoldenQuestion("visa  HOW？", ("housing",)), actor="Li", now=NOW)
    assert (report.created, report.changed) == ((), ("visa  HOW？",))
    assert [one["expected"] for one in golden.list_golden(office)] == ["housing"]
    assert epoch(office) == before + 1
    again = golden.add_golden(office, GoldenQuestion("visa  HOW？", ("housing",)), actor="Li", now=NOW)
    assert (again.unchanged, epoch(office)) == (("visa  HOW？",), before + 1)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (GoldenQuestion("zoo?", ("zoo",)), "no entry zoo"),
        (GoldenQuestion("", ("visa",)), "1 to 1000 characters"),
        (GoldenQuestion("x" * 1001, ("visa",)), "1 to 1000 characters"),
        (GoldenQuestion("visa?", ("visa",), lang="de"), "zh, en, fr"),
        (GoldenQuestion("visa?", ("visa",), kind="k" * 31), "at most 30"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_is_saved(
    office: Database, question: GoldenQuestion, words: str
) -> None:
    with pytest.raises(HasProblems, match=words):
        add(office, question)
    assert golden.list_golden(office) == []


def test_a_file_is_taken_in_whole_and_again_changes_nothing(office: Database, tmp_path: Path) -> None:
    short = {"q": "签证？", "expected": "visa", "lang": "zh", "kind": "short"}
    path = a_file(tmp_path, short, {"question": "雨？", "expected": None})
    dry = golden.import_golden(office, path, actor="Li", now=NOW, dry_run=True)
    assert (dry.created, golden.list_golden(office)) == (("签证？", "雨？"), [])
    assert golden.import_golden(office, path, actor="Li", now=NOW) == dry
    assert golden.import_golden(office, path, actor="Li", now=NOW).unchanged == ("签证？", "雨？")
    with office.reading() as db:
        assert [deed["action"] for deed in audit.listing(db)] == ["golden.put"]


def test_one_problem_in_a_file_keeps_all_of_it_out(office: Database, tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"q": "签证？", "expected": "visa"},
        {"q": "签证", "expected": None},
        {"q": "zoo", "expected": ["zoo"]},
    ]
    report = golden.import_golden(office, a_file(tmp_path, *rows), actor="Li", now=NOW)
    assert len(report.problems) == 2
    assert "stands twice" in report.problems[0]
    assert golden.list_golden(office) == []


@pytest.mark.parametrize("row", [{"expected": "visa"}, {"q": "visa?"}, {"q": "visa?", "expected": 3}])
def test_a_line_that_says_too_little_is_named(office: Database, tmp_path: Path, row: dict[str, Any]) -> None:
    with pytest.raises(BadFile, match="line 1"):
        golden.import_golden(office, a_file(tmp_path, row), actor="Li", now=NOW)


def test_removing_takes_all_or_nothing(office: Database) -> None:
    add(office, VISA, GoldenQuestion("天气？", ()))
    numbers = [one["number"] for one in golden.list_golden(office)]
    with pytest.raises(NothingFound, match="999"):
        golden.remove_golden(office, [*numbers, 999], actor="Li", now=NOW)
    assert len(golden.list_golden(office)) == 2
    before = epoch(office)
    golden.remove_golden(office, numbers[:1], actor="Li", now=NOW)
    assert [one["q"] for one in golden.list_golden(office)] == ["天气？"]
    assert epoch(office) == before + 1


def test_production_leans_on_the_stored_golden_questions(office: Database) -> None:
    alone = load_answerer(office).calibration
    # Messages without an entry that look like phrasings: whoever asks them must not get a sure answer.
    traps = ["CSC scholarship for horses", "Eiffel scholarship for cats", "student visa for a dog", "a flat in Rome"]
    add(office, *(GoldenQuestion(one, ()) for one in traps))
    assert load_answerer(office).calibration != alone


def test_a_golden_question_whose_entries_are_gone_moves_nothing(office: Database, tmp_path: Path) -> None:
    add(office, GoldenQuestion("where may I keep my horse", ("housing",)))
    with office.writing() as db:
        faqs.archive(db, "housing", actor="Li", now=NOW)
    material = load_material(office)
    assert len(material.golden) == 1
    assert material.answerer().calibration == load_answerer(office, golden=a_file(tmp_path)).calibration
