"""What /metrics can say: every metric by its name, kind and meaning, and the samples that are added up for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

PREFIX = "paristech_bot_"
# Seconds; WeChat hangs up after 5, and we after 2.5.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)

# name → (kind, meaning, labels). A name here is one that dashboards and alert rules may use.
FAMILIES: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "webhook": ("counter", "Calls of the webhook by what became of them.", ("result",)),
    "webhook_seconds": ("histogram", "How long the webhook took.", ()),
    "webhook_inflight": ("gauge", "Messages that are being answered.", ()),
    "previous": ("counter", "Calls that still used a token or key that is being replaced.", ("result",)),
    "replies": ("counter", "Replies by kind.", ("result",)),
    "journal": ("counter", "Lines of the message log: written, spooled, dropped.", ("result",)),
    "log_queue_depth": ("gauge", "Lines of the message log that wait in memory.", ()),
    "spool_bytes": ("gauge", "Bytes of log lines that wait for the database in files.", ()),
    "dedupe_size": ("gauge", "Signatures remembered against replays.", ()),
    "deliveries": ("gauge", "Deliveries by channel and state.", ("channel", "state")),
    "delivery_oldest_age_seconds": ("gauge", "For how long the oldest delivery has been due, by state.", ("state",)),
    "delivery_unknown": ("gauge", "Deliveries of which nobody knows whether they went out.", ()),
    "delivery_attempts": ("counter", "Tries to send, by channel and outcome.", ("channel", "outcome")),
    "delivery_errors": ("counter", "Tries that the platform answered with a code.", ("channel", "code")),
    "delivery_lateness_seconds": ("gauge", "The latest first try of the last 24 hours, after its minute.", ()),
    "quota_left": ("gauge", "Sends left in this period.", ("account", "kind")),
    "token_seconds_left": ("gauge", "How long the account's authorisation still lives.", ("account",)),
    "paused": ("gauge", "Accounts on which nothing goes out.", ()),
    "tick_lag_seconds": ("gauge", "Since the scheduler was last at work.", ()),
    "notices_open": ("gauge", "What staff have to see to.", ("severity",)),
    "inbox_open": ("gauge", "Students who wait for a colleague.", ()),
    "inbox_oldest_age_seconds": ("gauge", "For how long the first of them has waited.", ()),
    "sign_in_failures": ("gauge", "Wrong passwords that are remembered.", ()),
    "db_seconds": ("gauge", "How long it took to read these figures.", ()),
    "db_bytes": ("gauge", "Size of SQLite's file.", ()),
    "wal_bytes": ("gauge", "Size of SQLite's write-ahead log.", ()),
    "disk_free_bytes": ("gauge", "Room where the database lies.", ()),
    "backup_age_seconds": ("gauge", "Since the newest nightly backup.", ()),
    "processes": ("gauge", "Processes that have counted in here.", ()),
    "build": ("gauge", "Which version runs.", ("version", "schema")),
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One value of a metric; label values in the order of `FAMILIES`."""

    name: str
    value: float
    labels: tuple[str, ...] = ()


@dataclass(slots=True)
class Histogram:
    """How often something took how long; `counts` by bucket, the last one for what took longer than all."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))
    total: float = 0.0

    def add(self, other: "Histogram") -> None:
        """Those of another process too."""
        self.counts = [mine + theirs for mine, theirs in zip(self.counts, other.counts, strict=True)]
        self.total += other.total


def summed(samples: Iterable[Sample]) -> list[Sample]:
    """The samples of several processes as those of one."""
    totals: dict[tuple[str, tuple[str, ...]], float] = {}
    for sample in samples:
        key = (sample.name, sample.labels)
        totals[key] = totals.get(key, 0.0) + sample.value
    return [Sample(name, value, labels) for (name, labels), value in totals.items()]


def seconds(span: timedelta) -> float:
    """Never below zero, because clocks differ."""
    return max(0.0, span.total_seconds())
