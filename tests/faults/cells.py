"""The cells of the crash matrix and of the network matrix: where a delivery dies, or what its platform does to it."""

from collections.abc import Sequence
from typing import Any

from tests.faults.crashing import ACTS, KEYED, Ended, deliver

POINTS = {
    "P0": "before the claim is committed",
    "P1": "after the claim",
    "P2": "intent on disk, before the first byte",
    "P3": "the platform has it, answer not read",
    "P4": "answer read, not written",
    "P5": "outcome written",
    "P6": "while the quota is settled",
    "P7": "while a dead worker's delivery is taken over",
    "P8": "while the claim is renewed",
    "P9": "while the bot stops",
}
PUBLISHING = {
    "mass": "wechat:/cgi-bin/message/mass/sendall",
    "publish": "wechat:/cgi-bin/freepublish/submit",
    "text": "wechat:/cgi-bin/message/mass/sendall",
    "share": "weibo:/2/statuses/share.json",
    "tweet": "x:/2/tweets",
}
# Where the platform, asked afterwards, does not say whether it is there.
BLIND: dict[str, dict[str, Any]] = {
    "publish": {"api": "wechat:/cgi-bin/draft/get", "fault": "http_500", "times": 100},
    "share": {"api": "weibo:/2/statuses/user_timeline.json", "fault": "http_500", "times": 100},
    "tweet": {"api": "x:/2/users/:id/tweets", "fault": "http_500", "times": 100},
}
# What a platform may say instead of yes, in each one's own numbers: busy, a clear no, a token that is not valid (any
# more), and a code that stands in no table.
SAYS = {
    "busy": {"mass": "-1", "publish": "-1", "text": "-1", "share": "10009", "tweet": "503"},
    "a clear no": {"mass": "45028", "publish": "45009", "text": "45028", "share": "20018", "tweet": "402"},
    "token refused": {"mass": "40001", "publish": "40001", "text": "40001", "share": "21327", "tweet": "401"},
    "unlisted code": {"mass": "987654", "publish": "987654", "text": "987654", "share": "987654", "tweet": "418"},
}
BROKEN = ("reset_before", "reset_after", "timeout_after", "slow", "http_500", "html", "empty", "truncated", "refuse")
NETWORK = (*BROKEN, *SAYS)
# The answer dribbles in for longer than this: the child is not to wait for the channels' own 20 s.
SLOW_SECONDS = 0.5


def crash(url: str, point: str, act: str) -> Ended:
    """One kill at that point, and the restart."""
    # A point of reconciling is only reached when there is something to reconcile; a claim is only renewed during a
    # call that lasts.
    deaths: Sequence[str] = ("P4", "P7") if point == "P7" else (point,)
    slow = [{"api": PUBLISHING[act], "fault": "slow", "seconds": 1, "times": 1}] if point == "P8" else []
    return deliver(url, act, deaths=deaths, platform_faults=slow)


def network(url: str, fault: str, act: str) -> Ended:
    """One delivery whose publishing call goes wrong once in this way."""
    if fault == "refuse":
        return deliver(url, act, refused_seconds=0.5)
    kind = f"errcode:{SAYS[fault][act]}" if fault in SAYS else fault
    order: dict[str, Any] = {"api": PUBLISHING[act], "fault": kind, "times": 1}
    if fault in {"timeout_after", "slow"}:
        order["seconds"] = SLOW_SECONDS
    return deliver(url, act, platform_faults=[order])


def names(wanted: Sequence[str] = ()) -> list[str]:
    """The acts, the keyed ones first."""
    return sorted((act for act in ACTS if act in wanted or not wanted), key=lambda act: act not in KEYED)
