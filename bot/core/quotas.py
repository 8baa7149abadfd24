"""What the platforms let one account do in a stretch of time: the limits as data, and what each act needs of them."""

from dataclasses import dataclass

from bot.core.timing import Span

# developers.weixin.qq.com, "Batch sends", read 2026-11-23: a verified subscription account sends one mass
# message a day; of a service account each follower gets at most four a calendar month, and a message to all goes out at
# most once a day. All in Beijing time. Messages to a tag count into the month too, because their readers are followers.
MASS_A_DAY = 1
MASS_A_MONTH = 4
# Calls of mass sends (高级群发) a day, page "API_Call_Limits", read 2026-11-23. Of a service account only sends to all
# count into the one a day (page "Batch sends"), so nothing else keeps back those to a tag on one day.
MASS_CALLS_A_DAY = 100
# open.weibo.com/wiki/Rate-limiting, rev 16512, read 2026-11-23; written there as examples.
WEIBO_POSTS_AN_HOUR = 30
WEIBO_CALLS_A_DAY = 100
# docs.x.com, rate limits, "Manage posts", read 2026-11-23: POST /2/tweets per user.
X_POSTS_A_QUARTER = 100


@dataclass(frozen=True, slots=True)
class QuotaRules:
    """What our accounts may do, from the settings."""

    account_type: str = "service"  # WeChat: "service" or "subscription"
    weibo_posts_per_hour: int = WEIBO_POSTS_AN_HOUR
    weibo_calls_per_day: int = WEIBO_CALLS_A_DAY


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a send uses up: at most `limit` of `kind` per `span`; `what` names it for people.

    `each_try`: every call counts, whatever becomes of it; else only what is published.
    """

    kind: str
    limit: int
    span: Span
    what: str
    each_try: bool = False


def needs(channel: str, act: str, audience: str, rules: QuotaRules) -> tuple[Need, ...]:
    """What one send uses up; empty where the platform counts nothing that we know of."""
    if channel == "wechat" and act in {"mass", "text"}:
        return _mass_needs(audience, rules)
    if channel == "weibo":
        return (
            Need("posts_hour", rules.weibo_posts_per_hour, Span.HOUR, "Weibo posts"),
            _weibo_call(rules),
        )
    if channel == "x":
        return (Need("posts_quarter", X_POSTS_A_QUARTER, Span.QUARTER, "posts on X"),)
    return ()


def _mass_needs(audience: str, rules: QuotaRules) -> tuple[Need, ...]:
    day = Need("mass_day", MASS_A_DAY, Span.DAY, "mass messages on WeChat")
    if rules.account_type == "subscription":
        return (day,)
    month = Need("mass_month", MASS_A_MONTH, Span.MONTH, "mass messages on WeChat")
    to_tag = Need("mass_tag_day", MASS_CALLS_A_DAY, Span.DAY, "messages to a group of followers on WeChat")
    return (day, month) if audience == "all" else (to_tag, month)


def spent(channel: str, act: str, audience: str, rules: QuotaRules, kind: str = "") -> Need | None:
    """What is gone when a platform says "no quota left": the kind that it names, else the shortest it can mean.

    WeChat's 45028 speaks of "day or month" without saying which (page Batch_Sends); by the day we ask again tomorrow,
    by the month a mistake would keep the account silent for weeks. Of a send to a tag it says nothing of sends to all.
    """
    counted = needs(channel, act, audience, rules)
    return next((need for need in counted if need.kind == kind), counted[0] if counted else None)


def look_need(channel: str, rules: QuotaRules) -> Need | None:
    """What one look for a post uses up: Weibo counts every call; elsewhere our few looks are far from any limit."""
    if channel != "weibo":
        return None
    return _weibo_call(rules)


def _weibo_call(rules: QuotaRules) -> Need:
    return Need("calls_day", rules.weibo_calls_per_day, Span.DAY, "calls to Weibo", each_try=True)


def used_up(need: Need, period: str) -> str:
    """The sentence for staff."""
    return (
        f"The account has no {need.what} left for this {need.span} ({period}, Shanghai time; the limit is "
        f"{need.limit}). Choose a later time, or send it by hand."
    )
