"""The schema: written out once, the same as the models, safe to make twice at once and to be killed in."""

import threading
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect, text

from bot.core.errors import Conflict
from bot.store.engine import Database
from bot.store.migrations import versions
from bot.store.models import metadata
from tests.store.failing import failing_at

NEWEST = max(file.stem[1:5] for file in Path(versions.__path__[0]).glob("v*.py"))


def columns(db: Connection) -> dict[str, Any]:
    found = inspect(db)
    return {
        name: [(c["name"], str(c["type"]), c["nullable"], c["default"]) for c in found.get_columns(name)]
        for name in found.get_table_names()
        if name != "alembic_version"
    }


def test_the_migrated_schema_is_the_models(database: Database) -> None:
    with database.reading() as db:
        context = MigrationContext.configure(db, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_defaults_are_the_models(sqlite_database: Database) -> None:
    models = create_engine("sqlite://")
    with models.connect() as twin, sqlite_database.reading() as db:
        metadata.create_all(twin)
        assert columns(db) == columns(twin)
    models.dispose()


def test_migrating_again_changes_nothing(database: Database) -> None:
    before = database.schema()
    database.migrate()
    assert database.schema() == before != ""


def test_a_database_made_by_a_newer_version_is_refused(database: Database) -> None:
    with database.writing() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Conflict, match=r"newer version .*9999"):
        database.migrate()
    assert database.schema() == "9999"


def test_two_processes_migrate_at_once_and_one_waits(empty_url: str) -> None:
    databases = [Database(empty_url) for _ in range(4)]
    start = threading.Barrier(len(databases))
    faults: list[BaseException] = []

    def migrate(database: Database) -> None:
        start.wait()
        try:
            database.migrate()
        except BaseException as fault:  # noqa: BLE001  because a thread's fault must reach the assertion
            faults.append(fault)

    threads = [threading.Thread(target=migrate, args=(database,)) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert {database.schema() for database in databases} == {NEWEST}
    for database in databases:
        database.close()


def test_a_migration_killed_at_any_statement_leaves_nothing_and_runs_again(empty_url: str) -> None:
    database = Database(empty_url)
    died = 0
    # The n-th statement fails for n = 1, 2, … until a run is through (in larger steps on PostgreSQL, which is slower).
    for nth in range(1, 1000, 1 if database.dialect == "sqlite" else 8):
        try:
            with failing_at(nth):
                database.migrate()
            break
        except KeyboardInterrupt:
            died += 1
            with database.reading() as db:
                assert inspect(db).get_table_names() == []
    assert died > 3
    assert database.schema() == NEWEST
    database.close()
