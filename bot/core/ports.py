"""The protocols that the inside is handed: what it may ask of the outside world."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from bot.core.delivery import Outcome, Post
from bot.core.notices import Message
from bot.core.rights import Asked


class Clock(Protocol):
    """The time, as an argument."""

    def now(self) -> datetime:
        """The present, aware, UTC."""

    def monotonic(self) -> float:
        """Seconds that never jump, for deadlines."""


# A named point of a delivery at which a test may kill the process (P0…P9, the crash matrix); normally does nothing.
FaultPoint = Callable[[str], None]

# Keeps a step of a delivery (an uploaded cover, a draft's id) so that a later try can go on from it; committed at once.
Note = Callable[[str, str], None]


class Channel(Protocol):
    """One account on one platform, outward.

    Every method returns an Outcome and raises nothing that a platform or the network can cause.
    """

    name: str  # "wechat", "weibo", "x"
    account: str  # unique among accounts, e.g. "wechat:gh_0123"; one delivery at a time

    def is_keyed(self, act: str) -> bool:
        """Whether a send of this act may safely be repeated with the same key (WeChat's mass send)."""

    def publish(self, post: Post, key: str, notes: Mapping[str, str], note: Note) -> Outcome:
        """Send it once. `notes` are what earlier tries kept by `note(name, value)`."""

    def look_for(self, post: Post, key: str, notes: Mapping[str, str], since: datetime) -> Outcome:
        """Is it there? Sent when found, Unknown when not; for deliveries whose outcome is not known."""

    def follow_up(self, remote_id: str, act: str) -> Outcome:
        """Ask what became of an accepted delivery: Accepted (still running), Sent or Refused."""


class Replies(Protocol):
    """Colleagues' words to one person, outside the reply to a message."""

    def why_not(self) -> str:
        """Why the account may not write first, as a sentence for staff; "" when it may, as far as we know."""

    def tell(self, person: str, text: str) -> Outcome:
        """Send it once: Sent, Refused when it certainly did not arrive, Unknown when it may have. Raises nothing."""


class Asks(Protocol):
    """An account that can ask its platform what it may do; nothing is changed there, nobody sees anything."""

    account: str

    def ask(self) -> Asked:
        """What the platform says of our token and rights. Raises nothing that a platform or the network can cause."""


class TokenShelf(Protocol):
    """Where platform tokens are kept, sealed, shared by all processes."""

    def get(self, name: str) -> tuple[str, datetime | None] | None:
        """The token and when it expires (UTC), None when there is none."""

    def put(self, name: str, value: str, expires_at: datetime | None) -> None:
        """Keep it."""

    def forget(self, name: str) -> None:
        """Drop it: the platform says it is no longer valid."""


class Notifier(Protocol):
    """Tells staff."""

    def tell(self, subject: str, text: str) -> None:
        """Deliver the sentence; failures are logged, never raised."""


class Way(Protocol):
    """One way to tell staff that is far from here (mail, a chat) and may fail."""

    name: str  # "mail", "chat"
    at_once: int  # how many messages it takes every few seconds

    def send(self, message: Message) -> str:
        """Deliver it: "" when it was taken, else a sentence with what to do. Raises nothing that a network can cause.

        No sentence holds a secret.
        """


class Heartbeat(Protocol):
    """Somebody outside who complains when they hear nothing from us."""

    def call(self) -> str:
        """ "" when it was heard, else why not. Raises nothing that a network can cause."""


class Scorer(Protocol):
    """An optional semantic scorer for questions (off by default)."""

    def scores(self, question: str, entry_ids: tuple[str, ...]) -> Mapping[str, float]:
        """Similarity 0…1 by entry id."""
