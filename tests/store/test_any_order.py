"""Whatever happens in whatever order: one post at most under each decision, no way back, and a ledger that adds up.

The store and the verdicts with a platform that is a dictionary; time is an argument, and nothing waits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import Row, func, select, update

from bot.core.delivery import (
    ACTIVE,
    MOVES,
    RESOLVABLE,
    Accepted,
    Delivery,
    Outcome,
    Refused,
    Retry,
    Sent,
    State,
    Unknown,
)
from bot.core.quotas import QuotaRules, needs
from bot.core.timing import NEVER
from bot.core.verdict import (
    Change,
    Ledger,
    Pace,
    after_asking,
    after_crash,
    after_looking,
    after_sending,
    before_sending,
)
from bot.store import deliveries
from bot.store.claims import (
    begin_sending,
    claim_due,
    due_to_look,
    expired,
    put_back,
    take_look,
    take_over,
)
from bot.store.engine import Database
from bot.store.models import attempt, delivery, quota_ledger
from bot.store.outcomes import TryEnd, crashed, end_attempts, last_began, record, record_late
from tests.databases import copy_file, migrate
from tests.scheduler.building import queue

LEASE = timedelta(seconds=60)
START = datetime(2026, 12, 10, 4, tzinfo=UTC)
RULES = QuotaRules()
PACE = Pace()
KEYED, PLAIN = "wechat:gh_1", "weibo:1"

_folder = TemporaryDirectory(ignore_cleanup_errors=True)
_migrated = Path(_folder.name) / "migrated.db"


@dataclass
class Worker:
    """One that has claimed a delivery; `outcome` is what it knows and has not written yet."""

    held: Delivery
    sending: bool = False
    outcome: Outcome | None = None


def reaches(old: State) -> set[State]:
    """Every state that the moves lead to, and the same one."""
    found, todo = {old}, [old]
    while todo:
        for new in MOVES[todo.pop()] - found:
            found.add(new)
            todo.append(new)
    return found


GOES_ON = (State.QUEUED, State.RETRY, State.ACCEPTED)
REACHES = {state: reaches(state) for state in State}


class AnyOrder(RuleBasedStateMachine):
    """Three deliveries on two accounts, and workers that die, stand still and come back."""

    def __init__(self) -> None:
        super().__init__()
        if not _migrated.exists():
            migrate(f"sqlite:///{_migrated}")
        self.folder = TemporaryDirectory()
        self.database = Database(copy_file(_migrated, Path(self.folder.name)))
        self.now = START
        queue(self.database, KEYED, PLAIN, name="one", due=START, late_after=7200)
        queue(self.database, PLAIN, name="two", due=START, late_after=7200)
        self.workers: list[Worker] = []
        self.posts: dict[str, list[str]] = {}  # key → the ids of what is visible
        self.said: dict[int, State] = {}

    def teardown(self) -> None:
        self.database.close()
        self.folder.cleanup()

    @rule(seconds=st.sampled_from((1, 30, 70, 300, 4000)))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def a_worker_claims(self) -> None:
        with self.database.writing() as db:
            claimed = claim_due(db, owner="w", lease=LEASE, now=self.now, limit=1)
        self.workers += [Worker(held) for held in claimed]

    @precondition(lambda self: any(not worker.sending for worker in self.workers))
    @rule(data=st.data())
    def a_worker_begins(self, data: st.DataObject) -> None:
        worker = data.draw(st.sampled_from([each for each in self.workers if not each.sending]))
        held = worker.held
        change = before_sending(held, self.now, keyed=held.account == KEYED)
        with self.database.writing() as db:
            if change is not None:
                record(db, held, change, now=self.now)
                self.workers.remove(worker)
                return
            wanted = needs(held.channel, held.post.act, held.post.audience, RULES)
            begun, lacking = begin_sending(db, [(held, wanted)], lease=LEASE, now=self.now)
            if begun:
                worker.held, worker.sending = begun[0], True
                return
            if lacking:
                record(db, held, Change(State.HELD, error="No quota.", ledger=Ledger.RELEASED), now=self.now)
            self.workers.remove(worker)

    @precondition(lambda self: any(not worker.sending for worker in self.workers))
    @rule(data=st.data())
    def a_worker_gives_back(self, data: st.DataObject) -> None:
        worker = data.draw(st.sampled_from([each for each in self.workers if not each.sending]))
        with self.database.writing() as db:
            put_back(db, worker.held, now=self.now)
        self.workers.remove(worker)

    @precondition(lambda self: any(worker.sending and worker.outcome is None for worker in self.workers))
    @rule(
        data=st.data(),
        says=st.sampled_from(("sent", "accepted", "refused", "retry", "lost before", "lost after", "spent")),
    )
    def the_call_is_made(self, data: st.DataObject, says: str) -> None:
        # Also by a worker that has lost its claim in the meantime: no fence stops a call that is on its way.
        calling = [each for each in self.workers if each.sending and each.outcome is None]
        worker = data.draw(st.sampled_from(calling))
        if says in {"sent", "accepted", "lost after"}:
            remote = self._published(worker.held)
            there: dict[str, Outcome] = {"sent": Sent(remote), "accepted": Accepted(remote)}
            worker.outcome = there.get(says, Unknown("The answer was lost."))
            return
        answers: dict[str, Outcome] = {
            "refused": Refused("No.", "1"),
            "retry": Retry("Busy."),
            "spent": Refused("None left.", "2", quota_spent=True),
        }
        worker.outcome = answers.get(says, Unknown("The answer was lost."))

    def _published(self, held: Delivery) -> str:
        there = self.posts.setdefault(held.key, [])
        if not there or held.account != KEYED:  # WeChat knows the key again, Weibo has none
            there.append(f"{held.key}-{len(there)}")
        return there[0]

    @precondition(lambda self: any(worker.outcome is not None for worker in self.workers))
    @rule(data=st.data())
    def the_outcome_is_written(self, data: st.DataObject) -> None:
        worker = data.draw(st.sampled_from([each for each in self.workers if each.outcome is not None]))
        held, outcome = worker.held, worker.outcome
        assert outcome is not None
        change = after_sending(outcome, held, self.now, PACE, keyed=held.account == KEYED)
        with self.database.writing() as db:
            end_attempts(db, [TryEnd(held, type(outcome).__name__.lower(), self.now)])
            if not record(db, held, change, now=self.now, exhausted="mass_day" if held.account == KEYED else ""):
                record_late(db, held, change, now=self.now)
        self.workers.remove(worker)

    @precondition(lambda self: self.workers)
    @rule(data=st.data())
    def a_worker_dies(self, data: st.DataObject) -> None:
        self.workers.remove(data.draw(st.sampled_from(self.workers)))

    @rule()
    def all_claims_run_out(self) -> None:
        with self.database.writing() as db:
            db.execute(
                update(delivery)
                .where(delivery.c.state.in_(ACTIVE))
                .values(lease_until=datetime(2020, 1, 1, tzinfo=UTC))
            )
        with self.database.reading() as db:
            left = expired(db, lease=LEASE, limit=50)
        for each in left:
            with self.database.writing() as db:
                ours = take_over(db, each, owner="r", lease=LEASE, now=self.now)
                began = last_began(db, ours) or self.now
                change = after_crash(ours, began, self.now, PACE, keyed=each.account == KEYED)
                crashed(db, ours, now=self.now)
                record(db, ours, change, now=self.now)

    @rule(blind=st.booleans())
    def what_is_in_doubt_is_looked_for(self, blind: bool) -> None:
        with self.database.writing() as db:
            due = due_to_look(db, self.now, limit=10)
            due = [each for each in due if take_look(db, each, until=self.now + LEASE, now=self.now)]
        for each in due:
            there = self.posts.get(each.key)
            outcome: Outcome = Sent(there[0]) if there and not blind else Unknown("It is not to be seen.")
            verdict = after_asking if each.state is State.ACCEPTED else after_looking
            with self.database.writing() as db:
                record(db, each, verdict(outcome, each, self.now, PACE), now=self.now)

    @rule(data=st.data(), fine=st.booleans())
    def the_platform_tells_the_end(self, data: st.DataObject, fine: bool) -> None:
        accepted = [each for each in self._all() if each.state is State.ACCEPTED]
        if not accepted:
            return
        each = data.draw(st.sampled_from(accepted))
        outcome: Outcome = Sent(each.remote_id) if fine else Refused("Refused in the review.")
        with self.database.writing() as db:
            record(db, each, after_asking(outcome, each, self.now, PACE), now=self.now)

    @rule(data=st.data())
    def a_person_says_that_it_is_there(self, data: st.DataObject) -> None:
        # People look before they say so.
        there = [each for each in self._all() if each.state in RESOLVABLE and self.posts.get(each.key)]
        if there:
            with self.database.writing() as db:
                deliveries.decided_sent(db, data.draw(st.sampled_from(there)).id, url="https://x.cn", now=self.now)

    @rule(data=st.data())
    def a_person_says_send_it_now(self, data: st.DataObject) -> None:
        # And they do not decide while a call is still on its way.
        calling = {worker.held.id for worker in self.workers if worker.sending}
        waiting = [each for each in self._all() if each.state in RESOLVABLE and each.id not in calling]
        waiting = [each for each in waiting if not self.posts.get(each.key)]
        if waiting:
            each = data.draw(st.sampled_from(waiting))
            with self.database.writing() as db:
                deliveries.decided_not_sent(db, each.id, now=self.now)
            self.said.pop(each.id, None)

    @rule(name=st.sampled_from(("one", "two")), stop=st.sampled_from(("cancel", "hold")))
    def a_person_stops_it(self, name: str, stop: str) -> None:
        with self.database.writing() as db:
            if stop == "cancel":
                deliveries.cancel_waiting(db, name, now=self.now)
            else:
                deliveries.hold_waiting(db, name, now=self.now)

    def _all(self) -> list[Delivery]:
        with self.database.reading() as db:
            return deliveries.of_announcement(db, "one") + deliveries.of_announcement(db, "two")

    @invariant()
    def it_all_holds(self) -> None:
        with self.database.reading() as db:
            every = deliveries.read(db)
            ledger = db.execute(select(quota_ledger.c.delivery_id, quota_ledger.c.kind, quota_ledger.c.state)).all()
            forgotten = db.scalar(
                select(func.count()).where(delivery.c.state.in_(GOES_ON), delivery.c.next_try_at >= NEVER)
            )
            same = select(attempt.c.delivery_id).group_by(attempt.c.delivery_id, attempt.c.fence)
            doubled = db.execute(same.having(func.count() > 1)).all()
        assert not forgotten
        assert not doubled
        calling = {worker.held.id for worker in self.workers if worker.sending}
        for each in every:
            self._the_state_was_reached_by_the_moves(each)
            if each.state in {State.CANCELLED, State.HELD, State.MISSED} and each.id not in calling:
                assert not self.posts.get(each.key), f"called not sent, and is there: {each}"
        assert all(len(there) <= 1 for there in self.posts.values())
        assert set(self.posts) <= {each.key for each in every}, "there under a key that was given up"
        self._the_ledger_adds_up({each.id: each.state for each in every}, ledger)

    def _the_state_was_reached_by_the_moves(self, each: Delivery) -> None:
        before = self.said.get(each.id, State.QUEUED)
        assert each.state in REACHES[before], f"{before} → {each.state}"
        if before in {State.SENT, State.CANCELLED}:
            assert each.state is before
        self.said[each.id] = each.state

    def _the_ledger_adds_up(self, states: dict[int, State], ledger: Sequence[Row[tuple[int, str, str]]]) -> None:
        mass = [row for row in ledger if row.kind.startswith("mass_day") and row.state in {"reserved", "used"}]
        assert len(mass) <= 1, "more than the day allows"
        for row in ledger:
            state = states[row.delivery_id]
            if "#" in row.kind or state is State.SENT:
                assert row.state == "used", row
            elif state in {State.HELD, State.MISSED, State.CANCELLED}:
                assert row.state != "reserved", row
            elif state in {State.SENDING, State.UNKNOWN}:
                assert row.state in {"reserved", "used"}, row


AnyOrder.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=40,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
TestAnyOrder = AnyOrder.TestCase
