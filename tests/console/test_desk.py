"""What colleagues do about questions: gaps, the log, trials, the inbox, numbers; nothing is lost or said twice."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest

from bot.actions import golden
from bot.core.delivery import Refused, Unknown
from bot.core.messages import LogLine
from bot.core.phrases_held import HELD
from bot.store import faqs, inbox, log
from bot.store.engine import Database
from tests.answering.faq import ENTRIES
from tests.console.office import NOW, Office

PARKING = "zxqv wkjh plombo"  # of which the FAQ has never heard
PERSON = "p" * 43


@pytest.fixture
def office(sqlite_database: Database) -> Iterator[Office]:
    with sqlite_database.writing() as db:
        faqs.save_entries(db, ENTRIES, actor="Li", now=NOW)
    office = Office(sqlite_database, lines=(0.3, 0.05))
    with office.client:
        yield office


def asked(
    office: Office,
    question: str = PARKING,
    person: str = PERSON,
    kind: str = "none",
    *,
    at: datetime = NOW,
    **more: Any,
) -> None:
    with office.database.writing() as db:
        values = {"entries": ("visa",), "shown": 1, "lang": "en", "confidence": 0.1, "reply": "a reply", **more}
        line = LogLine(
            f"{person}{question}{at}"[-60:], at, person, kind, kind, question=question, request_id="", ms=0.1, **values
        )
        log.add_many(db, [line])


def wants_a_person(office: Office, text: str = "my case", *, at: datetime = NOW) -> int:
    with office.database.writing() as db:
        return inbox.open_or_add(db, person=PERSON, text_=text, lang="en", now=at).id


def gap_page(office: Office) -> str:
    """The gaps as they are now: found anew, because time has passed."""
    office.now += timedelta(seconds=11)
    office.gaps.look(office.now, wait=20)
    return str(office.page("/console/gaps").text)


def gap_id(office: Office) -> str:
    (found,) = set(re.findall(r"/console/gaps/([0-9a-f]{8})", gap_page(office)))
    return str(found)


def phrasings(office: Office, entry: str, lang: str) -> tuple[str, ...]:
    with office.database.reading() as db:
        return faqs.one(db, entry).texts[lang].variants


def last_message(office: Office, number: int) -> dict[str, Any]:
    with office.database.reading() as db:
        return dict(inbox.one(db, number)["messages"][-1])


def test_gaps_are_ranked_by_people_and_not_by_messages(office: Office) -> None:
    for number in range(5):
        asked(office, "vvjj kkqq", "a" * 43, at=NOW + timedelta(seconds=number))
    for person in ("b" * 43, "c" * 43):
        asked(office, PARKING, person)
    page = gap_page(office)
    assert page.index(PARKING) < page.index("vvjj kkqq")
    assert "asked by 2" in page
    assert "asked by 1" in page


def test_a_new_entry_begins_with_the_question_and_its_other_wordings(office: Office) -> None:
    asked(office)
    asked(office, f"{PARKING} please", "b" * 43)
    (address,) = set(re.findall(r'href="(/console/faq-new\?[^"]*)"', gap_page(office)))
    address = unescape(address)
    assert f"question={PARKING.replace(' ', '+')}" in address
    assert "variants=" in address
    form = office.page(address).text
    assert f'value="{PARKING}"' in form
    assert f"{PARKING} please" in form


def test_an_attached_question_becomes_a_phrasing_and_comes_back_when_that_is_undone(office: Office) -> None:
    asked(office)
    name = gap_id(office)
    page = office.page(f"/console/gaps/{name}?words=flat").text
    assert 'value="housing"' in page
    done = office.send(f"/console/gaps/{name}/attach", "editor", entry="housing", wording=PARKING, lang="en")
    assert "Asked again, it is answered with it." in done.text
    assert PARKING in phrasings(office, "housing", "en")
    assert PARKING not in gap_page(office)
    decided = office.page("/console/gaps-decided", "editor").text
    (deed,) = re.findall(r'name="deed" value="(\w+)"', decided)
    assert office.send("/console/gaps-undo", "editor", deed=deed).status_code == 303
    assert PARKING not in phrasings(office, "housing", "en")
    assert PARKING in gap_page(office)
    assert office.send("/console/gaps-undo", "editor", deed=deed).status_code == 404


def test_a_wording_that_cannot_be_kept_is_told_and_nothing_is_lost(office: Office) -> None:
    asked(office)
    name = gap_id(office)
    taken = office.send(
        f"/console/gaps/{name}/attach", entry="housing", wording="how long does the visa take", lang="en"
    )
    assert taken.status_code == 409
    assert 'value="how long does the visa take"' in taken.text
    assert office.send(f"/console/gaps/{name}/attach", wording=PARKING).status_code == 422


@pytest.mark.parametrize("do", ["out", "dismiss"])
def test_what_is_settled_is_gone_until_it_is_undone(office: Office, do: str) -> None:
    asked(office)
    name = gap_id(office)
    assert office.send("/console/gaps-decide", "editor", gap=name, do=do).status_code == 303
    assert PARKING not in gap_page(office)
    assert [one["q"] for one in golden.list_golden(office.database)] == ([PARKING] if do == "out" else [])
    (deed,) = re.findall(r'name="deed" value="(\w+)"', office.page("/console/gaps-decided").text)
    office.send("/console/gaps-undo", deed=deed)
    assert PARKING in gap_page(office)
    assert golden.list_golden(office.database) == []


def test_a_viewer_sees_gaps_and_decides_nothing(office: Office) -> None:
    asked(office)
    name = gap_id(office)
    page = office.page("/console/gaps", "viewer").text
    assert PARKING in page
    assert 'name="do"' not in page
    assert office.send("/console/gaps-decide", "viewer", gap=name, do="dismiss").status_code == 403


def test_the_log_finds_by_words_decision_entry_day_and_person(office: Office) -> None:
    asked(office, "how about 100% of_it", kind="none")
    asked(office, "a visa please", "b" * 43, "answer", at=NOW - timedelta(days=3))
    for query, wanted in {
        "q=100%25": "100%", "q=of_it": "of_it", "q=OF_IT": "of_it", "decision=answer": "a visa", "entry=visa": "a visa",
        f"person={'b' * 43}": "a visa", "until=2026-11-22": "a visa", "since=2026-11-24": "100%",
        "q=reply+visa": "a visa",
    }.items():  # fmt: skip
        page = office.page(f"/console/log?{query}").text
        assert wanted in page, query
        assert ("100%" in page) is not ("a visa" in page), query
    for query in ("q=%25%25", "q=zzz", "kind=;drop", "since=2026-99-99", "before=x-y", "before=1-1", "q=" + "x" * 9000):
        assert office.page(f"/console/log?{query}").status_code == 200


def test_a_long_log_is_read_page_by_page(office: Office) -> None:
    for number in range(120):
        asked(office, f"question {number:03}", at=NOW - timedelta(minutes=number // 3))
    seen: list[str] = []
    address = "/console/log?decision=none"
    for _ in range(3):
        page = office.page(address).text
        seen += re.findall(r">(question \d{3})<", page)
        older = re.findall(r'href="([^"]*before=[^"]*)"', page)
        address = unescape(older[0]) if older else ""
    assert address == ""
    assert sorted(seen) == [f"question {number:03}" for number in range(120)]


def test_the_sheet_of_the_log_holds_no_formula(office: Office) -> None:
    asked(office, "=HYPERLINK(1)")
    answer = office.page("/console/log.csv")
    assert answer.headers["content-disposition"].startswith("attachment")
    (row,) = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert row["question"] == "'=HYPERLINK(1)"


def test_a_line_of_the_log_is_mended_in_each_of_four_ways(office: Office) -> None:
    asked(office)
    page = office.page("/console/log").text
    (number,) = set(re.findall(r"/console/fix\?line=(\d+)", page))
    assert PARKING in office.page(f"/console/fix?line={number}&next=/console/log").text
    form = {"question": PARKING, "lang": "en", "line": number, "next": "/console/log"}
    assert office.send("/console/fix", **form, do="golden", entry="visa").headers["location"] == "/console/log"
    assert golden.list_golden(office.database)[0]["expected"] == "visa"
    assert office.send("/console/fix", **form, do="none").status_code == 303
    assert golden.list_golden(office.database)[0]["expected"] is None
    assert office.send("/console/fix", **form, do="phrasing", entry="housing").status_code == 303
    assert PARKING in phrasings(office, "housing", "en")
    assert office.send("/console/fix", **form, do="phrasing").status_code == 422
    assert office.send("/console/fix", "viewer", **form, do="golden", entry="visa").status_code == 403


def test_an_answer_marked_as_wrong_is_a_gap_though_it_was_sure(office: Office) -> None:
    asked(office, "how long does the visa take", kind="answer", confidence=0.99)
    assert "how long does the visa take" not in gap_page(office)
    (number,) = set(re.findall(r"/console/fix\?line=(\d+)", office.page("/console/log").text))
    assert office.send("/console/fix", line=number, do="gap", next="/console/log").status_code == 303
    page = gap_page(office)
    assert "how long does the visa take" in page
    assert "rated badly: 1" in page


def test_a_trial_offers_what_mends_it(office: Office) -> None:
    page = office.page(f"/console/try?q={quote('visa')}&in=zh&on=2027-01-31", "editor").text
    assert 'value="2027-01-31"' in page
    assert 'name="do" value="phrasing"' in page
    assert 'name="do" value="golden"' in page
    assert "/console/fix?q=visa" in page
    assert 'name="do"' not in office.page("/console/try?q=visa", "viewer").text


def test_an_answer_is_sent_while_the_window_is_open_and_counted(office: Office) -> None:
    number = wants_a_person(office)
    page = office.page(f"/console/inbox/{number}").text
    assert 'value="send"' in page
    assert "left: 5" in page
    assert office.send(f"/console/inbox/{number}/reply", "editor", text="Yes.", do="send").status_code == 303
    assert office.replies.told == [(PERSON, f"{HELD['en']}\nYes.")]
    assert last_message(office, number)["way"] == "sent"
    assert "left: 4" in office.page(f"/console/inbox/{number}").text
    twice = office.send(f"/console/inbox/{number}/reply", "editor", text="Yes.", do="send")
    assert twice.status_code == 303
    assert len(office.replies.told) == 1
    for more in range(4):
        office.send(f"/console/inbox/{number}/reply", text=f"More {more}.", do="send")
    assert 'value="send"' not in office.page(f"/console/inbox/{number}").text


def test_after_48_hours_it_can_only_wait_for_the_next_message(office: Office) -> None:
    number = wants_a_person(office)
    office.now = NOW + timedelta(hours=48)
    page = office.page(f"/console/inbox/{number}").text
    assert 'value="send"' not in page
    assert "more than 48 hours ago" in page


def test_an_account_that_may_not_write_first_says_so(office: Office) -> None:
    office.replies.why = "By the settings the account has no verification."
    page = office.page(f"/console/inbox/{wants_a_person(office)}").text
    assert 'value="send"' not in page
    assert "no verification" in page


def test_what_wechat_refuses_waits_for_the_next_message(office: Office) -> None:
    number = wants_a_person(office)
    office.replies.outcome = Refused("They no longer follow.", "45015", "response out of time limit")
    page = office.send(f"/console/inbox/{number}/reply", text="Yes.", do="send").text
    assert "They no longer follow." in page
    assert "45015" in page
    with office.database.reading() as db:
        assert [one.text for one in inbox.held(db, PERSON)] == ["Yes."]


@pytest.mark.parametrize(("has_it", "held"), [("yes", []), ("no", ["Yes."])])
def test_an_answer_of_unknown_fate_is_given_to_nobody_before_a_person_decides(
    office: Office, has_it: str, held: list[str]
) -> None:
    number = wants_a_person(office)
    office.replies.outcome = Unknown("No word.")
    office.send(f"/console/inbox/{number}/reply", text="Yes.", do="send")
    with office.database.reading() as db:
        assert inbox.held(db, PERSON) == ()
        assert PERSON in inbox.all_awaiting(db)
    message = str(last_message(office, number)["id"])
    assert "nothing is sent twice by itself" in office.page(f"/console/inbox/{number}").text
    assert office.send(f"/console/inbox/{number}/settle", message=message, has_it=has_it).status_code == 303
    with office.database.reading() as db:
        assert [one.text for one in inbox.held(db, PERSON)] == held
    assert office.send(f"/console/inbox/{number}/settle", message=message, has_it=has_it).status_code == 409


def test_a_send_that_a_crash_cut_short_is_of_unknown_fate_too(office: Office) -> None:
    number = wants_a_person(office)
    with office.database.writing() as db:
        inbox.answer(db, number, author="mei", text_="Yes.", now=NOW, way=inbox.SENDING)
    assert "is being sent" in office.page(f"/console/inbox/{number}").text
    office.now = NOW + timedelta(minutes=2)
    assert "nothing is sent twice by itself" in office.page(f"/console/inbox/{number}").text
    message = str(last_message(office, number)["id"])
    assert office.send(f"/console/inbox/{number}/settle", message=message, has_it="no").status_code == 303


def test_a_request_is_taken_handed_on_and_closed_with_a_reason(office: Office) -> None:
    number = wants_a_person(office)
    office.send(f"/console/inbox/{number}/assign", "editor", name="editor")
    assert "editor has it" in office.page(f"/console/inbox/{number}").text
    assert f"/console/inbox/{number}" in office.page("/console/inbox?whose=mine", "editor").text
    assert f"/console/inbox/{number}" not in office.page("/console/inbox?whose=nobody", "editor").text
    assert office.send(f"/console/inbox/{number}/assign", name="viewer").status_code == 422
    assert office.send(f"/console/inbox/{number}/assign", name="approver").status_code == 303
    assert office.send(f"/console/inbox/{number}/close", reason="whatever").status_code == 422
    assert office.send(f"/console/inbox/{number}/close", reason="elsewhere").status_code == 303
    assert "Answered elsewhere" in office.page(f"/console/inbox/{number}").text
    assert f"/console/inbox/{number}" in office.page("/console/inbox?status=done").text


def test_an_entry_s_answer_is_put_into_the_reply_without_any_script(office: Office) -> None:
    number = wants_a_person(office, "how long does the visa take")
    page = office.page(f"/console/inbox/{number}?words=flat").text
    assert "insert=housing" in page
    assert "answer of housing in en</textarea>" in office.page(f"/console/inbox/{number}?insert=housing").text
    found = office.page(f"/console/inbox/{number}/answers?words=flat").text
    assert 'data-insert="answer of housing in en"' in found
    assert "<html" not in found


def test_the_conversation_stands_beside_the_request_and_becomes_an_entry(office: Office) -> None:
    asked(office, "what I asked before")
    number = wants_a_person(office, "my case")
    office.send(f"/console/inbox/{number}/reply", text="Because.", do="hold")
    page = office.page(f"/console/inbox/{number}").text
    assert "what I asked before" in page
    (address,) = re.findall(r'href="(/console/faq-new\?[^"]*)"', page)
    assert {"question=my+case", "answer=Because."} <= set(unescape(address).split("?")[1].split("&"))


def test_the_numbers_count_what_is_in_the_log(office: Office) -> None:
    for number, kind in enumerate(("answer", "answer", "choices", "none", "handover", "greeting")):
        asked(office, f"q{number}", chr(97 + number % 2) * 43, kind, at=NOW - timedelta(days=number % 2))
    page = office.page("/console/numbers?days=7").text
    text = re.sub(r"<[^>]+>|\s+", " ", page)
    for said in (
        "answered 2",
        "offered choices 1",
        "handed to a colleague 1",
        "without an answer 1",
        "all questions 5",
    ):
        assert re.search(said.replace(" ", r"\s+"), text), said
    assert re.search(r"people who asked\s+2", text)
    assert "data-chart" in page
    report = office.page("/console/numbers/month?month=2026-11").text
    assert "2026-11-01 to 2026-11-30" in report
    assert office.page("/console/numbers?since=2026-12-31&until=2020-01-01").status_code == 200


def test_today_names_what_waits_with_its_button(office: Office) -> None:
    asked(office)
    number = wants_a_person(office)
    gap_page(office)
    page = office.page("/console").text
    assert PARKING in page
    assert f"/console/inbox/{number}" in page
    for path in ("/console/gaps", "/console/inbox"):
        assert f'href="{path}"' in page
