"""What comes in and what goes out, free of any platform's wire format."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a student sent."""

    TEXT = "text"
    IMAGE = "image"
    VOICE = "voice"
    VIDEO = "video"
    LOCATION = "location"
    LINK = "link"
    FILE = "file"
    EVENT = "event"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A verified message or event. `key`: HMAC of platform, sender and MsgId (or CreateTime, Event, EventKey)."""

    platform: str
    sender: str  # the openid; never logged
    account: str  # our own account's id (gh_…)
    kind: Kind
    sent_at: datetime
    key: str
    person: str  # HMAC of the openid: how we name a person everywhere inside
    text: str = ""  # the question; for voice: the platform's transcript, if any
    event: str = ""  # lower case, e.g. "subscribe", "masssendjobfinish"
    event_key: str = ""  # menu key, scene …
    menu_id: str = ""  # bizmsgmenuid of a tapped menu link
    fields: Mapping[str, str] = field(
        default_factory=dict
    )  # everything else the platform sent, flat ("a.b" for nested)


class ReplyKind(StrEnum):
    """What a reply was, as the log shows it."""

    ANSWER = "answer"
    CHOICES = "choices"
    NONE = "none"
    FEEDBACK = "feedback"
    GREETING = "greeting"
    HANDOVER = "handover"
    HELD_ANSWER = "held_answer"
    HELP = "help"
    LANGUAGE = "language"
    MEDIA_HINT = "media_hint"
    PRIVACY = "privacy"
    THANKS = "thanks"
    WELCOME = "welcome"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the student gets. `entries` are ids best first; the first `shown` of them were given or offered."""

    kind: ReplyKind
    text: str
    lang: str
    decision: str = ""  # answer | choices | none, "" where nothing was looked up
    entries: tuple[str, ...] = ()
    shown: int = 0
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class LogLine:
    """One row of the message log: what was asked (masked) and what was said."""

    key: str
    at: datetime
    person: str
    kind: str
    decision: str
    entries: tuple[str, ...]
    shown: int
    lang: str
    confidence: float
    question: str
    reply: str
    request_id: str
    ms: float
