"""The question sets load, belong to their FAQ, and the accuracy run works on a small one without the extra `bench`."""

import json
from pathlib import Path

import pytest

from bench import answering_accuracy
from bench.loading import NOISE, OUR_SET, Question, clean_twins, load_phrasings, load_set, names_of_sets
from bench.our_bot import asked, asked_in_halves

ALL = names_of_sets()


@pytest.mark.parametrize("name", ALL)
def test_every_expected_entry_is_in_the_faq(name: str) -> None:
    found = load_set(name)
    entries = {phrasing.entry for phrasing in load_phrasings(found.faq)}
    assert found.questions
    assert {entry for question in found.questions for entry in question.expected} <= entries


@pytest.mark.parametrize("name", [name for name in ALL if NOISE in name])
def test_every_noisy_question_has_a_clean_twin(name: str) -> None:
    noisy = load_set(name)
    clean = load_set(noisy.clean_name)
    twins = clean_twins(noisy.questions, clean.questions)
    assert len(set(twins)) == len(noisy.questions)
    assert noisy.faq == clean.faq


def test_a_twin_has_the_same_answer_even_if_another_text_is_nearer() -> None:
    clean = [Question("visa fees", "en", "in", ("visa",)), Question("school fees a year", "en", "in", ("fees",))]
    assert clean_twins([Question("visa feess", "en", "in", ("fees",))], clean) == [1]


def small_set(folder: Path) -> Path:
    own = folder / "tiny"
    own.mkdir()
    faq = [
        {
            "id": "visa",
            "lang": "en",
            "question": "How do I apply for a visa?",
            "variants": ["student visa application"],
        },
        {"id": "flat", "lang": "en", "question": "Where will I live?", "variants": ["rooms in a student residence"]},
    ]
    asked_of_it = [
        {"q": "applying for my student visa", "lang": "en", "kind": "in", "expected": "visa"},
        {"q": "is there a student residence with rooms", "lang": "en", "kind": "in", "expected": ["flat"]},
        {"q": "qwxz", "lang": "en", "kind": "far_oos", "expected": None},
    ]
    for name, rows in (("faq", faq), ("queries", asked_of_it)):
        (own / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


def test_the_bot_is_asked_every_question_of_a_set(tmp_path: Path) -> None:
    found = load_set("tiny", sets=small_set(tmp_path))
    outcomes, answerer = asked(found)
    assert [outcome.right_within(1) for outcome in outcomes] == [True, True, False]
    assert all(outcome.decision and outcome.score == outcome.decision.confidence for outcome in outcomes)
    assert set(answerer.entries) == {"visa", "flat"}


def test_halves_ask_each_question_once(tmp_path: Path) -> None:
    found = load_set("tiny", sets=small_set(tmp_path))
    assert sorted(outcome.question.text for outcome in asked_in_halves(found)) == sorted(
        q.text for q in found.questions
    )


def test_the_run_prints_its_tables_and_writes_every_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "numbers.json"
    assert answering_accuracy.main(["--bot-only", "--sets", "xsid_zh", "--json", str(target)]) == 0
    printed = capsys.readouterr().out
    assert "R@1 / R@3 / AUROC" in printed
    assert "| this bot" in printed
    numbers = json.loads(target.read_text(encoding="utf-8"))["this bot"]["xsid_zh"]
    assert (numbers["in"], numbers["out"]) == (198, 98)
    assert 0 < numbers["r1"] <= numbers["r3"] <= 1


def test_failures_are_listed_for_a_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert answering_accuracy.main(["--failures", OUR_SET]) == 0
    assert "## wrong and sure: " in capsys.readouterr().out
