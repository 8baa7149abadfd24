"""The FAQ in the store: seeded, imported all or nothing, exported, with its history."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.actions import faqs
from bot.actions.faq_files import Loaded, read_faq
from bot.core.errors import NothingFound
from bot.core.faq import Entry, EntryText
from bot.core.faq_file import FaqFile
from bot.store import audit, epochs
from bot.store import faqs as stored
from bot.store.engine import Database
from tests.store.failing import failing_at

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


def an_entry(name: str = "csc-dates", **texts: EntryText) -> Entry:
    return Entry(name, texts or {"en": EntryText(f"When is {name}?", "In March.", (f"{name} date", "deadline"))})


def given(*entries: Entry, columns: frozenset[str] | None = None) -> Loaded:
    return Loaded(FaqFile(entries, columns=columns))


def epoch(database: Database) -> int:
    with database.reading() as db:
        return epochs.number(db, "faq")


def test_the_demo_content_is_loaded_once(database: Database) -> None:
    first = faqs.seed_demo(database, NOW)
    assert len(first.created) == 56
    before = epoch(database)
    again = faqs.seed_demo(database, NOW)
    assert (len(again.unchanged), again.created, again.changed) == (56, (), ())
    assert epoch(database) == before
    with database.reading() as db:
        assert stored.lexicon(db)["csc"]["en"] == ["CSC", "China Scholarship Council"]
        assert stored.published_entries(db)[0].id == "what-is-paristech"


@pytest.mark.parametrize("form", ["yaml", "jsonl", "csv", "xlsx"])
def test_an_export_reads_back_as_what_it_was(database: Database, tmp_path: Path, form: str) -> None:
    faqs.seed_demo(database, NOW)
    file = tmp_path / f"faq.{form}"
    file.write_bytes(faqs.export_faq(database, form))
    before = faqs.list_faq(database)
    loaded = read_faq(file)
    assert loaded.faq.problems == ()
    assert list(loaded.faq.entries) == before
    report = faqs.import_faq(database, loaded, actor="Li", now=NOW)
    assert (len(report.unchanged), report.created, report.changed, report.problems) == (56, (), (), ())


def test_a_changed_entry_gets_a_revision_and_an_epoch(database: Database) -> None:
    faqs.import_faq(database, given(an_entry()), actor="Li", now=NOW)
    before = epoch(database)
    changed = replace(an_entry(), valid_until=date(2027, 1, 29))
    report = faqs.import_faq(database, given(changed), actor="Wang", now=NOW)
    assert report.changed == ("csc-dates",)
    assert epoch(database) == before + 1
    entry, revisions = faqs.show_entry(database, "csc-dates")
    assert entry == changed
    assert [(r.number, r.actor) for r in revisions] == [(2, "Wang"), (1, "Li")]
    assert "valid_until" not in revisions[1].snapshot
    with database.reading() as db:
        assert audit.listing(db)[0]["actor"] == "Wang"


def test_one_problem_keeps_everything_out(database: Database) -> None:
    file = Loaded(FaqFile((an_entry(),), problems=("row 3: the answer in en is empty.",)))
    report = faqs.import_faq(database, file, actor="Li", now=NOW)
    assert report.problems == ("row 3: the answer in en is empty.",)
    assert report.created == ()
    assert faqs.list_faq(database) == []


def test_a_question_that_another_entry_answers_is_refused(database: Database) -> None:
    faqs.import_faq(database, given(an_entry("a", en=EntryText("When is it?", "Now."))), actor="Li", now=NOW)
    twin = an_entry("b", en=EntryText("when is  IT", "Later."))
    report = faqs.import_faq(database, given(twin), actor="Li", now=NOW)
    assert report.problems == ('b: "when is  IT" is also the question of a (in the FAQ).',)


def test_a_dry_run_changes_nothing(database: Database) -> None:
    report = faqs.import_faq(database, given(an_entry()), actor="Li", now=NOW, dry_run=True)
    assert report.created == ("csc-dates",)
    assert faqs.list_faq(database) == []
    assert epoch(database) == 0


def test_a_table_keeps_the_languages_and_columns_it_does_not_speak_of(database: Database) -> None:
    whole = replace(
        an_entry("visa", zh=EntryText("签证？", "去使馆。", ("签证",)), en=EntryText("Visa?", "Embassy.")),
        category="life",
    )
    faqs.import_faq(database, given(whole), actor="Li", now=NOW)
    table = given(
        an_entry("visa", zh=EntryText("签证怎么办？", "去使馆。")),
        columns=frozenset({"id", "lang", "question", "answer"}),
    )
    faqs.import_faq(database, table, actor="Li", now=NOW)
    entry, _ = faqs.show_entry(database, "visa")
    assert entry.texts["zh"] == EntryText("签证怎么办？", "去使馆。", ("签证",))
    assert entry.texts["en"] == whole.texts["en"]
    assert entry.category == "life"


def test_an_archived_entry_is_not_answered_with_and_can_come_back(database: Database) -> None:
    faqs.import_faq(database, given(an_entry()), actor="Li", now=NOW)
    with database.writing() as db:
        stored.archive(db, "csc-dates", actor="Li", now=NOW)
    assert faqs.list_faq(database) == []
    assert faqs.import_faq(database, given(an_entry()), actor="Li", now=NOW).changed == ("csc-dates",)
    assert [entry.id for entry in faqs.list_faq(database)] == ["csc-dates"]


def test_an_entry_that_is_not_there_is_said_to_be_missing(database: Database) -> None:
    with pytest.raises(NothingFound, match="no entry nowhere"):
        faqs.show_entry(database, "nowhere")
    with pytest.raises(NothingFound), database.writing() as db:
        stored.archive(db, "nowhere", actor="Li", now=NOW)


def test_of_many_problems_fifty_are_shown() -> None:
    report = faqs.ImportReport(problems=tuple(f"row {n}: wrong" for n in range(263)))
    assert len(report.as_plain()["problems"]) == 51
    assert report.as_plain()["problems"][-1] == "and 213 more"


def test_new_entries_come_after_the_others_in_the_files_order(database: Database) -> None:
    faqs.import_faq(database, given(an_entry("z"), an_entry("m")), actor="Li", now=NOW)
    faqs.import_faq(database, given(an_entry("a"), an_entry("m")), actor="Li", now=NOW)
    assert [entry.id for entry in faqs.list_faq(database)] == ["z", "m", "a"]


def test_a_related_entry_that_does_not_exist_is_noted(database: Database) -> None:
    loose = replace(an_entry(), related=("gone",))
    report = faqs.import_faq(database, given(loose), actor="Li", now=NOW)
    assert report.notes == ("Related entries that do not exist: gone.",)
    assert report.created == ("csc-dates",)


def test_variables_are_kept_and_bump_the_epoch(database: Database) -> None:
    file = Loaded(FaqFile((an_entry(),), {"fee": "100 €"}))
    faqs.import_faq(database, file, actor="Li", now=NOW)
    before = epoch(database)
    faqs.import_faq(database, Loaded(FaqFile((an_entry(),), {"fee": "120 €"})), actor="Li", now=NOW)
    with database.reading() as db:
        assert stored.variables(db) == {"fee": "120 €"}
    assert epoch(database) == before + 1


def test_an_import_killed_at_any_statement_is_all_or_nothing(database: Database) -> None:
    faqs.import_faq(database, given(an_entry("old")), actor="Li", now=NOW)
    plan = Loaded(FaqFile((replace(an_entry("old"), category="new"), an_entry("a"), an_entry("b")), {"fee": "1"}))
    before = (faqs.list_faq(database), epoch(database))
    for nth in range(1, 100):
        try:
            with failing_at(nth):
                faqs.import_faq(database, plan, actor="Li", now=NOW)
            break
        except KeyboardInterrupt:
            assert (faqs.list_faq(database), epoch(database)) == before
    assert nth > 10
    assert [entry.id for entry in faqs.list_faq(database)] == ["old", "a", "b"]


def test_the_audit_says_which_variables_an_import_changed(database: Database) -> None:
    for value in ("29 January", "29 January", "30 January"):
        loaded = Loaded(FaqFile((an_entry(),), {"deadline": value, "hour": "18:00"}))
        faqs.import_faq(database, loaded, actor="Li", now=NOW)
    with database.reading() as db:
        last, again, first = audit.listing(db)
    assert (last["before"], last["after"]["variables"]) == (
        {"variables": {"deadline": "29 January"}},
        {"deadline": "30 January"},
    )
    assert (again["before"], "variables" in again["after"]) == (None, False)
    assert first["after"]["variables"] == {"deadline": "29 January", "hour": "18:00"}
