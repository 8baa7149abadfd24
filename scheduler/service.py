"""The scheduler: ticks by APScheduler, sends in parallel across accounts, stops without leaving anything in doubt."""

import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler

from bot.core.announcements import NAMES
from bot.core.delivery import Delivery
from bot.core.errors import BotError
from bot.core.ports import Channel, Clock, FaultPoint, Notifier
from bot.core.verdict import Change
from bot.store.claims import claimed_by, renew, work
from bot.store.engine import Database
from scheduler.alive import Alive
from scheduler.backing_up import LOOK_SECONDS as BACKUP_LOOK_SECONDS
from scheduler.backing_up import Nightly
from scheduler.clock_watch import ClockWatch
from scheduler.config import SchedulerConfig
from scheduler.in_flight import InFlight
from scheduler.publish import Publisher, Ready
from scheduler.reconcile import Reconciler
from scheduler.telling import Teller
from scheduler.upkeep import prune

log = logging.getLogger(__name__)

LOOKS_AT_ONCE = 4
AWAKE = 0.8  # of the time between two ticks; the rest is for what is begun at its end
CHECKPOINT_SECONDS = 60
PRUNE_SECONDS = 3600
# A write to a platform is never cut off; the service manager must allow a little more than this.
STOP_SECONDS = 25.0


