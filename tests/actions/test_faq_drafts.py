"""Drafts: kept beside the live answer, checked, published together, and never over somebody else's work."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.actions import faq_drafts, faq_edit, faqs
from bot.actions.answers import load_material
from bot.actions.faq_check import golden_changes
from bot.actions.faq_draft_files import draft_file
from bot.actions.faq_drafts import NotSeen, Wish
from bot.actions.faq_edit import ChangedMeanwhile
from bot.actions.faq_files import Loaded
from bot.actions.faq_gate import Gate, Rules, in_background
from bot.actions.faq_pending import digest
from bot.core.errors import Conflict, HasProblems, NotAllowed, NothingFound, UsageError
from bot.core.faq import Entry, EntryText
from bot.core.faq_file import FaqFile, entry_as_plain
from bot.core.golden import GoldenQuestion
from bot.core.roles import Actor
from bot.store import faq_runs, golden
from bot.store import faqs as stored
from bot.store.engine import Database
from tests.answering.faq import ENTRIES

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
LI, MEI = Actor("Li", "editor"), Actor("Mei", "editor")
RULES = Rules(2000, sure=0.3, maybe=0.05)  # fixed, because a golden question that comes out wrong would move them


@pytest.fixture
def faq(sqlite_database: Database) -> Database:
    with sqlite_database.writing() as db:
        stored.save_entries(db, ENTRIES, actor="Li", now=NOW)
    return sqlite_database


@pytest.fixture
def gate(faq: Database) -> Gate:
    return Gate(faq, RULES, lambda: NOW)


def raw_of(database: Database, name: str) -> dict[str, Any]:
    entry = faq_edit.at_present(database, name).entry
    assert entry is not None
    return entry_as_plain(entry)


def reworded(database: Database, name: str, lang: str = "en", **changes: Any) -> dict[str, Any]:
    raw = raw_of(database, name)
    return {**raw, "texts": {**raw["texts"], lang: {**raw["texts"][lang], **changes}}}


def drafted(database: Database, raw: dict[str, Any], who: Actor = LI, **more: Any) -> Any:
    base = faq_edit.at_present(database, raw["id"]).revision
    return faq_drafts.save(database, who, Wish(raw, base, **more), now=NOW)


def published(gate: Gate, *names: str, anyway: bool = False) -> faq_drafts.Published:
    checked = gate.look(names or None)
    return faq_drafts.publish(gate, LI, checked.names, seen=checked.key, anyway=anyway, now=NOW)


def first(database: Database) -> str:
    return faqs.list_faq(database)[0].id


def test_a_draft_leaves_the_live_answer_as_it_is_and_publishing_makes_it_live(faq: Database, gate: Gate) -> None:
    name = first(faq)
    drafted(faq, reworded(faq, name, answer="A new answer."))
    assert raw_of(faq, name)["texts"]["en"]["answer"] != "A new answer."
    (listed,) = faq_drafts.listing(faq)
    assert (listed["name"], listed["by"], listed["changes"]) == (name, "Li", ["texts.en.answer"])
    assert published(gate).entries == (name,)
    assert raw_of(faq, name)["texts"]["en"]["answer"] == "A new answer."
    assert faq_drafts.listing(faq) == []


def test_several_drafts_are_published_as_one_or_not_at_all(faq: Database, gate: Gate) -> None:
    one, other = (entry.id for entry in faqs.list_faq(faq)[:2])
    drafted(faq, reworded(faq, one, answer="One."))
    drafted(faq, reworded(faq, other, answer=""))  # an entry without an answer may be a draft, but nothing more
    with pytest.raises(HasProblems, match="the answer in en is empty"):
        published(gate)
    assert raw_of(faq, one)["texts"]["en"]["answer"] != "One."
    assert published(gate, f"entry:{one}").entries == (one,)
    assert [draft["name"] for draft in faq_drafts.listing(faq)] == [other]


def test_the_check_shows_golden_questions_before_and_after_and_publishing_them_takes_a_word(
    faq: Database, gate: Gate
) -> None:
    name = first(faq)
    with faq.writing() as db:
        golden.put(db, [GoldenQuestion("zebra crossing on mars", ())], actor="Li", now=NOW)
    raw = reworded(faq, name, variants=["zebra crossing on mars"])
    drafted(faq, raw)
    (change,) = gate.look().run.result["golden"]
    assert change["question"] == "zebra crossing on mars"
    assert (change["before"]["kind"], change["before"]["sure"]) == ("choices", "not sure")
    assert (change["after"]["kind"], change["after"]["entries"][0]["id"]) == ("answer", name)
    assert change["worse"]
    with pytest.raises(HasProblems, match="zebra crossing on mars"):
        published(gate)
    assert published(gate, anyway=True).golden == 1


def test_the_fast_check_finds_what_the_whole_check_finds(faq: Database, gate: Gate) -> None:
    questions = [GoldenQuestion(text.question, (entry.id,)) for entry in ENTRIES for text in entry.texts.values()]
    with faq.writing() as db:
        golden.put(db, questions, actor="Li", now=NOW)
    one, other = ENTRIES[0], ENTRIES[1]
    stolen = next(iter(other.texts.values())).question
    raw = {
        **entry_as_plain(one),
        "texts": {"en": {"question": "Odd?", "answer": "Odd.", "variants": [stolen + " now"]}},
    }
    drafted(faq, raw)
    material = load_material(faq, sure=RULES.sure, maybe=RULES.maybe)
    after = [faq_edit.read(raw) if entry.id == one.id else entry for entry in material.entries]
    slow = golden_changes(
        material.golden, material.answerer(), type(material)(**{**_fields(material), "entries": after}).answerer()
    )
    found = gate.look().run.result
    assert len(list(slow)) == len(found["golden"]) > 0


def _fields(material: Any) -> dict[str, Any]:
    return {name: getattr(material, name) for name in material.__dataclass_fields__}


def test_publishing_without_having_seen_the_check_is_refused(faq: Database, gate: Gate) -> None:
    name = first(faq)
    drafted(faq, reworded(faq, name, answer="A new answer."))
    with pytest.raises(NotSeen):
        faq_drafts.publish(gate, LI, None, seen="", anyway=True, now=NOW)
    seen = gate.look()
    version = faq_drafts.of_entry(faq, name).version  # type: ignore[union-attr]
    drafted(faq, reworded(faq, name, answer="Another answer."), version=version)
    with pytest.raises(NotSeen):
        faq_drafts.publish(gate, LI, seen.names, seen=seen.key, anyway=True, now=NOW)
    assert published(gate).entries == (name,)


def test_a_draft_of_somebody_else_is_not_written_over_and_their_text_comes_back(faq: Database) -> None:
    name = first(faq)
    kept = drafted(faq, reworded(faq, name, answer="Mei's"), MEI)
    with pytest.raises(ChangedMeanwhile, match="Mei saved a draft") as caught:
        drafted(faq, reworded(faq, name, answer="mine"))
    theirs = caught.value.theirs
    assert theirs.raw["texts"]["en"]["answer"] == "Mei's"
    again = drafted(faq, reworded(faq, name, answer="mine"), version=theirs.version)
    assert again.version > kept.version


def test_what_was_published_meanwhile_is_not_written_over(faq: Database, gate: Gate) -> None:
    name = first(faq)
    mine = Wish(reworded(faq, name, answer="mine"), faq_edit.at_present(faq, name).revision)
    with faq.writing() as db:
        stored.save_entry(db, faq_edit.read(reworded(faq, name, answer="theirs")), actor="Mei", now=NOW)
    with pytest.raises(ChangedMeanwhile, match="published this entry") as caught:
        faq_drafts.save(faq, LI, mine, now=NOW)
    assert caught.value.theirs.raw["texts"]["en"]["answer"] == "theirs"
    drafted(faq, reworded(faq, name, answer="mine after all"))
    with faq.writing() as db:
        stored.save_entry(db, faq_edit.read(reworded(faq, name, answer="theirs again")), actor="Mei", now=NOW)
    with pytest.raises(HasProblems, match="published it since"):
        published(gate)


def test_a_new_entry_does_not_take_the_name_of_another(faq: Database) -> None:
    with pytest.raises(ChangedMeanwhile, match="There is already an entry"):
        faq_drafts.save(faq, LI, Wish(raw_of(faq, first(faq)), faq_edit.NEW), now=NOW)


def test_what_is_live_already_is_no_draft(faq: Database) -> None:
    name = first(faq)
    drafted(faq, reworded(faq, name, answer="A new answer."))
    version = faq_drafts.of_entry(faq, name).version  # type: ignore[union-attr]
    assert drafted(faq, raw_of(faq, name), version=version) is None
    assert faq_drafts.listing(faq) == []


@pytest.mark.parametrize("name", ["", "two words", "../x", "a?b", "<b>", "x" * 81])
def test_a_name_that_cannot_be_one_is_refused_at_once(faq: Database, name: str) -> None:
    with pytest.raises(HasProblems):
        faq_drafts.save(faq, LI, Wish({"id": name, "texts": {}}, 0), now=NOW)


@pytest.mark.parametrize("text", ["half \ud800", "nul \0"])
def test_broken_characters_are_refused_before_the_database_sees_them(faq: Database, text: str) -> None:
    with pytest.raises(UsageError, match="broken character"):
        faq_drafts.save(faq, LI, Wish({"id": "x", "texts": {"en": {"question": text}}}, 0), now=NOW)


def test_only_editors_keep_discard_and_publish(faq: Database, gate: Gate) -> None:
    viewer = Actor("Vi", "viewer")
    drafted(faq, reworded(faq, first(faq), answer="A new answer."))
    label = f"entry:{first(faq)}"
    with pytest.raises(NotAllowed):
        drafted(faq, reworded(faq, first(faq), answer="x"), viewer)
    with pytest.raises(NotAllowed):
        faq_drafts.discard(faq, viewer, [label], now=NOW)
    with pytest.raises(NotAllowed):
        faq_drafts.publish(gate, viewer, None, seen=gate.look().key, anyway=True, now=NOW)
    faq_drafts.discard(faq, LI, [label], now=NOW)
    with pytest.raises(NothingFound):
        faq_drafts.discard(faq, LI, [label], now=NOW)


def test_a_language_is_behind_its_source_until_it_follows_or_is_found_right(faq: Database, gate: Gate) -> None:
    name = next(entry.id for entry in faqs.list_faq(faq) if len(entry.texts) > 1)
    other = next(lang for lang in faq_edit.at_present(faq, name).wording.changed if lang != "en")
    assert faq_edit.at_present(faq, name).wording.behind == ()
    drafted(faq, reworded(faq, name, answer="A new answer."))
    published(gate)
    behind = faq_edit.at_present(faq, name).wording
    assert (behind.source, other in behind.behind) == ("en", True)
    drafted(faq, raw_of(faq, name), current=[other])
    published(gate)
    assert other not in faq_edit.at_present(faq, name).wording.behind
    drafted(faq, reworded(faq, name, other, answer="自己的话"), original="en")
    published(gate)
    wording = faq_edit.at_present(faq, name).wording
    assert (wording.source, other in wording.behind) == ("en", False)


def test_a_concept_is_checked_and_published_by_the_same_gate(faq: Database, gate: Gate) -> None:
    faq_drafts.save_concept(faq, LI, "zebra", {"en": ["zebra", "striped horse"]}, base=digest({}), now=NOW)
    assert published(gate, "concept:zebra").concepts == ("zebra",)
    with faq.reading() as db:
        assert stored.lexicon(db)["zebra"] == {"en": ["zebra", "striped horse"]}
    with pytest.raises(Conflict, match="Somebody else"):
        faq_drafts.save_concept(faq, LI, "zebra", {}, base=digest({}), now=NOW)
    faq_drafts.save_concept(faq, LI, "zebra", {}, base=digest({"en": ["zebra", "striped horse"]}), now=NOW)
    published(gate)
    with faq.reading() as db:
        assert "zebra" not in stored.lexicon(db)


def test_a_file_becomes_drafts_all_or_none(faq: Database) -> None:
    new = Entry("parking", {"en": EntryText("Where is the parking?", "Behind the house.")})
    assert draft_file(faq, LI, Loaded(FaqFile((new, ENTRIES[0]))), now=NOW) == ["parking"]
    other = Entry("bikes", {"en": EntryText("Where are the bikes?", "Behind the house.")})
    with pytest.raises(Conflict, match="parking"):
        draft_file(faq, LI, Loaded(FaqFile((other, new))), now=NOW)
    assert [draft["name"] for draft in faq_drafts.listing(faq)] == ["parking"]


def test_a_check_is_done_once_and_again_when_its_process_has_died(faq: Database) -> None:
    asked: list[Callable[[], None]] = []
    now = NOW
    gate = Gate(faq, RULES, lambda: now, asked.append)
    drafted(faq, reworded(faq, first(faq), answer="A new answer."))
    assert gate.look().run.state == faq_runs.RUNNING
    assert gate.look().run.state == faq_runs.RUNNING
    assert len(asked) == 1
    now = NOW + faq_runs.SILENT + timedelta(seconds=1)
    gate.look()
    assert len(asked) == 2
    asked[1]()
    assert gate.look().run.state == faq_runs.DONE
    assert len(asked) == 2


def test_a_check_beside_everything_else_comes_to_its_end(faq: Database) -> None:
    gate = Gate(faq, RULES, lambda: NOW, in_background)
    drafted(faq, reworded(faq, first(faq), answer="A new answer."))
    assert gate.look(patience=60).run.state == faq_runs.DONE


def test_of_two_who_ask_for_the_same_check_one_does_it(database: Database) -> None:
    with database.writing() as db:
        assert [faq_runs.begin(db, "same", now=NOW) for _ in range(2)] == [True, False]
        faq_runs.finish(db, "same", faq_runs.FAILED, None, now=NOW)
        assert [faq_runs.begin(db, "same", now=NOW) for _ in range(2)] == [True, False]
