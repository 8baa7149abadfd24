"""Opening the database: how it is set up, what is refused, and what people are told when it does not take something."""

import os
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from bot.core.errors import Conflict, NotSaved, UsageError
from bot.store import audit, epochs
from bot.store.engine import Database
from bot.store.models import announcement_text
from bot.store.staff_models import staff

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


def pragma(db: Connection, name: str) -> object:
    return db.exec_driver_sql(f"PRAGMA {name}").scalar()


def path_of(database: Database) -> str:
    with database.reading() as db:
        return str(db.exec_driver_sql("PRAGMA database_list").one().file)


@pytest.fixture
def nobody() -> Iterator[None]:
    """Without the rights of root, for whom every folder is writable."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_connection_is_set_up_for_safety(sqlite_database: Database) -> None:
    with sqlite_database.reading() as db:
        assert pragma(db, "journal_mode") == "wal"
        assert pragma(db, "foreign_keys") == 1
        assert pragma(db, "secure_delete") == 1
        assert pragma(db, "synchronous") == 1
        assert pragma(db, "wal_autocheckpoint") == 1000


def test_a_durable_write_is_on_the_disk_before_it_returns(sqlite_database: Database) -> None:
    with sqlite_database.writing(durable=True) as db:
        assert pragma(db, "synchronous") == 2
    with sqlite_database.writing() as db:
        assert pragma(db, "synchronous") == 1


def test_only_one_process_checkpoints(tmp_path: Path) -> None:
    with Database(f"sqlite:///{tmp_path / 'bot.db'}", checkpoints=False) as database:
        database.migrate()
        for durable in (True, False):
            with database.writing(durable=durable) as db:
                assert pragma(db, "wal_autocheckpoint") == 0


def test_a_checkpoint_empties_the_wal(sqlite_database: Database) -> None:
    with sqlite_database.writing() as db:
        epochs.bump(db, "faq")
    wal = Path(f"{path_of(sqlite_database)}-wal")
    assert wal.stat().st_size > 0
    sqlite_database.checkpoint()
    assert wal.stat().st_size == 0


def test_the_file_is_its_owners_only(tmp_path: Path) -> None:
    with Database(f"sqlite:///{tmp_path / 'bot.db'}") as database:
        database.migrate()
        for file in tmp_path.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_a_missing_folder_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere/bot\.db: the folder does not exist; create it with `mkdir -p"):
        Database(f"sqlite:///{tmp_path}/nowhere/bot.db")


def test_a_folder_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        Database(f"sqlite:///{tmp_path}")


def test_a_database_in_memory_is_refused() -> None:
    with pytest.raises(UsageError, match="must name a file"):
        Database("sqlite:///:memory:")


def test_a_folder_that_may_not_be_written_is_named(nobody: None) -> None:
    with pytest.raises(UsageError, match="/usr may not be written by this user"):
        Database("sqlite:////usr/bot.db")


def test_a_file_of_another_user_is_named() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        file = Path(folder) / "bot.db"
        file.touch(mode=0o000)
        if os.geteuid() == 0:
            os.seteuid(65534)
        try:
            with pytest.raises(UsageError, match=r"bot\.db belongs to another user"):
                Database(f"sqlite:///{file}")
        finally:
            os.seteuid(os.getuid())


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "bot.db").write_text("a letter to the office, " * 100)
    database = Database(f"sqlite:///{tmp_path / 'bot.db'}")
    with pytest.raises(NotSaved, match="damaged or is no database"):
        database.schema()


def test_an_empty_database_is_said_to_need_migrating(empty_url: str) -> None:
    with (
        Database(empty_url) as database,
        pytest.raises(Conflict, match="paristech-bot migrate"),
        database.reading() as db,
    ):
        audit.listing(db)


def test_a_block_that_raises_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as db:
        assert epochs.bump(db, "faq") / 0
    with database.reading() as db:
        assert epochs.number(db, "faq") == 0


def test_what_is_written_while_reading_is_gone(database: Database) -> None:
    with database.reading() as db:
        epochs.bump(db, "faq")
    with database.reading() as db:
        assert epochs.number(db, "faq") == 0


def test_reading_is_one_view_while_others_write(database: Database) -> None:
    with database.reading() as db:
        before = epochs.number(db, "faq")
        with database.writing() as other:
            epochs.bump(other, "faq")
        assert epochs.number(db, "faq") == before


def test_a_row_without_its_parent_is_refused(database: Database) -> None:
    orphan = insert(announcement_text).values(announcement_id="none", lang="en", title="t", body="b")
    with pytest.raises(IntegrityError), database.writing() as db:
        db.execute(orphan)


def test_a_lock_held_by_another_process_is_not_waited_for_longer_than_asked(sqlite_database: Database) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, path_of(sqlite_database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        began = time.monotonic()
        with pytest.raises(NotSaved, match="busy") as caught, sqlite_database.writing(busy_seconds=0.5):
            pass
        assert 0.4 < time.monotonic() - began < 3
        assert isinstance(caught.value.__cause__, Exception)
        holder.communicate()
    with sqlite_database.writing(busy_seconds=0.5) as db:
        epochs.bump(db, "faq")


def test_a_row_held_by_another_is_not_waited_for_longer_than_asked(database: Database) -> None:
    with database.writing() as db:
        epochs.bump(db, "faq")
    with database.writing() as holder:
        epochs.hold(holder, "faq")
        with pytest.raises(NotSaved, match="busy"), database.writing(busy_seconds=0.3) as db:
            epochs.bump(db, "faq")


def test_threads_queue_for_the_lock_instead_of_looking_at_it_now_and_then(sqlite_database: Database) -> None:
    with sqlite_database.writing():
        with pytest.raises(NotSaved, match="busy") as caught, sqlite_database.writing(busy_seconds=0.05):
            pass
        assert caught.value.__cause__ is None  # SQLite was not even asked
    with sqlite_database.writing(busy_seconds=0.05) as db:
        epochs.bump(db, "faq")


def test_a_full_disk_is_said_and_nothing_is_half_saved(sqlite_database: Database) -> None:
    with sqlite_database.writing() as db:
        pages = pragma(db, "page_count")
        db.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(NotSaved, match="disk is full"), sqlite_database.writing() as db:
        audit.add(db, audit.Deed("Li", "a", "b" * epochs.bump(db, "faq"), after="x" * 100_000), now=NOW)
    with sqlite_database.writing() as db:
        db.exec_driver_sql("PRAGMA max_page_count = 1000000")
        assert epochs.number(db, "faq") == 0
        assert pragma(db, "integrity_check") == "ok"


def test_a_server_that_is_not_there_is_said_to_be_away() -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(NotSaved, match="cannot be reached"), database.reading():
        pass


@pytest.mark.parametrize("broken", ["half \ud800 a character", "a \0 in it"])
def test_text_that_a_database_cannot_keep_is_refused_before_it(database: Database, broken: str) -> None:
    with pytest.raises(UsageError, match=r"surrogate|NUL"), database.writing() as db:
        db.execute(insert(staff).values(name=broken, role="admin", created_at=NOW))
    with pytest.raises(UsageError, match=r"surrogate|NUL"), database.writing() as db:
        db.execute(insert(staff), [{"name": name, "role": "admin", "created_at": NOW} for name in ("Li", broken)])


@pytest.mark.parametrize("broken", ["half \ud800 a character", "a \0 in it"])
def test_broken_text_does_not_hide_in_json(database: Database, broken: str) -> None:
    with pytest.raises(UsageError, match=r"surrogate|NUL"), database.writing() as db:
        audit.add(db, audit.Deed("Li", "a", "b", after={"note": broken}), now=NOW)
    with database.reading() as db:
        assert audit.listing(db) == []


def test_a_written_backslash_is_only_text(database: Database) -> None:
    written = "C:\\u0000 and \\\\ud800 巴黎 é 😀"
    with database.writing() as db:
        audit.add(db, audit.Deed("Li", "a", "b", after={"note": written}), now=NOW)
    with database.reading() as db:
        assert audit.listing(db)[0]["after"] == {"note": written}


def test_an_instant_without_a_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 12, 1, 8)  # noqa: DTZ001  because this is the fault
    with pytest.raises(StatementError, match="an instant needs a time zone"), database.writing() as db:
        db.execute(insert(staff).values(name="Li", role="admin", created_at=naive))


def test_an_instant_comes_back_in_utc(database: Database) -> None:
    paris = datetime.fromisoformat("2026-12-01T09:00:00+01:00")
    with database.writing() as db:
        db.execute(insert(staff).values(name="Li", role="admin", created_at=paris))
    with database.reading() as db:
        back = db.execute(select(staff.c.created_at)).scalar_one()
    assert back == paris
    assert back.tzinfo is UTC


def test_postgresql_has_its_timeouts(database: Database) -> None:
    if database.dialect == "sqlite":
        return
    with database.writing(busy_seconds=0.25) as db:
        assert db.execute(text("SHOW idle_in_transaction_session_timeout")).scalar() == "30s"
        assert db.execute(text("SHOW lock_timeout")).scalar() == "250ms"
        assert db.execute(text("SHOW synchronous_commit")).scalar() == "off"
    with database.writing(durable=True) as db:
        assert db.execute(text("SHOW synchronous_commit")).scalar() == "on"
        assert db.execute(text("SHOW lock_timeout")).scalar() == "5s"


def test_the_password_of_a_database_is_in_no_message() -> None:
    database = Database("postgresql://bot:s3cret@127.0.0.1:1/none")
    with pytest.raises(NotSaved) as caught, database.reading():
        pass
    chain = [str(caught.value), str(caught.value.__cause__)]
    assert not any("s3cret" in words for words in chain)


def test_what_people_wrote_is_in_no_exception(database: Database) -> None:
    twice = insert(staff).values(name="my passport is E12345678", role="admin", created_at=NOW)
    with database.writing() as db:
        db.execute(twice)
    with pytest.raises(IntegrityError) as caught, database.writing() as db:
        db.execute(twice)
    if database.dialect == "sqlite":  # PostgreSQL's own DETAIL line names the key of a unique index
        assert "E12345678" not in str(caught.value)
