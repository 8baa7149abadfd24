"""Kills, network faults, standstills and crowds, as often as wanted, with a report.

`python -m tests.faults.matrix` kills at ten points, for each kind of send and each database. `--network`, `--paused`
and `--workers` do the other three instead. `--write docs/delivery.md` puts the report into the page. With `--keep FILE`
each run that has ended is kept, and the next call goes on from there. For PostgreSQL, set TEST_POSTGRES_URL to a server
on which databases may be created. Exit 1 when anything was lost, doubled or denied.
"""

import argparse
import itertools
import json
import logging
import os
import platform
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from bench.tables import refresh, table
from bot.core.delivery import State
from tests.databases import Copies
from tests.faults.cells import NETWORK, POINTS, crash, names, network
from tests.faults.child import LEASE_SECONDS
from tests.faults.crashing import Ended, children
from tests.faults.processes import LEASES, STANDS_STILL, paused, rush

Cell = tuple[str, str, str]  # point or fault, act, database
DATABASES = ("sqlite", "postgresql")
RUNS = {"crash": 5, "network": 25, "paused": 5}
KINDS: dict[str, tuple[Callable[[str, str, str], Ended], Sequence[str]]] = {
    "crash": (crash, tuple(POINTS)),
    "network": (network, NETWORK),
    "paused": (paused, STANDS_STILL),
}
ACCOUNTS, ANNOUNCEMENTS = 1000, 10
CROWDS = {"postgresql": 4, "sqlite": 2}


def main(arguments: list[str] | None = None) -> int:
    """Run what was asked for and print its report."""
    options = _options(arguments)
    logging.disable(logging.CRITICAL)
    server = os.environ.get("TEST_POSTGRES_URL", "")
    if "postgresql" in options.databases and not server:
        sys.stderr.write("TEST_POSTGRES_URL is not set; use --databases sqlite to leave PostgreSQL out.\n")
        return 2
    kind = options.kind or "crash"
    with tempfile.TemporaryDirectory() as folder:
        copies = Copies(Path(folder), server if "postgresql" in options.databases else "")
        try:
            text, fine = _crowds(copies, options) if kind == "workers" else _cells(copies, kind, options)
        finally:
            copies.close()
    text += f"\n\n{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores, "
    text += f"load {os.getloadavg()[1]:.0f} (with what else ran on the machine)."
    sys.stdout.write(f"{text}\n")
    if options.write:
        refresh(options.write, kind, text)
    return 0 if fine else 1


def _cells(copies: Copies, kind: str, options: argparse.Namespace) -> tuple[str, bool]:
    rows = options.rows or KINDS[kind][1]
    acts, runs = names(options.acts), options.runs or RUNS[kind]
    kept = Kept(options.keep, kind)
    cells = list(itertools.product(rows, acts, options.databases))
    # Every cell once, then every cell again, so that a run that is cut off has done them all equally often.
    wanted = [cell for number in range(runs) for cell in cells if len(kept.found[cell]) <= number]
    bar = Bar(len(wanted))
    end = time.time() + 60 * options.minutes
    with _pool(kind, options.at_once) as pool:
        started = {pool.submit(once, copies, kind, cell, end): cell for cell in wanted}
        for done in as_completed(started):
            if ended := done.result():
                kept.add(started[done], ended)
            bar.step(" ".join(started[done]))
    found = {cell: kept.found[cell] for cell in cells}
    return report(kind, found, rows, acts, options.databases), not any(_faults(_all(found)).values())


def _pool(kind: str, at_once: int) -> Executor:
    """Runs that die need processes of their own anyhow; the others take turns in a few."""
    if kind == "network":
        return ProcessPoolExecutor(at_once, mp_context=children)
    return ThreadPoolExecutor(at_once)


def once(copies: Copies, kind: str, cell: Cell, end: float) -> Ended | None:
    """One run of a cell, on a database of its own; None once it is later than `end`."""
    if time.time() > end:
        return None
    point, act, database = cell
    logging.disable(logging.CRITICAL)
    with copies.fresh(database) as url:
        return KINDS[kind][0](url, point, act)


class Kept:
    """The runs that have ended, also those of an earlier call where a file is named: a JSON line for each."""

    def __init__(self, file: Path | None, kind: str) -> None:
        self.found: dict[Cell, list[Ended]] = defaultdict(list)
        self._file = file
        self._kind = kind
        lines = file.read_text(encoding="utf-8").splitlines() if file and file.exists() else ()
        for line in map(json.loads, lines):
            if line.pop("kind") == kind:
                point, act, database = line.pop("cell")
                self.found[point, act, database].append(Ended(**{**line, "state": State(line["state"])}))

    def add(self, cell: Cell, ended: Ended) -> None:
        """One more."""
        self.found[cell].append(ended)
        if self._file:
            line = json.dumps({"kind": self._kind, "cell": cell, **asdict(ended)}, ensure_ascii=False)
            with self._file.open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")


