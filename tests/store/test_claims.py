"""Claims under contention, on both databases: each delivery is taken once, one account sends one thing at a time."""

import threading
from datetime import timedelta

from bot.core.delivery import Retry, Sent, State
from bot.core.errors import NotSaved
from bot.core.quotas import Need
from bot.core.timing import Span
from bot.core.verdict import Pace, after_sending
from bot.store.claims import begin_sending, claim_due, take_over, work
from bot.store.engine import Database
from bot.store.outcomes import News, TryEnd, end_attempts, record_all
from tests.scheduler.building import NOON, age_leases, queue, seen, tries

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


def test_of_many_only_those_are_begun_that_are_still_ours_and_have_quota(database: Database) -> None:
    queue(database, "weibo:1", "weibo:2", "weibo:3")
    with database.writing() as db:
        claimed = claim_due(db, owner="w", lease=LEASE, now=NOON, limit=3)
    age_leases(database)
    with database.writing() as db:
        take_over(db, claimed[0], owner="other", lease=LEASE, now=NOON)
    none_left = Need("posts_hour", 0, Span.HOUR, "posts")
    wanted = [(claimed[0], ()), (claimed[1], (none_left,)), (claimed[2], ())]
    with database.writing() as db:
        begun, lacking = begin_sending(db, wanted, lease=LEASE, now=NOON)
    assert ([each.id for each in begun], begun[0].attempts) == ([claimed[2].id], 1)
    assert lacking == [(claimed[1], none_left)]
    assert [seen(database, each.id).state for each in claimed] == [State.CLAIMED, State.CLAIMED, State.SENDING]
    assert [tries(database, each.id) for each in claimed] == [[], [], [""]]


def test_the_ends_of_many_are_written_each_as_its_own(database: Database) -> None:
    queue(database, "weibo:1", "weibo:2", "weibo:3")
    with database.writing() as db:
        claimed = claim_due(db, owner="w", lease=LEASE, now=NOON, limit=3)
        sending, _ = begin_sending(db, [(each, ()) for each in claimed], lease=LEASE, now=NOON)
    age_leases(database)
    with database.writing() as db:
        take_over(db, sending[0], owner="other", lease=LEASE, now=NOON)
    outcomes = (Sent("1", "https://example.org/1"), Sent("2", "https://example.org/2"), Retry("Weibo is busy."))
    news = [
        News(each, after_sending(outcome, each, NOON, Pace(), keyed=False), NOON)
        for each, outcome in zip(sending, outcomes, strict=True)
    ]
    with database.writing() as db:
        end_attempts(
            db, [TryEnd(each, type(end).__name__.lower(), NOON) for each, end in zip(sending, outcomes, strict=True)]
        )
        assert record_all(db, news) == {sending[1].id, sending[2].id}
    ends = [seen(database, each.id) for each in sending]
    assert [each.state for each in ends] == [State.SENDING, State.SENT, State.RETRY]
    assert [each.url for each in ends] == ["", "https://example.org/2", ""]
    assert [tries(database, each.id) for each in sending] == [["sent"], ["sent"], ["retry"]]
