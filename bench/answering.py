"""What a decision costs: build time, resident memory and time per question, at growing sizes of the FAQ.

`python -m bench.answering --help`. Every size runs in a fresh process on one core; no two questions are the same.
"""

import argparse
import gc
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.loading import CONTENT, ROOT, load_phrasings
from bench.phrasings import Pool, Row, pools, questions_for, rows_of_faq
from bench.tables import refresh, table
from bot.actions.answers import Material, lexicon_from
from bot.actions.faq_files import read_faq

SEED = 20261124
SIZES = (300, 1_000, 10_000, 100_000, 1_000_000)
QUESTIONS = 5_000
WARM_UP = 200  # questions before the clock runs
OUR_FAQ = "our FAQ"
GIB = 2**30
HEAD = (
    "phrasings", "entries", "read s", "build s", "MiB", "CPU p50 ms", "CPU p99 ms", "p50 ms", "p99 ms", "max ms",
)  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Measure every size and print the table."""
    options = _options(arguments)
    if options.child:
        print(json.dumps(measured(*options.child)))
        return 0
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0)) if options.cpu is None else options.cpu})
    found = pools()
    rows = [_measured_apart(OUR_FAQ, found, options)] if options.our_faq else []
    rows += [_measured_apart(f"{size:,}".replace(",", " "), found, options, size) for size in options.sizes]
    text = f"{table(HEAD, rows)}\n\nPython {platform.python_version()}, {_processor()}, one core."
    print(text)
    if options.write:
        refresh(options.write, "speed", text)
    return 0


def measured(faq: Path, questions: Path) -> dict[str, Any]:
    """Seconds to read and to build, MiB resident when built, ms per decision; of this process."""
    started = time.perf_counter()
    read = read_faq(faq, for_matching=True).faq
    concepts = lexicon_from(CONTENT / "lexicon.yaml")
    at_build = time.perf_counter()
    answerer = Material(read.entries, concepts, read.variables, ()).answerer()
    built = time.perf_counter()
    asked: list[str] = json.loads(questions.read_text(encoding="utf-8"))
    entries = len(read.entries)
    del read
    gc.collect()
    resident = _resident()
    for question in asked[:WARM_UP]:
        answerer.decide(question)
    wall, cpu = [], []
    for question in asked[WARM_UP:]:
        before, cpu_before = time.perf_counter_ns(), time.thread_time_ns()
        answerer.decide(question)
        cpu.append(time.thread_time_ns() - cpu_before)
        wall.append(time.perf_counter_ns() - before)
    return {
        "entries": entries, "read": at_build - started, "build": built - at_build, "mib": resident / 2**20,
        "p50": _at(wall, 0.5), "p99": _at(wall, 0.99), "max": _at(wall, 1.0),
        "cpu_p50": _at(cpu, 0.5), "cpu_p99": _at(cpu, 0.99),
    }  # fmt: skip


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, metavar="N", help="phrasings")
    parser.add_argument("--questions", type=int, default=QUESTIONS, metavar="N", help="asked at each size")
    parser.add_argument("--no-our-faq", dest="our_faq", action="store_false", help="leave our own FAQ out")
    parser.add_argument("--cpu", type=int, help="the core to run on; default: the last one")
    parser.add_argument("--memory", type=float, default=16.0, metavar="GIB", help="give a size up beyond that")
    parser.add_argument("--minutes", type=float, default=30.0, help="give a size up after that")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the table between the markers of this page")
    parser.add_argument("--child", nargs=2, type=Path, help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _measured_apart(name: str, found: dict[str, Pool], options: argparse.Namespace, size: int = 0) -> list[str]:
    """The row of one size, measured in a process of its own; the reason in words where it did not end."""
    with tempfile.TemporaryDirectory() as folder:
        rows = list(rows_of_faq(size, found, SEED)) if size else _our_rows()
        faq = Path(folder) / "faq.jsonl"
        with faq.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        asked = Path(folder) / "questions.json"
        questions = questions_for(rows, options.questions + WARM_UP, found, SEED)
        asked.write_text(json.dumps(questions), encoding="utf-8")
        del rows, questions
        numbers = _run(faq if size else CONTENT / "faq.yaml", asked, options)
    print(f"{name}: {numbers}", file=sys.stderr)
    if isinstance(numbers, str):
        return [name, numbers, *("–" for _ in HEAD[2:])]
    seconds = [f"{numbers[key]:.2f}" for key in ("read", "build")]
    times = [f"{numbers[key]:.3f}" for key in ("cpu_p50", "cpu_p99", "p50", "p99", "max")]
    return [name, str(numbers["entries"]), *seconds, f"{numbers['mib']:.0f}", *times]


def _run(faq: Path, asked: Path, options: argparse.Namespace) -> dict[str, Any] | str:
    limit = int(options.memory * GIB)
    command = [sys.executable, "-m", "bench.answering", "--child", str(faq), str(asked)]
    try:
        done = subprocess.run(  # noqa: S603  our own module, our own files
            command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60 * options.minutes,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"not built and asked within {options.minutes:.0f} minutes"
    if done.returncode:
        last = done.stderr.strip().rsplit("\n", maxsplit=1)[-1]
        return f"needs more than {options.memory:.0f} GiB" if "MemoryError" in last else f"ended with: {last}"
    numbers: dict[str, Any] = json.loads(done.stdout)
    return numbers


def _our_rows() -> list[Row]:
    return [{"lang": one.lang, "question": one.text, "variants": []} for one in load_phrasings(CONTENT / "faq.yaml")]


def _resident() -> int:
    """Bytes of this process that are in memory now (Linux)."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * resource.getpagesize()


def _at(nanoseconds: Sequence[int], share: float) -> float:
    """The value in ms below which that share lies."""
    ordered = sorted(nanoseconds)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] / 1e6


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


if __name__ == "__main__":
    sys.exit(main())
