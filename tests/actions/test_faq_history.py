"""Who changed what when; going back, archiving and bringing back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.actions import faq_history, golden
from bot.core.errors import Conflict, HasProblems, NothingFound
from bot.core.faq import Entry, EntryText
from bot.core.golden import GoldenQuestion
from bot.store import audit, epochs, faqs
from bot.store.engine import Database

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
FIRST = Entry("visa", {"en": EntryText("How do I get a visa?", "Ask the embassy.")})
SECOND = replace(FIRST, texts={"en": EntryText("How do I get a visa?", "Ask TLS.", ("student visa",))})
OTHER = Entry("flat", {"en": EntryText("Where do I live?", "In a flat.")}, related=("visa",))


@pytest.fixture
def office(database: Database) -> Database:
    with database.writing() as db:
        faqs.save_entries(db, [FIRST, OTHER], actor="Li", now=NOW, note="import")
    save(database, SECOND, actor="Wang", at=NOW + timedelta(hours=1))
    return database


def save(office: Database, entry: Entry, *, actor: str = "Li", at: datetime = NOW) -> None:
    with office.writing() as db:
        faqs.save_entry(db, entry, actor=actor, now=at)


def present(office: Database, name: str = "visa") -> Entry:
    with office.reading() as db:
        return faqs.one(db, name)


def published(office: Database) -> list[str]:
    with office.reading() as db:
        return [entry.id for entry in faqs.published_entries(db)]


def back(office: Database, number: int | None = None, **more: Any) -> faq_history.Rollback:
    return faq_history.roll_back(office, "visa", number, actor="Zhao", now=NOW + timedelta(hours=2), **more)


def epoch(office: Database) -> int:
    with office.reading() as db:
        return epochs.number(db, "faq")


def test_the_history_says_who_changed_what_when(office: Database) -> None:
    second, first = faq_history.list_history(office, "visa")
    assert (second["revision"], second["actor"], second["at"]) == (2, "Wang", NOW + timedelta(hours=1))
    assert second["changes"] == [
        {"place": "texts.en.variants", "removed": [], "added": ["student visa"]},
        {"place": "texts.en.answer", "removed": ["Ask the embassy."], "added": ["Ask TLS."]},
    ]
    assert (first["revision"], first["note"], first["changes"]) == (1, "import", [])


def test_the_history_of_all_entries_is_newest_first(office: Database) -> None:
    found = faq_history.list_history(office)
    assert [(one["entry"], one["revision"]) for one in found] == [("visa", 2), ("flat", 1), ("visa", 1)]
    assert len(faq_history.list_history(office, limit=1)) == 1
    with pytest.raises(NothingFound, match="no entry zoo"):
        faq_history.list_history(office, "zoo")


def test_going_back_is_a_new_revision_equal_to_the_old_one(office: Database) -> None:
    before = epoch(office)
    done = back(office)
    assert (done.revision, [one.place for one in done.changes]) == (1, ["texts.en.answer", "texts.en.variants"])
    assert present(office) == FIRST
    newest = faq_history.list_history(office, "visa")[0]
    assert (newest["revision"], newest["actor"], newest["note"]) == (3, "Zhao", "rollback to 1")
    assert epoch(office) == before + 1
    with office.reading() as db:
        deed = audit.listing(db)[0]
    assert (deed["action"], deed["object"], deed["after"]["texts"]["en"]["answer"]) == (
        "faq.rollback", "faq:visa", "Ask the embassy.",
    )  # fmt: skip


def test_going_back_twice_goes_forward_again(office: Database) -> None:
    back(office)
    assert back(office).revision == 2
    assert present(office) == SECOND


def test_a_dry_run_changes_nothing(office: Database) -> None:
    assert back(office, 1, dry_run=True).revision == 1
    assert present(office) == SECOND


def test_where_nothing_can_be_gone_back_to_that_is_said(office: Database) -> None:
    with pytest.raises(Conflict, match="as it was in revision 2 already"):
        back(office, 2)
    with pytest.raises(NothingFound, match="no revision 9"):
        back(office, 9)
    with pytest.raises(NothingFound, match="never different"):
        faq_history.roll_back(office, "flat", actor="Zhao", now=NOW)


def test_a_question_that_another_entry_answers_by_now_stops_it(office: Database) -> None:
    save(office, replace(SECOND, texts={"en": EntryText("Visa?", "Ask TLS.")}))
    save(office, Entry("permit", {"en": EntryText("How do I get a visa?", "By post.")}))
    with pytest.raises(HasProblems, match="is also the question of permit"):
        back(office, 1)


def test_what_is_missing_for_the_old_text_is_told(office: Database) -> None:
    save(office, replace(FIRST, texts={"en": EntryText("Visa?", "By {deadline}.")}, related=("zoo",)))
    save(office, SECOND)
    notes = back(office, 3).notes
    assert "names {deadline}, which is not set" in notes[0]
    assert "zoo" in notes[1]


def test_an_archived_entry_is_not_answered_and_can_be_brought_back(office: Database) -> None:
    golden.add_golden(office, GoldenQuestion("visa?", ("visa",)), actor="Li", now=NOW)
    before = epoch(office)
    notes = faq_history.archive_entry(office, "visa", actor="Zhao", now=NOW)
    assert "flat name it as related" in notes[0]
    assert "Golden question 1" in notes[1]
    assert (published(office), epoch(office)) == (["flat"], before + 1)
    assert [entry.id for entry in faq_history.list_archived(office)] == ["visa"]
    newest = faq_history.list_history(office, "visa")[0]
    assert (newest["actor"], newest["note"], newest["changes"]) == ("Zhao", "archived", [])
    with pytest.raises(Conflict, match="archived already"):
        faq_history.archive_entry(office, "visa", actor="Zhao", now=NOW)
    assert back(office).changes == ()
    assert (sorted(published(office)), present(office)) == (["flat", "visa"], SECOND)
