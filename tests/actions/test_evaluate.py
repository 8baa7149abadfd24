"""evaluate: how good the decisions on known questions are."""

from pathlib import Path

import pytest

from bot.actions.evaluate import Judged, auroc, evaluate_file, numbers_of
from bot.answering.decision import Decision
from bot.core.errors import BadFile, NothingFound
from tests.answering.faq import small


def judged(expected: tuple[str, ...], kind: str, ids: tuple[str, ...], shown: int, confidence: float = 0.5) -> Judged:
    return Judged(expected, Decision(kind, ids, shown, confidence, "en"), "en", "short")


def test_each_share_counts_what_it_says() -> None:
    numbers = numbers_of(
        [
            judged(("a",), "answer", ("a", "b"), 1, 0.9),
            judged(("b", "c"), "choices", ("a", "b"), 2, 0.6),
            judged(("b",), "answer", ("a", "b"), 1, 0.7),
            judged(("a",), "none", ("a",), 0, 0.1),
            judged((), "answer", ("a",), 1, 0.8),
            judged((), "none", (), 0, 0.0),
        ]
    )
    assert (numbers["questions"], numbers["in_scope"], numbers["out_of_scope"]) == (6, 4, 2)
    assert numbers["accuracy"] == 0.5
    assert numbers["helped"] == 0.5
    assert numbers["wrong_and_sure"] == 0.25
    assert numbers["refused"] == 0.25
    assert numbers["sure_out_of_scope"] == 0.5
    assert numbers["auroc"] == pytest.approx(5 / 8)


def test_a_right_answer_in_a_part_helps() -> None:
    part = Decision("answer", ("b",), 1, 0.9, "en")
    whole = Decision("answer", ("a", "b"), 1, 0.9, "en", parts=(part,))
    assert Judged(("b",), whole, "en", "long").helped


def test_equal_confidence_is_half_a_separation() -> None:
    assert auroc([0.5, 0.5], [0.5]) == 0.5
    assert auroc([0.9], [0.1, 0.2]) == 1.0
    assert auroc([], [0.1]) is None


def test_a_file_is_counted_by_language_and_kind(tmp_path: Path) -> None:
    path = tmp_path / "golden.jsonl"
    path.write_text(
        '{"q": "How do I get a student visa?", "lang": "en", "expected": "visa", "kind": "plain"}\n'
        '{"q": "签证要多久", "lang": "zh", "expected": ["visa", "housing"], "kind": "plain"}\n'
        '{"q": "qwxz", "lang": "en", "expected": null, "kind": "oos"}\n',
        encoding="utf-8",
    )
    found = evaluate_file(small(), path, note=lambda _: None)
    assert found["all"]["accuracy"] == 1.0
    assert list(found["lang"]) == ["en", "zh"]
    assert list(found["kind"]) == ["oos", "plain"]
    assert found["kind"]["oos"]["accuracy"] is None


@pytest.mark.parametrize(
    "line", ['{"q": "visa"}', '{"q": "visa", "expected": 3}', '{"q": "visa", "expected": [""]}', "x"]
)
def test_a_line_without_an_expectation_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "golden.jsonl"
    path.write_text(f'{{"q": "visa", "expected": null}}\n{line}\n', encoding="utf-8")
    with pytest.raises(BadFile, match="line 2"):
        evaluate_file(small(), path, note=lambda _: None)


def test_an_empty_file_is_nothing_found(tmp_path: Path) -> None:
    path = tmp_path / "golden.jsonl"
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(NothingFound):
        evaluate_file(small(), path, note=lambda _: None)
