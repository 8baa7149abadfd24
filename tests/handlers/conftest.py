"""A bot per test, in safe mode unless the test asks for another."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.store.engine import Database
from tests.handlers.world import World


@pytest.fixture
def make_world(sqlite_database: Database, tmp_path: Path) -> Iterator[Callable[..., World]]:
    """Builds bots on one database: a second one is the bot after a restart."""
    made: list[World] = []

    def make(**options: Any) -> World:
        made.append(World(options.pop("database", sqlite_database), tmp_path, **options))
        return made[-1]

    yield make
    for world in made:
        world.close()


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    return make_world()
