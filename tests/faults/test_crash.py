"""The crash matrix: kill -9 at every point of a delivery, restart, and count at the platforms what became visible."""

import itertools
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.core.delivery import State
from tests.faults.crashing import ACTS, Ended, deliver, fresh_file, killed

POINTS = ("P0", "P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9")
PUBLISHING = {
    "mass": "wechat:/cgi-bin/message/mass/sendall",
    "publish": "wechat:/cgi-bin/freepublish/submit",
    "share": "weibo:/2/statuses/share.json",
    "tweet": "x:/2/tweets",
}
# Where the platform, asked afterwards, does not say whether it is there.
BLIND = {
    "publish": {"api": "wechat:/cgi-bin/draft/get", "fault": "http_500", "times": 100},
    "share": {"api": "weibo:/2/statuses/user_timeline.json", "fault": "http_500", "times": 100},
    "tweet": {"api": "x:/2/users/:id/tweets", "fault": "http_500", "times": 100},
}
AT_ONCE = 6

Case = tuple[str, str]


@pytest.fixture(scope="module")
def matrix(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Case, Future[Ended]]]:
    """Every point with every act; the children run side by side, because they mostly wait for leases to run out."""
    folder = tmp_path_factory.mktemp("crash")

    def case(point: str, act: str) -> Ended:
        # A point of reconciling is only reached when there is something to reconcile; a claim is only renewed during
        # a call that lasts.
        deaths = ["P4", "P7"] if point == "P7" else [point]
        slow = [{"api": PUBLISHING[act], "fault": "slow", "seconds": 1, "times": 1}] if point == "P8" else []
        url = fresh_file(migrated_file, folder, f"{point}-{act}")
        return deliver(url, act, deaths=deaths, platform_faults=slow)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {(point, act): pool.submit(case, point, act) for point, act in itertools.product(POINTS, ACTS)}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("point", POINTS)
def test_a_delivery_killed_at_any_point_is_there_once_after_the_restart(
    matrix: dict[Case, Future[Ended]], point: str, act: str
) -> None:
    ended = matrix[point, act].result()
    assert killed(ended), ended
    if point == "P8" and act != "mass" and not ended.posts:
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
    ended = deliver(fresh_file(migrated_file, tmp_path, "bot"), act, deaths=[point], platform_faults=[BLIND[act]])
    assert killed(ended), ended
    if point == "P4":
        assert (ended.state, len(ended.posts)) == (State.UNKNOWN, 1)
    else:  # the channel had noted that it never made the call
        assert (ended.state, len(ended.posts)) == (State.SENT, 1)


@pytest.mark.parametrize("fault", ["reset_before", "reset_after", "timeout_after", "http_500", "truncated", "html"])
def test_a_mass_message_whose_answer_is_lost_is_there_once(migrated_file: Path, tmp_path: Path, fault: str) -> None:
    broken = {"api": PUBLISHING["mass"], "fault": fault, "times": 1, "seconds": 0.5}
    ended = deliver(fresh_file(migrated_file, tmp_path, "bot"), "mass", platform_faults=[broken])
    assert (ended.state, len(ended.posts), ended.posts[0]["key"]) == (State.SENT, 1, ended.key)
