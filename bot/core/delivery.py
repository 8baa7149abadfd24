"""A delivery: one announcement on one channel. Its states, the moves between them, and the outcomes of a send."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """Where a delivery stands."""

    QUEUED = "queued"  # waits for its minute
    CLAIMED = "claimed"  # a worker has it; nothing has been sent
    SENDING = "sending"  # the intent is on disk; the call may have been made
    ACCEPTED = "accepted"  # the platform took it and will say later what became of it
    RETRY = "retry"  # certainly not published; waits for the next try
    SENT = "sent"  # it is there
    FAILED = "failed"  # certainly not published, and repeating would not help
    UNKNOWN = "unknown"  # it may be there; looked for, then a person decides
    HELD = "held"  # late beyond the policy: a person decides
    MISSED = "missed"  # past its latest useful time
    CANCELLED = "cancelled"


class Trouble(StrEnum):
    """What is wrong with a whole account, not with one delivery: staff are told of it once."""

    TOKEN = "token"  # noqa: S105  our keys or authorisation are not accepted
    ADDRESS = "address"  # this server's IP address is not let in
    ADMIN = "admin"  # an administrator must allow something first
    RIGHT = "right"  # the account may not do this act
    APP = "app"  # our app on the platform is not in order
    ACCOUNT = "account"  # the platform wants something done with the account
    CREDIT = "credit"  # what was paid for is used up
    NOT_SET_UP = "not_set_up"  # the settings here do not know the account


WAITING = (State.QUEUED, State.RETRY)  # for their minute, or for the next try
ACTIVE = (State.CLAIMED, State.SENDING)
FINAL = (State.SENT, State.FAILED, State.MISSED, State.CANCELLED)
RESOLVABLE = (State.UNKNOWN, State.FAILED, State.HELD, State.MISSED)  # a person decides: it is there, or send it now

MOVES: Mapping[State, frozenset[State]] = {
    # To sent only when a person has posted it by hand before its minute.
    State.QUEUED: frozenset({State.CLAIMED, State.HELD, State.MISSED, State.CANCELLED, State.SENT}),
    State.CLAIMED: frozenset(
        {
            State.SENDING,
            State.QUEUED,
            State.RETRY,
            State.FAILED,
            State.CANCELLED,
            State.HELD,
            State.MISSED,
            State.UNKNOWN,
        },
    ),
    # To held when the account turns out to have no right to it: then a person posts it by hand.
    State.SENDING: frozenset({State.ACCEPTED, State.SENT, State.RETRY, State.FAILED, State.UNKNOWN, State.HELD}),
    State.ACCEPTED: frozenset({State.SENT, State.FAILED, State.UNKNOWN}),
    # To accepted and sent only by the late answer of a worker that had lost its claim.
    State.RETRY: frozenset(
        {State.CLAIMED, State.HELD, State.MISSED, State.CANCELLED, State.UNKNOWN, State.ACCEPTED, State.SENT},
    ),
    State.UNKNOWN: frozenset({State.SENT, State.ACCEPTED, State.FAILED, State.RETRY, State.QUEUED}),
    State.HELD: frozenset({State.QUEUED, State.MISSED, State.CANCELLED, State.SENT}),
    State.FAILED: frozenset({State.QUEUED, State.SENT}),
    State.SENT: frozenset(),
    State.MISSED: frozenset({State.QUEUED, State.SENT}),
    State.CANCELLED: frozenset(),
}

# WeChat remembers a clientmsgid for 24 h (developers.weixin.qq.com, "POST mass/sendall", read 2026-11-23); an hour is
# kept back because both clocks may be off. Past this a repeat would be a second message.
RESEND_WITHIN = timedelta(hours=23)

BY_HAND = "by_hand"  # the note of a delivery that was approved to be posted by a person, not by the bot


@dataclass(frozen=True, slots=True)
class Post:
    """What one channel is asked to publish; frozen at approval.

    act: wechat "mass" (article to followers), "publish" (article, no push), "text" (text to followers); weibo "share";
    x "tweet".
    audience: "all" or "tag:<id>" (WeChat only). picture: a file name inside the pictures folder, "" for none.
    body is Markdown for a WeChat article, plain text elsewhere. alt: what the picture shows, in words.
    digests: SHA-256 of each picture file by its name, as approved. link_domains (a comma list) and utm: which links get
    which parameters, see `core.links`; "" for none.
    """

    channel: str
    act: str
    lang: str
    title: str
    body: str
    link: str = ""
    picture: str = ""
    digest: str = ""
    author: str = ""
    audience: str = "all"
    alt: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)
    link_domains: str = ""
    utm: str = ""


_FIELDS = frozenset(each.name for each in fields(Post))


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery as the store has it. Instants are UTC.

    `fence` counts the claims: a worker writes only while it is still the one that it got. `maybe_out`: an earlier try
    under this key had no known outcome. `looked`: times looked for, or asked, since it became unknown or accepted.
    """

    id: int
    announcement_id: str
    channel: str
    account: str
    state: State
    key: str
    post: Post
    intact: bool  # the payload is still the one that was approved
    due_at: datetime
    late_after: timedelta
    useful_until: datetime | None
    fence: int
    attempts: int  # under this key
    looked: int
    first_attempt_at: datetime | None
    notes: Mapping[str, str]
    remote_id: str
    url: str
    maybe_out: bool = False
    next_try_at: datetime | None = None  # when the scheduler looks at it next

    @property
    def by_hand(self) -> bool:
        """Whether a person posts it: no channel ever sends it."""
        return BY_HAND in self.notes


