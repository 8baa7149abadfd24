"""Files of entries, golden questions, values and synonyms on the pages."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.actions import faq_drafts, faq_files, faqs, golden, lexicon, signing_in, variables
from bot.actions.faq_pending import digest
from bot.core.errors import BotError
from bot.core.faq import Entry, EntryText
from bot.core.golden import GoldenQuestion
from bot.core.roles import Actor
from bot.store import faqs as stored
from bot.store import golden as kept_golden
from bot.store.engine import Database
from tests.actions.test_faq_sheets import GOOD as SHEET
from tests.actions.test_faq_sheets import with_part
from tests.answering.faq import ENTRIES
from tests.console.office import NOW, Office

LI = Actor("Li", "editor")
HEAD = "id,lang,question,answer,variants\n"
GOOD = HEAD + "parking,zh,哪里停车？,楼后。,停车位\nvisa,zh,怎么办签证？,新的答案。,学生签证要多久\n"


@pytest.fixture
def office(sqlite_database: Database) -> Iterator[Office]:
    with sqlite_database.writing() as db:
        stored.save_entries(db, ENTRIES, actor="Li", now=NOW)
    office = Office(sqlite_database)
    with office.client:
        yield office


def upload(office: Office, name: str, content: bytes, who: str = "editor") -> Any:
    session = signing_in.session_of(office.database, office.enter(who), now=office.now)
    assert session is not None
    office.client.cookies.clear()
    return office.client.post(
        "/console/faq-import",
        data={"form_token": session.form_token},
        files={"file": (name, content)},
        headers={"Cookie": f"{office.cookie_name}={office.enter(who)}", "Accept-Language": "en"},
        follow_redirects=False,
    )


def key_of(page: str) -> str:
    found = re.search(r'name="key" value="([^"]*)"|faq-import/([\w-]*)/problems', page)
    assert found
    return found.group(1) or found.group(2)


def take(office: Office, key: str, do: str = "now", **more: str) -> Any:
    return office.send("/console/faq-import-take", "editor", key=key, do=do, **more)


def answer(office: Office, name: str, lang: str = "zh") -> str:
    return faqs.show_entry(office.database, name)[0].texts[lang].answer


@pytest.mark.parametrize(
    ("codec", "said"), [("utf-8", "UTF-8."), ("utf-8-sig", "UTF-8 (BOM)"), ("gb18030", "GB18030"), ("utf-16", "UTF-16")]
)
def test_a_file_is_shown_with_its_encoding_before_anything_changes(office: Office, codec: str, said: str) -> None:
    page = upload(office, "faq.csv", GOOD.encode(codec)).text
    assert f"Read as {said}" in page
    assert re.search(r"New <span[^>]*>1<", page)
    assert re.search(r"Changed <span[^>]*>1<", page)
    assert answer(office, "visa") != "新的答案。"
    assert take(office, key_of(page)).headers["location"] == "/console/faq"
    assert answer(office, "visa") == "新的答案。"
    assert answer(office, "visa", "en").startswith("answer of visa")
    assert answer(office, "parking") == "楼后。"


def test_entries_that_are_there_may_be_kept(office: Office) -> None:
    page = upload(office, "faq.csv", GOOD.encode()).text
    assert take(office, key_of(page), existing="keep").status_code == 303
    assert answer(office, "visa") != "新的答案。"
    assert answer(office, "parking") == "楼后。"


def test_a_file_becomes_drafts_that_are_checked_together(office: Office) -> None:
    page = upload(office, "faq.csv", GOOD.encode()).text
    assert take(office, key_of(page), "drafts").headers["location"] == "/console/faq-drafts"
    assert {draft["name"] for draft in faq_drafts.listing(office.database)} == {"parking", "visa"}
    assert answer(office, "visa") != "新的答案。"
    again = upload(office, "faq.csv", GOOD.encode()).text
    refused = take(office, key_of(again), "drafts")
    assert refused.status_code == 409
    assert "There are drafts already of parking, visa" in refused.text


def test_one_bad_row_stops_the_whole_file_and_comes_back_with_its_reason(office: Office) -> None:
    rows = GOOD + "bikes,zh,,没有问题。,\nlockers,xx,=cmd|x,Yes.,\n"
    page = upload(office, "faq.csv", rows.encode()).text
    assert "Nothing can be taken in before this is mended" in page
    assert "row 4: the question in zh is empty." in page
    assert 'value="now"' not in page
    assert take(office, key_of(page)).status_code == 422
    with pytest.raises(BotError):
        faqs.show_entry(office.database, "parking")
    blob = office.page(f"/console/faq-import/{key_of(page)}/problems", "editor")
    assert blob.headers["content-disposition"].startswith("attachment")
    table = list(csv.reader(io.StringIO(blob.content.decode("utf-8-sig"))))
    assert table[0] == ["id", "lang", "question", "answer", "variants", "problem"]
    assert [row[0] for row in table[1:]] == ["bikes", "lockers"]
    assert "the question in zh is empty" in table[1][-1]
    assert table[2][2] == "'=cmd|x"
    table[1][2], table[2][1] = "自行车放哪里？", "en"
    mended = faq_files.write_csv(table)
    assert take(office, key_of(upload(office, "mended.csv", mended).text)).status_code == 303
    assert faqs.show_entry(office.database, "lockers")[0].texts["en"].question == "=cmd|x"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("faq.csv", b"", "row 1"),
        ("faq.csv", HEAD.encode(), "there are no entries"),
        ("faq.csv", b"id;lang;question\r", "answer"),
        ("faq.csv", b"\xff\xff\xff\x00", "neither UTF-8 nor GB18030"),
        ("faq.csv", b"id,lang,question,answer\nx,zh,a\0b,c\n", "NUL"),
        ("faq.csv", HEAD.encode() + b'x,zh,"never closed,c\n', "is a quote not closed?"),
        ("faq.csv", b"id,lang,question,answer,answer\n", "is there twice"),
        ("faq.csv", b"id,lang,question\n", "is missing"),
        ("faq.csv", b"id,lang,question,answer\nx,zh,a,b,c\n", "has 5 cells"),
        ("faq.csv", b"id,lang,question,answer\nx,zh,a," + b"b" * 1_000_000, "too long"),
        ("faq.csv", b"id,lang,question,answer\nx,en,a?,b\nx,en,a?,c\n", "already given"),
        ("faq.csv", b"id,lang,question,answer\nx,en,a?,b\ny,en,A,c\n", "also the question of"),
        ("faq.csv", f"{HEAD}visa2,zh,怎么办签证,c,\n".encode(), "also the question of visa"),
        ("faq.xls", b"x", "old form"),
        ("faq.xlsm", b"x", "macros"),
        ("faq.exe", b"MZ", "ends in .yaml, .jsonl, .csv or .xlsx"),
        ("faq.xlsx", b"<html>", "is no spreadsheet"),
        ("faq.yaml", b"a: [", "no YAML"),
        ("faq.yaml", b"&a [*a, *a]", "must be an entry with id and texts"),
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_an_import_is_refused_with_a_sentence(
    office: Office, name: str, content: bytes, said: str
) -> None:
    before = faqs.list_faq(office.database)
    answered = upload(office, name, content)
    assert answered.status_code in (200, 422)
    assert said in answered.text.replace("&#39;", "'").replace("&#34;", '"')
    assert faqs.list_faq(office.database) == before


def test_a_bomb_and_a_file_that_is_too_large_are_refused_unpacked(office: Office) -> None:
    bomb = with_part(SHEET, "xl/media/a.png", b"\0" * (201 * 2**20))
    assert len(bomb) < 2**20
    assert "would unpack to" in upload(office, "faq.xlsx", bomb).text
    too_large = upload(office, "faq.csv", b"x" * (21 * 2**20))
    assert too_large.status_code == 413
    assert "larger than this page takes" in too_large.text


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.csv", "C:\\x\\faq.csv", "a\u202ecsv.csv", "CON.csv", "x" * 300 + ".csv"]
)
def test_a_file_s_name_is_only_shown_and_has_no_folder(office: Office, name: str) -> None:
    page = upload(office, name, GOOD.encode()).text
    shown = re.search(r"<h1[^>]*>([^<]*)</h1>", page)
    assert shown
    assert not re.search(r"[/\\\u202e]", shown.group(1))
    assert len(shown.group(1)) <= 100


def test_no_file_at_all_is_said_so(office: Office) -> None:
    answered = office.send("/console/faq-import", "editor")
    assert answered.status_code == 422
    assert "Choose a file first." in answered.text


def test_a_file_belongs_to_whoever_uploaded_it_and_is_taken_once(office: Office) -> None:
    key = key_of(upload(office, "faq.csv", GOOD.encode()).text)
    assert office.send("/console/faq-import-take", "admin", key=key, do="now").status_code == 404
    assert take(office, key).status_code == 303
    assert take(office, key).status_code == 404


def test_what_is_exported_comes_back_as_it_was_and_calculates_nothing(office: Office) -> None:
    odd = Entry("odd", {"en": EntryText("=1+1", "@cmd", ("+3", "-x", "＝1"))})
    with office.database.writing() as db:
        stored.save_entry(db, odd, actor="Li", now=NOW)
    for form in faq_files.FORMS:
        blob = office.page(f"/console/faq-export/{form}", "viewer")
        assert blob.headers["content-disposition"] == f"attachment; filename*=UTF-8''faq.{form}"
        page = upload(office, f"faq.{form}", blob.content).text
        assert re.search(r"The same <span[^>]*>5<", page), form
    cells = csv.reader(io.StringIO(office.page("/console/faq-export/csv").content.decode("utf-8-sig")))
    assert not [cell for row in cells for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert office.page("/console/faq-export/exe").status_code == 404


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_can_be_imported(office: Office, form: str) -> None:
    page = upload(office, f"faq.{form}", office.page(f"/console/faq-template/{form}").content).text
    assert "library-hours" in page
    assert "Nothing can be taken in" not in page


def test_golden_questions_are_added_asked_with_failures_first_and_removed(office: Office) -> None:
    add = {"question": "where is my visa application office", "related": "visa"}
    assert office.send("/console/golden", "editor", **add).status_code == 303
    office.send("/console/golden", "editor", question="How do I find a flat in Paris?", none="yes")
    page = office.page("/console/golden?run=on").text
    assert "Of 2 questions, so many get a wrong answer: 1." in page
    assert page.index("How do I find a flat in Paris?") < page.index("where is my visa application office")
    numbers = re.findall(r'name="number" value="(\d+)"', page)
    assert office.send("/console/golden-remove", "editor", number=numbers[0]).status_code == 303
    assert [one["q"] for one in golden.list_golden(office.database)] == [add["question"]]


@pytest.mark.parametrize(
    "form", [{"question": "x"}, {"question": "", "none": "yes"}, {"question": "x", "related": "nothing"}]
)
def test_a_golden_question_needs_words_and_what_to_expect(office: Office, form: dict[str, str]) -> None:
    answered = office.send("/console/golden", "editor", **form)
    assert answered.status_code == 422
    assert golden.list_golden(office.database) == []


def test_asking_all_golden_questions_shows_how_far_it_is(office: Office) -> None:
    with office.database.writing() as db:
        kept_golden.put(db, [GoldenQuestion("zebra", ())], actor="Li", now=NOW)
    asked: list[Any] = []
    object.__setattr__(office.gate, "later", asked.append)
    assert "progressbar" not in office.page("/console/golden").text
    assert "progressbar" in office.page("/console/golden?run=on").text
    asked[0]()
    assert "1 questions were asked" in office.page("/console/golden").text


def test_a_value_is_changed_once_for_all_answers_that_name_it(office: Office) -> None:
    entry = Entry("fees", {"en": EntryText("What does it cost?", "{fee} euros")})
    with office.database.writing() as db:
        stored.save_entry(db, entry, actor="Li", now=NOW)
    assert "no value: students read the name" in office.page("/console/variables").text
    assert office.send("/console/variables", "editor", name="fee", value="50").status_code == 303
    page = office.page("/console/variables").text
    assert 'href="/console/faq/fees"' in page
    assert variables.values_of(office.database) == {"fee": "50"}
    refused = office.send("/console/variables", "editor", name="Not A Name", value="my value")
    assert refused.status_code == 422
    assert "my value" in refused.text
    assert office.send("/console/variables-remove", "editor", name="fee").status_code == 409
    office.send("/console/variables", "editor", name="other", value="1")
    assert office.send("/console/variables-remove", "editor", name="other").status_code == 303


def test_a_change_of_synonyms_is_checked_and_published_like_an_entry(office: Office) -> None:
    form = {"name": "zebra/x", "zh": "斑马", "en": "zebra\nstriped horse", "base": digest({}), "do": "check"}
    sent = office.send("/console/lexicon-save", "editor", **form)
    check = office.page(sent.headers["location"], "editor").text
    assert "No golden question changes its answer" in check
    assert "striped horse" in office.page("/console/lexicon/zebra~x").text
    assert lexicon.list_lexicon(office.database) == []
    (seen,) = re.findall(r'name="seen" value="([^"]*)"', check)
    office.send("/console/faq-publish", "editor", only="concept:zebra/x", seen=seen)
    assert lexicon.list_lexicon(office.database) == [
        {"concept": "zebra/x", "zh": ["斑马"], "en": ["zebra", "striped horse"]}
    ]
    assert "zebra/x" in office.page("/console/lexicon?q=斑马").text
    stale = office.send("/console/lexicon-save", "editor", **form)
    assert stale.status_code == 409
    assert "striped horse</textarea>" in stale.text


def test_an_unknown_group_of_synonyms_is_not_found(office: Office) -> None:
    assert office.page("/console/lexicon/nothing").status_code == 404
