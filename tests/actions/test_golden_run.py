"""golden run: every golden question through the production decision, and without itself."""

import pytest

from bot.actions.answers import Material
from bot.actions.golden_run import (
    QUARTERS,
    Trial,
    difference,
    outcome,
    portion,
    run_golden,
    summary,
    trial_as_plain,
)
from bot.answering.decision import Decision
from bot.core.errors import NothingFound
from bot.core.golden import GoldenQuestion
from tests.answering.faq import ENTRIES, LEXICON

ANSWER = Decision("answer", ("visa", "housing"), 1, 0.9, "en", because=lambda: "Because of “visa”.")
CHOICES = Decision("choices", ("visa", "housing", "csc-grant"), 2, 0.4, "en")
NONE = Decision("none", ("visa",), 0, 0.1, "en")
RIGHT = GoldenQuestion("How do I get a student visa?", ("visa",), number=1)


def material(*golden: GoldenQuestion, sure: float | None = None) -> Material:
    return Material(ENTRIES, LEXICON, {}, golden, sure=sure)


@pytest.mark.parametrize(
    ("expected", "decision", "wanted"),
    [
        (("visa",), ANSWER, "right"), (("x", "visa"), ANSWER, "right"), (("housing",), ANSWER, "wrong_and_sure"),
        (("housing",), CHOICES, "helped"), (("csc-grant",), CHOICES, "other_choices"), (("visa",), NONE, "refused"),
        ((), ANSWER, "sure_out_of_scope"), ((), CHOICES, "offered"), ((), NONE, "declined"),
    ],
)  # fmt: skip
def test_an_outcome_has_one_name(expected: tuple[str, ...], decision: Decision, wanted: str) -> None:
    assert outcome(expected, decision) == wanted


def test_an_answer_in_a_part_counts() -> None:
    parts = (Decision("answer", ("visa",), 1, 0.9, "en"), Decision("answer", ("housing",), 1, 0.9, "en"))
    whole = Decision("answer", ("visa", "housing"), 2, 0.9, "en", parts=parts)
    assert outcome(("housing",), whole) == "right"


def test_the_difference_is_said_in_words() -> None:
    assert difference(("housing",), ANSWER) == "Expected housing, answered visa."
    assert difference((), ANSWER) == "Expected no answer, answered visa."
    assert difference(("a", "b"), CHOICES) == "Expected a or b, offered visa, housing."
    assert difference(("a",), NONE) == "Expected a, said that it does not know; nearest visa."


def test_a_sentence_ends_with_the_reason_and_is_empty_when_all_is_well() -> None:
    assert Trial(GoldenQuestion("visa", ("housing",)), ANSWER, ANSWER).sentence().endswith("Because of “visa”.")
    assert Trial(GoldenQuestion("visa", ("visa",)), ANSWER, ANSWER).sentence() == ""


def test_what_is_right_only_because_it_is_golden_is_said_but_does_not_fail() -> None:
    trial = Trial(GoldenQuestion("visa", ()), CHOICES, ANSWER)
    assert (trial.outcome, trial.blind_outcome, trial.failed) == ("offered", "sure_out_of_scope", False)
    learned = Trial(GoldenQuestion("visa", ()), NONE, ANSWER)
    assert "without being a golden question" in learned.sentence()


def test_a_phrasing_is_right_and_a_stranger_is_declined() -> None:
    trials = run_golden(material(RIGHT, GoldenQuestion("zxqv wkjh", (), number=2)))
    assert [trial.outcome for trial in trials] == ["right", "declined"]
    numbers = summary(trials)
    assert (numbers["now"]["in_scope"], numbers["now"]["out_of_scope"], numbers["now"]["right"]) == (1, 1, 1)
    assert numbers["blind"]["declined"] == 1


def test_a_sure_answer_to_what_must_not_be_answered_fails() -> None:
    asked = GoldenQuestion("How do I get a student visa?", ())
    (trial,) = run_golden(material(asked, sure=0.2))
    assert (trial.outcome, trial.failed) == ("sure_out_of_scope", True)
    assert trial.sentence().startswith("Expected no answer, answered visa.")
    assert trial_as_plain(trial)["outcome"] == "sure_out_of_scope"


def test_a_golden_question_is_judged_by_lines_that_it_did_not_place() -> None:
    lie = GoldenQuestion("How do I get a student visa?", ())
    (trial,) = run_golden(material(lie))
    assert trial.now == material(lie).answerer().decide(lie.question)
    assert trial.blind == material().answerer().decide(lie.question)


def test_a_question_that_placed_no_line_is_asked_once() -> None:
    (trial,) = run_golden(material(RIGHT), [GoldenQuestion("housing allowance", ("housing",))])
    assert (trial.outcome, trial.now is trial.blind) == ("right", True)


def test_nothing_to_ask_is_said() -> None:
    with pytest.raises(NothingFound, match="golden add"):
        run_golden(material())


def test_portions_are_about_equal_and_stay_where_they_are() -> None:
    counts = [0] * QUARTERS
    for number in range(1000):
        counts[portion(f"question {number}", QUARTERS)] += 1
    assert min(counts) > 200
    assert [portion(text, 4) for text in ("签证", "visa", "")] == [portion(text, 4) for text in ("签证", "visa", "")]
