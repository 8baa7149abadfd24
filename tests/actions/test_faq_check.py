"""faq check: collisions found by asking, golden questions, and a file before it is imported."""

from dataclasses import replace
from datetime import date

import pytest

from bot.actions.answers import Material
from bot.actions.faq_check import Conditions, check_faq, check_file, faults_as_plain, with_file
from bot.actions.faq_files import Loaded
from bot.core.faq import Entry, EntryText
from bot.core.faq_faults import Fault
from bot.core.faq_file import FaqFile
from bot.core.golden import GoldenQuestion
from tests.answering.faq import ENTRIES

CONDITIONS = Conditions(date(2026, 12, 1), 2000)
CODES = ("same-phrasing", "phrasing-elsewhere", "phrasing-unheard", "alike-phrasings", "near-duplicate")


def quiet(_: str) -> None:
    """Nobody listens."""


def an_entry(name: str, *phrasings: str, answer: str = "", lang: str = "en") -> Entry:
    return Entry(name, {lang: EntryText(phrasings[0], answer or f"Answer of {name}.", phrasings[1:])})


def material(*entries: Entry, golden: tuple[GoldenQuestion, ...] = ()) -> Material:
    # The lines are fixed, because a golden question that comes out wrong would move them.
    return Material((*ENTRIES, *entries), {}, {}, golden, sure=0.3, maybe=0.05)


def found(given: Material, *codes: str) -> list[Fault]:
    return [one for one in check_faq(given, CONDITIONS, note=quiet) if one.code in (codes or CODES)]


def changes(given: Material, *entries: Entry, problems: tuple[str, ...] = ()) -> list[Fault]:
    loaded = Loaded(FaqFile(entries, problems=problems))
    return check_file(given, loaded, CONDITIONS, note=quiet)


def test_a_sound_faq_has_no_collision() -> None:
    assert found(material()) == []


def test_the_same_phrasing_in_two_entries_is_an_error_whatever_its_case_and_politeness() -> None:
    one = an_entry("parking", "Where can I park my bicycle?", "bicycle stand")
    other = an_entry("bicycles", "Please, WHERE can I park my bicycle", "cycling on campus grounds")
    (fault,) = found(material(one, other), "same-phrasing")
    assert (fault.severity, fault.entry) == ("error", "parking")
    assert "bicycles" in fault.sentence


def test_nearly_the_same_phrasing_is_a_hint() -> None:
    one = an_entry("parking", "Where can I park my bicycle overnight?")
    other = an_entry("bicycles", "Where can I park my bicycles overnight?")
    assert [(fault.severity, fault.entry) for fault in found(material(one, other), "alike-phrasings")] == [
        ("hint", "bicycles")
    ]


def test_a_phrasing_that_is_small_talk_is_never_heard() -> None:
    (fault,) = found(material(an_entry("parking", "Where can I park my bicycle?", "thank you")), "phrasing-unheard")
    assert "small talk" in fault.sentence


def test_two_entries_with_one_answer_are_nearly_the_same() -> None:
    answer = "Bicycles stand in the yard behind the library, and the porter has the key to the pump."
    one = an_entry("parking", "Where can I park my bicycle?", answer=answer)
    other = an_entry("bicycles", "Is there a stand for a bicycle?", answer=answer.replace("yard", "court"))
    (fault,) = found(material(one, other), "near-duplicate")
    assert (fault.entry, "parking" in fault.sentence) == ("bicycles", True)


def test_errors_come_first() -> None:
    ended = replace(an_entry("zoo", "May I see the zoo?"), valid_until=date(2026, 1, 1), related=("nowhere",))
    severities = [fault.severity for fault in check_faq(material(ended), CONDITIONS, note=quiet)]
    assert severities == sorted(severities)
    assert severities[0] == "error"


def test_a_golden_question_that_is_answered_wrongly_is_an_error_with_a_next_step() -> None:
    asked = ENTRIES[0].texts["en"].question
    other = ENTRIES[1].id
    (fault,) = found(material(golden=(GoldenQuestion(asked, (other,), number=7),)), "golden-wrong")
    assert fault.severity == "error"
    assert fault.sentence.startswith(f"Golden question 7 “{asked}”: Expected {other}, answered {ENTRIES[0].id}.")


def test_a_golden_question_whose_entry_is_gone_is_told() -> None:
    faults = found(material(golden=(GoldenQuestion("zoo?", ("zoo",), number=3),)), "golden-lost", "golden-wrong")
    assert [(one.code, one.severity) for one in faults] == [("golden-lost", "hint")]


def test_a_file_that_takes_a_golden_question_away_is_an_error_before_it_is_imported() -> None:
    first = ENTRIES[0]
    asked = first.texts["en"].question
    given = material(golden=(GoldenQuestion(asked, (first.id,), number=1),))
    emptied = replace(first, texts={"en": EntryText("What is the colour of the roof?", "Green.")})
    thief = an_entry("thief", asked, answer="Something else.")
    faults = [one for one in changes(given, emptied, thief) if one.code == "golden-change"]
    assert [(one.severity, one.entry) for one in faults] == [("error", first.id)]
    assert f"it got {first.id}. Expected {first.id}, answered thief." in faults[0].sentence


def test_a_file_that_changes_nothing_has_no_finding() -> None:
    given = material(golden=(GoldenQuestion(ENTRIES[0].texts["en"].question, (ENTRIES[0].id,)),))
    faults = changes(given, *ENTRIES)
    assert [one for one in faults if one.code in ("golden-change", *CODES)] == []


def test_faults_elsewhere_that_were_there_before_are_left_out() -> None:
    ended = replace(an_entry("zoo", "May I see the zoo?"), valid_until=date(2026, 1, 1))
    fresh = an_entry("parking", "Where can I park my bicycle?")
    assert "zoo" not in {one.entry for one in changes(material(ended), fresh)}
    assert "zoo" in {one.entry for one in changes(material(ended), ended)}


def test_the_faults_of_the_file_itself_are_errors() -> None:
    (fault, *_) = changes(material(), problems=("entry 2: id is missing.",))
    assert (fault.severity, fault.code, fault.sentence) == ("error", "file", "entry 2: id is missing.")


def test_a_table_with_few_columns_leaves_the_rest_of_an_entry_as_it_is() -> None:
    first = ENTRIES[0]
    row = Entry(first.id, {"en": EntryText("New question?", "New answer.")})
    loaded = Loaded(FaqFile((row,), columns=frozenset({"id", "lang", "question", "answer"})))
    merged = {entry.id: entry for entry in with_file(material(), loaded).entries}[first.id]
    assert merged.texts["en"].question == "New question?"
    assert merged.texts["en"].variants == first.texts["en"].variants
    assert merged.texts.keys() == first.texts.keys()


@pytest.mark.parametrize("count", [0, 2])
def test_the_plain_form_counts_errors_and_hints(count: int) -> None:
    faults = [Fault("ended", "error", "a", "", "It ended.")] * count + [Fault("ended", "hint", "b", "", "It ended.")]
    plain = faults_as_plain(faults)
    assert (plain["errors"], plain["hints"], len(plain["findings"])) == (count, 1, count + 1)
