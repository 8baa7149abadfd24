"""An announcement: one event, its texts per language, and what each channel is to say of it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum

ACTS = {"wechat": ("mass", "publish", "text"), "weibo": ("share",), "x": ("tweet",)}
DEFAULT_LANG = {"wechat": "zh", "weibo": "zh", "x": "en"}  # DESIGN §7, defaults of `announce`


class Status(StrEnum):
    """Where an announcement stands; what became of each send is read from its deliveries."""

    DRAFT = "draft"
    APPROVED = "approved"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Event:
    """What is announced. Instants are UTC; the zone is the one that people speak of."""

    title: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    zone: str = "Asia/Shanghai"
    online: bool = False
    place: str = ""


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
    useful_until: datetime | None = None  # None: the event's start, if it has one


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


def content_hash(announcement: Announcement) -> str:
    """The hash of everything that readers would see or that decides when and where; approval is for this content only."""
    plain = json.dumps(asdict(announcement), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()