class Scheduler:
    """What time causes: due deliveries are sent, what is in doubt is looked after, old rows go.

    `channels` maps an account to its channel. The truth is in the database: any number of these may run, in any number
    of processes, and be killed at any moment.
    """

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        clock: Clock,
        config: SchedulerConfig,
        notifier: Notifier,
        fault: FaultPoint = lambda point: None,
        teller: Teller | None = None,
        alive: Alive | None = None,
    ) -> None:
        self._database = database
        self._alive = alive
        self._teller = teller
        self._clock = clock
        self._config = config
        self._notifier = notifier
        self._fault = fault
        self._publisher = Publisher(database, channels, clock, config, self._tell, fault)
        self._reconciler = Reconciler(database, channels, clock, config, self._tell, fault)
        self._watch = ClockWatch(database, clock, self._tell)
        self._sends = ThreadPoolExecutor(config.at_once, thread_name_prefix="send")
        self._looks = ThreadPoolExecutor(LOOKS_AT_ONCE, thread_name_prefix="look")
        self._sending = InFlight(config.at_once, clock.monotonic)
        self._looking = InFlight(LOOKS_AT_ONCE, clock.monotonic)
        self._passing = threading.Lock()
        self._stopping = threading.Event()
        self._ticker = _ticker()
        self.last_tick: datetime | None = None

    def start(self) -> None:
        """Begin to tick, in threads of its own."""
        jobs: dict[Callable[[], object], float] = {
            self._tick: self._config.tick_seconds,
            self._renew: self._config.lease_seconds / 6,
            self._database.checkpoint: CHECKPOINT_SECONDS,
            self._prune: PRUNE_SECONDS,
        }
        if plan := self._config.backups:
            nightly = Nightly(self._database, plan, self._clock, self._notifier, self._stopping.is_set)
            jobs[nightly.back_up] = BACKUP_LOOK_SECONDS
        for job, seconds in jobs.items():
            name = job.__name__.strip("_")
            self._add(job, seconds, name)
        if self._alive:
            self._alive.began()
        more = [self._teller.jobs() if self._teller else {}]
        more.append(self._alive.jobs(lambda: self.last_tick) if self._alive else {})
        for name, (job, seconds) in ((name, job) for named in more for name, job in named.items()):
            self._add(job, seconds, name)
        self._ticker.start()

    def _add(self, job: Callable[[], object], seconds: float, name: str) -> None:
        self._ticker.add_job(_logged(job, name), "interval", seconds=seconds, id=name, name=name)

    def tick(self) -> int:
        """One pass, with everything that it starts; how many deliveries were touched. For tests and commands."""
        touched = self._pass()
        self._sending.wait_until_empty(None)
        self._looking.wait_until_empty(None)
        return touched

    def stop(self, timeout: float = STOP_SECONDS) -> None:
        """Claim nothing more, let what is being sent finish (up to `timeout` seconds), give back the rest."""
        self._stopping.set()
        if self._teller:
            self._teller.stop()
        if self._ticker.running:
            self._ticker.remove_job("tick")  # the claims of what is still being sent are renewed on
        with self._passing:
            pass
        if not self._sending.wait_until_empty(timeout):
            log.warning("stopped while sending; what is not finished is looked after at the next start")
        self._fault("P9")
        try:
            self._give_back()
        except BotError as error:
            log.error("claims could not be given back (%s); they run out by themselves", error)
        if self._ticker.running:
            self._ticker.shutdown(wait=False)
        for pool in (self._sends, self._looks):
            pool.shutdown(wait=False, cancel_futures=True)
        self._database.checkpoint()

    def _give_back(self) -> None:
        with self._database.reading() as db:
            claimed = claimed_by(db, self._config.owner)
        if claimed:
            self._publisher.give_back(claimed)

    def _tick(self) -> None:
        """A pass that stays awake for what becomes due before the next tick, so that it is not late by half of one."""
        self._pass(awake_seconds=AWAKE * self._config.tick_seconds)

    def _pass(self, awake_seconds: float = 0) -> int:
        with self._passing:
            until = self._clock.monotonic() + awake_seconds
            touched = 0
            while not self._stopping.is_set():
                looked_after, sent, next_due = self._go_round(timedelta(seconds=awake_seconds))
                touched += looked_after + sent
                if sent:
                    continue  # there may be more; and doubts must not wait until everything is sent
                wait = (next_due - self._clock.now()).total_seconds() if next_due else awake_seconds
                if not next_due or self._clock.monotonic() + wait > until:
                    break
                self._stopping.wait(max(wait, 0))
            return touched

    def _go_round(self, soon: timedelta) -> tuple[int, int, datetime | None]:
        """Do what there is to do. How many were looked after, how many sent, and when the next one is due if `soon`."""
        self._watch.look()
        with self._database.reading() as db:
            there = work(db, self._clock.now(), lease=self._config.lease, soon=soon)
        touched = 0
        if there.expired:
            touched += self._reconciler.recover({delivery.id for delivery in self._sending.alive()})
        if there.told:
            touched += self._reconciler.hear()
        if there.looks:
            touched += self._look()
        sent = self._send() if there.due else 0
        self.last_tick = self._clock.now()
        return touched, sent, there.next_due

    def _send(self) -> int:
        """Claim as many of those that are due as threads are free, and send them."""
        room = self._sending.room(self._config.tick_seconds)
        claimed = self._publisher.claim(room) if room else []
        for ready in self._publisher.begin(claimed) if claimed else ():
            self._sending.add(ready.delivery)
            self._sends.submit(self._send_one, ready).add_done_callback(_log_failure)
        return len(claimed)

    def _send_one(self, ready: Ready) -> None:
        try:
            self._publisher.send(ready)
        finally:
            self._sending.remove(ready.delivery)

    def _look(self) -> int:
        room = self._looking.room(0)
        due = self._reconciler.due(room) if room else []
        for delivery in due:
            self._looking.add(delivery)
            self._looks.submit(self._look_one, delivery).add_done_callback(_log_failure)
        return len(due)

    def _look_one(self, delivery: Delivery) -> None:
        try:
            self._reconciler.look(delivery)
        finally:
            self._looking.remove(delivery)

    def _renew(self) -> None:
        alive = self._sending.alive()
        if not alive:
            return
        with self._database.writing() as db:
            renew(db, alive, lease=self._config.lease)
            self._fault("P8")

    def _prune(self) -> None:
        gone = prune(self._database, self._clock.now(), chat_days=self._config.chat_days)
        if gone:
            log.info("pruned %d rows past their retention", gone)

    def _tell(self, delivery: Delivery, change: Change) -> None:
        if not change.tell:
            return
        platform = NAMES.get(delivery.channel, delivery.channel)
        subject = f"{delivery.announcement_id} on {platform}: {change.state}"
        words = change.error or f"It was found: it is there. {change.url}".strip()
        self._notifier.tell(subject, f"{words}\n`paristech-bot deliveries` shows it as number {delivery.id}.")


def _ticker() -> BackgroundScheduler:
    # An interval in UTC and the memory store only: APScheduler's calendars skip a day when clocks change, and its
    # default throws a late job away.
    defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    return BackgroundScheduler(timezone=UTC, job_defaults=defaults)


def _logged(job: Callable[[], object], name: str) -> Callable[[], None]:
    """The job, whose failure is a line in the log: the next tick tries again."""

    def run() -> None:
        try:
            job()
        except BotError as error:
            log.error("%s: %s", name, error)

    return run


def _log_failure(future: Future[None]) -> None:
    if not future.cancelled() and future.exception() is not None:
        log.error("a send or look ended in an unforeseen way", exc_info=future.exception())
