"""What the emulated Weibo account holds."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Status:
    """A weibo that stands on the timeline. `sent` is the text as it came in, `text` as people see it."""

    id: int
    text: str
    sent: str
    at: float
    picture: str | None = None


@dataclass(frozen=True)
class Code:
    """An authorisation code: for which redirect, since when."""

    redirect_uri: str
    at: float


@dataclass
class WeiboWorld:
    """The whole account. `tokens` says when each token was given out."""

    tokens: dict[str, float] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)
    codes: dict[str, Code] = field(default_factory=dict)
    statuses: list[Status] = field(default_factory=list)
    used: Counter[tuple[str, str]] = field(default_factory=Counter)
