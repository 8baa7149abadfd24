"""Small things that the scheduler's tests are made of."""

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select, update

from bot.core.delivery import Delivery, Outcome, Post, Sent, State, Unknown
from bot.core.ports import Channel, FaultPoint, Note
from bot.core.quotas import QuotaRules
from bot.store import deliveries
from bot.store.engine import Database
from bot.store.models import announcement, attempt, delivery
from scheduler.config import SchedulerConfig
from scheduler.service import Scheduler

NOON = datetime(2026, 12, 10, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai
ACTS = {"wechat": "mass", "weibo": "share", "x": "tweet"}


class SettableClock:
    """A clock that stands still until it is moved; monotonic time moves with it."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at
        self.passed = 0.0

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.passed

    def forward(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.passed += seconds


class Told:
    """A notifier that remembers."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def tell(self, subject: str, text: str) -> None:
        self.words.append(f"{subject} | {text}")


class ScriptedPlatform:
    """A channel whose far side answers from a script; once it is used up, it publishes. Counts what became visible."""

    def __init__(
        self,
        account: str = "weibo:1",
        *,
        says: Sequence[Outcome | Callable[[], Outcome]] = (),
        finds: Sequence[Outcome] = (),
        became: Sequence[Outcome] = (),
        keyed: bool | None = None,
    ) -> None:
        self.account = account
        self.name = account.split(":", maxsplit=1)[0]
        self.says, self.finds, self.became = list(says), list(finds), list(became)
        self.calls: list[str] = []  # the key of each publishing call
        self.looks = 0
        self.asks = 0
        self._keyed = self.name == "wechat" if keyed is None else keyed
        self._lock = threading.Lock()

    def is_keyed(self, act: str) -> bool:
        return self._keyed

    def publish(self, post: Post, key: str, notes: Mapping[str, str], note: Note) -> Outcome:
        with self._lock:
            self.calls.append(key)
            answer = self.says.pop(0) if self.says else Sent(f"{self.name}-{len(self.calls)}", "https://example.org/1")
        return answer() if callable(answer) else answer

    def look_for(self, post: Post, key: str, notes: Mapping[str, str], since: datetime) -> Outcome:
        self.looks += 1
        return self.finds.pop(0) if self.finds else Unknown("It is not there.")

    def follow_up(self, remote_id: str, act: str) -> Outcome:
        self.asks += 1
        return self.became.pop(0)


def a_post(account: str = "weibo:1", **changes: str) -> Post:
    channel = account.split(":", maxsplit=1)[0]
    values = {"channel": channel, "act": ACTS[channel], "lang": "zh", "title": "宣讲会", "body": "https://example.org"}
    return Post(**{**values, **changes})


def queue(
    database: Database,
    *accounts: str,
    name: str = "talk",
    due: datetime = NOON,
    late_after: int = 900,
    useful_until: datetime | None = None,
    by_hand: Collection[str] = (),
    **post: str,
) -> list[int]:
    """Approve an announcement for these accounts; the numbers of its deliveries."""
    row = {
        "id": name,
        "status": "approved",
        "event": {},
        "publish_at": due,
        "publish_wall": "2026-12-10T12:00:00",
        "publish_zone": "Asia/Shanghai",
        "picture_alt": {},
        "content_hash": "0" * 64,
        "created_at": NOON,
        "updated_at": NOON,
    }
    posts = {account: a_post(account, **post) for account in accounts}
    with database.writing(durable=True) as db:
        db.execute(insert(announcement).values(row))
        when = {"due_at": due, "late_after_seconds": late_after, "useful_until": useful_until, "now": NOON}
        deliveries.lay_out(db, name, posts, **when, by_hand=by_hand)  # type: ignore[arg-type]  # each its own
        return list(db.scalars(select(delivery.c.id).where(delivery.c.announcement_id == name)))


def a_scheduler(
    database: Database,
    *platforms: Channel,
    clock: SettableClock | None = None,
    told: Told | None = None,
    fault: FaultPoint = lambda point: None,
    quotas: QuotaRules | None = None,
    **config: object,
) -> Scheduler:
    channels = {platform.account: platform for platform in platforms}
    wanted = SchedulerConfig(**{"owner": "test", "quotas": quotas, **config})  # type: ignore[arg-type]  # any field
    return Scheduler(database, channels, clock or SettableClock(), wanted, told or Told(), fault)


def seen(database: Database, number: int) -> Delivery:
    with database.reading() as db:
        return deliveries.one(db, number)


def state(database: Database, number: int) -> State:
    return seen(database, number).state


def column(database: Database, number: int, name: str) -> object:
    with database.reading() as db:
        return db.scalar(select(delivery.c[name]).where(delivery.c.id == number))


def tries(database: Database, number: int) -> list[str]:
    """How each try ended."""
    with database.reading() as db:
        mine = select(attempt.c.outcome).where(attempt.c.delivery_id == number).order_by(attempt.c.id)
        return list(db.scalars(mine))


def age_leases(database: Database) -> None:
    """As if the workers had died long ago: leases are by the database's clock, which a test cannot move."""
    with database.writing() as db:
        long_ago = datetime(2020, 1, 1, tzinfo=UTC)
        db.execute(update(delivery).where(delivery.c.lease_until.is_not(None)).values(lease_until=long_ago))
