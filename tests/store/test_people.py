"""What is remembered of a person, who follows us, and that an erased person is gone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.conversation import Person
from bot.core.errors import NothingFound
from bot.core.messages import LogLine, Reply, ReplyKind
from bot.store import effects, erasing, inbox, log, people
from bot.store.effects import Effect
from bot.store.engine import Database
from bot.store.people import PersonRow
from bot.store.vault import Vault

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
VAULT = Vault(b"k" * 32)
OPENID = "oAbCdEfGhIjKlMnOpQrStUvWxYz0"


def a_row(key: str = "K1", *, seen_at: datetime = NOW, **state: object) -> PersonRow:
    person = replace(Person(key), **state)
    return PersonRow(person, "wechat", VAULT.seal(OPENID, people.openid_place(key)), seen_at)


def test_a_person_is_remembered_with_their_last_replies(database: Database) -> None:
    reply = Reply(ReplyKind.CHOICES, "1. …\n2. …", "fr", "choices", ("a", "b"), 2, 0.5)
    row = a_row(lang="fr", options=("a", "b"), options_at=NOW, replies=(("M1", reply),))
    with database.writing() as db:
        people.save_many(db, [row])
    with database.reading() as db:
        assert people.one(db, "K1") == (row.person, False)
        assert people.one(db, "K2") == (None, False)
        assert people.known_keys(db) == {"K1"}


def test_of_one_person_the_newest_state_holds_in_whatever_order_they_come(database: Database) -> None:
    later = NOW + timedelta(seconds=5)
    with database.writing() as db:
        people.save_many(db, [a_row(seen_at=later, lang="en"), a_row(lang="zh")])
    with database.writing() as db:
        people.save_many(db, [a_row(lang="fr")])
    with database.reading() as db:
        assert people.one(db, "K1")[0] == Person("K1", lang="en")


def test_nobody_to_save_is_no_fault(database: Database) -> None:
    with database.writing() as db:
        people.save_many(db, [])


def test_an_older_event_never_overrides_a_newer_one(database: Database) -> None:
    later = NOW + timedelta(minutes=1)
    with database.writing() as db:
        assert people.set_follow(db, a_row(), follows=False, at=later)
        assert not people.set_follow(db, a_row(), follows=True, at=NOW)
        assert people.set_follow(db, a_row(), follows=True, at=later)


def test_the_openid_is_sealed_and_can_be_opened(database: Database) -> None:
    row = a_row()
    assert OPENID.encode() not in row.openid_sealed
    with database.writing() as db:
        people.save_many(db, [row])
        assert people.openid(db, VAULT, "K1") == OPENID
        with pytest.raises(NothingFound):
            people.openid(db, VAULT, "K2")


def test_an_erased_person_is_in_no_table(database: Database) -> None:
    line = LogLine("M1", NOW, "K1", "answer", "answer", ("a",), 1, "zh", 0.9, "护照 E1", "…", "r", 1.0)
    with database.writing() as db:
        people.save_many(db, [a_row("K1"), a_row("K2")])
        log.add_many(db, [line, replace(line, key="M2", person="K2")])
        effects.commit_once(db, Effect("E1", "K1", "handover", NOW))
        inbox.open_or_add(db, person="K1", text_="my passport", lang="en", now=NOW)
    with database.writing() as db:
        assert erasing.erase(db, "K1") == 4
        assert erasing.erase(db, "nobody") == 0
    with database.reading() as db:
        assert people.one(db, "K1") == (None, False)
        assert [row["key"] for row in log.listing(db)] == ["M2"]
        assert inbox.listing(db) == []
        assert effects.stored(db, "E1") is None


def test_an_erased_persons_words_are_not_left_in_the_file(sqlite_database: Database, tmp_path: Path) -> None:
    with sqlite_database.writing() as db:
        inbox.open_or_add(db, person="K1", text_="my passport is E12345678", lang="en", now=NOW)
    sqlite_database.checkpoint()
    assert b"E12345678" in (tmp_path / "bot.db").read_bytes()
    with sqlite_database.writing() as db:
        erasing.erase(db, "K1")
    sqlite_database.checkpoint()
    assert all(b"E12345678" not in file.read_bytes() for file in tmp_path.iterdir())
