"""The lexicon in the store: terms added and removed, files taken in and written, every change kept in the audit."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.actions import lexicon
from bot.core.errors import Conflict, HasProblems, NothingFound
from bot.store import audit, epochs, faqs
from bot.store.engine import Database
from tests.answering.faq import ENTRIES

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
VISA = {"visa": {"zh": ["签证"], "en": ["visa"]}}


@pytest.fixture
def office(database: Database) -> Database:
    with database.writing() as db:
        faqs.save_entries(db, ENTRIES, actor="Li", now=NOW)
    lexicon.save_concepts(database, VISA, actor="Li", now=NOW)
    return database


def add(office: Database, name: str, *, create: bool = False, **terms: list[str]) -> lexicon.LexiconReport:
    return lexicon.add_terms(office, name, terms, actor="Li", now=NOW, create=create)


def remove(office: Database, name: str, *terms: str) -> lexicon.LexiconReport:
    return lexicon.remove_terms(office, name, terms, actor="Li", now=NOW)


def concepts(office: Database) -> dict[str, dict[str, list[str]]]:
    with office.reading() as db:
        return faqs.lexicon(db)


def epoch(office: Database) -> int:
    with office.reading() as db:
        return epochs.number(db, "faq")


def last_deed(office: Database) -> tuple[str, str, object, object]:
    with office.reading() as db:
        deed = audit.listing(db)[0]
    return deed["action"], deed["object"], deed["before"], deed["after"]


def test_a_term_goes_behind_the_others_and_is_live_and_written_down(office: Database) -> None:
    before = epoch(office)
    assert add(office, "visa", zh=["签"], fr=["visa", "titre de séjour"]).changed == ("visa",)
    new = {"zh": ["签证", "签"], "en": ["visa"], "fr": ["visa", "titre de séjour"]}
    assert concepts(office) == {"visa": new}
    assert epoch(office) == before + 1
    assert last_deed(office) == ("lexicon.add", "lexicon:visa", VISA["visa"], new)


def test_a_term_that_is_there_but_for_case_and_width_changes_nothing(office: Database) -> None:
    before = epoch(office)
    assert add(office, "visa", en=["VISA", "ｖｉｓａ"]).unchanged == ("visa",)
    assert (concepts(office), epoch(office)) == (VISA, before)


def test_a_new_concept_is_made_only_when_that_is_said(office: Database) -> None:
    with pytest.raises(NothingFound, match=r"no concept viza\. Did you mean visa\?.*--new"):
        add(office, "viza", zh=["签"])
    assert add(office, "parking", create=True, fr=["parking"]).created == ("parking",)
    assert concepts(office)["parking"] == {"fr": ["parking"]}


def test_a_term_of_another_concept_is_refused(office: Database) -> None:
    with pytest.raises(Conflict, match="“签证” is a term of visa already"):
        add(office, "permit", create=True, zh=["签证"])
    assert concepts(office) == VISA


@pytest.mark.parametrize(
    ("name", "term", "said"),
    [("visa", "？！", "no letter"), ("visa", "x" * 201, "too long"), ("a b", "x", 'the id "a b"')],
)
def test_what_cannot_be_a_term_is_said(office: Database, name: str, term: str, said: str) -> None:
    with pytest.raises(HasProblems, match=said):
        add(office, name, create=True, zh=[term])


def test_a_term_is_removed_in_all_languages_and_the_last_one_takes_the_concept_along(office: Database) -> None:
    add(office, "visa", fr=["visa"])
    assert remove(office, "visa", "Visa").changed == ("visa",)
    assert concepts(office) == {"visa": {"zh": ["签证"]}}
    assert remove(office, "visa", "签证").removed == ("visa",)
    assert concepts(office) == {}
    assert last_deed(office) == ("lexicon.remove", "lexicon:visa", {"zh": ["签证"]}, None)


def test_a_term_may_go_in_one_language_only(office: Database) -> None:
    add(office, "visa", fr=["visa"])
    lexicon.remove_terms(office, "visa", ["visa"], actor="Li", now=NOW, langs=["fr"])
    assert concepts(office) == VISA


def test_a_whole_concept_is_removed(office: Database) -> None:
    assert remove(office, "visa").removed == ("visa",)
    assert concepts(office) == {}


def test_removing_what_is_not_there_removes_nothing(office: Database) -> None:
    with pytest.raises(NothingFound, match="no term “签”"):
        remove(office, "visa", "签证", "签")
    with pytest.raises(NothingFound, match="no concept zoo"):
        remove(office, "zoo")
    assert concepts(office) == VISA


def test_a_concept_is_shown_with_the_entries_that_name_it(office: Database) -> None:
    found = lexicon.show_concept(office, "visa")
    assert found["zh"] == ["签证"]
    assert [one["id"] for one in found["entries"]] == ["visa"]
    assert found["entries"][0]["phrasings"] >= 4


def test_what_the_bot_recognises_in_a_text_is_told(office: Database) -> None:
    assert lexicon.concepts_in(office, "學生簽證 and visas") == [
        {"concept": "visa", "term": "签证"},
        {"concept": "visa", "term": "visa"},
    ]


def test_a_written_lexicon_reads_back_unchanged(office: Database, tmp_path: Path) -> None:
    add(office, "csc", create=True, zh=["留基委"], en=["CSC"])
    (tmp_path / "lexicon.yaml").write_bytes(lexicon.export_lexicon(office))
    read = lexicon.read_lexicon_file(tmp_path / "lexicon.yaml")
    assert read == concepts(office)
    before = epoch(office)
    assert lexicon.save_concepts(office, read, actor="Li", now=NOW).unchanged == ("csc", "visa")
    assert epoch(office) == before


def test_a_file_changes_its_own_concepts_and_leaves_the_others(office: Database) -> None:
    file = {"visa": {"zh": ["签证", "签"]}, "csc": {"en": ["CSC"]}}
    add(office, "zoo", create=True, en=["zoo"])
    dry = lexicon.save_concepts(office, file, actor="Li", now=NOW, dry_run=True)
    assert (dry.created, dry.changed, concepts(office)["visa"]) == (("csc",), ("visa",), VISA["visa"])
    assert lexicon.save_concepts(office, file, actor="Li", now=NOW) == dry
    assert concepts(office) == {**file, "zoo": {"en": ["zoo"]}}
    assert lexicon.save_concepts(office, file, actor="Li", now=NOW, replace=True).removed == ("zoo",)
    assert concepts(office) == file
    assert last_deed(office)[2] == {"zoo": {"en": ["zoo"]}}


def test_a_term_that_two_concepts_of_a_file_share_is_told(office: Database) -> None:
    file = {"rent": {"fr": ["location"]}, "address": {"en": ["Location"]}}
    shared = lexicon.save_concepts(office, file, actor="Li", now=NOW).shared
    assert shared == ("“location” is a term of address already.", "“Location” is a term of rent already.")
