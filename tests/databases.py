"""Databases for tests and measurements: one with the present schema, made once, and fresh copies of it."""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from bot.store.engine import Database


def migrate(url: str) -> None:
    """Bring it to the present schema."""
    database = Database(url)
    database.migrate()
    database.close()


def copy_file(migrated: Path, folder: Path, name: str = "bot") -> str:
    """The address of a fresh SQLite file."""
    shutil.copy(migrated, folder / f"{name}.db")
    return f"sqlite:///{folder / name}.db"


def create(server: str, template: str = "template0") -> str:
    """The name of a new database on this PostgreSQL server."""
    name = f"test_{uuid.uuid4().hex}"
    _run(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    return name


def drop(server: str, name: str) -> None:
    """Away with it, whoever is still connected."""
    _run(server, f"DROP DATABASE {name} WITH (FORCE)")


def address(server: str, name: str) -> str:
    """The address of one database on the server."""
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _run(server: str, statement: str) -> None:
    plain = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(statement.encode())


class Copies:
    """Fresh databases of either kind, for scripts; `server` may be empty when only SQLite is wanted."""

    def __init__(self, folder: Path, server: str = "") -> None:
        self._folder = folder
        self._server = server
        self._file = folder / "migrated.db"
        migrate(f"sqlite:///{self._file}")
        self._template = ""
        if server:
            self._template = create(server)
            migrate(address(server, self._template))

    @contextmanager
    def fresh(self, kind: str) -> Iterator[str]:
        """The address of a new one ("sqlite" or "postgresql"), which goes at the end."""
        if kind == "sqlite":
            name = uuid.uuid4().hex
            yield copy_file(self._file, self._folder, name)
            for left in self._folder.glob(f"{name}.db*"):
                left.unlink()
            return
        name = create(self._server, self._template)
        yield address(self._server, name)
        drop(self._server, name)

    def close(self) -> None:
        """Away with the template."""
        if self._template:
            drop(self._server, self._template)
