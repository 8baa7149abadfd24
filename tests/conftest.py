"""What many tests need: a fresh database of either kind, with the present schema."""

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from bot.store.engine import Database

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
NO_SERVER = "needs a PostgreSQL server: set TEST_POSTGRES_URL to the address of one where databases may be created"


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the present schema, made once; tests copy it."""
    path = tmp_path_factory.mktemp("schema") / "migrated.db"
    _migrate(f"sqlite:///{path}")
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
    name = _create(postgres_server)
    _migrate(_address(postgres_server, name))
    yield name
    _drop(postgres_server, name)


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bot.db'}"
        return
    server = request.getfixturevalue("postgres_server")
    name = _create(server)
    yield _address(server, name)
    _drop(server, name)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of a PostgreSQL database without any table."""
    name = _create(postgres_server)
    yield _address(postgres_server, name)
    _drop(postgres_server, name)


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database with the present schema, for tests that open it several times."""
    if request.param == "sqlite":
        yield _copy(request.getfixturevalue("migrated_file"), tmp_path)
        return
    server = request.getfixturevalue("postgres_server")
    name = _create(server, request.getfixturevalue("migrated_name"))
    yield _address(server, name)
    _drop(server, name)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh database with the present schema, once on SQLite and once on PostgreSQL."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def sqlite_database(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A fresh SQLite database with the present schema, for tests where the kind makes no difference."""
    database = Database(_copy(migrated_file, tmp_path))
    yield database
    database.close()


def _copy(migrated: Path, folder: Path) -> str:
    shutil.copy(migrated, folder / "bot.db")
    return f"sqlite:///{folder / 'bot.db'}"


def _migrate(url: str) -> None:
    database = Database(url)
    database.migrate()
    database.close()


def _create(server: str, template: str = "template0") -> str:
    name = f"test_{uuid.uuid4().hex}"
    _run(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    return name


def _drop(server: str, name: str) -> None:
    _run(server, f"DROP DATABASE {name} WITH (FORCE)")


def _run(server: str, statement: str) -> None:
    plain = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(statement.encode())


def _address(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)
