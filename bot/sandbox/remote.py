"""Reads and sets the state of a sandbox that runs somewhere else, over its controls."""

import json
import urllib.request
from typing import Any

TIMEOUT_SECONDS = 5


def state(address: str) -> dict[str, Any]:
    """The state of the sandbox whose controls are at this address; OSError or ValueError when there is none."""
    return _call(address, "GET", None)


def set_callback(address: str, url: str) -> None:
    """Tell the sandbox where the bot listens; OSError or ValueError when it does not take it."""
    _call(address, "PUT", {"callback": {"url": url}})


def _call(address: str, method: str, body: dict[str, Any] | None) -> dict[str, Any]:
    if not address.startswith(("http://", "https://")):
        raise ValueError("not an http address")
    request = urllib.request.Request(  # noqa: S310  # the scheme is checked above
        f"{address.rstrip('/')}/_sandbox/state",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310  # see above
        found: dict[str, Any] = json.load(answer)
        return found
