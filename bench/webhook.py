"""What the webhook costs beside its peers, how late it answers, and what it does when it gets more than it can do.

`python -m bench.webhook --help`. One core for the server, the other for the generator; CPU time per message first;
servers take turns, medians of several rounds. Needs the `bench` extra.
"""

import argparse
import http.client
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.load import Played, play
from bench.phrasings import pools, questions_for, rows_of_faq
from bench.tables import refresh, table
from bench.webhook_servers import BARE, OURS, PATH, Running, commands, prepare, running
from bench.wechat_messages import Request, content_of, requests_for

SEED = 20261125
PHRASINGS = 1_000
REPEATED = 300
PEOPLE = 2_000  # take turns, so that nobody writes more than twenty messages a minute
WARM_UP = 500
CASES = ("menu key", "question, all different", "question, repeated")
COST_HEAD = (
    "message",
    "mode",
    "server",
    "CPU µs",
    "a second per core",
    "of the floor",
    "p50 ms",
    "p99 ms",
    "MiB",
    "failed",
)
LOAD_HEAD = (
    "load",
    "sent a second",
    "answered a second",
    "shed",
    "failed",
    "p50 ms",
    "p99 ms",
    "p99.9 ms",
    "max ms",
    "MiB after",
)


@dataclass(frozen=True, slots=True)
class Bench:
    """What every round needs."""

    folder: Path
    texts: dict[str, list[str]]
    messages: int

    def requests(self, case: str, *, safe: bool, number: int, seed: int) -> list[Request]:
        """So many signed requests of a kind."""
        texts = self.texts[case]
        said = [texts[at % len(texts)] for at in range(number)]
        return requests_for(said, path=PATH, safe=safe, people=PEOPLE, clicks=case == CASES[0], seed=seed)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print the tables."""
    options = _options(arguments)
    os.sched_setaffinity(0, {1})
    with tempfile.TemporaryDirectory() as folder:
        bench = _prepared(Path(folder), options.messages)
        costs = _costs(bench, options)
        texts = {"webhook": f"{costs[0]}\n\n{_machine(options)}"}
        print(texts["webhook"])
        if not options.no_load:
            texts["load"] = f"{_loads(bench, costs[1], options)}\n\n{_machine(options)}"
            print(texts["load"])
    for name, text in texts.items():
        if options.write:
            refresh(options.write, name, text)
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--messages", type=int, default=5_000, help="in each round")
    parser.add_argument("--modes", nargs="+", choices=("plain", "safe"), default=("plain", "safe"))
    parser.add_argument("--cases", nargs="+", choices=CASES, default=CASES)
    parser.add_argument("--servers", nargs="+", choices=tuple(commands(Path())), default=tuple(commands(Path())))
    parser.add_argument("--seconds", type=float, default=20.0, help="of each load")
    parser.add_argument(
        "--soak-minutes", type=float, default=0.0, help="at half of what it can do, with its memory watched"
    )
    parser.add_argument("--no-load", action="store_true", help="only what a message costs")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the tables between the markers of this page")
    return parser.parse_args(arguments)


def _prepared(folder: Path, messages: int) -> Bench:
    found = pools()
    rows = list(rows_of_faq(PHRASINGS, found, SEED))
    prepare(folder, rows)
    different = questions_for(rows, max(messages + WARM_UP, 20_000), found, SEED)
    known = [text for row in rows for text in (row["question"], *row["variants"])]
    keys = [f"faq:{row['id']}" for row in rows]
    return Bench(folder, dict(zip(CASES, (keys, different, known[:REPEATED]), strict=True)), messages)


@dataclass(slots=True)
class Cost:
    """The rounds of one server with one kind of message: µs of CPU per message, MiB, and what came back."""

    micros: list[float]
    resident: list[float]
    played: list[Played]


def _costs(bench: Bench, options: argparse.Namespace) -> tuple[str, float]:
    """The table, and our bot's messages a second in safe mode with questions all different."""
    found: dict[tuple[str, str, str], Cost] = {}
    todo = [(case, mode) for case in options.cases for mode in options.modes]
    for round_ in range(options.rounds):
        for case, mode in todo:
            for name in options.servers:
                done = _round(bench, name, case, safe=mode == "safe", seed=round_)
                kept = found.setdefault((case, mode, name), Cost([], [], []))
                kept.micros.append(done.micros[0])
                kept.resident.append(done.resident[0])
                kept.played.append(done.played[0])
                print(f"round {round_ + 1}: {case}, {mode}, {name}: {done.micros[0]:.0f} µs", file=sys.stderr)
    rows = [_cost_row(key, cost, found.get((*key[:2], BARE))) for key, cost in found.items()]
    ours = found.get((CASES[1], "safe", OURS))
    return table(COST_HEAD, rows), 1e6 / statistics.median(ours.micros) if ours else 0.0


