"""Made FAQs and questions: seeded, of the size asked for, and measurable."""

import json
from pathlib import Path

import pytest

from bench.answering import measured
from bench.loading import Phrasing, load_phrasings
from bench.phrasings import Pool, pools, questions_for, rows_of_faq

SEED = 7


@pytest.fixture(scope="module")
def languages() -> dict[str, Pool]:
    return pools()


def test_a_made_faq_has_the_phrasings_asked_for_in_our_shares(languages: dict[str, Pool]) -> None:
    rows = list(rows_of_faq(3000, languages, SEED))
    counts = {lang: sum(1 + len(row["variants"]) for row in rows if row["lang"] == lang) for lang in languages}
    assert 3000 <= sum(counts.values()) < 3016
    assert 0.33 < counts["zh"] / sum(counts.values()) < 0.37
    assert counts["en"] == counts["fr"]
    assert len({row["id"] for row in rows}) == len(rows) / len(languages)


def test_the_same_seed_makes_the_same_faq_and_questions(languages: dict[str, Pool]) -> None:
    first, second = (list(rows_of_faq(100, languages, SEED)) for _ in range(2))
    assert first == second
    assert questions_for(first, 50, languages, SEED) == questions_for(second, 50, languages, SEED)
    assert first != list(rows_of_faq(100, languages, SEED + 1))


def test_no_two_questions_are_the_same(languages: dict[str, Pool]) -> None:
    rows = list(rows_of_faq(100, languages, SEED))
    asked = questions_for(rows, 500, languages, SEED)
    assert len(set(asked)) == len(asked) == 500


def test_the_vocabulary_grows_with_the_faq(languages: dict[str, Pool]) -> None:
    known = {word for pool in languages.values() for word in pool.words}
    text = json.dumps(list(rows_of_faq(1000, languages, SEED)), ensure_ascii=False)
    coined = [row["question"] for row in rows_of_faq(1000, languages, SEED) if row["lang"] == "en"]
    assert any(word.isalpha() and len(word) > 3 and word not in known for line in coined for word in line.split())
    assert text.count("entry-") > 60


def test_a_made_faq_reads_back_and_is_measured(tmp_path: Path, languages: dict[str, Pool]) -> None:
    rows = list(rows_of_faq(60, languages, SEED))
    faq, questions = tmp_path / "faq.jsonl", tmp_path / "questions.json"
    faq.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    questions.write_text(json.dumps(questions_for(rows, 220, languages, SEED)), encoding="utf-8")
    assert set(load_phrasings(faq)) == {
        Phrasing(row["id"], row["lang"], text) for row in rows for text in (row["question"], *row["variants"])
    }
    numbers = measured(faq, questions)
    assert numbers["entries"] == len(rows) / 3
    assert 0 < numbers["p50"] <= numbers["p99"] <= numbers["max"]
    assert numbers["mib"] > 1
