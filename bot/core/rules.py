"""What announcements are checked against: the limits from the settings, and what else is planned."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.holidays import Holiday
from bot.core.quotas import QuotaRules
from bot.core.text import LIMITS


@dataclass(frozen=True, slots=True)
class Rules:
    """The limits that a setting can change; the others stand in core/text.py. `author` signs WeChat articles.

    missing_rights: of a channel's act, a sentence that says why it cannot work and what to do. tokens_end: when a
    channel's token stops working (UTC). link_domains: those whose links get UTM parameters, "" for none. banned_words:
    the office's own, which no announcement may hold. paused: of a channel on which nothing goes out now, a sentence
    that says so. holidays: days off in China beside those that are known here. two_people: nobody
    approves what they wrote themselves.
    """

    weibo_domain: str = ""  # the safe domain of our app on Weibo, or several with commas
    weibo_chars: int = LIMITS["weibo.text"].number
    weibo_url_weight: float = LIMITS["weibo.url"].number
    title_chars: int = LIMITS["wechat.title"].number
    author: str = "ParisTech"
    late_after: timedelta = timedelta(minutes=15)
    quotas: QuotaRules = field(default_factory=QuotaRules)
    missing_rights: Mapping[tuple[str, str], str] = field(default_factory=dict)
    tokens_end: Mapping[str, datetime] = field(default_factory=dict)
    link_domains: str = ""
    banned_words: tuple[str, ...] = ()
    paused: Mapping[str, str] = field(default_factory=dict)
    holidays: tuple[Holiday, ...] = ()
    two_people: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """One send of another announcement, planned or done; `text` is `core.posts.fingerprint` of it."""

    id: str
    channel: str
    act: str
    audience: str
    due_at: datetime
    text: str
