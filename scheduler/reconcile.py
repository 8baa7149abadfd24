"""What is in doubt: claims of dead workers, unknown outcomes, accepted jobs. Nothing here sends anything."""

import logging
from collections.abc import Callable, Collection, Mapping

from bot.core.delivery import Delivery, Outcome, State, Unknown
from bot.core.ports import Channel, Clock, FaultPoint
from bot.core.quotas import look_need
from bot.core.timing import next_period
from bot.core.verdict import Change, after_asking, after_crash, after_looking
from bot.store import events, quotas
from bot.store.claims import ClaimLost, due_to_look, expired, take_look, take_over
from bot.store.engine import Database
from bot.store.outcomes import crashed, last_began, never_made, record, spoken_of
from scheduler.config import SchedulerConfig
from scheduler.receipts import outcome_of

log = logging.getLogger(__name__)

AT_ONCE = 50


class Reconciler:
    """Brings what is in doubt to an end, or before a person. Everything can be repeated, at any point."""

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

    def recover(self, alive: Collection[int] = ()) -> int:
        """Take over claims that have run out, except the ids in `alive` (our own threads are in their calls)."""
        with self._database.reading() as db:
            left = [
                delivery
                for delivery in expired(db, lease=self._config.lease, limit=AT_ONCE)
                if delivery.id not in alive
            ]
        for delivery in left:
            self._recover(delivery)
        return len(left)

    def _recover(self, left: Delivery) -> None:
        now, config = self._clock.now(), self._config
        try:
            with self._database.writing(durable=True) as db:
                ours = take_over(db, left, owner=config.owner, lease=config.lease, now=now)
                began = last_began(db, ours) or now
                change = after_crash(ours, began, now, config.pace, keyed=self._keyed(ours))
                crashed(db, ours, now=now)
                record(db, ours, change, now=now)
                self._fault("P7")
        except ClaimLost:
            return
        log.warning("delivery %s: its worker stopped while it was %s; now %s", left.id, left.state, change.state)
        self._tell(left, change)

    def _keyed(self, delivery: Delivery) -> bool:
        channel = self._channels.get(delivery.account)
        return channel is not None and channel.is_keyed(delivery.post.act)

    def hear(self) -> int:
        """Apply what the platforms have said by themselves; how many deliveries it was about."""
        told = []
        with self._database.writing(durable=True) as db:
            now = self._clock.now()
            for delivery, key, kind, fields in spoken_of(db):
                outcome = outcome_of(kind, fields, delivery.remote_id)
                events.match(db, key, delivery.id)
                if isinstance(outcome, Unknown):
                    continue  # it says nothing, so the polls go on as if it had not come
                change = after_asking(outcome, delivery, now, self._config.pace)
                if record(db, delivery, change, now=now):
                    told.append((delivery, change))
            self._fault("P7")
        for delivery, change in told:
            self._tell(delivery, change)
        return len(told)

    def due(self, limit: int) -> list[Delivery]:
        """What is to be looked for, or asked about, now; reserved for us for the time of a lease."""
        now = self._clock.now()
        until = now + self._config.lease
        with self._database.writing() as db:
            due = due_to_look(db, now, limit=limit)
            return [delivery for delivery in due if take_look(db, delivery, until=until, now=now)]

    def look(self, delivery: Delivery) -> None:
        """Look for an unknown delivery, or ask about an accepted one, and write what was found."""
        channel = self._channels.get(delivery.account)
        if channel is None or not self._may_call(delivery):
            return
        since = delivery.first_attempt_at or delivery.due_at
        outcome: Outcome
        if delivery.state is State.ACCEPTED:
            outcome = channel.follow_up(delivery.remote_id, delivery.post.act)
            change = after_asking(outcome, delivery, self._clock.now(), self._config.pace)
        else:
            outcome = channel.look_for(delivery.post, delivery.key, delivery.notes, since)
            change = after_looking(outcome, delivery, self._clock.now(), self._config.pace)
        with self._database.writing(durable=True) as db:
            found = record(db, delivery, change, now=self._clock.now())
            if found and change.state is State.RETRY:
                never_made(db, delivery)
            self._fault("P7")
        if found:
            self._tell(delivery, change)

    def _may_call(self, delivery: Delivery) -> bool:
        """Whether the account has a call left; if not, the look waits for the next period and is not counted."""
        rules = self._config.quotas
        need = look_need(delivery.channel, rules) if rules is not None else None
        if need is None:
            return True
        now = self._clock.now()
        part = f"look{delivery.fence}.{delivery.looked}"
        with self._database.writing() as db:
            if quotas.reserve(db, need, account=delivery.account, delivery_id=delivery.id, now=now, part=part):
                return True
            wait = next_period(need.span, now)
            take_look(db, delivery, until=wait, now=wait)
        return False
