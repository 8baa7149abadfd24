"""Written behind: in batches, spooled while the database is away, never twice."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.core.conversation import Person
from bot.core.errors import NotSaved
from bot.core.messages import Incoming, Kind, LogLine
from bot.store.engine import Database
from bot.store.tombstones import Tombstones
from bot.store.vault import Vault
from handlers import journal as module
from handlers.counters import Counters
from handlers.journal import Journal
from tests.handlers.world import OPENID, START


class Broken:
    """A database that takes nothing until it is mended."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.broken = True

    def writing(self, **options: Any) -> Any:
        if self.broken:
            raise NotSaved
        return self.database.writing(**options)


def line(number: int) -> LogLine:
    return LogLine(
        f"key{number}", START, "p" * 43, "answer", "answer", ("apply",), 1, "zh", 0.9, "问？", "答。", "", 1.5
    )  # fmt: skip


def journal_on(database: Any, spool: Path) -> Journal:
    erased = Tombstones(spool.with_name("erased"), b"p" * 32)
    return Journal(database, erased, vault=Vault(b"d" * 32), spool=spool, counters=Counters())


@pytest.fixture
def broken(sqlite_database: Database) -> Broken:
    return Broken(sqlite_database)


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    return tmp_path / "spool.jsonl"


@pytest.fixture
def journal(broken: Broken, spool: Path) -> Iterator[Journal]:
    made = journal_on(broken, spool)
    yield made
    made.stop()


def count(database: Database, table: str) -> int:
    with database.reading() as db:
        return int(db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_lines_are_spooled_while_the_database_is_away_and_written_later(
    journal: Journal, broken: Broken, spool: Path
) -> None:
    for number in range(3):
        journal.line(line(number))
    journal.flush()
    assert spool.stat().st_mode & 0o777 == 0o600
    assert len(spool.read_text(encoding="utf-8").splitlines()) == 3
    broken.broken = False
    journal.flush()
    assert count(broken.database, "message_log") == 3
    assert not spool.exists()


def test_spooled_lines_are_written_by_the_next_run_and_never_twice(
    journal: Journal, broken: Broken, spool: Path
) -> None:
    journal.line(line(1))
    journal.flush()
    spool.write_text(spool.read_text(encoding="utf-8") * 2 + '{"key": "cut o', encoding="utf-8")
    broken.broken = False
    other = journal_on(broken.database, spool)
    other.flush()
    assert count(broken.database, "message_log") == 1


def test_a_full_spool_drops_lines_and_counts_them(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, spool: Path
) -> None:
    monkeypatch.setattr(module, "SPOOL_BYTES", 10)
    journal.line(line(1))
    journal.flush()
    assert journal._counters.of("journal", "dropped") == 1
    assert not spool.exists()


def test_a_full_queue_drops_lines_and_counts_them(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_LINES", 2)
    for number in range(5):
        journal.line(line(number))
    assert journal.waiting() == 2
    assert journal._counters.of("journal", "dropped") == 3


def test_states_wait_in_memory_for_the_database(journal: Journal, broken: Broken) -> None:
    incoming = Incoming("wechat", OPENID, "gh", Kind.TEXT, START, "k", "p" * 43)
    journal.person(Person("p" * 43, lang="zh"), incoming, START)
    journal.flush()
    journal.person(Person("p" * 43, lang="fr"), incoming, START + timedelta(seconds=1))
    broken.broken = False
    journal.flush()
    with broken.database.reading() as db:
        assert [tuple(row) for row in db.execute(text("SELECT key, lang FROM person"))] == [("p" * 43, "fr")]


def test_stopping_writes_what_is_waiting(broken: Broken, spool: Path) -> None:
    broken.broken = False
    journal = journal_on(broken, spool)
    journal.start()
    assert journal.alive()
    journal.line(line(1))
    journal.stop()
    assert not journal.alive()
    assert count(broken.database, "message_log") == 1
