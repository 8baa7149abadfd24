"""FAQ files as people make them: every encoding and separator, every slip named with its row."""

import json
from datetime import date
from pathlib import Path

import pytest

from bot.actions import faq_files
from bot.actions.faq_files import Loaded, read_faq, render
from bot.core.errors import BadFile
from bot.core.faq import Entry, EntryText
from bot.core.faq_table import guard, unguard

HEAD = "id,lang,question,answer\n"
ROW = "visa,zh,签证怎么办？,去使馆。\n"
FORMULAS = [
    "=cmd|' /C calc'!A0", "+1", "-1", "@x", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x", " =1", "  +1", "\ufeff=1",
    "\u200b=1", "'=1", "''=1", "- a list\n- of things", "=HYPERLINK(\"http://x\")", "-2+3", "@SUM(1)",
]  # fmt: skip


def read(folder: Path, content: str | bytes, name: str = "faq.csv", *, for_matching: bool = False) -> Loaded:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_faq(file, for_matching=for_matching)


def problems(folder: Path, content: str | bytes, name: str = "faq.csv") -> tuple[str, ...]:
    return read(folder, content, name).faq.problems


@pytest.mark.parametrize(
    ("codec", "notes"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("gb18030", "was read as GB18030."),
        ("utf-16", "was read as UTF-16."),
    ],
)
def test_the_encoding_is_found_and_said(tmp_path: Path, codec: str, notes: str) -> None:
    loaded = read(tmp_path, (HEAD + ROW).encode(codec))
    assert loaded.faq.problems == ()
    assert loaded.faq.entries == (Entry("visa", {"zh": EntryText("签证怎么办？", "去使馆。")}),)
    assert [note.endswith(notes) for note in loaded.notes] == ([True] if notes else [])


@pytest.mark.parametrize("raw", [b"\xff\xff\xff", "é".encode("latin-1") * 3, (HEAD + ROW).encode("utf-16-le")])
def test_an_encoding_that_is_none_is_refused(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(BadFile, match="save it as UTF-8"):
        read(tmp_path, raw)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_separator_and_line_end_will_do(tmp_path: Path, mark: str, end: str) -> None:
    loaded = read(tmp_path, (HEAD + ROW).replace(",", mark).replace("\n", end))
    assert [entry.id for entry in loaded.faq.entries] == ["visa"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", 'row 1: the column "id" is missing.'),
        (HEAD, "row 2: there are no entries below the header."),
        ("id,lang,question\nvisa,zh,签证\n", 'row 1: the column "answer" is missing.'),
        ("id,lang,question,answer,answer\n", 'row 1: the column "answer" is there twice.'),
        ("id,lang,qestion,answer\n", 'row 1: the column "qestion" is not known; did you mean "question"?'),
        (HEAD + "visa,zh,a,b,c,d\n", "row 2: has 6 cells, the header 4; is a quote missing?"),
        (HEAD + ROW + 'x,zh,"never closed,b\n', "row 3: unexpected end of data; is a quote not closed?"),
        (HEAD + ROW + ",zh,a,b\n", "row 3: id is missing."),
        (HEAD + ROW + "x,de,a,b\n", 'row 3: the language must be zh, en, fr, not "de".'),
        (HEAD + ROW + "x,zh,,b\n", "row 3: the question in zh is empty."),
        (HEAD + ROW + "x,zh,a,\n", "row 3: the answer in zh is empty."),
        (HEAD + ROW + "x,zh,a,b\x07\n", "row 3: answer holds a character that cannot be kept (U+0007); remove it."),
        (HEAD + ROW + f"x,zh,a,{'b' * 1_000_000}\n", "row 3: answer is too long: 1000000 characters, at most 20000."),
        (HEAD + ROW + "a b,zh,a,b\n", 'row 3: the id "a b" may hold letters, digits and . : / + - _ only.'),
        (HEAD + ROW + "visa,ZH,另一个,b\n", "row 3: visa in zh was already given in row 2."),
        (HEAD + ROW + "other,zh,签证怎么办,b\n", 'row 3: "签证怎么办" is also the question of visa (row 2).'),
        (
            "id,lang,question,answer,valid_until\nx,zh,a,b,soon\n",
            'row 2: valid_until must be a day like 2026-03-31, not "soon".',
        ),
        (
            "id,lang,question,answer,category\nx,zh,a,b,c\nx,en,a,b,d\n",
            "row 3: the rows of x give different values for category.",
        ),
    ],
)  # fmt: skip
def test_a_slip_is_named_with_its_row(tmp_path: Path, content: str, said: str) -> None:
    assert said in problems(tmp_path, content)


