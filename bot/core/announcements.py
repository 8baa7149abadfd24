"""An announcement: one event, its texts per language, and what each channel is to say of it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from operator import itemgetter

from bot.core.delivery import State

ACTS = {"wechat": ("mass", "publish", "text"), "weibo": ("share",), "x": ("tweet",)}
DEFAULT_LANG = {"wechat": "zh", "weibo": "zh", "x": "en"}
NAMES = {"wechat": "WeChat", "weibo": "Weibo", "x": "X"}


class Status(StrEnum):
    """Where an announcement stands; what became of each send is read from its deliveries."""

    DRAFT = "draft"
    APPROVED = "approved"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Event:
    """What is announced. Instants are UTC; the zone is the one that people speak of.

    link: where readers learn more; it goes behind each text that has no link, and is WeChat's 阅读原文. contacts: who
    answers questions about it (names, addresses), for colleagues.
    """

    title: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    zone: str = "Asia/Shanghai"
    online: bool = False
    place: str = ""
    link: str = ""
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChannelText:
    """What goes to one channel: which act, in which language, to whom; title and body only where they differ."""

    channel: str
    act: str
    lang: str
    audience: str = "all"
    title: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Announcement:
    """One announcement as written; `texts` maps a language to (title, body)."""

    id: str
    kind: str
    event: Event
    texts: Mapping[str, tuple[str, str]]
    channels: tuple[ChannelText, ...]
    publish_at: datetime  # UTC
    publish_wall: str  # as entered, "2026-12-10T19:00:00"
    publish_zone: str = "Asia/Shanghai"
    picture: str = ""
    picture_bytes: int = 0
    picture_alt: Mapping[str, str] = field(default_factory=dict)
    late_after_seconds: int | None = None  # None: the setting's
    useful_until: datetime | None = None  # None: see `latest_useful`

    def words_for(self, channel: ChannelText) -> tuple[str, str]:
        """(title, body) for this channel: its own where it has them, else those of its language; "" where none."""
        title, body = self.texts.get(channel.lang, ("", ""))
        return channel.title or title, channel.body or body


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps an announcement from being sent as it is; `message` is a sentence with a next step.

    `channel` is "" for what concerns all. `hint` marks what does not block approval.
    """

    id: str
    channel: str
    code: str
    message: str
    hint: bool = False


def default_channel(name: str, lang: str = "") -> ChannelText:
    """The channel with its usual act, in its usual language unless another is given."""
    return ChannelText(name, ACTS[name][0], lang or DEFAULT_LANG[name])


def latest_useful(announcement: Announcement) -> datetime | None:
    """After this instant nobody wants to read it any more; None when that cannot be known.

    Without one of its own, an announcement is useful until its event starts, and one that goes out when the event has
    started (a campaign that opens, a photo of the day) until it ends.
    """
    if announcement.useful_until is not None:
        return announcement.useful_until
    edges = (announcement.event.starts_at, announcement.event.ends_at)
    return next((edge for edge in edges if edge is not None and edge > announcement.publish_at), None)


def content_hash(announcement: Announcement) -> str:
    """The hash of all that readers would see and of when and where; an approval is for this content only."""
    fields = asdict(announcement)
    for name in ("link", "contacts"):  # without them the hash is the one of before there were these fields
        if not fields["event"][name]:
            del fields["event"][name]
    fields["channels"] = sorted(fields["channels"], key=itemgetter("channel"))  # their order means nothing
    plain = json.dumps(fields, ensure_ascii=False, sort_keys=True, default=_instant)
    return hashlib.sha256(plain.encode()).hexdigest()


def _instant(value: object) -> str:
    if not isinstance(value, datetime):
        raise TypeError(f"no form for {type(value).__name__}")
    return value.astimezone(UTC).isoformat()


class Stand(StrEnum):
    """How an announcement stands, as one word for a calendar: of its deliveries the one that most needs a person."""

    DRAFT = "draft"
    ASKED = "asked"
    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    MISSED = "missed"
    HELD = "held"
    UNKNOWN = "unknown"
    FAILED = "failed"
    CANCELLED = "cancelled"


# From the most to the least urgent.
_STANDS = (
    (Stand.FAILED, {State.FAILED}),
    (Stand.UNKNOWN, {State.UNKNOWN}),
    (Stand.HELD, {State.HELD}),
    (Stand.MISSED, {State.MISSED}),
    (Stand.SENDING, {State.CLAIMED, State.SENDING, State.ACCEPTED, State.RETRY}),
    (Stand.PLANNED, {State.QUEUED}),
    (Stand.SENT, {State.SENT}),
)


def stand(status: Status, states: Mapping[str, State], *, asked: bool = False) -> Stand:
    """The one word; `asked`: whether a draft waits for its approval."""
    if status is Status.DRAFT:
        return Stand.ASKED if asked else Stand.DRAFT
    if status is Status.CANCELLED:
        return Stand.CANCELLED
    return next((word for word, of in _STANDS if of & set(states.values())), Stand.PLANNED)


_AS_PEOPLE_SAY = {
    State.QUEUED: "waits for its time on",
    State.CLAIMED: "is being sent to",
    State.SENDING: "is being sent to",
    State.RETRY: "will be tried again on",
    State.ACCEPTED: "was accepted and waits for the last word of",
    State.SENT: "is out on",
    State.UNKNOWN: "may or may not be out, have a look at",
    State.FAILED: "was refused by",
    State.HELD: "is held and waits for a person, see `deliveries`, on",
    State.MISSED: "came too late for",
    State.CANCELLED: "was cancelled for",
}


def overall(status: Status, states: Mapping[str, State]) -> str:
    """How an announcement stands, as a sentence; worked out from its deliveries (channel → state), never stored."""
    if status is Status.DRAFT:
        return "A draft; nothing goes out before it is approved."
    if not states:
        return "Cancelled; nothing was sent." if status is Status.CANCELLED else "Approved."
    parts = []
    for state in State:
        names = [NAMES.get(channel, channel) for channel, at in states.items() if at is state]
        if names:
            parts.append(f"{_AS_PEOPLE_SAY[state]} {', '.join(names)}")
    return f"It {'; it '.join(parts)}."
