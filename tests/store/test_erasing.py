"""Who is erased leaves no row and no word, and a mark outlives the database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.errors import NotSaved
from bot.core.privacy import erasure_mark, person_key
from bot.store import effects, erasing, inbox, log, people
from bot.store.effects import Effect
from bot.store.engine import Database
from bot.store.models import metadata
from bot.store.tombstones import Tombstones
from tests.store.test_log import a_line
from tests.store.test_people import a_row

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
SECRET = b"p" * 32


def test_every_table_that_names_people_is_erased_and_handed_out() -> None:
    naming = {table.name for table in metadata.sorted_tables for column in table.c if "person" in column.name}
    assert naming | {"person"} == {table.name for table, _, _ in erasing.KEPT}


def a_life(database: Database, key: str, at: datetime) -> None:
    with database.writing() as db:
        people.save_many(db, [a_row(key, seen_at=at)])
        log.add_many(db, [replace(a_line(1), key=f"{key}{at}", at=at, person=key)])
        effects.commit_once(db, Effect(f"{key}{at}", key, "handover", at))
        request = inbox.open_or_add(db, person=key, text_="[passport]", lang="en", now=at)
        inbox.answer(db, request.id, author="Lin", text_="an answer", now=at)


def test_only_what_is_older_than_the_erasure_goes(database: Database) -> None:
    a_life(database, "K1", NOW)
    a_life(database, "K2", LATER)
    with database.writing() as db:
        assert erasing.erase(db, "K1", until=NOW) == 4
        assert erasing.erase(db, "K2", until=NOW) == 0
        assert erasing.everybody(db) == {"K2"}


def test_everything_kept_is_handed_out_but_no_secret(database: Database) -> None:
    a_life(database, "K1", NOW)
    with database.reading() as db:
        found = erasing.export(db, "K1")
        assert erasing.export(db, "K2") is None
    assert found is not None
    assert {name: len(rows) for name, rows in found.items()} == dict.fromkeys(
        ("person", "messages", "effects", "requests"), 1
    )
    assert [message["text"] for message in found["requests"][0]["messages"]] == ["[passport]", "an answer"]
    assert found["messages"][0]["at"] == "2026-12-01T08:00:00+00:00"
    assert "openid_sealed" not in found["person"][0]


def test_people_who_went_quiet_are_forgotten_unless_they_wait(database: Database) -> None:
    with database.writing() as db:
        people.save_many(db, [a_row("quiet"), a_row("waiting"), a_row("recent", seen_at=LATER)])
        inbox.open_or_add(db, person="waiting", text_="人工", lang="zh", now=NOW)
    with database.writing() as db:
        assert people.prune_before(db, LATER) == 1
        assert people.known_keys(db) == {"waiting", "recent"}


def test_a_mark_names_nobody_and_is_read_by_other_processes(tmp_path: Path) -> None:
    ours, theirs = Tombstones(tmp_path / "erased", SECRET), Tombstones(tmp_path / "erased", SECRET)
    person = person_key(SECRET, "wechat", "oStudent")
    ours.add(person, NOW)
    assert (ours.erased_at(person), theirs.erased_at(person)) == (NOW, None)
    before = theirs.version
    theirs.refresh()
    assert theirs.erased_at(person) == NOW
    assert theirs.version == before + 1
    written = (tmp_path / "erased").read_text()
    assert person not in written
    assert "oStudent" not in written
    assert erasure_mark(b"q" * 32, person) not in written
    assert (tmp_path / "erased").stat().st_mode & 0o077 == 0


def test_reading_the_same_marks_again_is_no_news(tmp_path: Path) -> None:
    marks = Tombstones(tmp_path / "erased", SECRET)
    marks.add("K1", NOW)
    version = marks.version
    marks.refresh()
    marks.refresh()
    assert marks.version == version == 1


def test_the_last_erasure_counts_and_a_cut_line_does_not(tmp_path: Path) -> None:
    file = tmp_path / "erased"
    marks = Tombstones(file, SECRET)
    marks.add("K1", LATER)
    marks.add("K1", NOW)
    mark = erasure_mark(SECRET, "K2")
    file.write_text(f"{file.read_text()}\nrubbish\n{mark} 2026-12-01T08:00:00\n{mark} 2026-12-0")
    again = Tombstones(file, SECRET)
    assert (again.erased_at("K1"), again.erased_at("K2")) == (LATER, None)
    again.add("K3", NOW)
    assert Tombstones(file, SECRET).erased_at("K3") == NOW


def test_a_mark_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "erased").mkdir()
    with pytest.raises(NotSaved, match="erased cannot be read"):
        Tombstones(tmp_path / "erased", SECRET)
    with pytest.raises(NotSaved, match="erased cannot be written"):
        Tombstones(tmp_path / "nowhere" / "erased", SECRET).add("K1", NOW)
