"""Upgrades: from every released schema, with data, killed on the way, by several processes at once."""

from itertools import count
from typing import Any

import pytest
from alembic.script import ScriptDirectory

from bot.store.engine import MIGRATIONS, Database, head
from tests.filling import ROWS, contents, fill
from tests.store.upgrading import killed, migrate, processes

RELEASED = sorted(script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions())


def filled(url: str, revision: str) -> dict[str, list[tuple[Any, ...]]]:
    """A database as a version of that time left it, with rows in every table; what is in it."""
    with Database(url) as database:
        database.migrate(revision)
        with database.writing() as db:
            fill(db)
        with database.reading() as db:
            return contents(db)


def present(url: str) -> dict[str, list[tuple[Any, ...]]]:
    with Database(url) as database, database.reading() as db:
        return contents(db)


def holds(after: dict[str, list[tuple[Any, ...]]], before: dict[str, list[tuple[Any, ...]]]) -> None:
    """Every row of before is there, in the columns that it had."""
    for table, rows in before.items():
        width = len(rows[0])
        assert [row[:width] for row in after[table]] == rows, table


@pytest.mark.parametrize("revision", RELEASED)
def test_every_released_schema_comes_to_the_present_one_with_all_its_rows(empty_url: str, revision: str) -> None:
    before = filled(empty_url, revision)
    assert {len(rows) for rows in before.values()} == {ROWS}
    with Database(empty_url) as database:
        database.migrate()
        assert database.schema() == head()
    holds(present(empty_url), before)


def test_an_upgrade_killed_at_any_statement_loses_nothing_and_is_done_again(empty_url: str) -> None:
    before = filled(empty_url, "0001")
    deaths = 0
    # In larger steps on PostgreSQL, where there are more statements and each run takes longer.
    for at in count(1, 1 if empty_url.startswith("sqlite") else 3):
        if not killed(empty_url, at):
            break
        deaths += 1
        with Database(empty_url) as database:
            assert database.schema() == "0001"
        assert present(empty_url) == before
    assert deaths > 5
    with Database(empty_url) as database:
        assert database.schema() == head()
    holds(present(empty_url), before)


def test_several_nodes_upgrade_at_once_and_all_go_on(empty_url: str) -> None:
    before = filled(empty_url, "0001")
    together = processes.Barrier(3)
    nodes = [processes.Process(target=migrate, args=(empty_url, 0, together)) for _ in range(3)]
    for node in nodes:
        node.start()
    for node in nodes:
        node.join()
    assert [node.exitcode for node in nodes] == [0, 0, 0]
    with Database(empty_url) as database:
        assert database.schema() == head()
    holds(present(empty_url), before)


def test_a_migration_up_to_an_earlier_revision_never_goes_back(database: Database) -> None:
    database.migrate("0001")
    assert database.schema() == head()