def report(
    kind: str, found: dict[Cell, list[Ended]], rows: Sequence[str], acts: Sequence[str], databases: Sequence[str]
) -> str:
    """A line for each point and database, the ends of each act beside it; then the totals."""
    lines = []
    for row, database in itertools.product(rows, databases):
        cells = [found[row, act, database] for act in acts]
        slowest = max((each.visible_after or 0.0 for cell in cells for each in cell), default=0.0)
        lines.append([f"{row} {POINTS.get(row, '')}".strip(), database, *map(_ends, cells), f"{slowest:.1f}"])
    head = ["killed at" if kind == "crash" else "fault", "database", *acts, "s"]
    ended = _all(found)
    doubts = [each.visible_after for each in ended if each.state is State.UNKNOWN and each.visible_after is not None]
    faults = ", ".join(f"{name} **{count}**" for name, count in _faults(ended).items())
    total = f"{len(ended)} runs: {faults}."
    if kind != "paused":
        within = sum(1 for seconds in doubts if seconds <= 60)
        of = sum(1 for each in ended if each.state is State.UNKNOWN)
        total += f" Doubts visible within 60 s: {within} of {of}. Leases of {LEASE_SECONDS:g} s, floors shortened."
    else:
        total += f" The standstill: {LEASES} leases of {LEASE_SECONDS:g} s."
    return f"{total}\n\n{table(head, lines)}"


def _faults(ended: Iterable[Ended]) -> dict[str, int]:
    every = list(ended)
    return {
        "lost": sum(each.lost for each in every),
        "twice": sum(each.twice for each in every),
        "called not sent although it is there": sum(each.denied for each in every),
    }


def _all(found: dict[Cell, list[Ended]]) -> list[Ended]:
    return [each for cell in found.values() for each in cell]


def _ends(cell: Sequence[Ended]) -> str:
    """`5 sent/1`: five runs that ended as sent, with one post at the platform."""
    ends: Counter[tuple[str, int]] = Counter((each.state.value, len(each.posts)) for each in cell)
    return ", ".join(f"{count} {state}/{posts}" for (state, posts), count in sorted(ends.items()))


def _crowds(copies: Copies, options: argparse.Namespace) -> tuple[str, bool]:
    lines, fine = [], True
    for database in options.databases:
        with copies.fresh(database) as url:
            workers = CROWDS[database]
            done = rush(url, workers=workers, accounts=options.accounts, announcements=ANNOUNCEMENTS)
        fine = fine and not done.twice and not done.lost
        total = done.states.total()
        counts = (workers, total, done.published.total(), done.twice, done.lost)
        pace = (f"{done.seconds:.0f}", f"{total / done.seconds:.0f}")
        lines.append([database, *map(str, counts), *pace])
    return table(("database", "processes", "due", "calls", "twice", "lost", "s", "a second"), lines), fine


class Bar:
    """How far it is, on stderr: one line that is written over, or a line now and then where nobody watches."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._began = time.monotonic()

    def step(self, what: str) -> None:
        """One more."""
        self._done += 1
        left = (time.monotonic() - self._began) / self._done * (self._total - self._done)
        filled = 30 * self._done // self._total
        line = f"[{'#' * filled}{'.' * (30 - filled)}] {self._done}/{self._total}, {left:.0f} s left, {what}"
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{line:<100.100}" + ("\n" if self._done == self._total else ""))
        elif self._done == self._total or self._done % max(1, self._total // 10) == 0:
            sys.stderr.write(f"{line}\n")
        sys.stderr.flush()


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for kind, words in (
        ("network", "what a network or a platform can do to the publishing call"),
        ("paused", "a process that stands still (SIGSTOP) for three leases while another one takes over"),
        ("workers", "many processes and 10 000 deliveries that are due"),
    ):
        parser.add_argument(f"--{kind}", dest="kind", action="store_const", const=kind, help=words)
    parser.add_argument("--runs", type=int, metavar="N", help=f"of each cell; by default {RUNS}")
    parser.add_argument("--databases", nargs="+", choices=DATABASES, default=DATABASES)
    parser.add_argument("--acts", nargs="+", default=(), help="only these kinds of send")
    parser.add_argument("--accounts", type=int, default=ACCOUNTS, help=f"for --workers, times {ANNOUNCEMENTS}")
    parser.add_argument("--rows", nargs="+", default=(), metavar="POINT", help="only these points or faults")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="keep each run there, and do not repeat those in it")
    parser.add_argument(
        "--minutes", type=float, default=1e6, help="begin no run after this; the report is of the others"
    )
    parser.add_argument("--at-once", type=int, default=6, help="runs side by side")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the report between the markers of this page")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