@dataclass(frozen=True, slots=True)
class Sent:
    """It is there. `remote_id` may be empty when the platform said yes without an id (Weibo 20032)."""

    remote_id: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The platform took the job; a platform event or a poll makes it final.

    waiting: words for staff without a full stop, e.g. "Waiting for the admin's tap on the phone". waits: how long after
    the send the platform waits for that at most; staff are told until when.
    """

    remote_id: str
    url: str = ""
    waiting: str = ""
    waits: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """Certainly not published; try again after this long (None: the backoff table decides).

    What may be out is `Unknown`, for keyed acts too: a Retry may be held back for being late, or cancelled.
    begun: False when this machine did not even begin the call; then it does not count as a try.
    """

    why: str
    after: timedelta | None = None
    code: str = ""
    words: str = ""  # the platform's own words
    quota_spent: bool = False  # the platform says the period's quota is gone
    spent: str = ""  # which kind of quota (core/quotas.py); "" is the shortest that the platform can mean
    begun: bool = True


@dataclass(frozen=True, slots=True)
class Refused:
    """Certainly not published, and trying again unchanged would not help; `why` says what to do.

    no_right: the account may not do this through the interface, but a person may in the app or the console.
    trouble: what is wrong with the whole account, None when it is about this delivery alone.
    """

    why: str
    code: str = ""
    words: str = ""
    quota_spent: bool = False
    spent: str = ""
    no_right: bool = False
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have been published. Also the outcome of every unlisted answer to a write.

    For a keyed act (`Channel.is_keyed`) the scheduler sends the same key again; any other is looked for, never resent.
    """

    why: str
    code: str = ""
    words: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)


Outcome = Sent | Accepted | Retry | Refused | Unknown


def delivery_key(announcement_id: str, account: str, edition: int) -> str:
    """The idempotency key, fixed at queue time.

    26 ASCII characters, because WeChat's clientmsgid takes 32 (developers.weixin.qq.com, mass/sendall, 2026-11).
    """
    digest = hashlib.sha256(f"{announcement_id}|{account}|{edition}".encode()).digest()
    return "a" + base64.b32encode(digest).decode("ascii").lower()[:25]


def payload_hash(payload: Mapping[str, Any]) -> str:
    """The hash of what was approved, as it is stored; the sender checks it again.

    Of the stored fields and not of a `Post`, because a later version's Post has more fields than what was approved.
    """
    plain = json.dumps(payload, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def post_from(payload: Mapping[str, Any]) -> Post:
    """The post that was stored; a field that this version does not know is left out."""
    return Post(**{name: value for name, value in payload.items() if name in _FIELDS})


def is_intact(payload: Mapping[str, Any], approved: str) -> bool:
    """Whether it is what was approved, and this version would send all of it."""
    return payload_hash(payload) == approved and payload.keys() <= _FIELDS


def may_move(old: State, new: State) -> bool:
    """Whether the state machine allows this move."""
    return new in MOVES[old]


def late(due: datetime, now: datetime, late_after: timedelta) -> bool:
    """Too late to send without asking a person."""
    return now - due > late_after
