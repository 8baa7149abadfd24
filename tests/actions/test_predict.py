"""predict: a file of questions becomes a file of decisions."""

import json
from itertools import count
from pathlib import Path

import pytest

from bot.actions.answers import answerer_from_files
from bot.actions.predict import predict_file
from bot.core.errors import BadFile, NothingFound
from tests.answering.faq import small

FAQ = (
    '{"id": "fees", "lang": "en", "question": "How much is tuition?", "variants": ["what does it cost"]}\n'
    '{"id": "visa", "lang": "en", "question": "How do I get a visa?", "variants": ["student visa"]}\n'
)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def predicted(folder: Path, text: str) -> list[dict[str, object]]:
    out = folder / "out.jsonl"
    ticks = count()
    lines = predict_file(
        small(), written(folder / "in.jsonl", text), out, seconds=lambda: next(ticks) * 0.25, note=lambda _: None
    )
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert lines == len(rows)
    return rows


def test_input_keys_survive_and_the_decision_stands_beside_them(tmp_path: Path) -> None:
    (row,) = predicted(
        tmp_path, '{"q": "How do I get a student visa?", "lang": "en", "expected": "visa", "mine": [1]}\n'
    )
    assert (row["expected"], row["mine"], row["lang"]) == ("visa", [1], "en")
    assert row["decision"] in {"answer", "choices"}
    assert isinstance(row["ids"], list)
    assert row["ids"][0] == "visa"
    assert row["shown"] in range(1, 5)
    assert 0 <= float(str(row["confidence"])) <= 1
    assert (row["lang_detected"], row["parts"], row["ms"]) == ("en", [], 250.0)


def test_blank_lines_and_a_byte_order_mark_are_passed_over(tmp_path: Path) -> None:
    assert len(predicted(tmp_path, '\ufeff{"q": "visa"}\n\n   \n{"question": "签证"}')) == 2


def test_half_a_surrogate_pair_survives(tmp_path: Path) -> None:
    (row,) = predicted(tmp_path, '{"q": "\\ud800 visa"}\n')
    assert row["q"] == "\ud800 visa"


@pytest.mark.parametrize("bad", ["{", "[1]", "null", '{"text": "visa"}', '{"q": 5}', "[" * 100_000])
def test_a_bad_line_is_named_and_nothing_is_written(tmp_path: Path, bad: str) -> None:
    with pytest.raises(BadFile, match="line 2") as caught:
        predicted(tmp_path, f'{{"q": "visa"}}\n{bad}\n')
    assert caught.value.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_a_file_may_be_written_over_itself(tmp_path: Path) -> None:
    path = written(tmp_path / "both.jsonl", '{"q": "visa"}\n')
    predict_file(small(), path, path, seconds=lambda: 0.0, note=lambda _: None)
    assert json.loads(path.read_text(encoding="utf-8"))["q"] == "visa"


def test_a_missing_input_or_folder_is_a_sentence(tmp_path: Path) -> None:
    questions = written(tmp_path / "in.jsonl", '{"q": "visa"}\n')
    for source, target in ((tmp_path / "none.jsonl", tmp_path / "o"), (questions, tmp_path / "no" / "folder")):
        with pytest.raises(BadFile, match="Check"):
            predict_file(small(), source, target, seconds=lambda: 0.0, note=lambda _: None)


def test_a_faq_file_alone_is_enough(tmp_path: Path) -> None:
    answerer = answerer_from_files(written(tmp_path / "faq.jsonl", FAQ))
    assert answerer.decide("tuition cost?").ids[0] == "fees"
    assert answerer.decide("student visa").ids[0] == "visa"
    assert answerer.detect("9") == "en"


def test_a_lexicon_and_golden_questions_may_come_with_it(tmp_path: Path) -> None:
    lexicon = written(tmp_path / "lexicon.yaml", "- concept: fees\n  zh: [学费]\n  en: [tuition]\n")
    golden = written(
        tmp_path / "golden.jsonl", '{"q": "学费", "expected": "fees"}\n{"q": "weather", "expected": null}\n'
    )
    answerer = answerer_from_files(written(tmp_path / "faq.jsonl", FAQ), lexicon, golden)
    assert answerer.decide("学费").ids[0] == "fees"


@pytest.mark.parametrize("broken", ['{"id": "a", "lang": "en"}\n', "not json\n"])
def test_a_faulty_faq_file_is_refused(tmp_path: Path, broken: str) -> None:
    with pytest.raises(BadFile, match="line 1"):
        answerer_from_files(written(tmp_path / "faq.jsonl", broken))


def test_an_empty_faq_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NothingFound, match="no entries"):
        answerer_from_files(written(tmp_path / "faq.jsonl", ""))
