"""The numbers of the measurements, on data small enough to count by hand."""

from pathlib import Path

import pytest

from bench.failures import CLASSES, failures
from bench.loading import Question
from bench.measures import Outcome, average, grouped, numbers_of
from bench.tables import percent, refresh, table
from bot.answering.decision import Decision

KNOWN = Question("how much is it", "en", "in", ("fees",))
NEAR = Question("how much is a flat", "en", "near_oos", ())
FAR = Question("will it rain", "en", "far_oos", ())


def said(question: Question, kind: str, ids: tuple[str, ...], shown: int, confidence: float = 0.5) -> Outcome:
    return Outcome(question, ids, confidence, Decision(kind, ids, shown, confidence, "en", because=lambda: "because"))


def ranked(question: Question, *ids: str, score: float = 0.5) -> Outcome:
    return Outcome(question, ids, score)


def test_right_within_counts_places_from_the_first() -> None:
    numbers = numbers_of(
        [ranked(KNOWN, "fees"), ranked(KNOWN, "visa", "x", "fees"), ranked(KNOWN, "a", "b", "c", "fees")]
    )
    assert numbers["r1"] == pytest.approx(1 / 3)
    assert numbers["r3"] == pytest.approx(2 / 3)


def test_any_of_several_right_entries_is_right() -> None:
    either = Question("money", "en", "in", ("fees", "grant"))
    assert numbers_of([ranked(either, "grant")])["r1"] == 1.0


def test_equal_scores_separate_by_half() -> None:
    numbers = numbers_of(
        [ranked(KNOWN, "fees", score=2.0), ranked(NEAR, "fees", score=2.0), ranked(FAR, "x", score=1.0)]
    )
    assert numbers["auroc"] == 0.75
    assert (numbers["auroc_near"], numbers["auroc_far"]) == (0.5, 1.0)


def test_what_cannot_be_counted_is_none_not_nought() -> None:
    numbers = numbers_of([ranked(KNOWN, "fees")])
    assert numbers["auroc"] is None
    assert numbers["sure_oos"] is None
    assert (percent(None), percent(0.8461)) == ("–", "84.6")


def test_helped_wrong_refused_and_sure_are_read_off_the_decision() -> None:
    numbers = numbers_of(
        [
            said(KNOWN, "answer", ("fees",), 1),
            said(KNOWN, "choices", ("visa", "fees", "x"), 2),
            said(KNOWN, "choices", ("visa", "x", "fees"), 2),
            said(KNOWN, "answer", ("visa", "fees"), 1),
            said(KNOWN, "none", ("fees",), 0),
            said(NEAR, "answer", ("fees",), 1),
            said(FAR, "choices", ("fees", "x"), 2),
        ]
    )
    assert numbers["helped"] == pytest.approx(2 / 5)
    assert numbers["wrong_and_sure"] == pytest.approx(1 / 5)
    assert numbers["refused"] == pytest.approx(1 / 5)
    assert numbers["sure_oos"] == pytest.approx(1 / 2)


def test_an_average_is_over_sets_and_passes_over_those_without_a_number() -> None:
    assert average([0.5, None, 1.0]) == 0.75
    assert average([None]) is None


def test_outcomes_are_grouped_in_the_order_they_come() -> None:
    groups = grouped([ranked(FAR), ranked(KNOWN), ranked(FAR)], lambda question: question.kind)
    assert [(name, len(group)) for name, group in groups.items()] == [("far_oos", 2), ("in", 1)]


def test_each_failure_stands_in_one_class_with_its_reason() -> None:
    outcomes = [
        said(FAR, "answer", ("fees",), 1),
        said(KNOWN, "answer", ("visa",), 1),
        said(KNOWN, "none", ("fees",), 0),
        said(KNOWN, "choices", ("a", "b"), 2),
        said(KNOWN, "choices", ("a", "fees"), 2),
        said(KNOWN, "choices", ("fees", "a"), 2),
        said(KNOWN, "answer", ("fees",), 1),
        said(FAR, "none", (), 0),
    ]
    text = failures(outcomes)
    assert all(f"## {name}: 1 of 8" in text for name in CLASSES)
    assert "expected fees; choices 0.50: a, b" in text
    assert text.count("because") == len(CLASSES)


def test_a_table_is_aligned_where_chinese_stands_too() -> None:
    lines = table(["kind", "%"], [["错字", "1.0"], ["typo", "10.0"]]).splitlines()
    assert lines == ["| kind |    % |", "|------|-----:|", "| 错字 |  1.0 |", "| typo | 10.0 |"]


def test_a_table_replaces_the_one_in_the_page_and_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- a: begin -->\nold\n<!-- a: end -->\nafter\n", encoding="utf-8")
    refresh(page, "a", "new")
    refresh(page, "a", "newer")
    assert page.read_text(encoding="utf-8") == "before\n<!-- a: begin -->\n\nnewer\n\n<!-- a: end -->\nafter\n"


def test_a_page_without_the_place_is_named() -> None:
    with pytest.raises(ValueError, match=r"README\.md needs the lines"):
        refresh(Path(__file__).parents[2] / "README.md", "no such table", "x")
