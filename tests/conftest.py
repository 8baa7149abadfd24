"""What many tests need: a fresh database of either kind, with the present schema."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.engine import Database
from tests.databases import address, copy_file, create, drop, migrate

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
NO_SERVER = "needs a PostgreSQL server: set TEST_POSTGRES_URL to the address of one where databases may be created"


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the present schema, made once; tests copy it."""
    path = tmp_path_factory.mktemp("schema") / "migrated.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """The address of a PostgreSQL server on which tests may create databases."""
    url = os.environ.get("TEST_POSTGRES_URL", "")
    if not url:
        pytest.skip(NO_SERVER)
    return url


@pytest.fixture(scope="session")
def migrated_name(postgres_server: str) -> Iterator[str]:
    """A PostgreSQL database with the present schema, made once; tests copy it."""
    name = create(postgres_server)
    migrate(address(postgres_server, name))
    yield name
    drop(postgres_server, name)


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bot.db'}"
        return
    server = request.getfixturevalue("postgres_server")
    name = create(server)
    yield address(server, name)
    drop(server, name)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of a PostgreSQL database without any table."""
    name = create(postgres_server)
    yield address(postgres_server, name)
    drop(postgres_server, name)


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database with the present schema, for tests that open it several times."""
    if request.param == "sqlite":
        yield copy_file(request.getfixturevalue("migrated_file"), tmp_path)
        return
    server = request.getfixturevalue("postgres_server")
    name = create(server, request.getfixturevalue("migrated_name"))
    yield address(server, name)
    drop(server, name)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh database with the present schema, once on SQLite and once on PostgreSQL."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def sqlite_database(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A fresh SQLite database with the present schema, for tests where the kind makes no difference."""
    database = Database(copy_file(migrated_file, tmp_path))
    yield database
    database.close()