def _round(bench: Bench, name: str, case: str, *, safe: bool, seed: int) -> Cost:
    warm = bench.requests(case, safe=safe, number=WARM_UP, seed=1_000 + seed)
    timed = bench.requests(case, safe=safe, number=bench.messages, seed=seed)
    with running(name, bench.folder, safe=safe, core=0) as server:
        _verify(server, warm[:20], safe)
        play(server.port, warm[20:])
        before = server.cpu()
        played = play(server.port, timed)
        return Cost([(server.cpu() - before) / len(timed) * 1e6], [server.resident()], [played])


def _verify(server: Running, requests: Sequence[Request], safe: bool) -> None:
    """Each must get a true reply before anything is timed. Raises ValueError."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    for request in requests:
        head, _, body = request.wire.partition(b"\r\n\r\n")
        connection.request("POST", head.split(b" ", 2)[1].decode(), body, {"Content-Type": "text/xml"})
        content_of(connection.getresponse().read(), safe, request.person)
    connection.close()


def _cost_row(key: tuple[str, str, str], cost: Cost, floor: Cost | None) -> list[str]:
    micros = statistics.median(cost.micros)
    share = f"{100 * statistics.median(floor.micros) / micros:.0f} %" if floor else "–"
    at = [statistics.median(one.at(where) for one in cost.played) for where in (0.5, 0.99)]
    failed = sum(one.failed + one.shed for one in cost.played)
    return [
        *key, f"{micros:.0f}", f"{1e6 / micros:.0f}", share, *(f"{ms:.1f}" for ms in at),
        f"{statistics.median(cost.resident):.0f}", str(failed),
    ]  # fmt: skip


def _loads(bench: Bench, capacity: float, options: argparse.Namespace) -> str:
    """Half of what it can do, twice, five times, and normal again: our bot, safe mode, questions all different."""
    rows = []
    plan = [("half", 0.5, options.seconds), ("twice", 2.0, options.seconds), ("half again, 5 s later", 0.5, 10.0)]
    plan += [("five times", 5.0, options.seconds), ("half again, 5 s later", 0.5, 10.0)]
    if options.soak_minutes:
        plan.append((f"half for {options.soak_minutes:.0f} minutes", 0.5, 60 * options.soak_minutes))
    with running(OURS, bench.folder, safe=True, core=0) as server:
        play(server.port, bench.requests(CASES[1], safe=True, number=WARM_UP, seed=2_000))
        for number, (name, share, seconds) in enumerate(plan):
            if "again" in name:
                time.sleep(5)
            rate = capacity * share
            requests = bench.requests(CASES[1], safe=True, number=int(rate * seconds), seed=3_000 + number)
            played = play(server.port, requests, rate=rate)
            rows.append(_load_row(name, rate, played, server.resident()))
            print(rows[-1], file=sys.stderr)
    return table(LOAD_HEAD, rows)


def _load_row(name: str, rate: float, played: Played, resident: float) -> list[str]:
    times = [f"{played.at(share):.1f}" for share in (0.5, 0.99, 0.999, 1.0)]
    return [name, f"{rate:.0f}", f"{played.rate:.0f}", str(played.shed), str(played.failed), *times, f"{resident:.0f}"]


def _machine(options: argparse.Namespace) -> str:
    return (
        f"Medians of {options.rounds} rounds of {options.messages} messages, Python {platform.python_version()}, "
        f"{PHRASINGS} phrasings, load of the machine {os.getloadavg()[0]:.1f} at the end."
    )


if __name__ == "__main__":
    random.seed(SEED)
    sys.exit(main())
