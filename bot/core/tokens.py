"""How long a platform's token lives, and when staff must hear that it ends."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.announcements import NAMES
from bot.core.timing import SHANGHAI

# A fifth of the life, because a token of a week is renewed within the week before; not less than a day, so that a
# working day lies in it; not more than 30 days, which is what is left for one of five years. Weibo gives 1 day, 7 days
# or 5 years (open.weibo.com, 授权机制说明, read 2026-11-23); it has no refresh for web apps.
WARN_SHARE = 5
WARN_LEAST = timedelta(days=1)
WARN_MOST = timedelta(days=30)
WARN_UNKNOWN = timedelta(days=7)  # of a token whose age is not known


@dataclass(frozen=True, slots=True)
class TokenLife:
    """From when to when a token works (UTC); `began` is None where the platform does not say it."""

    ends: datetime
    began: datetime | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """What somebody's yes at a platform gave us."""

    token: str = field(repr=False)
    uid: str
    life: TokenLife


def fingerprint(token: str) -> str:
    """Tells tokens apart without holding any of them."""
    return hashlib.sha256(token.encode()).hexdigest()[:16] if token else ""


def warns_at(life: TokenLife) -> datetime:
    """The moment from which staff are told."""
    share = (life.ends - life.began) / WARN_SHARE if life.began else WARN_UNKNOWN
    return life.ends - min(max(share, WARN_LEAST), WARN_MOST)


def token_warning(channel: str, life: TokenLife | None, now: datetime) -> str:
    """The sentence that staff are due about this channel's token now, "" when there is nothing to say."""
    if life is None or now < warns_at(life):
        return ""
    name = NAMES.get(channel, channel)
    end = f"{life.ends.astimezone(SHANGHAI):%Y-%m-%d %H:%M} (Shanghai)"
    mend = f"Connect the account again: paristech-bot channel connect {channel}"
    if now >= life.ends:
        return f"{name} has accepted nothing from us since {end}, because its authorisation ended. {mend}"
    return f"{name}'s authorisation ends on {end}, {_left(life.ends - now)} from now. {mend}"


def _left(left: timedelta) -> str:
    number, unit = (left.days, "day") if left >= timedelta(days=1) else (round(left.total_seconds() / 3600), "hour")
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
