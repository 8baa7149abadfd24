"""`lexicon` and `variables` as people and programs run them."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run


def test_a_concept_is_made_added_to_listed_shown_and_removed(run: Run) -> None:
    assert run("lexicon", "add", "visa", "--new", "--zh", "签证", "--en", "visa")[:2] == (
        0,
        "Added, and visa is a new concept.\n",
    )
    assert run("lexicon", "add", "visa", "--zh", "签注", "--fr", "visa")[1] == "Added.\n"
    assert run("lexicon", "add", "visa", "--zh", "签注")[1] == "It was there already.\n"
    plain = {"concept": "visa", "zh": ["签证", "签注"], "en": ["visa"], "fr": ["visa"]}
    assert json.loads(run("lexicon", "list", "--json")[1]) == [plain]
    assert json.loads(run("lexicon", "--json")[1]) == [plain]
    assert "签证, 签注" in run("lexicon")[1]
    assert json.loads(run("lexicon", "show", "visa", "--json")[1])["entries"][0]["id"] == "visa"
    assert "- 签注" in run("lexicon", "show", "visa")[1]
    assert json.loads(run("lexicon", "find", "我的签注", "--json")[1]) == [{"concept": "visa", "term": "签注"}]
    assert run("lexicon", "remove", "visa", "签注")[:2] == (0, "Removed.\n")
    assert run("lexicon", "remove", "visa", "--whole")[1] == "Removed; the concept visa is gone.\n"
    assert json.loads(run("lexicon", "--json")[1]) == []


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("add", "visa", "--zh", "签证"), 1, "There is no concept visa."),
        (("add", "visa"), 2, "--zh TERM"),
        (("show", "visa"), 1, "`paristech-bot lexicon` shows all"),
        (("remove", "visa"), 2, "--whole"),
        (("remove", "visa", "a", "--whole"), 2, "--whole"),
        (("remove", "visa", "a", "--lang", "de"), 2, "zh, en, fr"),
        (("find", "hello"), 1, "`paristech-bot lexicon add`"),
        (("import", "nowhere.yaml"), 2, "nowhere.yaml"),
        (("--json", "list"), 2, "Options stand after “list”"),
    ],
)
def test_a_call_that_cannot_be_done_gets_a_sentence_with_a_next_step(
    run: Run, words: tuple[str, ...], status: int, said: str
) -> None:
    got, _, err = run("lexicon", *words)
    assert (got, said in err) == (status, True), err


def test_a_lexicon_goes_out_into_a_file_and_comes_in_again(run: Run, office: Path) -> None:
    file = office / "lexicon.yaml"
    file.write_text("- concept: csc\n  zh: [留基委]\n- concept: fund\n  zh: [留基委]\n", encoding="utf-8")
    status, out, err = run("lexicon", "import", str(file), "--dry-run")
    assert (status, out) == (0, "2 concepts would be created, 0 changed, 0 unchanged, 0 removed.\n")
    assert "“留基委” is a term of fund already." in err
    assert json.loads(run("lexicon", "import", str(file), "--json")[1])["created"] == ["csc", "fund"]
    assert run("lexicon", "export", str(file))[0] == 2
    assert run("lexicon", "export", str(office / "again.yaml"))[0] == 0
    assert "2 unchanged" in run("lexicon", "import", str(office / "again.yaml"))[1]
    assert run("lexicon", "export")[1] == (office / "again.yaml").read_text(encoding="utf-8")
    file.write_text("- concept: csc\n  zh: [CSC]\n", encoding="utf-8")
    assert run("lexicon", "import", str(file), "--replace")[1].endswith("1 changed, 0 unchanged, 1 removed.\n")


def test_a_slip_in_a_lexicon_file_changes_nothing(run: Run, office: Path) -> None:
    (office / "bad.yaml").write_text("- concept: csc\n  zh: [a]\n- concept: b\n", encoding="utf-8")
    status, _, err = run("lexicon", "import", str(office / "bad.yaml"))
    assert (status, "concept 2: needs a list of terms" in err) == (1, True)
    assert json.loads(run("lexicon", "--json")[1]) == []


def test_a_variable_is_set_listed_and_removed(run: Run, office: Path) -> None:
    status, out, err = run("variables", "set", "deadline", "29 January")
    assert (status, out) == (0, "{deadline} is “29 January” now.\n")
    assert "No answer names {deadline} yet." in err
    (office / "new.csv").write_text(
        "id,lang,question,answer\nwhen,en,When?,On {deadline} at {hour}.\n", encoding="utf-8"
    )
    run("faq", "import", str(office / "new.csv"))
    assert json.loads(run("variables", "set", "deadline", "30 January", "--json")[1])["entries"] == ["when"]
    listed = json.loads(run("variables", "--json")[1])
    assert [(one["name"], one["value"]) for one in listed] == [("deadline", "30 January"), ("hour", None)]
    assert "not set" in run("variables", "list")[1]
    status, _, err = run("variables", "remove", "deadline")
    assert (status, "the answers of when" in err) == (1, True)
    run("variables", "set", "spare", "x")
    assert run("variables", "remove", "spare")[:2] == (0, "Removed.\n")
    assert run("variables", "remove", "spare")[0] == 1
    assert run("variables", "set", "Spare", "x")[0] == 1
    assert "30 January" in run("ask", "When?")[1]
