"""What a network or a platform can do to the call that publishes: never two posts, and never one that nobody knows of.

One run of each fault with and without a key; `python -m tests.faults.matrix --network` runs all acts, 25 times.
"""

import itertools
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.core.delivery import State
from tests.databases import copy_file
from tests.faults.cells import NETWORK, network
from tests.faults.crashing import Ended

NOTHING_ARRIVED = ("reset_before", "http_500", "unlisted code")
ONCE = ("reset_after", "timeout_after", "slow", "html", "empty", "truncated", "busy", "refuse")
CASES = list(itertools.product(NETWORK, ("mass", "share")))
AT_ONCE = 6


@pytest.fixture(scope="module")
def runs(
    migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[tuple[str, str], Future[Ended]]]:
    folder = tmp_path_factory.mktemp("network")

    def cell(fault: str, act: str) -> Ended:
        return network(copy_file(migrated_file, folder, f"{fault}-{act}"), fault, act)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {case: pool.submit(cell, *case) for case in CASES}


@pytest.mark.parametrize(("fault", "act"), CASES)
def test_a_fault_of_the_network_neither_loses_nor_doubles(
    runs: dict[tuple[str, str], Future[Ended]], fault: str, act: str
) -> None:
    ended = runs[fault, act].result()
    assert ended.exits == [0], ended
    assert (ended.lost, ended.twice, ended.denied) == (False, False, False), ended
    if fault in ONCE:
        assert (ended.state, len(ended.posts)) == (State.SENT, 1), ended
    elif fault in NOTHING_ARRIVED and act == "share":  # a lost answer looks the same, so it is not sent again
        assert (ended.state, ended.posts) == (State.UNKNOWN, []), ended
    elif fault in NOTHING_ARRIVED and fault != "unlisted code":  # the key makes the repeat safe
        assert (ended.state, len(ended.posts), ended.posts[0]["key"]) == (State.SENT, 1, ended.key), ended
    elif fault == "a clear no":
        assert (ended.state, ended.posts) == (State.FAILED, []), ended
