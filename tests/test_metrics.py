"""What /metrics says: every name, the rows' figures, and the sum of several processes."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from bot.core.delivery import Unknown
from bot.core.measures import BUCKETS, FAMILIES, PREFIX, Histogram, Sample
from bot.core.tokens import TokenLife
from bot.metrics import Source, exposition
from bot.store import accounts, beats, measures
from bot.store.engine import Database
from handlers.counters import Counters
from tests.scheduler.building import NOON, ScriptedPlatform, SettableClock, Told, a_scheduler, queue


def source(folder: Path | None, count: int, seconds: float, waiting: int = 0) -> Source:
    took = Histogram()
    counters = Counters()
    counters.lasted(seconds)
    took.add(counters.took)
    samples = [Sample("webhook", count, ("ok",)), Sample("log_queue_depth", waiting)]
    return Source(lambda: samples, lambda: {"webhook_seconds": took}, folder)


def lines(text: bytes) -> dict[str, float]:
    pairs = (line.rsplit(" ", 1) for line in text.decode().splitlines() if not line.startswith("#"))
    return {name.removeprefix(PREFIX): float(value) for name, value in pairs}


def test_every_name_is_shown_even_while_there_is_nothing_to_count() -> None:
    text = exposition(Source(list, dict, None))().decode()
    assert all(f"# HELP {PREFIX}{name}" in text for name in FAMILIES)


def test_a_process_alone_shows_its_own_counts() -> None:
    shown = lines(exposition(source(None, 3, 0.03))())
    assert shown['webhook_total{result="ok"}'] == 3
    assert shown["processes"] == 1
    assert shown['webhook_seconds_bucket{le="0.025"}'] == 0
    assert shown['webhook_seconds_bucket{le="0.05"}'] == shown['webhook_seconds_bucket{le="+Inf"}'] == 1
    assert shown["webhook_seconds_count"] == 1


def test_what_lies_on_a_limit_counts_as_within_it() -> None:
    counters = Counters()
    for limit in BUCKETS:
        counters.lasted(limit)
    counters.lasted(60)
    assert counters.took.counts == [1] * (len(BUCKETS) + 1)


def test_workers_are_added_up_whoever_is_asked(tmp_path: Path) -> None:
    workers = [source(tmp_path, count, 0.001, waiting=1) for count in (3, 4, 5)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.stop()
    for worker in workers:
        shown = lines(exposition(worker)())
        assert shown['webhook_total{result="ok"}'] == 12
        assert shown["log_queue_depth"] == 3
        assert (shown["webhook_seconds_count"], shown["processes"]) == (3, 3)


def test_a_worker_that_is_gone_still_counts_but_does_nothing_any_more(tmp_path: Path) -> None:
    gone = {"counts": [["webhook", 7, ["ok"]], ["log_queue_depth", 9, []]], "took": {}}
    (tmp_path / "4194305-dead.json").write_text(json.dumps(gone))
    (tmp_path / "1-cut.json").write_text('{"counts": [["webh')
    shown = lines(exposition(source(tmp_path, 1, 0.001))())
    assert shown['webhook_total{result="ok"}'] == 8
    assert (shown["log_queue_depth"], shown["processes"]) == (0, 1)


def of(database: Database, now: datetime) -> Mapping[tuple[str, tuple[str, ...]], float]:
    with database.reading() as db:
        return {(one.name, one.labels): one.value for one in measures.measures(db, now, ["weibo:1"])}


def test_the_rows_tell_what_waits_what_failed_and_how_long_a_token_lives(database: Database) -> None:
    clock = SettableClock()
    platform = ScriptedPlatform("weibo:1", says=[Unknown("lost", "20019")])
    scheduler = a_scheduler(database, platform, clock=clock, told=Told())
    queue(database, "weibo:1", due=NOON - timedelta(seconds=30))
    queue(database, "weibo:1", name="later", due=NOON + timedelta(days=1))
    scheduler.tick()
    scheduler.stop()
    with database.writing() as db:
        accounts.learn_token(db, "weibo:1", TokenLife(NOON + timedelta(days=2)), "print")
        beats.give(db, beats.SCHEDULER, now=NOON - timedelta(seconds=7), facts={})
    seen = of(database, NOON)
    assert seen["delivery_unknown", ()] == 1
    assert seen["deliveries", ("weibo", "queued")] == seen["deliveries", ("weibo", "unknown")] == 1
    assert seen["delivery_oldest_age_seconds", ("unknown",)] == 30
    assert seen["delivery_attempts", ("weibo", "unknown")] == 1
    assert seen["delivery_errors", ("weibo", "20019")] == 1
    assert seen["delivery_lateness_seconds", ()] == 30
    assert seen["token_seconds_left", ("weibo:1",)] == 2 * 86400
    assert seen["tick_lag_seconds", ()] == 7
    assert {name for name, _ in seen} <= set(FAMILIES)
    assert all(len(labels) == len(FAMILIES[name][2]) for name, labels in seen)


def test_an_empty_database_is_measured_too(database: Database) -> None:
    seen = of(database, NOON)
    assert seen["delivery_unknown", ()] == seen["inbox_open", ()] == 0
    assert ("tick_lag_seconds", ()) not in seen
