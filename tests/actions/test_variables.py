"""Variables: set, listed with where they stand, and never taken from under an answer."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.actions import variables
from bot.core.errors import Conflict, HasProblems, NothingFound
from bot.core.faq import Entry, EntryText
from bot.store import audit, epochs, faqs
from bot.store.engine import Database

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
ENTRIES = (
    Entry(
        "calendar",
        {
            "zh": EntryText("什么时候截止？", "{deadline}截止，{deadline}以后不收。", after="已于{deadline}截止。"),
            "en": EntryText("When is the deadline?", "On {deadline}, {hour}."),
        },
    ),
    Entry("late", {"en": EntryText("I am late", "The deadline was {deadline}.")}),
)


@pytest.fixture
def office(database: Database) -> Database:
    with database.writing() as db:
        faqs.save_entries(db, ENTRIES, actor="Li", now=NOW)
    return database


def set_(office: Database, **values: str) -> dict[str, list[str]]:
    return variables.set_variables(office, values, actor="Li", now=NOW)


def deeds(office: Database) -> list[dict[str, Any]]:
    with office.reading() as db:
        return audit.listing(db)


def epoch(office: Database) -> int:
    with office.reading() as db:
        return epochs.number(db, "faq")


def test_each_variable_is_listed_with_the_places_that_name_it(office: Database) -> None:
    set_(office, deadline="1月29日", spare="x")
    deadline, hour, spare = variables.list_variables(office)
    assert (deadline["name"], deadline["value"]) == ("deadline", "1月29日")
    assert deadline["used"] == [
        {"entry": "calendar", "lang": "zh", "field": "answer"},
        {"entry": "calendar", "lang": "zh", "field": "after"},
        {"entry": "calendar", "lang": "en", "field": "answer"},
        {"entry": "late", "lang": "en", "field": "answer"},
    ]
    assert (hour["name"], hour["value"], len(hour["used"])) == ("hour", None, 1)
    assert (spare["value"], spare["used"]) == ("x", [])


def test_setting_one_says_which_entries_change_and_is_written_down(office: Database) -> None:
    assert set_(office, deadline="1月29日") == {"deadline": ["calendar", "late"]}
    before = epoch(office)
    set_(office, deadline="2月1日")
    assert epoch(office) == before + 1
    newest = deeds(office)[0]
    assert (newest["action"], newest["object"], newest["before"], newest["after"]) == (
        "variables.set", "variable:deadline", "1月29日", "2月1日",
    )  # fmt: skip


def test_the_same_value_again_changes_nothing(office: Database) -> None:
    set_(office, deadline="1月29日")
    before = epoch(office), len(deeds(office))
    set_(office, deadline=" 1月29日 ")
    assert (epoch(office), len(deeds(office))) == before


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("Deadline", "x", "small letters"),
        ("a b", "x", "small letters"),
        ("a", " ", "is empty"),
        ("a", "x" * 2001, "too long"),
    ],
)
def test_what_cannot_be_set_is_said_and_nothing_is_saved(office: Database, name: str, value: str, said: str) -> None:
    with pytest.raises(HasProblems, match=said):
        variables.set_variables(office, {name: value, "good": "x"}, actor="Li", now=NOW)
    assert all(one["value"] is None for one in variables.list_variables(office))


def test_one_that_an_answer_uses_cannot_be_removed_and_the_entries_are_named(office: Database) -> None:
    set_(office, deadline="1月29日")
    with pytest.raises(Conflict, match=r"\{deadline\} stands in the answers of calendar, late"):
        variables.remove_variable(office, "deadline", actor="Li", now=NOW)
    assert variables.list_variables(office)[0]["value"] == "1月29日"


def test_one_that_no_answer_uses_is_removed(office: Database) -> None:
    set_(office, spare="x")
    variables.remove_variable(office, "spare", actor="Li", now=NOW)
    assert [one["name"] for one in variables.list_variables(office)] == ["deadline", "hour"]
    assert (deeds(office)[0]["action"], deeds(office)[0]["before"]) == ("variables.remove", "x")
    with pytest.raises(NothingFound, match="no variable spare"):
        variables.remove_variable(office, "spare", actor="Li", now=NOW)
