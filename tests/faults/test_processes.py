"""Several scheduler processes at one database; `tests.faults.matrix --paused` and `--workers` do much more."""

import pytest

from bot.core.delivery import State
from tests.faults.processes import paused, rush


@pytest.mark.parametrize(("point", "act"), [("P2", "mass"), ("P3", "mass"), ("P2", "share"), ("P3", "share")])
def test_a_process_that_stood_still_for_three_leases_sends_nothing_twice(
    database_url: str, point: str, act: str
) -> None:
    ended = paused(database_url, point, act)
    assert ended.exits == [0, 0], ended
    assert (ended.state, len(ended.posts)) == (State.SENT, 1), ended


def test_two_processes_send_each_of_many_once(database_url: str) -> None:
    done = rush(database_url, workers=2, accounts=60, announcements=3)
    assert (done.twice, done.lost) == (0, 0)
    assert done.states == {"sent": 180}
