"""`faq draft`, `drafts`, `publish`, `discard` as people and programs run them."""

import json
from pathlib import Path

from tests.commands.conftest import Run

HEAD = "id,lang,question,answer,variants\n"


def a_file(office: Path, row: str) -> str:
    path = office / "new.csv"
    path.write_text(HEAD + row, encoding="utf-8")
    return str(path)


def test_a_file_of_drafts_is_checked_and_published_together(office: Path, run: Run) -> None:
    assert run("faq", "drafts", "--json")[:2] == (0, "[]\n")
    status, out, _ = run(
        "faq", "draft", a_file(office, "parking,en,Where do I park a car?,Behind the house.,\n"), "--json"
    )
    assert (status, json.loads(out)) == (0, {"drafts": ["parking"]})
    (draft,) = json.loads(run("faq", "drafts", "--json")[1])
    assert (draft["kind"], draft["name"], draft["new"]) == ("entry", "parking", True)
    assert run("faq", "show", "parking")[0] == 1
    status, out, _ = run("faq", "publish", "--json")
    assert status == 0
    found = json.loads(out)
    assert found["published"] == {"entries": ["parking"], "concepts": [], "golden_changed": 0}
    assert found["check"]["golden"] == []
    assert run("faq", "show", "parking")[0] == 0
    status, _, err = run("faq", "publish")
    assert status == 1
    assert "There are no drafts" in err


def test_golden_questions_that_change_are_listed_and_need_a_word(office: Path, run: Run) -> None:
    run("golden", "add", "zebra crossing on mars", "--none")
    run("faq", "draft", a_file(office, "parking,en,Where do I park a car?,Behind.,zebra crossing on mars\n"))
    status, out, err = run("faq", "publish", "parking")
    assert status == 1
    assert "zebra crossing on mars" in out
    assert "--anyway" in err
    assert run("faq", "show", "parking")[0] == 1
    status, out, err = run("faq", "publish", "parking", "--anyway")
    assert status == 0
    assert "1 change their answer" in err
    assert "Published: parking" in out


def test_drafts_are_thrown_away_by_name(office: Path, run: Run) -> None:
    run("faq", "draft", a_file(office, "parking,en,Where do I park a car?,Behind the house.,\n"))
    status, _, err = run("faq", "discard", "nothing")
    assert status == 1
    assert "There is no draft of nothing" in err
    assert run("faq", "discard", "parking", "--json")[:2] == (0, '{"discarded": ["parking"]}\n')
    assert run("faq", "drafts", "--json")[1] == "[]\n"


def test_rows_with_a_problem_are_written_and_entries_that_are_there_may_stay(office: Path, run: Run) -> None:
    bad = office / "bad.csv"
    file = a_file(office, "parking,en,,Behind the house.,\nvisa,en,How do I get a student visa?,New.,\n")
    assert run("faq", "import", file, "--bad-rows", str(bad))[0] == 1
    assert "the question in en is empty" in bad.read_text(encoding="utf-8-sig")
    file = a_file(office, "parking,en,Where do I park a car?,Behind.,\nvisa,en,How do I get a student visa?,New.,\n")
    status, out, _ = run("faq", "import", file, "--keep", "--json")
    assert (status, json.loads(out)["created"], json.loads(out)["changed"]) == (0, ["parking"], [])
