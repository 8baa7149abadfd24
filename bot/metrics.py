"""What /metrics shows, in Prometheus' text form and without any person in a label; of several workers, their sum.

Each process counts in memory and writes its counts into a file of a folder that all share, once a second; whoever is
asked adds its own, fresh, to those of the others. The files of workers that are gone stay, because a count must not go
down; what they were doing at the time (gauges) is over.
"""

import json
import os
import secrets
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.core.measures import BUCKETS, FAMILIES, PREFIX, Histogram, Sample, summed

WRITE_SECONDS = 1.0


class Source:
    """What one process has counted: `counts` (summed over processes) and `took` (by histogram's name)."""

    def __init__(
        self, counts: Callable[[], Iterable[Sample]], took: Callable[[], Mapping[str, Histogram]], folder: Path | None
    ) -> None:
        self._counts = counts
        self._took = took
        self._file = folder / f"{os.getpid()}-{secrets.token_hex(4)}.json" if folder else None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="metrics", daemon=True)

    def start(self) -> None:
        """Begin to write the counts down, where several processes share a folder."""
        if self._file:
            self._thread.start()

    def stop(self) -> None:
        """Write them a last time."""
        self._stop.set()
        if self._file and self._thread.is_alive():
            self._thread.join(5.0)
            self._write(self._file)

    def of_all(self) -> tuple[list[Sample], dict[str, Histogram], int]:
        """Counts, histograms and the number of processes."""
        samples, took, others = list(self._counts()), {name: Histogram() for name in self._took()}, 1
        for name, mine in self._took().items():
            took[name].add(mine)
        for file in sorted(self._file.parent.glob("*.json")) if self._file else ():
            if file == self._file:
                continue
            kept = _read(file)
            if kept is None:
                continue
            lives = _lives(file)
            others += lives
            theirs = [Sample(name, value, tuple(labels)) for name, value, labels in kept["counts"]]
            samples += [sample for sample in theirs if lives or FAMILIES[sample.name][0] == "counter"]
            for name, (counts, total) in kept["took"].items():
                took.setdefault(name, Histogram()).add(Histogram(counts, total))
        return summed(samples), took, others

    def _run(self) -> None:
        while not self._stop.wait(WRITE_SECONDS):
            if self._file:
                self._write(self._file)

    def _write(self, file: Path) -> None:
        counts = [(sample.name, sample.value, sample.labels) for sample in self._counts()]
        took = {name: (one.counts, one.total) for name, one in self._took().items()}
        beside = file.with_suffix(".new")
        try:
            beside.write_text(json.dumps({"counts": counts, "took": took}), encoding="ascii")
            beside.replace(file)
        except OSError:  # the folder goes when the parent ends
            return


def exposition(source: Source, *gauges: Callable[[], Iterable[Sample]]) -> Callable[[], bytes]:
    """A function that renders everything as it is at the moment."""
    registry = CollectorRegistry()
    registry.register(_Families(source, gauges))
    return lambda: generate_latest(registry)


class _Families(Collector):
    def __init__(self, source: Source, gauges: Iterable[Callable[[], Iterable[Sample]]]) -> None:
        self._source = source
        self._gauges = tuple(gauges)

    def describe(self) -> Iterable[Metric]:
        """Nothing ahead of time, because asking costs a look at the database."""
        return ()

    def collect(self) -> Iterable[Metric]:
        samples, took, processes = self._source.of_all()
        samples += [Sample("processes", processes), *(sample for gauge in self._gauges for sample in gauge())]
        for name, (kind, meaning, labels) in FAMILIES.items():
            if kind == "histogram":
                yield _histogram(name, meaning, took.get(name, Histogram()))
                continue
            build = CounterMetricFamily if kind == "counter" else GaugeMetricFamily
            family = build(f"{PREFIX}{name}", meaning, labels=list(labels))
            for sample in samples:
                if sample.name == name:
                    family.add_metric(list(sample.labels), sample.value)
            yield family


def _histogram(name: str, meaning: str, took: Histogram) -> Metric:
    so_far, buckets = 0, []
    for limit, count in zip([*map(str, BUCKETS), "+Inf"], took.counts, strict=True):
        so_far += count
        buckets.append((limit, so_far))
    return HistogramMetricFamily(f"{PREFIX}{name}", meaning, buckets=buckets, sum_value=took.total)


def _lives(file: Path) -> bool:
    """Whether the process that wrote this file is still there."""
    try:
        os.kill(int(file.name.partition("-")[0]), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True


def _read(file: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(file.read_text(encoding="ascii"))
    except (OSError, ValueError):  # just being replaced, or cut off by a full disk
        return None
    return found if isinstance(found, dict) and {"counts", "took"} <= found.keys() else None
