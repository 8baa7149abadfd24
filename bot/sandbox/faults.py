"""Faults that a test has ordered: each one waits for the next calls of its API."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.sandbox.exchange import Response, as_text

# How long a fault lasts when the order names no `seconds`. Because a client's own total deadline (20 s and less in this
# project) must end the call first.
HOLD_SECONDS = 600.0
DRIBBLE_SECONDS = 30.0

# Because a proxy in front of a platform answers like this: 200, a page, and nothing said about the call.
PROXY_PAGE = "<!DOCTYPE html><html><head><title>502</title></head><body><h1>Bad Gateway</h1></body></html>"

BEFORE = ("reset_before", "http_500")  # the call is not carried out; errcode:N neither, but for codes that mean "done"
AFTER: dict[str, Callable[[Response, float | None], Response]] = {  # the call is carried out first
    "reset_after": lambda response, _: replace(response, manner="reset"),
    "timeout_after": lambda response, seconds: replace(response, manner="hold", seconds=seconds or HOLD_SECONDS),
    "slow": lambda response, seconds: replace(response, manner="dribble", seconds=seconds or DRIBBLE_SECONDS),
    "html": lambda *_: as_text(PROXY_PAGE, content_type="text/html; charset=utf-8"),
    "empty": lambda response, _: replace(response, body=b""),
    "truncated": lambda response, _: replace(response, body=response.body[: len(response.body) // 2]),
}


@dataclass
class Fault:
    """One order: which API, what happens, how many times more."""

    api: str
    kind: str
    times: int = 1
    seconds: float | None = None
    code: str = ""


def instead(kind: str) -> Response:
    """Give what a client gets from a fault that strikes before the effect."""
    if kind == "http_500":
        return as_text("Internal Server Error", 500)
    return Response(manner="reset")


class Faults:
    """The orders that are still open, oldest first."""

    def __init__(self) -> None:
        self._open: list[Fault] = []

    def order(self, fault: Fault) -> None:
        """Put a fault in line."""
        self._open.append(fault)

    def take(self, api: str) -> Fault | None:
        """Give the fault that strikes this call, and count it down."""
        fault = next((each for each in self._open if each.api == api), None)
        if fault is not None:
            fault.times -= 1
            if fault.times <= 0:
                self._open.remove(fault)
        return fault

    def clear(self) -> None:
        """Forget all orders."""
        self._open.clear()
