"""What changed between two versions of an entry."""

from dataclasses import replace

from bot.core.faq import Entry, EntryText
from bot.core.faq_diff import REORDERED, Change, changes
from bot.core.faq_file import entry_as_plain

TEXT = EntryText("When?", "First line.\nSecond line.\nThird line.", ("date", "day"))
OLD = Entry("when", {"en": TEXT}, category="dates", related=("who",))


def between(old: Entry, new: Entry) -> list[Change]:
    return changes(entry_as_plain(old), entry_as_plain(new))


def with_text(**fields: object) -> Entry:
    return replace(OLD, texts={"en": replace(TEXT, **fields)})  # type: ignore[arg-type]  # the fields of EntryText


def test_nothing_changed() -> None:
    assert between(OLD, OLD) == []


def test_of_a_long_answer_only_the_changed_lines_are_told() -> None:
    found = between(OLD, with_text(answer="First line.\nSecond sentence.\nThird line.\nFourth."))
    assert found == [Change("texts.en.answer", ("Second line.",), ("Second sentence.", "Fourth."))]


def test_phrasings_that_came_and_went_are_told_one_by_one() -> None:
    assert between(OLD, with_text(variants=("day", "hour"))) == [Change("texts.en.variants", ("date",), ("hour",))]
    assert between(OLD, with_text(variants=("day", "date"))) == [Change("texts.en.variants", (), (REORDERED,))]


def test_fields_that_come_or_go_are_told_whole() -> None:
    new = replace(OLD, category="", related=(), texts={**OLD.texts, "fr": EntryText("Quand ?", "Demain.")})
    assert between(OLD, new) == [
        Change("texts.fr.question", (), ("Quand ?",)),
        Change("texts.fr.answer", (), ("Demain.",)),
        Change("category", ("dates",), ()),
        Change("related", ("who",), ()),
    ]
