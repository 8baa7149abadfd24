"""Whatever an editor changes is seen by every running process at its next look, a second later at most."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.actions import faq_history, gaps, lexicon, variables
from bot.actions.answers import load_answerer
from bot.core.faq import Entry, EntryText
from bot.core.messages import LogLine
from bot.store import faqs, log
from bot.store.engine import Database
from handlers.knowledge import LOOK_SECONDS, Knowledge
from tests.answering.faq import ENTRIES

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
MISSED = "zxqv wkjh plombo"


def add_a_term(database: Database) -> None:
    lexicon.add_terms(database, "visa", {"zh": ["签"]}, actor="Li", now=NOW, create=True)


def set_a_variable(database: Database) -> None:
    variables.set_variables(database, {"deadline": "1月29日"}, actor="Li", now=NOW)


def roll_back(database: Database) -> None:
    faq_history.roll_back(database, "visa", actor="Li", now=NOW)


def archive(database: Database) -> None:
    faq_history.archive_entry(database, "visa", actor="Li", now=NOW)


def attach_a_gap(database: Database) -> None:
    (gap,) = gaps.list_gaps(database, (None, None))
    gaps.attach(database, (None, None), gap["id"], "visa", actor="Li", now=NOW)


def refuse_a_gap(database: Database) -> None:
    (gap,) = gaps.list_gaps(database, (None, None))
    gaps.out_of_scope(database, (None, None), [gap["id"]], actor="Li", now=NOW)


EDITS = (add_a_term, set_a_variable, roll_back, archive, attach_a_gap, refuse_a_gap)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_an_edit_is_live_on_a_running_process(sqlite_database: Database, edit: Callable[[Database], None]) -> None:
    with sqlite_database.writing() as db:
        faqs.save_entries(db, ENTRIES, actor="Li", now=NOW - timedelta(days=1))
        visa = Entry("visa", {"en": EntryText("How do I get a student visa?", "Ask.")})
        faqs.save_entry(db, visa, actor="Li", now=NOW)
        log.add_many(db, [LogLine("M", NOW, "Li", "none", "none", (), 0, "en", 0.1, MISSED, "…", "", 0.1)])
    knowledge = Knowledge(sqlite_database, lambda: load_answerer(sqlite_database))
    before = knowledge.answerer
    assert not knowledge.look()
    edit(sqlite_database)
    assert knowledge.look()
    assert knowledge.answerer is not before
    assert LOOK_SECONDS <= 1.0
