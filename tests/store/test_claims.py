"""Claims under contention, on both databases: each delivery is taken once, one account sends one thing at a time."""

import threading
from datetime import timedelta

from bot.core.delivery import State
from bot.core.errors import NotSaved
from bot.store.claims import claim_due, work
from bot.store.engine import Database
from tests.scheduler.building import NOON, queue, seen

WORKERS, DUE = 8, 40
LEASE = timedelta(seconds=60)


def test_eight_workers_take_each_delivery_once(database: Database) -> None:
    ids = queue(database, *(f"weibo:{number}" for number in range(DUE)))
    taken: list[int] = []
    together = threading.Barrier(WORKERS)

    def claim(owner: str) -> None:
        together.wait()
        while True:
            try:
                with database.writing() as db:
                    claimed = claim_due(db, owner=owner, lease=LEASE, now=NOON, limit=3)
            except NotSaved:
                continue  # the lock was taken for long; the next pass comes
            if not claimed:
                return
            taken.extend(delivery.id for delivery in claimed)

    threads = [threading.Thread(target=claim, args=(f"worker-{number}",)) for number in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(ids)


def test_one_account_has_one_thing_under_way(database: Database) -> None:
    queue(database, "weibo:1", name="first")
    queue(database, "weibo:1", name="second")
    with database.writing() as db:
        assert len(claim_due(db, owner="a", lease=LEASE, now=NOON, limit=10)) == 1
    with database.writing() as db:
        assert claim_due(db, owner="b", lease=LEASE, now=NOON, limit=10) == []


def test_what_is_not_due_is_not_taken(database: Database) -> None:
    queue(database, "weibo:1", due=NOON + timedelta(seconds=1))
    with database.writing() as db:
        assert claim_due(db, owner="a", lease=LEASE, now=NOON, limit=10) == []


def test_a_claim_is_seen_by_everybody(database: Database) -> None:
    [number] = queue(database, "weibo:1")
    with database.writing() as db:
        [claimed] = claim_due(db, owner="a", lease=LEASE, now=NOON, limit=1)
    there = seen(database, number)
    assert claimed.state is there.state is State.CLAIMED
    assert there.fence == claimed.fence == 1


def test_what_is_due_before_the_next_tick_is_known_now(database: Database) -> None:
    queue(database, "weibo:1", due=NOON + timedelta(seconds=0.5))
    queue(database, "weibo:2", name="later", due=NOON + timedelta(seconds=2))
    with database.reading() as db:
        idle = work(db, NOON, lease=LEASE)
        awake = work(db, NOON, lease=LEASE, soon=timedelta(seconds=0.8))
    assert (idle.due, idle.next_due) == (False, None)
    assert (awake.due, awake.next_due) == (False, NOON + timedelta(seconds=0.5))
