"""The database: one SQLite file or one PostgreSQL, opened for reading or for writing, brought to the present schema."""

import os
import secrets
import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text

from bot.core.errors import Conflict, NotSaved, UsageError
from bot.store.mounts import network_disk
from bot.store.occupancy import Occupancy
from bot.store.refusals import BUSY, check_parameters, in_words, plain_json

MIGRATIONS = Path(__file__).parent / "migrations"
_SWITCHES = 20  # tries at making a new file a WAL one, each after whoever was at it
APPLICATION = "paristech-bot"
MIGRATION_WAIT_SECONDS = 60.0  # how long a second process waits while the first one migrates

# A transaction that sits idle holds back PostgreSQL's clean-up for everybody.
_PG_SESSION = "SET idle_in_transaction_session_timeout = '30s'; SET statement_timeout = '30s'; SET timezone = 'UTC'"
_PG_TRANSACTION = text("SELECT set_config('lock_timeout', :lock, true), set_config('synchronous_commit', :sync, true)")
_PG_MIGRATION = (
    text("SET LOCAL statement_timeout = 0"),
    text("SELECT pg_advisory_xact_lock(7225019)"),  # any number, but the same in every version of the bot
    text("SET LOCAL lock_timeout = '3s'"),  # once it is our turn, a table in use must not stop the whole bot for long
)

_FAR_AWAY = (
    "{} lies on a network disk ({}), where SQLite loses data without a word. Let database.url name a folder on a disk "
    "of this machine, or use PostgreSQL."
)
_DENIED = "{} may not be written by this user; give it to the user that runs the bot"


class Database:
    """The store of one installation; safe to share between threads, not between forks.

    `checkpoints`: whether this process may move SQLite's WAL into the file. Only one process should, because SQLite
    before 3.51.3 can damage the file when two do (sqlite.org/releaselog/3_51_3.html, 2026-03-13).
    Raises UsageError when the file cannot be opened, naming the path and what to do.
    """

    def __init__(self, url: str, *, checkpoints: bool = True) -> None:
        parsed = make_url(url)
        self.dialect = parsed.get_backend_name()
        # Under this name PostgreSQL lists our connections, so that a restore sees who else is there.
        self.name = f"{APPLICATION} {socket.gethostname()[:30]} {os.getpid()}-{secrets.token_hex(2)}"
        if self.dialect == "sqlite":
            _prepare_file(parsed.database or "")
            self.file: Path | None = Path(parsed.database or "").absolute()
            self._occupancy: Occupancy | None = Occupancy(self.file)
            self._fast = _sqlite_engine(url, self._occupancy, synchronous="NORMAL", checkpoints=checkpoints)
            self._durable = _sqlite_engine(url, self._occupancy, synchronous="FULL", checkpoints=checkpoints)
        else:
            self.file = self._occupancy = None
            self._fast = self._durable = _postgres_engine(parsed.set(drivername="postgresql+psycopg"), self.name)
        self._turn = threading.Lock()
        # SQLite reads from one snapshot anyway.
        snapshot = {} if self.dialect == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        self._reading = self._fast.execution_options(**snapshot)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the database; whatever is written in it is rolled back.

        Raises NotSaved when the database cannot be reached.
        """
        with in_words(), self._reading.connect() as db:
            yield db

    @contextmanager
    def writing(self, *, durable: bool = False, busy_seconds: float = 5.0) -> Iterator[Connection]:
        """One write transaction: committed at the end of the block, rolled back when the block raises.

        durable: the commit is on the disk before this returns (deliveries and effects); else a power cut may lose the
        last moments. busy_seconds: how long to wait for a thread of ours, and then for another process. Raises NotSaved
        when the database is busy for longer, full or unreachable; a driver's error is chained. When PostgreSQL is lost
        during the commit itself, the outcome is not known: read again before acting on it.
        """
        engine = self._durable if durable else self._fast
        with self._our_turn(busy_seconds), in_words(), engine.connect() as db:
            if self.dialect == "sqlite":
                _raw(db).execute(f"PRAGMA busy_timeout = {round(busy_seconds * 1000)}")
                db.execution_options(immediate=True)  # changes this connection, until it goes back
            with db.begin():
                if self.dialect == "postgresql":
                    waits = {"lock": f"{round(busy_seconds * 1000)}ms", "sync": "on" if durable else "off"}
                    db.execute(_PG_TRANSACTION, waits)
                yield db

    @contextmanager
    def _our_turn(self, busy_seconds: float) -> Iterator[None]:
        """Let one thread at a time at SQLite's write lock: those who wait for the lock itself sleep between two looks,
        and are overtaken until their time is up.
        """
        if self.dialect != "sqlite":
            yield
            return
        if not self._turn.acquire(timeout=busy_seconds):
            raise NotSaved(BUSY)
        try:
            yield
        finally:
            self._turn.release()

    def migrate(self, to: str = "head") -> None:
        """Bring the schema to this version's, or only up to an earlier revision; a second process waits for the first.

        Raises Conflict when the database was made by a newer version, NotSaved when it cannot be written; a failed or
        killed migration leaves the schema as it was.
        """
        if self.schema() == (head() if to == "head" else to):
            return
        with self.writing(durable=True, busy_seconds=MIGRATION_WAIT_SECONDS) as db:
            upgrade(db, to)

    def is_current(self) -> bool:
        """Whether the schema is the one that this version works on."""
        return self.schema() == head()

    def schema(self) -> str:
        """The revision that the database is at, "" for an empty one."""
        with self.reading() as db:
            return _revision(db)

    def checkpoint(self) -> None:
        """Move SQLite's WAL into the file and shorten it; for the one process that may. Nothing on PostgreSQL."""
        if self.dialect == "sqlite":
            with in_words(), self._fast.connect() as db:
                _raw(db).execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Give back all connections; the object can be used again."""
        self._fast.dispose()
        self._durable.dispose()
        if self._occupancy:
            self._occupancy.release()


def _prepare_file(path: str) -> None:
    """Create the file for its owner only, because it holds people's questions; SQLite gives its WAL the same mode."""
    if path in {"", ":memory:"} or path.startswith("file:"):
        raise UsageError("database.url must name a file, like sqlite:///paristech-bot.db")
    file = Path(path).absolute()
    if not file.parent.is_dir():
        raise UsageError(f"{file}: the folder does not exist; create it with `mkdir -p {file.parent}`")
    if file.is_dir():
        raise UsageError(f"{file} is a folder; database.url must name a file")
    if kind := network_disk(file.parent):
        raise UsageError(_FAR_AWAY.format(file.parent, kind))
    if not os.access(file.parent, os.W_OK):
        raise UsageError(_DENIED.format(file.parent))
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except PermissionError as error:
        if not file.exists():
            raise UsageError(_DENIED.format(file.parent)) from error
        raise UsageError(f"{file} belongs to another user; give it to the user that runs the bot") from error
    except OSError as error:
        raise UsageError(f"{file} cannot be opened: {error.strerror}") from error