def test_rows_are_counted_as_the_spreadsheet_shows_them(tmp_path: Path) -> None:
    said = problems(tmp_path, HEAD + 'visa,zh,签证？,"first line\nsecond line"\n\nx,zh,,b\n')
    assert said == ("row 4: the question in zh is empty.",)


def test_every_problem_is_told_in_the_order_of_the_rows(tmp_path: Path) -> None:
    said = problems(tmp_path, HEAD + "".join(f"x{n},zh,,b\n" for n in range(263)))
    assert len(said) == 263
    assert said[0].startswith("row 2:")
    assert said[99].startswith("row 101:")


def test_all_columns_are_read(tmp_path: Path) -> None:
    head = (
        "id,lang,category,question,variants,answer,after,valid_from,valid_until,review_by,source,related,confidence\n"
    )
    texts = 'visa,fr,life,Visa ?,"c\'est quoi le visa|visa étudiant",Demandez.,Trop tard.,'
    row = texts + '2026/3/1,2026年4月30日,2027-03-31,x,"a|b, c",B\n'
    (entry,) = read(tmp_path, head + row).faq.entries
    assert entry == Entry(
        "visa",
        {"fr": EntryText("Visa ?", "Demandez.", ("c'est quoi le visa", "visa étudiant"), "Trop tard.")},
        category="life",
        confidence="B",
        source="x",
        review_by=date(2027, 3, 31),
        valid_from=date(2026, 3, 1),
        valid_until=date(2026, 4, 30),
        related=("a", "b", "c"),
    )


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_guarded_and_comes_back_as_it_was(text: str) -> None:
    assert guard(text) == f"'{text}"
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", ["plain", "", "'quoted'", "9+9", "a=b", "巴黎", "d'accord"])
def test_plain_text_is_not_guarded(text: str) -> None:
    assert guard(text) == text
    assert unguard(text) == text


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl", "yaml"])
def test_formulas_survive_an_export_as_text(tmp_path: Path, form: str) -> None:
    clean = [text.strip() for text in FORMULAS if "\ufeff" not in text]
    entries = [
        Entry(f"e{n}", {"en": EntryText(f"question {n}", text, (f"= {n} | x", "second"), text)})
        for n, text in enumerate(clean)
    ]
    entries.append(Entry("one", {"en": EntryText("one variant with a |", "a", ("this|that",))}))
    file = tmp_path / f"faq.{form}"
    file.write_bytes(render(entries, {}, form))
    faq = read_faq(file).faq
    assert faq.problems == ()
    assert list(faq.entries) == entries


def test_a_csv_cell_never_begins_with_a_formula(tmp_path: Path) -> None:
    entries = [Entry(f"e{n}", {"en": EntryText(f"question {n}", text)}) for n, text in enumerate(FORMULAS)]
    written = render(entries, {}, "csv").decode("utf-8-sig")
    assert not any(f'"{text}' in written for text in FORMULAS if not text.startswith("'"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: is not JSON."),
        ("[" * 100_000, "line 2: is not JSON."),
        ("[1]", "line 2: must be an object with id, lang"),
        ('{"id":"x","lang":"zh","question":"a","answer":"b","surprise":1}', "line 2: must be an object with id, lang"),
        ('{"id":"x","lang":"zh","question":"a\\ud800","answer":"b"}', "line 2: question holds a character that cannot"),
        ('{"id":"x","lang":"zh","question":["a"],"answer":"b"}', "line 2: question must be text."),
        ('{"id":"x","lang":"zh","question":"a","answer":"b","variants":"no list"}', "line 2: variants must be a list."),
        ('{"id":"x","lang":"zh","question":"a","answer":true}', "line 2: answer must be text."),
    ],
)  # fmt: skip
def test_a_slip_in_jsonl_is_named_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    good = json.dumps({"id": "visa", "lang": "zh", "question": "签证", "variants": ["a"], "answer": "b"})
    (found,) = problems(tmp_path, f"{good}\n{line}\n", "faq.jsonl")
    assert found.startswith(said)


