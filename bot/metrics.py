"""What /metrics shows: the process's own counts, in Prometheus' text form, without any person in a label."""

from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector

Rows = Callable[[], Iterable[tuple[str, str, int]]]


class _Counts(Collector):
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def collect(self) -> Iterable[Metric]:
        families: dict[str, CounterMetricFamily] = {}
        for family, label, count in self._rows():
            if family not in families:
                name = f"paristech_bot_{family}"
                families[family] = CounterMetricFamily(name, f"Counts of {family} by result.", labels=["result"])
            families[family].add_metric([label], count)
        return families.values()


def exposition(rows: Rows) -> Callable[[], bytes]:
    """A function that renders (family, label, count) rows as they are at the moment."""
    registry = CollectorRegistry()
    registry.register(_Counts(rows))
    return lambda: generate_latest(registry)
