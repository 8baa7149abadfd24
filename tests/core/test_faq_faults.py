"""What is wrong with entries as they are written."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.core.faq import LANGS, Entry, EntryText, variables_in
from bot.core.faq_faults import Fault, text_faults

TODAY = date(2026, 12, 1)
SOUND = Entry("visa", {lang: EntryText(f"visa {lang}", "At the embassy.") for lang in LANGS})


def faults(*entries: Entry, variables: Mapping[str, str] | None = None, reply_bytes: int = 2000) -> list[Fault]:
    return list(text_faults(entries, variables or {}, day=TODAY, reply_bytes=reply_bytes))


def codes(*entries: Entry, variables: Mapping[str, str] | None = None) -> list[tuple[str, str, str]]:
    return [(one.severity, one.code, one.lang) for one in faults(*entries, variables=variables)]


def with_answer(answer: str, after: str = "") -> Entry:
    return replace(SOUND, texts={**SOUND.texts, "zh": EntryText("签证？", answer, (), after)})


def test_a_sound_entry_has_no_fault() -> None:
    assert faults(SOUND) == []


def test_a_missing_language_is_a_hint_when_others_have_it() -> None:
    short = Entry("fees", {"en": SOUND.texts["en"]})
    assert codes(SOUND, short) == [("hint", "missing-language", "zh"), ("hint", "missing-language", "fr")]
    assert "answer in en" in faults(SOUND, short)[0].sentence
    assert codes(short) == []


def test_an_entry_that_ended_without_a_word_for_later_is_an_error() -> None:
    ended = replace(SOUND, valid_until=TODAY - timedelta(days=1))
    assert codes(ended) == [("error", "ended", "")]
    assert "2026-11-30" in faults(ended)[0].sentence
    later = replace(ended, texts={lang: replace(text, after="Next year.") for lang, text in ended.texts.items()})
    assert codes(later) == [("hint", "ended", "")]


@pytest.mark.parametrize(("days", "expected"), [(0, ["ends-soon"]), (30, ["ends-soon"]), (31, [])])
def test_the_last_month_of_an_entry_is_announced(days: int, expected: list[str]) -> None:
    soon = replace(SOUND, valid_until=TODAY + timedelta(days=days))
    assert [code for _, code, _ in codes(soon)] == expected


@pytest.mark.parametrize(("days", "expected"), [(0, []), (1, ["not-yet-valid"])])
def test_an_entry_that_is_read_before_it_is_valid_is_a_hint(days: int, expected: list[str]) -> None:
    early = replace(SOUND, valid_from=TODAY + timedelta(days=days))
    assert [code for _, code, _ in codes(early)] == expected


@pytest.mark.parametrize(("days", "expected"), [(-1, ["review-due"]), (0, ["review-soon"]), (31, [])])
def test_a_review_is_asked_for_in_time(days: int, expected: list[str]) -> None:
    due = replace(SOUND, review_by=TODAY + timedelta(days=days))
    assert [code for _, code, _ in codes(due)] == expected


def test_a_variable_that_nobody_set_is_an_error_and_one_that_nobody_uses_a_hint() -> None:
    entry = with_answer("截止 {deadline}，{deadline}", after="明年 {year}")
    assert codes(entry, variables={"year": "2027", "fee": "103"}) == [
        ("error", "unknown-variable", "zh"), ("hint", "unused-variable", "")
    ]  # fmt: skip
    assert "{deadline}" in faults(entry, variables={"year": "2027"})[0].sentence


def test_braces_that_are_no_variable_are_text() -> None:
    assert variables_in("{ } {A} {a b} {a} {deadline:9plus9} {a}") == ("a", "deadline:9plus9")


def test_a_related_entry_that_does_not_exist_is_a_hint() -> None:
    assert codes(replace(SOUND, related=("visa", "nowhere"))) == [("hint", "related-missing", "")]


def test_an_answer_is_measured_in_bytes_and_with_its_variables_filled() -> None:
    entry = with_answer("{what}", after="短")
    assert faults(entry, variables={"what": "长" * 667}) != []
    assert [one.code for one in faults(entry, variables={"what": "长" * 667})] == ["too-long"]
    assert faults(entry, variables={"what": "长" * 666}) == []
    assert "2001 bytes" in faults(entry, variables={"what": "长" * 667})[0].sentence
