"""One sandbox for all tests of the channels; a fresh world for each."""

from collections.abc import Iterator

import pytest

from bot.sandbox.run import Sandbox
from tests.channels.box import Box


@pytest.fixture(scope="session")
def running_sandbox() -> Iterator[Box]:
    with Sandbox(port=0) as sandbox:
        yield Box(sandbox.addresses.control)


@pytest.fixture
def box(running_sandbox: Box) -> Box:
    running_sandbox.ask("POST", "/_sandbox/reset", {})
    running_sandbox.ask("DELETE", "/_sandbox/faults")
    return running_sandbox
