"""What the emulated X account holds."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.media import MediaFile


@dataclass(frozen=True)
class Tweet:
    """A post. `sent` is the text as it came in, `text` as people see it, `urls` the links in it."""

    id: int
    text: str
    sent: str
    at: float
    urls: list[dict[str, Any]]
    media: list[str]


@dataclass(frozen=True)
class XMedia:
    """An uploaded picture; it can be used until `expires_at`."""

    file: MediaFile
    kind: str
    expires_at: float


@dataclass
class XWorld:
    """The whole account. `nonces` says when each (timestamp, nonce) of a signed request was seen."""

    tweets: list[Tweet] = field(default_factory=list)
    media: dict[str, XMedia] = field(default_factory=dict)
    nonces: dict[tuple[str, str], float] = field(default_factory=dict)
    used: Counter[tuple[str, int]] = field(default_factory=Counter)
    sequence: int = 0
