"""The crash matrix: kill -9 at every point of a delivery, restart, and count at the platforms what became visible.

One run of each cell on SQLite, and of some on PostgreSQL; `python -m tests.faults.matrix` runs all of them, as often as
wanted.
"""

import itertools
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.core.delivery import State
from tests.databases import address, copy_file, create, drop
from tests.faults.cells import BLIND, POINTS, crash
from tests.faults.crashing import ACTS, KEYED, Ended, deliver

ON_POSTGRES = list(itertools.product(("P1", "P3", "P4", "P7"), ("mass", "share")))
AT_ONCE = 6

Matrix = dict[tuple[str, str], "Future[Ended]"]


@pytest.fixture(scope="module")
def on_sqlite(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Matrix]:
    """Every cell; the children run side by side, because they mostly wait for leases to run out."""
    folder = tmp_path_factory.mktemp("crash")

    def cell(point: str, act: str) -> Ended:
        return crash(copy_file(migrated_file, folder, f"{point}-{act}"), point, act)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {key: pool.submit(cell, *key) for key in itertools.product(POINTS, ACTS)}


@pytest.fixture(scope="module")
def on_postgres(postgres_server: str, migrated_name: str) -> Iterator[Matrix]:
    def cell(point: str, act: str) -> Ended:
        name = create(postgres_server, migrated_name)
        ended = crash(address(postgres_server, name), point, act)
        drop(postgres_server, name)
        return ended

    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {key: pool.submit(cell, *key) for key in ON_POSTGRES}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("point", POINTS)
def test_a_delivery_killed_at_any_point_is_there_once_after_the_restart(
    on_sqlite: Matrix, point: str, act: str
) -> None:
    check(on_sqlite[point, act].result(), point, act)


@pytest.mark.postgres
@pytest.mark.parametrize(("point", "act"), ON_POSTGRES)
def test_it_is_there_once_with_postgresql_too(on_postgres: Matrix, point: str, act: str) -> None:
    check(on_postgres[point, act].result(), point, act)


def check(ended: Ended, point: str, act: str) -> None:
    assert ended.killed, ended
    assert not ended.lost, ended
    if point == "P8" and act not in KEYED and not ended.posts:
        # The slow call was cut off with us, before the platform acted; it was asked, and could not know.
        assert ended.state is State.UNKNOWN, ended
        return
    assert len(ended.posts) == 1, ended
    assert ended.state is State.SENT, ended


@pytest.mark.parametrize("point", ["P2", "P4"])
@pytest.mark.parametrize("act", BLIND)
def test_what_cannot_be_known_is_unknown_and_never_sent_again(
    migrated_file: Path, tmp_path: Path, act: str, point: str
) -> None:
    ended = deliver(copy_file(migrated_file, tmp_path), act, deaths=[point], platform_faults=[BLIND[act]])
    assert ended.killed, ended
    if point == "P4":
        assert (ended.state, len(ended.posts)) == (State.UNKNOWN, 1)
        assert ended.visible_after is not None
    else:  # the channel had noted that it never made the call
        assert (ended.state, len(ended.posts)) == (State.SENT, 1)
