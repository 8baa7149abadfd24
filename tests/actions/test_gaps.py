"""Gaps: who asked what the FAQ could not answer, and what the office does about it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.actions import gaps, golden
from bot.core import phrases_talk
from bot.core.conversation import Person
from bot.core.errors import Conflict, HasProblems, NothingFound
from bot.core.golden import GoldenQuestion
from bot.core.messages import LogLine, Reply, ReplyKind
from bot.store import audit, effects, epochs, faqs, log, people
from bot.store import gaps as gaps_stored
from bot.store.effects import Effect
from bot.store.engine import Database
from bot.store.people import PersonRow
from tests.answering.faq import ENTRIES

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
LINES = (0.3, 0.05)  # fixed, so that a golden question moves nothing
PARKING = "zxqv wkjh plombo"  # of which the FAQ has never heard
POOL = "vvjj kkqq"
VISA = "How do I get a student visa?"


@pytest.fixture
def office(database: Database) -> Database:
    with database.writing() as db:
        faqs.save_entries(db, ENTRIES, actor="Li", now=NOW)
    return database


def asked(
    office: Database, person: str, question: str, *, kind: str = "none", at: datetime = NOW, confidence: float = 0.1,
    lang: str = "en", reply: str = "…",
) -> None:  # fmt: skip
    line = LogLine(
        gaps_stored.question_key(f"{person} {question} {at}"),
        at,
        person,
        kind,
        kind,
        ("visa",),
        1,
        lang,
        confidence,
        question,
        reply,
        "",
        0.1,
    )
    with office.writing() as db:
        log.add_many(db, [line])


def rated(office: Database, person: str, *, at: datetime = NOW, entry: str = "visa") -> None:
    reply = Reply(ReplyKind.FEEDBACK, "Noted.", "en", entries=(entry,) if entry else ())
    with office.writing() as db:
        people.save_many(db, [PersonRow(Person(person), "wechat", b"sealed", at)])
        effects.commit_once(db, Effect(f"{person}-{at}", person, "not_helpful", at, reply))


def found(office: Database, **more: Any) -> list[dict[str, Any]]:
    return gaps.list_gaps(office, LINES, **more)


def questions(office: Database) -> list[str]:
    return [one["question"] for one in found(office)]


def only(office: Database) -> str:
    (one,) = found(office)
    name: str = one["id"]
    return name


def attach(office: Database, entry: str, **more: Any) -> gaps.Attached:
    return gaps.attach(office, LINES, only(office), entry, actor="Li", now=LATER, **more)


def deeds(office: Database) -> list[str]:
    with office.reading() as db:
        return [deed["action"] for deed in audit.listing(db)]


def test_the_gap_with_the_most_askers_comes_first_however_often_one_person_asks(office: Database) -> None:
    for minute in range(3):
        asked(office, "Wang", POOL, at=NOW + timedelta(minutes=minute))
    asked(office, "Wang", PARKING)
    asked(office, "Li", f"{PARKING}?", at=LATER)
    first, second = found(office)
    assert (first["question"], first["askers"], first["times"], first["wordings"]) == (PARKING, 2, 2, 1)
    assert (first["first_seen"], first["last_seen"], first["langs"]) == (NOW, LATER, ["en"])
    assert (second["question"], second["askers"], second["times"], second["unanswered"]) == (POOL, 1, 3, 3)


def test_wordings_alike_are_one_gap_with_examples(office: Database) -> None:
    for person, text in (("A", PARKING), ("B", "plombo wkjh zxqv"), ("C", "please zxqv wkjh plombo"), ("D", PARKING)):
        asked(office, person, text)
    (one,) = found(office)
    assert (one["askers"], one["wordings"], one["examples"][0]) == (4, 3, {"q": PARKING, "askers": 2})
    assert len(gaps.show_gap(office, LINES, one["id"])["examples"]) == 3


@pytest.mark.parametrize("text", ["你个傻逼", "我不想活了", "thank you", "你好", "?!", "[phone]"])
def test_small_talk_insults_and_distress_are_no_gaps(office: Database, text: str) -> None:
    asked(office, "Wang", text)
    assert questions(office) == []


def test_what_the_faq_answers_by_now_is_no_gap(office: Database) -> None:
    asked(office, "Wang", VISA)
    assert questions(office) == []


def test_answers_and_choices_are_no_gaps_until_they_are_rated_badly(office: Database) -> None:
    asked(office, "Wang", VISA, kind="answer", confidence=0.9)
    assert questions(office) == []
    rated(office, "Wang", at=NOW + timedelta(minutes=2))
    (one,) = found(office)
    assert (one["question"], one["unanswered"], one["rated_badly"]) == (VISA, 0, 1)
    assert (one["answered_with"], one["nearest"][0]["id"]) == (["visa"], "visa")


def test_a_rating_after_a_choice_is_about_the_question_before_the_list(office: Database) -> None:
    asked(office, "Wang", "grants", kind="choices", confidence=0.4)
    asked(office, "Wang", "2", kind="answer", at=NOW + timedelta(minutes=1), confidence=1.0)
    asked(office, "Wang", "Which grants?", kind="answer", at=NOW + timedelta(minutes=2), confidence=1.0)
    rated(office, "Wang", at=NOW + timedelta(minutes=3), entry="eiffel-grant")
    (one,) = found(office)
    assert (one["question"], one["answered_with"]) == ("grants", ["eiffel-grant"])


def test_a_rating_of_a_refusal_or_of_nothing_lately_asked_counts_once_or_not(office: Database) -> None:
    asked(office, "Wang", PARKING)
    rated(office, "Wang", at=NOW + timedelta(minutes=1), entry="")
    asked(office, "Li", VISA, kind="answer")
    rated(office, "Li", at=NOW + timedelta(hours=5))
    rated(office, "Zhao")
    assert [(one["question"], one["times"]) for one in found(office)] == [(PARKING, 1)]


def test_a_question_without_an_answer_in_a_message_with_several_is_a_gap(office: Database) -> None:
    text = f"{VISA} {PARKING}?"
    unknown = phrases_talk.NO_ANSWER_TO["en"].format(part=PARKING, person="human")
    asked(office, "Wang", text, kind="answer", confidence=0.9, reply=f"▸ {VISA}\nAsk.\n\n{unknown}")
    asked(office, "Li", text, kind="answer", confidence=0.9, reply="Ask.")
    assert [(one["question"], one["times"]) for one in found(office)] == [(PARKING, 1)]


def test_only_what_was_asked_since_a_day_is_shown_if_wished(office: Database) -> None:
    asked(office, "Wang", PARKING)
    asked(office, "Wang", POOL, at=LATER)
    assert [one["question"] for one in found(office, since=LATER)] == [POOL]


def test_attached_to_an_entry_a_question_gets_its_answer_at_once(office: Database) -> None:
    asked(office, "Wang", PARKING)
    with office.reading() as db:
        before = epochs.number(db, "faq")
    done = attach(office, "housing")
    assert (done.entry, done.lang, done.phrasing, done.decision, done.first) == (
        "housing", "en", PARKING, "answer", "housing",
    )  # fmt: skip
    assert (questions(office), done.left) == ([], ())
    with office.reading() as db:
        assert faqs.one(db, "housing").texts["en"].variants[-1] == PARKING
        assert faqs.revisions(db, "housing")[0].note.startswith("gap ")
        assert epochs.number(db, "faq") > before
    assert deeds(office)[0] == "gaps.attach"


def test_another_wording_and_language_may_be_attached(office: Database) -> None:
    asked(office, "Wang", PARKING)
    done = attach(office, "housing", phrasing="  Parkplatz   zxqv ", lang="fr")
    assert (done.phrasing, done.lang) == ("Parkplatz zxqv", "fr")


def test_wordings_that_still_get_no_answer_stay_and_are_named(office: Database) -> None:
    asked(office, "Wang", PARKING)
    done = attach(office, "housing", phrasing="something quite different")
    assert done.left == (PARKING,)
    assert questions(office) == [PARKING]


def test_a_golden_question_that_changes_is_told(office: Database) -> None:
    golden.add_golden(office, GoldenQuestion(POOL, ()), actor="Li", now=NOW)
    asked(office, "Wang", PARKING)
    assert "Expected no answer" in attach(office, "housing", phrasing=f"{POOL} here").golden[0]


@pytest.mark.parametrize(
    ("entry", "more", "error", "said"),
    [
        ("zoo", {}, NothingFound, "no entry zoo"),
        ("housing", {"phrasing": "call [phone] for a flat"}, HasProblems, "wrote of themselves"),
        ("housing", {"phrasing": "?!"}, HasProblems, "is empty"),
        ("housing", {"phrasing": "x" * 1001}, HasProblems, "too long"),
        ("housing", {"lang": "de"}, HasProblems, "no text in de, only in zh, en, fr"),
        ("housing", {"phrasing": VISA}, Conflict, "is a phrasing of visa already"),
    ],
)
def test_what_cannot_be_attached_is_said_and_changes_nothing(
    office: Database, entry: str, more: dict[str, str], error: type[Exception], said: str
) -> None:
    asked(office, "Wang", PARKING)
    with pytest.raises(error, match=said):
        attach(office, entry, **more)
    assert (questions(office), deeds(office)) == ([PARKING], [])


def test_an_archived_entry_takes_no_phrasing(office: Database) -> None:
    asked(office, "Wang", PARKING)
    with office.writing() as db:
        faqs.archive(db, "housing", actor="Li", now=NOW)
    with pytest.raises(Conflict, match="housing is archived"):
        attach(office, "housing")


def test_out_of_scope_becomes_a_golden_question_that_expects_nothing(office: Database) -> None:
    asked(office, "Wang", PARKING)
    asked(office, "Li", "plombo wkjh zxqv")
    assert gaps.out_of_scope(office, LINES, [only(office)], actor="Li", now=LATER) == [PARKING]
    (one,) = golden.list_golden(office)
    assert (one["q"], one["expected"], one["kind"]) == (PARKING, None, "gap")
    assert (questions(office), deeds(office)[0]) == ([], "gaps.out_of_scope")
    asked(office, "Zhao", PARKING, at=LATER)
    assert questions(office) == []


def test_a_golden_question_that_refuses_settles_a_gap_by_itself(office: Database) -> None:
    asked(office, "Wang", PARKING)
    golden.add_golden(office, GoldenQuestion(f"{PARKING}？", ()), actor="Li", now=NOW)
    assert questions(office) == []


def test_a_golden_question_that_expects_an_entry_is_not_turned_round(office: Database) -> None:
    asked(office, "Wang", PARKING)
    golden.add_golden(office, GoldenQuestion(PARKING, ("housing",)), actor="Li", now=NOW)
    with pytest.raises(Conflict, match="expects housing"):
        gaps.out_of_scope(office, LINES, [only(office)], actor="Li", now=LATER)


def test_a_dismissed_gap_does_not_come_back_unless_it_is_rated_badly_again(office: Database) -> None:
    asked(office, "Wang", PARKING)
    asked(office, "Li", VISA, kind="answer", confidence=0.9)
    rated(office, "Li", at=NOW + timedelta(minutes=1))
    names = [one["id"] for one in found(office)]
    assert sorted(gaps.dismiss(office, LINES, names, actor="Li", now=LATER)) == sorted([PARKING, VISA])
    asked(office, "Zhao", PARKING, at=LATER + timedelta(hours=1))
    assert (questions(office), deeds(office)[0]) == ([], "gaps.dismiss")
    asked(office, "Zhao", VISA, kind="answer", at=LATER + timedelta(hours=1), confidence=0.9)
    rated(office, "Zhao", at=LATER + timedelta(hours=1, minutes=2))
    assert questions(office) == [VISA]


def test_of_a_dismissed_question_nothing_is_kept_beyond_the_log(office: Database) -> None:
    asked(office, "Wang", PARKING)
    gaps.dismiss(office, LINES, [only(office)], actor="Li", now=LATER)
    with office.reading() as db:
        assert PARKING not in str(audit.listing(db))


@pytest.mark.parametrize("name", ["nowhere1", "", "0"])
def test_a_gap_that_is_not_there_is_said(office: Database, name: str) -> None:
    asked(office, "Wang", PARKING)
    with pytest.raises(NothingFound, match="`paristech-bot gaps` shows all"):
        gaps.dismiss(office, LINES, [name], actor="Li", now=LATER)


def test_any_wording_of_a_gap_leads_to_it(office: Database) -> None:
    asked(office, "Wang", PARKING)
    name = only(office)
    for person in ("A", "B"):
        asked(office, person, "plombo wkjh zxqv")
    assert only(office) != name
    assert gaps.dismiss(office, LINES, [name], actor="Li", now=LATER) == ["plombo wkjh zxqv"]
