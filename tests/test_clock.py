"""The clock switch and the fault switch."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import ShiftedClock, SystemClock
from bot.core.errors import SettingsError
from bot.faults import KillAt


def test_the_shifted_clock_adds_the_seconds_in_its_file(tmp_path: Path) -> None:
    file = tmp_path / "offset"
    file.write_text("86400")
    ahead = ShiftedClock(file).now() - SystemClock().now()
    assert timedelta(days=1, seconds=-5) < ahead <= timedelta(days=1)


def test_the_shifted_clock_reads_its_file_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "offset"
    file.write_text("0")
    clock = ShiftedClock(file)
    before = clock.now()
    file.write_text("3600")
    passed = clock.monotonic() + 0.3
    monkeypatch.setattr(clock, "monotonic", lambda: passed)
    assert clock.now() - before >= timedelta(hours=1)


@pytest.mark.parametrize("content", ["", "soon", "1e400x"])
def test_a_broken_offset_file_leaves_the_last_value(tmp_path: Path, content: str) -> None:
    file = tmp_path / "offset"
    file.write_text(content)
    assert abs(ShiftedClock(file).now() - SystemClock().now()) < timedelta(seconds=5)


@pytest.mark.parametrize("wish", ["P10", "x", "P3:0", "P3:x", ""])
def test_an_unknown_fault_point_is_refused(wish: str) -> None:
    with pytest.raises(SettingsError, match="PARISTECH_BOT_FAULT"):
        KillAt(wish)


def test_the_process_dies_at_the_second_pass_of_its_point() -> None:
    passes = "k('P3'); k('P4'); print('alive', flush=True); k('P3'); print('not reached')"
    code = f"from bot.faults import KillAt; k = KillAt('P3:2'); {passes}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (-9, "alive\n")
