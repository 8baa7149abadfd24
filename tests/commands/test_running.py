"""What runs until a signal ends it, from its first moment on."""

import os
import signal

import pytest

from bot.commands.running import ending_quietly


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_during_the_start_ends_with_status_0(ending: signal.Signals) -> None:
    with pytest.raises(SystemExit) as end, ending_quietly():
        os.kill(os.getpid(), ending)
    assert end.value.code == 0


def test_the_former_handlers_come_back() -> None:
    former = signal.getsignal(signal.SIGTERM)
    with ending_quietly():
        assert signal.getsignal(signal.SIGTERM) is not former
    assert signal.getsignal(signal.SIGTERM) is former