def _journal(raw: Any) -> str:
    """The journal's mode once it has been set to WAL.

    Where several processes open a new file at once, SQLite refuses the switch to all but one without waiting; so wait
    for whoever is at it, and ask again.
    """
    for _ in range(_SWITCHES):
        try:
            return str(raw.execute("PRAGMA journal_mode = WAL").fetchone()[0])
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("ROLLBACK")
    return str(raw.execute("PRAGMA journal_mode = WAL").fetchone()[0])


def _sqlite_engine(url: str, occupancy: Occupancy, *, synchronous: str, checkpoints: bool) -> Engine:
    # Without a bound on connections nobody waits for one: SQLite's own queue is the write lock.
    engine = create_engine(url, hide_parameters=True, json_serializer=plain_json, max_overflow=-1)

    def connected(raw: Any, record: object) -> None:
        occupancy.hold()
        raw.isolation_level = None  # the driver must not open transactions by itself; `begun` below does
        raw.execute("PRAGMA busy_timeout = 5000")
        if _journal(raw) != "wal":
            raise UsageError("the database must lie on a local disk (SQLite's WAL does not work on a network drive)")
        raw.execute(f"PRAGMA synchronous = {synchronous}")
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA secure_delete = ON")  # what is erased must not stay readable in free pages
        if not checkpoints:
            raw.execute("PRAGMA wal_autocheckpoint = 0")

    def begun(db: Connection) -> None:
        # A transaction that reads first and writes later fails at once when another one wrote in between.
        db.exec_driver_sql("BEGIN IMMEDIATE" if db.get_execution_options().get("immediate") else "BEGIN")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
    event.listen(engine, "before_cursor_execute", check_parameters)
    return engine


def _postgres_engine(url: URL, name: str) -> Engine:
    try:
        engine = create_engine(
            url,
            hide_parameters=True,  # rows hold people's questions, and an exception's text reaches the log
            json_serializer=plain_json,
            pool_size=10,
            max_overflow=10,
            pool_timeout=5,
            pool_pre_ping=True,  # a restarted server costs one ping instead of one failed message
            connect_args={"connect_timeout": 5, "application_name": name},
        )
    except ModuleNotFoundError as error:
        raise UsageError('PostgreSQL needs one more package: pip install "paristech-bot[postgres]"') from error

    def connected(raw: Any, record: object) -> None:
        raw.execute(_PG_SESSION)
        raw.commit()

    event.listen(engine, "connect", connected)
    event.listen(engine, "before_cursor_execute", check_parameters)
    return engine


def _raw(db: Connection) -> Any:
    return db.connection.driver_connection


def _revision(db: Connection) -> str:
    return MigrationContext.configure(db).get_current_revision() or ""


def head() -> str:
    """The revision that this version works on."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head() or ""


def upgrade(db: Connection, to: str = "head") -> None:
    """Run the migrations inside this transaction, one process at a time. Raises Conflict for a newer schema."""
    if db.dialect.name == "postgresql":
        for statement in _PG_MIGRATION:
            db.execute(statement)
    _refuse_newer(_revision(db))
    config = Config(attributes={"connection": db})
    config.set_main_option("script_location", str(MIGRATIONS))
    command.upgrade(config, to)


def knows(revision: str) -> bool:
    """Whether this version has a way from that schema to its own."""
    return revision in {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}


def _refuse_newer(revision: str) -> None:
    if revision and not knows(revision):
        raise Conflict(
            f"The database was made by a newer version of the bot (schema {revision}). "
            "Install that version, or restore a backup made by this one."
        )
