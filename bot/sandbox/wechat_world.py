"""What the emulated WeChat account holds: tokens, drafts, media, jobs, tags, people, counters."""

import itertools
import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.media import MediaFile
from bot.sandbox.people import Follower
from bot.sandbox.state import letters

NICKNAMES = ("林一", "Camille", "Alex")


@dataclass
class Token:
    """An access token: how long it works, and whether a newer one or a forced refresh has replaced it before that."""

    expires_at: float
    replaced_at: float | None = None


@dataclass(frozen=True)
class Material:
    """An uploaded file under its media_id; a temporary one ends at `expires_at`."""

    kind: str
    file: MediaFile
    expires_at: float | None = None


@dataclass
class Draft:
    """A draft: its articles as the draft box gives them back."""

    media_id: str
    articles: list[dict[str, Any]]
    created_at: float
    updated_at: float


@dataclass
class Page:
    """An article that has become public, at /s/<name>."""

    name: str
    url: str
    article: dict[str, Any]
    at: float
    deleted: bool = False


@dataclass
class MassJob:
    """A mass send. `status` is what the finish event says; None while an admin has not tapped or it still runs."""

    msg_id: int
    key: str | None
    msgtype: str
    content: dict[str, Any]
    audience: dict[str, Any]
    openids: list[str]
    at: float
    draft: Draft | None = None
    waiting: bool = False
    status: str | None = None
    ends_at: float = 0.0
    deleted: bool = False
    pages: list[Page] = field(default_factory=list)


@dataclass
class PublishJob:
    """A publication: `ends_at` is when it stops being "running"."""

    publish_id: str
    article_id: str
    pages: list[Page]
    ends_at: float
    draft: Draft


@dataclass
class SentKey:
    """A clientmsgid that was used: by which job, when first, and when it was last asked about."""

    msg_id: int
    first_at: float
    last_at: float


@dataclass
class WechatWorld:
    """The whole account."""

    followers: dict[str, Follower] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    newest: dict[str, str] = field(default_factory=dict)  # family (stable, classic) → its newest token
    forced_at: list[float] = field(default_factory=list)
    drafts: dict[str, Draft] = field(default_factory=dict)
    materials: dict[str, Material] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    mass: dict[int, MassJob] = field(default_factory=dict)
    keys: dict[str, SentKey] = field(default_factory=dict)
    publications: dict[str, PublishJob] = field(default_factory=dict)
    tags: dict[int, str] = field(default_factory=lambda: {2: "星标组"})
    menu: dict[str, Any] | None = None
    used: Counter[tuple[str, str]] = field(default_factory=Counter)  # (what, day, month or minute) → how often
    # Because ids must not come back after a restart: a bot's database outlives the sandbox.
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1_000_000_000 + secrets.randbelow(10**9)))

    def follower_at(self, openid: str, now: float) -> Follower:
        """Give the person, who becomes a follower when nobody knew them."""
        if openid not in self.followers:
            self.followers[openid] = Follower(openid, openid[:6] + "…", since=now)
        return self.followers[openid]


def new_openid() -> str:
    """Make up an openid of WeChat's shape: `o` and 27 letters."""
    return "o" + letters(27)