def test_a_file_for_matching_needs_no_answers(tmp_path: Path) -> None:
    line = json.dumps({"id": "Refund_late", "lang": "en", "question": "where is it", "variants": ["refund?"]})
    faq = read(tmp_path, line, "faq.jsonl", for_matching=True).faq
    assert faq.problems == ()
    assert faq.entries[0].texts["en"].variants == ("refund?",)
    assert problems(tmp_path, line, "faq.jsonl") == ("line 1: the answer in en is empty.",)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a: [1", r"faq\.yaml, line \d+: "),
        ("- id: a\n  id: b\n", r'faq\.yaml, line 2: .*"id" stands twice'),
        ("x: !!python/object/apply:os.system [ls]", r"faq\.yaml, line 1: .*could not determine a constructor"),
        ("? [a, b]\n: 1\n", "no YAML|unhashable"),
        ("- valid_from: 2026-02-30", "check its form"),
    ],
)
def test_broken_yaml_is_said_with_its_line(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(BadFile, match=said):
        read(tmp_path, content, "faq.yaml")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("just words", "The file must hold a list of entries, or `variables:` and `entries:`."),
        ("", "The file must hold a list of entries, or `variables:` and `entries:`."),
        ("entrys: []\nentries: []", '"entrys" is not known; a FAQ file has variables and entries.'),
        ("- 5", "entry 1: must be an entry with id and texts."),
        ("- id: a", "entry 1 (a): texts is missing; write at least one language."),
        ("- id: a\n  txts: {}\n  texts: {}", 'entry 1 (a): "txts" is not known; an entry has id'),
        ("- id: a\n  texts: {zh: {question: a}}", "entry 1 (a): the answer in zh is empty."),
        ("- id: a\n  texts: {zh: {question: yes, answer: b}}", "entry 1 (a): question must be text."),
        (
            "- id: a\n  texts: {zh: {question: a, answer: b}, zh-CN: {question: a, answer: b}}",
            "entry 1 (a): texts has the same language twice.",
        ),
        (
            "- {id: a, valid_from: 2026-03-02, valid_until: 2026-03-01, texts: {zh: {question: a, answer: b}}}",
            "entry 1 (a): valid_until is before valid_from.",
        ),
        ("variables: {Fee: 1}\nentries: []", 'variable "Fee": a name has small letters'),
    ],
)  # fmt: skip
def test_a_slip_in_yaml_is_named_with_its_entry(tmp_path: Path, content: str, said: str) -> None:
    assert any(found.startswith(said) for found in problems(tmp_path, content, "faq.yaml"))


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    with (tmp_path / "faq.csv").open("wb") as file:
        file.truncate(10 * 2**30)  # a hole: takes no room
    with pytest.raises(BadFile, match="has 10240 MiB; at most 20"):
        read_faq(tmp_path / "faq.csv")


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"none\.csv cannot be read: No such file"):
        read_faq(tmp_path / "none.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(BadFile, match="cannot be read: Is a directory"):
        read_faq(tmp_path / "folder.csv")


@pytest.mark.parametrize(
    ("name", "said"), [("a.xls", "old form"), ("a.xlsm", "macros"), ("a.doc", "ends in"), ("a", "ends in")]
)
def test_a_form_that_is_none_of_ours_is_refused(name: str, said: str) -> None:
    with pytest.raises(BadFile, match=said):
        faq_files.form_of(Path(name))
