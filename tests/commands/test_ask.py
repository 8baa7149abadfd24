"""`ask`, `predict` and `evaluate` as people and programs run them: what they print, what they write, how they exit."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot import cli
from bot.commands import setup

FAQ = (
    '{"id": "fees", "lang": "en", "question": "How much is tuition?", "variants": ["what does it cost"]}\n'
    '{"id": "visa", "lang": "en", "question": "How do I get a visa?", "variants": ["student visa"]}\n'
)
QUESTIONS = (
    '{"q": "How much is tuition?", "lang": "en", "kind": "short", "expected": "fees", "mine": 7}\n'
    '{"q": "student visa please", "lang": "en", "kind": "short", "expected": ["visa"]}\n'
    '{"q": "qqqq zzzz", "lang": "en", "kind": "oos", "expected": null}\n'
)
LEXICON = "- concept: fees\n  zh: [学费]\n  en: [tuition]\n"

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The settings file of an installation with the demo FAQ."""
    wechat = {"app_id": "wx0123456789abcdef", "app_secret": "s" * 32, "original_id": "gh_1"}
    folder = tmp_path_factory.mktemp("office")
    return str(setup.create(folder, sandbox=None, demo_content=True, more={"wechat": wechat}))


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder without settings, with a FAQ file, a lexicon and questions in it."""
    monkeypatch.delenv("PARISTECH_BOT_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    for name, text in (("faq.jsonl", FAQ), ("q.jsonl", QUESTIONS), ("lexicon.yaml", LEXICON)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(capsys: Capture, *arguments: str, status: int = 0) -> tuple[str, str]:
    assert cli.run(list(arguments)) == status
    said = capsys.readouterr()
    return said.out, said.err


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_ask_prints_the_answer_as_a_student_gets_it(capsys: Capture, office: str) -> None:
    out, err = run(capsys, "ask", "学费一年多少钱？", "--config", office)
    assert "学费" in out
    assert "{" not in out
    assert err == ""


def test_ask_numbers_the_choices(capsys: Capture, office: str) -> None:
    out, _ = run(capsys, "ask", "奖学金", "--config", office)
    assert [line[:2] for line in out.splitlines()[1:3]] == ["1.", "2."]


def test_ask_says_no_with_status_1_and_still_names_the_nearest(capsys: Capture, office: str) -> None:
    out, err = run(capsys, "ask", "土豆炖牛肉怎么做", "--config", office, status=1)
    assert out
    assert "No entry answers this" in err


def test_ask_as_json_is_one_object_with_the_decision(capsys: Capture, office: str) -> None:
    out, _ = run(capsys, "ask", "quel est le montant des frais de scolarité ?", "--json", "--config", office)
    found = json.loads(out)
    assert (found["decision"], found["ids"][0], found["lang_detected"]) == ("answer", "tuition-fees", "fr")
    assert found["reply"]
    assert found["reason"]


def test_ask_as_json_keeps_its_status_for_a_no(capsys: Capture, office: str) -> None:
    out, _ = run(capsys, "ask", "asdf qwer zxcv", "--json", "--config", office, status=1)
    assert json.loads(out)["decision"] == "none"


def test_ask_explains_with_the_words_and_the_numbers(capsys: Capture, office: str) -> None:
    out, _ = run(capsys, "ask", "学费一年多少钱？", "--explain", "--config", office)
    assert "Closest phrasing of tuition-fees" in out
    assert "sure from" in out


def test_ask_explains_each_question_of_a_message(capsys: Capture, office: str) -> None:
    out, _ = run(capsys, "ask", "学费多少？还有怎么申请签证？", "--explain", "--config", office)
    assert "▸ “学费多少”: " in out
    assert "▸ “怎么申请签证”: " in out


@pytest.mark.parametrize(
    ("said", "reply", "kind", "status"),
    [
        ("你好", "您好", "greeting", 0),
        ("merci beaucoup", "plaisir", "thanks", 0),
        ("人工", "已转给同事", "handover", 0),
        ("你个傻逼", "抱歉没能帮上您", "none", 1),
        ("代写论文加微信abc123 保过", "不接受推广", "none", 1),
        ("我不想活了", "12356", "none", 1),
    ],
)
def test_ask_gives_small_talk_the_reply_that_a_student_gets(
    capsys: Capture, office: str, said: str, reply: str, kind: str, status: int
) -> None:
    found = json.loads(run(capsys, "ask", said, "--json", "--config", office, status=status)[0])
    assert (reply in found["reply"], found["kind"], found["decision"], found["ids"]) == (True, kind, "none", [])
    assert "is taken for" in run(capsys, "ask", said, "--explain", "--config", office, status=status)[0]


def test_ask_keeps_nothing(capsys: Capture, office: str) -> None:
    run(capsys, "ask", "人工", "--config", office)
    run(capsys, "ask", "asdf qwer zxcv", "--config", office, status=1)
    for listing in (["log", "list"], ["inbox", "list"], ["gaps"]):
        assert json.loads(run(capsys, *listing, "--json", "--config", office)[0]) == []


@pytest.mark.parametrize(
    ("day", "answer", "told"),
    [
        ("2026-12-15", "网上报名：", ""),
        ("2027-01-29", "网上报名：", ""),
        ("2027-01-29T23:30:00-05:00", "报名已经结束", "ended on 2027-01-29"),
        ("2027-06-01", "报名已经结束", "ended on 2027-01-29"),
        ("2026-10-01", "网上报名：", "valid from 2026-11-02 only"),
    ],
)
def test_ask_answers_as_on_a_day_and_says_what_the_calendar_did(
    capsys: Capture, office: str, day: str, answer: str, told: str
) -> None:
    out, _ = run(capsys, "ask", "9+9什么时候报名？截止日期是哪天？", "--at", day, "--explain", "--config", office)
    assert answer in out
    assert told in out


def test_ask_answers_in_the_wished_language(capsys: Capture, office: str) -> None:
    out, _ = run(capsys, "ask", "学费一年多少钱？", "--lang", "fr", "--config", office)
    assert "frais" in out


def test_ask_speaks_the_language_last_used_where_the_word_does_not_tell(capsys: Capture, office: str) -> None:
    out, _ = run(capsys, "ask", "CSC?", "--lang", "fr", "--at", "2027-01-31", "--json", "--config", office)
    assert json.loads(out)["lang_detected"] == "fr"


@pytest.mark.parametrize("wrong", [["--lang", "de"], ["--at", "31.01.2027"], ["--nope"]])
def test_ask_refuses_a_wrong_option_with_status_2(capsys: Capture, office: str, wrong: list[str]) -> None:
    out, err = run(capsys, "ask", "visa", *wrong, "--config", office, status=2)
    assert out == ""
    assert err


def test_ask_without_settings_is_status_2(capsys: Capture) -> None:
    _, err = run(capsys, "ask", "visa", "--config", "nowhere.toml", status=2)
    assert "nowhere.toml" in err


def test_predict_needs_nothing_but_a_faq_file(capsys: Capture, nowhere: Path) -> None:
    out, err = run(capsys, "predict", "q.jsonl", "out.jsonl", "--faq", "faq.jsonl")
    assert out == ""
    assert "3 lines written" in err
    first, second, third = rows(nowhere / "out.jsonl")
    assert (first["mine"], first["ids"][0], second["ids"][0]) == (7, "fees", "visa")
    assert (third["decision"], third["shown"]) == ("none", 0)
    assert {"confidence", "lang_detected", "ms", "parts"} <= first.keys()


def test_predict_reads_a_lexicon_and_golden_questions(capsys: Capture, nowhere: Path) -> None:
    (nowhere / "zh.jsonl").write_text('{"q": "学费"}\n', encoding="utf-8")
    run(capsys, "predict", "zh.jsonl", "without.jsonl", "--faq", "faq.jsonl")
    run(
        capsys, "predict", "zh.jsonl", "with.jsonl", "--faq", "faq.jsonl",
        "--lexicon", "lexicon.yaml", "--golden", "q.jsonl",
    )  # fmt: skip
    (without,), (with_it,) = rows(nowhere / "without.jsonl"), rows(nowhere / "with.jsonl")
    assert with_it["ids"][0] == "fees"
    assert with_it["confidence"] > without["confidence"]


def test_predict_uses_the_database_without_a_faq_file(capsys: Capture, office: str, nowhere: Path) -> None:
    run(capsys, "predict", "q.jsonl", "out.jsonl", "--config", office)
    assert rows(nowhere / "out.jsonl")[0]["ids"][0] == "tuition-fees"


@pytest.mark.parametrize("command", [["predict", "q.jsonl", "out.jsonl"], ["evaluate", "q.jsonl"]])
@pytest.mark.parametrize("missing", ["--faq", "--lexicon", "--golden"])
def test_a_missing_file_is_named_with_status_2(
    capsys: Capture, nowhere: Path, command: list[str], missing: str
) -> None:
    files = {"--faq": "faq.jsonl", missing: "missing.file"}
    out, err = run(capsys, *command, *(part for option in files.items() for part in option), status=2)
    assert out == ""
    assert "missing.file" in err
    assert not (nowhere / "out.jsonl").exists()


@pytest.mark.parametrize("line", ["{", "[1]", '{"text": "visa"}', '{"q": 5}'])
def test_a_wrong_line_is_named_by_number_and_nothing_is_written(capsys: Capture, nowhere: Path, line: str) -> None:
    (nowhere / "bad.jsonl").write_text(f'{{"q": "visa", "expected": null}}\n{line}\n', encoding="utf-8")
    for command in (["predict", "bad.jsonl", "out.jsonl"], ["evaluate", "bad.jsonl"]):
        _, err = run(capsys, *command, "--faq", "faq.jsonl", status=2)
        assert "line 2" in err
    assert not (nowhere / "out.jsonl").exists()


@pytest.mark.parametrize(
    ("name", "text", "status"),
    [
        ("faq.jsonl", "", 1),
        ("faq.jsonl", "not json\n", 2),
        ("faq.jsonl", '{"id": "a", "lang": "en"}\n', 2),
        ("faq.jsonl", "\ufffe\x00", 2),
        ("lexicon.yaml", "- concept: [", 2),
        ("lexicon.yaml", "just words\n", 2),
    ],
)
def test_a_faulty_faq_or_lexicon_is_a_sentence(
    capsys: Capture, nowhere: Path, name: str, text: str, status: int
) -> None:
    (nowhere / name).write_text(text, encoding="utf-8")
    _, err = run(capsys, "evaluate", "q.jsonl", "--faq", "faq.jsonl", "--lexicon", "lexicon.yaml", status=status)
    assert name in err
    assert "Traceback" not in err


def test_predict_into_a_folder_that_is_not_there_is_status_2(capsys: Capture) -> None:
    _, err = run(capsys, "predict", "q.jsonl", "no/folder/out.jsonl", "--faq", "faq.jsonl", status=2)
    assert "cannot be written" in err


def test_evaluate_prints_a_table_by_language_and_kind(capsys: Capture) -> None:
    out, err = run(capsys, "evaluate", "q.jsonl", "--faq", "faq.jsonl")
    head, *lines = out.splitlines()
    assert head.split() == [
        "which", "questions", "in_scope", "out_of_scope", "accuracy", "helped", "wrong_and_sure", "refused",
        "sure_out_of_scope", "auroc",
    ]  # fmt: skip
    assert [line.split("  ")[0] for line in lines] == ["all", "lang en", "kind oos", "kind short"]
    assert "100.0 %" in lines[0]
    assert err == ""


def test_evaluate_as_json_has_shares_of_one(capsys: Capture) -> None:
    out, _ = run(capsys, "evaluate", "q.jsonl", "--faq", "faq.jsonl", "--json")
    found = json.loads(out)
    assert (found["all"]["questions"], found["all"]["accuracy"]) == (3, 1.0)
    assert list(found["kind"]) == ["oos", "short"]
    assert found["kind"]["oos"]["accuracy"] is None


def test_evaluate_of_an_empty_file_is_nothing_found(capsys: Capture, nowhere: Path) -> None:
    (nowhere / "empty.jsonl").write_text("\n", encoding="utf-8")
    _, err = run(capsys, "evaluate", "empty.jsonl", "--faq", "faq.jsonl", status=1)
    assert "holds no questions" in err


def test_evaluate_needs_what_was_expected(capsys: Capture, nowhere: Path) -> None:
    (nowhere / "open.jsonl").write_text('{"q": "visa"}\n', encoding="utf-8")
    _, err = run(capsys, "evaluate", "open.jsonl", "--faq", "faq.jsonl", status=2)
    assert "line 1" in err
    assert "expected" in err
