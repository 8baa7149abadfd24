"""What keeps an announcement from going out as it is: found when it is written and again when it is approved."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from bot.core.announcements import NAMES, Announcement, ChannelText, Problem
from bot.core.channel_problems import Finding, plain_text_findings, text_findings
from bot.core.day_problems import day_findings
from bot.core.delivery import Post
from bot.core.picture_problems import PictureFile, picture_findings
from bot.core.posts import ARTICLES, fingerprint, posts_for
from bot.core.quotas import Need, needs
from bot.core.rules import Planned, Rules
from bot.core.timing import NoSuchTime, Span, period, to_utc
from bot.core.walls import day, day_and_time
from bot.core.wording import wording_findings

JUST_PAST = timedelta(minutes=15)  # approving takes a moment; what should have gone out earlier needs another time
WORTH_SAYING = timedelta(seconds=90)
FARTHEST = timedelta(days=2 * 366)
CLOSE_TOGETHER = timedelta(hours=1)


def problems(
    announcement: Announcement,
    *,
    now: datetime,
    rules: Rules,
    others: Sequence[Planned],
    draft: bool = False,
    files: Mapping[str, PictureFile] | None = None,
) -> list[Problem]:
    """Everything that is wrong with it at once, hints included, in the order of its channels.

    `others` are the sends that count against it: those approved, and when it is written also the other drafts. What
    can still come right before a `draft` is approved (a right, a token) is only a hint there. `files`: what lies in the
    pictures folder, None when nobody has looked.
    """
    found = [Problem(announcement.id, "", *finding) for finding in _general(announcement, now, rules)]
    posts = posts_for(announcement, author=rules.author, link_domains=rules.link_domains)
    for channel in announcement.channels:
        post = posts.get(channel.channel)
        findings = [*_of_channel(announcement, channel, post, rules=rules, others=others)]
        if post:
            findings += picture_findings(post, announcement.picture_bytes, files)
        findings += _access(announcement, channel, now=now, rules=rules, draft=draft)
        found += [Problem(announcement.id, channel.channel, *finding) for finding in findings]
    return found


def planned(announcement: Announcement) -> list[Planned]:
    """Its sends, as others are checked against them."""
    return [
        Planned(announcement.id, name, post.act, post.audience, announcement.publish_at, fingerprint(post))
        for name, post in posts_for(announcement).items()
    ]


def _general(announcement: Announcement, now: datetime, rules: Rules) -> Iterator[Finding]:
    if not announcement.channels:
        yield Finding("no_channel", "It goes nowhere: choose at least one channel.")
    yield from _time(announcement, now, rules)
    event, at = announcement.event, announcement.publish_at
    if event.starts_at and event.ends_at and event.ends_at < event.starts_at:
        yield Finding("event_order", "The event ends before it starts: correct its times.")
    over = event.ends_at or event.starts_at
    if over and over < at:
        yield Finding(
            "event_past",
            f"The event ended on {day(over, event.zone)}, before the planned sending on "
            f"{day(at, announcement.publish_zone)}: correct the date or cancel.",
        )
    if announcement.useful_until and announcement.useful_until < at:
        yield Finding("useful_past", "It is planned for later than it is useful: correct one of the two times.")
    yield from day_findings(announcement, rules.holidays)


def _time(announcement: Announcement, now: datetime, rules: Rules) -> Iterator[Finding]:
    at, zone = announcement.publish_at, announcement.publish_zone
    read = to_utc(announcement.publish_wall, zone)
    if isinstance(read, NoSuchTime):
        yield Finding(f"time_{read.code}", read.message)
        return
    said = day_and_time(at, zone)
    if now - at > min(JUST_PAST, rules.late_after):
        yield Finding("time_past", f"The planned time, {said}, has passed: choose another one.")
    elif now - at > WORTH_SAYING:
        yield Finding("time_just_past", f"The planned time, {said}, has just passed: it goes out at once.", hint=True)
    elif at - now > FARTHEST:
        yield Finding("time_far", f"{said} is more than two years away: check the year.")
    if read.twice:
        yield Finding("time_twice", f"Clocks show {said} twice that night: the first is meant.", hint=True)


def _of_channel(
    announcement: Announcement, channel: ChannelText, post: Post | None, *, rules: Rules, others: Sequence[Planned]
) -> Iterator[Finding]:
    if post is None:
        name = NAMES[channel.channel]
        yield Finding(
            "no_language", f"{name} is to speak “{channel.lang}”, but there is no such text: write it, or drop {name}."
        )
        return
    yield from text_findings(post, rules)
    yield from wording_findings(post, rules.banned_words)
    if post.act not in ARTICLES:
        yield from plain_text_findings(announcement.words_for(channel)[1], NAMES[channel.channel])
    mine = [other for other in others if other.channel == channel.channel and other.id != announcement.id]
    yield from _same_text(post, mine)
    yield from _quotas(post, announcement.publish_at, mine, rules=rules)


def _access(
    announcement: Announcement, channel: ChannelText, *, now: datetime, rules: Rules, draft: bool
) -> Iterator[Finding]:
    """Whether the account may do it, and will still be connected then."""
    name = NAMES[channel.channel]
    lacking = rules.missing_rights.get((channel.channel, channel.act))
    if lacking:
        by_hand = f"`announce package {announcement.id}` puts everything together for posting it by hand."
        yield Finding("no_right", f"{lacking.rstrip()} {by_hand}", hint=draft)
    end = rules.tokens_end.get(channel.channel)
    if end is None or end > announcement.publish_at:
        return
    again = f"connect {name} again with `channel connect {channel.channel}`"
    if end <= now:
        yield Finding(
            "token_ended",
            f"The bot's access to {name} ended on {day(end, 'Asia/Shanghai')}, so nothing goes out there: {again}.",
            hint=draft,
        )
    else:
        yield Finding(
            "token_ends",
            f"The bot's access to {name} ends on {day(end, 'Asia/Shanghai')}, before the planned sending: {again} "
            "before that day, or it will not go out.",
            hint=True,
        )


def _same_text(post: Post, others: Sequence[Planned]) -> Iterator[Finding]:
    words, name = fingerprint(post), NAMES[post.channel]
    twin = next((other for other in others if other.text == words), None)
    if twin is None:
        return
    if post.channel == "wechat":  # our sends carry a key of their own, so WeChat takes it; readers may wonder
        yield Finding("same_text", f"The text is the same as that of “{twin.id}”: is that meant?", hint=True)
    else:
        yield Finding(
            "same_text",
            f"The text is the same as that of “{twin.id}”, planned for {name} too: {name} refuses duplicates, "
            "so change the wording.",
        )


def _quotas(post: Post, at: datetime, others: Sequence[Planned], *, rules: Rules) -> Iterator[Finding]:
    for need in needs(post.channel, post.act, post.audience, rules.quotas):
        stretch = period(need.span, at)
        rivals = [other for other in others if period(need.span, other.due_at) == stretch and _uses(other, need, rules)]
        if len(rivals) >= need.limit:
            yield _no_room(need, at, rivals)
            return
    near = next((other for other in others if abs(other.due_at - at) < CLOSE_TOGETHER), None)
    if near:
        yield Finding("same_hour", f"“{near.id}” goes out on this account within the same hour.", hint=True)


def _uses(other: Planned, need: Need, rules: Rules) -> bool:
    return any(theirs.kind == need.kind for theirs in needs(other.channel, other.act, other.audience, rules.quotas))


def _no_room(need: Need, at: datetime, rivals: Sequence[Planned]) -> Finding:
    on = day(at, "Asia/Shanghai")
    said = {Span.DAY: on, Span.MONTH: on.split(" ", 1)[1]}.get(need.span, f"that {need.span} of {on}")
    named = ", ".join(f"“{rival.id}”" for rival in rivals[:4])
    more = f" and {len(rivals) - 4} more" if len(rivals) > 4 else ""
    return Finding(
        f"quota_{need.span.name.lower()}",
        f"The account may send {need.limit} {need.what} per {need.span}, and {said} is full with {named}{more}: "
        "drop or move one.",
    )
