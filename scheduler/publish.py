"""Sending: claim what is due, check again, write the intent, call the channel, write the outcome."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.channels.steps import was_submitted
from bot.core.delivery import Accepted, Delivery, Outcome, Refused, Retry, Sent, State, Trouble, Unknown
from bot.core.errors import BotError
from bot.core.ports import Channel, Clock, FaultPoint
from bot.core.quotas import Need, needs, spent, used_up
from bot.core.timing import Timeliness, next_period, period, timeliness
from bot.core.verdict import Change, Ledger, after_sending, before_sending
from bot.store.accounts import paused
from bot.store.claims import ClaimLost, begin_sending, claim_due, keep_note, put_back
from bot.store.engine import Database
from bot.store.outcomes import News, TryEnd, end_attempts, record_all, record_late
from scheduler.config import SchedulerConfig

log = logging.getLogger(__name__)

# A call ends within 20 s (the channels' deadline); 5 s are kept back for what lies before its first byte.
CALL_SECONDS = 25.0
# An outcome that is known is worth waiting for a busy database; lost, a person has to look.
OUTCOME_WAITS_SECONDS = 60.0

ATTEMPT_OUTCOMES = {Sent: "sent", Accepted: "accepted", Retry: "retry", Refused: "refused", Unknown: "unknown"}


@dataclass(frozen=True, slots=True)
class Ready:
    """Its intent is on disk; `until` (monotonic seconds) is the last moment at which the call may still begin."""

    delivery: Delivery
    until: float


@dataclass(frozen=True, slots=True)
class Done:
    """A try that ended. `in_doubt`: whatever its outcome, the publishing call may have been made."""

    delivery: Delivery
    outcome: Outcome
    in_doubt: bool
    at: datetime


class Publisher:
    """One worker's sending; safe to use from many threads. `tell` gets the deliveries that staff must hear of."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        clock: Clock,
        config: SchedulerConfig,
        tell: Callable[[Delivery, Change], None],
        fault: FaultPoint,
    ) -> None:
        self._database = database
        self._channels = channels
        self._clock = clock
        self._config = config
        self._tell = tell
        self._fault = fault
        self._done: deque[Done] = deque()
        self._writing = threading.Lock()

    def claim(self, limit: int) -> list[Delivery]:
        """Take up to `limit` due deliveries."""
        config = self._config
        with self._database.writing() as db:
            now = self._clock.now()
            claimed = claim_due(db, owner=config.owner, lease=config.lease, now=now, limit=limit)
            if claimed:
                self._fault("P0")
        if claimed:
            self._fault("P1")
        return claimed

    def begin(self, claimed: Sequence[Delivery]) -> list[Ready]:
        """Check each claimed delivery again and write its intent; what must not go out now is put where it belongs."""
        now = self._clock.now()
        # Counted from before the transaction, so that time spent waiting for the database is not taken for lease.
        until = self._clock.monotonic() + self._config.lease_seconds - min(CALL_SECONDS, self._config.lease_seconds / 2)
        wanted, news = [], []
        with self._database.writing(durable=True) as db:
            stood_still = paused(db)
            for delivery in claimed:
                if delivery.account in stood_still:  # since it was claimed
                    put_back(db, delivery, now=now)
                elif (change := self._check(delivery, now)) is None:
                    wanted.append((delivery, self._needs(delivery)))
                else:
                    news.append(News(delivery, change, now))
            begun, lacking = begin_sending(db, wanted, lease=self._config.lease, now=now)
            news += [News(delivery, _no_quota(delivery, need, now), now) for delivery, need in lacking]
            written = record_all(db, news)
        for each in news:
            if each.seen.id in written:
                self._tell(each.seen, each.change)
        return [Ready(delivery, until) for delivery in begun]

    def _check(self, delivery: Delivery, now: datetime) -> Change | None:
        channel = self._channels.get(delivery.account)
        if channel is None and not delivery.by_hand:
            words = f"The account {delivery.account} is not set up here. Set it up and send it now, or cancel it."
            trouble = (Trouble.NOT_SET_UP, words)
            return Change(
                State.HELD, error=words, code="no_channel", ledger=Ledger.RELEASED, tell=True, trouble=trouble
            )
        return before_sending(delivery, now, keyed=channel is not None and channel.is_keyed(delivery.post.act))

    def _needs(self, delivery: Delivery) -> tuple[Need, ...]:
        if self._config.quotas is None:
            return ()
        return needs(delivery.channel, delivery.post.act, delivery.post.audience, self._config.quotas)

    def _spent(self, done: Done) -> Need | None:
        outcome, post, rules = done.outcome, done.delivery.post, self._config.quotas
        if rules is None or not isinstance(outcome, Retry | Refused) or not outcome.quota_spent:
            return None
        return spent(done.delivery.channel, post.act, post.audience, rules, outcome.spent)

    def send(self, ready: Ready) -> None:
        """Make the call and write what became of it. Raises nothing: whatever goes wrong is in the row or the log."""
        notes = dict(ready.delivery.notes)
        try:
            outcome = self._outcome(ready, notes)
        except ClaimLost:
            log.warning("delivery %s: another worker took over before anything was sent", ready.delivery.id)
            return
        except Exception:
            # Our own mistake somewhere in a channel: nobody knows how far it came, so it counts as perhaps sent.
            log.exception("delivery %s: the channel failed in an unforeseen way", ready.delivery.id)
            outcome = Unknown("The bot failed while sending; it may be there.", "internal")
        self._fault("P4")
        # A keyed send whose answer was lost may be called Retry, because it is repeated; it still may be out.
        in_doubt = isinstance(outcome, Unknown) or (isinstance(outcome, Retry) and was_submitted(notes))
        self._done.append(Done(ready.delivery, outcome, in_doubt, self._clock.now()))
        self._settle()

    def _outcome(self, ready: Ready, notes: dict[str, str]) -> Outcome:
        delivery = ready.delivery
        self._fault("P2")
        if self._clock.monotonic() > ready.until:
            return Retry("This machine stood still before the call, so nothing was sent.", begun=False)
        channel = self._channels[delivery.account]

        def note(name: str, value: str) -> None:
            with self._database.writing(durable=True) as db:
                keep_note(db, delivery, name, value)
            notes[name] = value

        return channel.publish(delivery.post, delivery.key, delivery.notes, note)

    def _settle(self) -> None:
        # One writer at a time, who writes for all that wait: with many accounts at one minute each commit would
        # otherwise stand in line for the disk.
        with self._writing:
            done = [self._done.popleft() for _ in range(len(self._done))]
            if not done:
                return
            try:
                told = self._write(done)
            except (BotError, OSError) as error:
                # The rows stay `sending`: when the claims run out they are reconciled like a crash's.
                log.error("the outcome of %s could not be saved: %s", [each.delivery.id for each in done], error)
                return
        self._fault("P5")
        for delivery, change in told:
            self._tell(delivery, change)

    def _write(self, done: Sequence[Done]) -> list[tuple[Delivery, Change]]:
        news = [News(each.delivery, self._change(each), each.at, self._spent(each)) for each in done]
        with self._database.writing(durable=True, busy_seconds=OUTCOME_WAITS_SECONDS) as db:
            end_attempts(db, [_end(each) for each in done])
            written = record_all(db, news)
            for each in news:
                if each.seen.id not in written:
                    log.warning("delivery %s: the claim was lost while sending (%s)", each.seen.id, each.change.state)
                    if record_late(db, each.seen, each.change, now=each.at):
                        written.add(each.seen.id)
            self._fault("P6")
        return [(each.seen, each.change) for each in news if each.seen.id in written]

    def _change(self, done: Done) -> Change:
        keyed = self._channels[done.delivery.account].is_keyed(done.delivery.post.act)
        delivery = replace(done.delivery, maybe_out=done.delivery.maybe_out or done.in_doubt)
        return after_sending(done.outcome, delivery, done.at, self._config.pace, keyed=keyed)

    def give_back(self, claimed: Sequence[Delivery]) -> None:
        """Put claims back on which nothing has been sent."""
        with self._database.writing() as db:
            for delivery in claimed:
                put_back(db, delivery, now=self._clock.now())


def _no_quota(delivery: Delivery, need: Need, now: datetime) -> Change:
    """Wait for the next period if that is early enough, else ask a person."""
    words = used_up(need, period(need.span, now))
    again = next_period(need.span, now)
    wait = timeliness(delivery.due_at, again, delivery.late_after, delivery.useful_until) is Timeliness.ON_TIME
    change = Change(State.HELD, error=words, code="quota", ledger=Ledger.RELEASED, tell=True)
    return replace(change, state=State.RETRY, next_try_at=again, tell=False) if wait else change


def _end(done: Done) -> TryEnd:
    outcome = done.outcome
    name = "unknown" if done.in_doubt else ATTEMPT_OUTCOMES[type(outcome)]
    said = (outcome.code, outcome.why, outcome.words) if isinstance(outcome, Retry | Refused | Unknown) else ()
    return TryEnd(done.delivery, name, done.at, *said)
