"""The bot's linear algebra leaves the other cores to the other processes."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
COUNTED = """
import os, bot.cli, numpy
numpy.ones((999, 999)) @ numpy.ones((999, 999))
print(len(os.listdir("/proc/self/task")))
"""


def test_the_command_line_computes_on_one_thread() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run(
        [sys.executable, "-c", COUNTED], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "1", done.stderr
