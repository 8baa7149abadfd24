"""What the reliability plot is drawn from."""

import pytest

from bench.loading import Question
from bench.measures import Outcome
from bench.reliability import Bin, bins, gap, shown


def outcome(confidence: float, *, right: bool) -> Outcome:
    return Outcome(Question("q", "en", "in", ("a",)), ("a" if right else "b",), confidence)


def test_questions_fall_into_tenths_and_certainty_into_the_last() -> None:
    found = bins(
        [outcome(0.0, right=False), outcome(0.55, right=True), outcome(0.59, right=False), outcome(1.0, right=True)]
    )
    assert {number: (one.count, one.right) for number, one in found.items()} == {0: (1, 0), 5: (2, 1), 9: (1, 1)}
    assert found[5].predicted == pytest.approx(0.57)
    assert found[5].observed == 0.5


def test_a_question_without_an_entry_is_never_right() -> None:
    stranger = Outcome(Question("q", "en", "far_oos", ()), ("a",), 0.9)
    assert bins([stranger])[9].right == 0


def test_the_gap_weighs_bins_by_their_questions() -> None:
    assert gap({1: Bin(3, 0.1, 0), 9: Bin(1, 0.9, 1)}) == pytest.approx(0.1)
    assert gap({}) is None


def test_the_interval_holds_the_share_and_narrows_with_more_questions() -> None:
    few, many = Bin(4, 0.5, 2), Bin(400, 0.5, 200)
    assert few.interval == pytest.approx((0.150, 0.850), abs=0.001)
    assert many.interval[1] - many.interval[0] < 0.1
    assert Bin(5, 0.9, 5).interval[1] == pytest.approx(1.0)


def test_the_table_names_the_range_of_each_bin() -> None:
    assert "| 0.5 – 0.6  |" in shown({5: Bin(2, 0.57, 1)})
