"""What is planned, by day; what would become of it; and the same as a feed for calendar programs."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.actions.announcement_checks import REMEMBERED, Terms, check, for_a_person, pictures_of, plan
from bot.actions.announcements import title_of
from bot.core import ical
from bot.core.announcements import ACTS, Problem, Status, latest_useful, overall, stand
from bot.core.delivery import WAITING, Delivery, State
from bot.core.dry_run import Rehearsed, Send, Taken, rehearse
from bot.core.picture_problems import PictureFile, picture_findings
from bot.core.posts import posts_for, visible
from bot.core.quotas import needs
from bot.core.rules import Planned
from bot.core.timing import Span, period
from bot.store import accounts, deliveries, quotas
from bot.store import announcements as stored
from bot.store.announcements import Stored
from bot.store.engine import Database

WEEKS = 8
_WAITING = (*WAITING, State.HELD)
_SPENT = 10**6  # the platform says that nothing is left, whatever our limit is
_SHOWN = 60  # characters of a title-less text


def planned(database: Database, *, now: datetime, weeks: int = WEEKS) -> list[dict[str, Any]]:
    """What is to go out in these weeks, drafts too, by its minute; what is cancelled is not planned."""
    with database.reading() as db:
        known = stored.listing(db, since=now)
    until = now + timedelta(weeks=weeks)
    return [
        {
            "at": one.announcement.publish_at,
            "id": one.announcement.id,
            "status": one.status.value,
            "draft": one.status is Status.DRAFT,
            "channels": [channel.channel for channel in one.announcement.channels],
            "title": title_of(one.announcement),
            "overall": overall(one.status, one.states),
        }
        for one in known
        if one.status is not Status.CANCELLED and one.announcement.publish_at < until
    ]


def between(database: Database, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """What goes, or went, out from `start` up to `end`, by its minute; `stand`: `core.announcements.Stand`."""
    with database.reading() as db:
        known = stored.listing(db, since=start, until=end)
    return [
        {
            "at": one.announcement.publish_at,
            "id": one.announcement.id,
            "title": title_of(one.announcement),
            "channels": [channel.channel for channel in one.announcement.channels],
            "stand": stand(one.status, one.states, asked=one.asked).value,
            # What has begun stays where it is.
            "movable": set(one.states.values()) <= {State.QUEUED, State.HELD},
        }
        for one in known
        if one.status is not Status.CANCELLED
    ]


def quota_outlook(database: Database, terms: Terms) -> list[dict[str, Any]]:
    """Of each account what it may send this day and this month, how much is used up, and how much is planned."""
    rules = terms.rules.quotas
    with database.reading() as db:
        ahead = [send for send in plan(stored.listing(db, since=terms.now)) if send.due_at >= terms.now]
        rows = []
        for channel, account in terms.accounts.items():
            for need in needs(channel, ACTS[channel][0], "all", rules):
                if need.span not in (Span.DAY, Span.MONTH):
                    continue
                stretch = period(need.span, terms.now)
                mine = [
                    send
                    for send in ahead
                    if send.channel == channel
                    and period(need.span, send.due_at) == stretch
                    and any(one.kind == need.kind for one in needs(channel, send.act, send.audience, rules))
                ]
                row = {"channel": channel, "what": need.what, "per": need.span.value, "limit": need.limit}
                used = need.limit - quotas.left(db, need, account=account, now=terms.now)
                rows.append({**row, "used": used, "planned": len(mine)})
    return rows


def dry_run(database: Database, terms: Terms, *, weeks: int = WEEKS) -> list[dict[str, Any]]:
    """What would go out in these weeks, at which minute, on which account, with all that would keep it back.

    Drafts are rehearsed as if they were approved, and marked. Pictures are looked at as they lie in their folder now;
    what a person is to post says so. Nothing is sent and nothing is written.
    """
    until = terms.now + timedelta(weeks=weeks)
    with database.reading() as db:
        known = stored.listing(db, since=terms.now - REMEMBERED)
        waiting = {
            one.announcement.id: [
                each for each in deliveries.of_announcement(db, one.announcement.id) if each.state in _WAITING
            ]
            for one in known
            if one.status is Status.APPROVED
        }
        taken = _taken(quotas.taken(db, since=terms.now - REMEMBERED))
        pauses = {name: pause.sentence() for name, pause in accounts.paused(db).items()}
    sends = [
        send
        for one in known
        for send in (_of_draft(one, terms) if one.status is Status.DRAFT else _of_queue(one, waiting))
        if send.due_at < until
    ]
    files = {one.announcement.id: pictures_of(one.announcement, terms) for one in known}
    rehearsed = rehearse(
        sends,
        now=terms.now,
        rules=terms.rules,
        before=_before(known, waiting),
        taken=taken,
        pauses=pauses,
        check=lambda send, before, at: _wrong(send, before, replace(terms, now=at), files[send.announcement.id]),
    )
    return [_row(one) for one in rehearsed]


def _wrong(
    send: Send, before: Sequence[Planned], terms: Terms, files: Mapping[str, PictureFile] | None
) -> Sequence[Problem]:
    """What approving would say at this moment, and whether the pictures are still those that were approved."""
    found = check(send.announcement, before, terms, draft=False, files=files)
    said = {(one.channel, one.message) for one in found}
    channel = send.post.channel
    frozen = (Problem(send.announcement.id, channel, *one) for one in picture_findings(send.post, 0, files))
    found += [one for one in frozen if (channel, one.message) not in said]
    return for_a_person(found, {channel}) if send.by_hand else found


def feed(database: Database, *, now: datetime, weeks: int = WEEKS) -> bytes:
    """An iCalendar file of the last month and these weeks, for programs that subscribe to it."""
    with database.reading() as db:
        known = stored.listing(db, since=now - REMEMBERED)
    until = now + timedelta(weeks=weeks)
    return ical.feed([_appointment(one) for one in known if one.announcement.publish_at < until])


def _appointment(one: Stored) -> ical.Appointment:
    announcement = one.announcement
    channels = tuple(channel.channel for channel in announcement.channels)
    posts = posts_for(announcement)
    return ical.Appointment(
        id=announcement.id,
        at=announcement.publish_at,
        title=title_of(announcement),
        status=one.status,
        channels={name: one.states.get(name, one.status).value for name in channels},
        text=visible(next(iter(posts.values()))) if posts else "",
        stands=overall(one.status, one.states),
        changed_at=one.updated_at,
    )


def _of_draft(one: Stored, terms: Terms) -> list[Send]:
    announcement, rules = one.announcement, terms.rules
    late = announcement.late_after_seconds
    posts = posts_for(announcement, author=rules.author, link_domains=rules.link_domains)
    return [
        Send(
            announcement,
            post,
            terms.accounts.get(name, ""),
            announcement.publish_at,
            rules.late_after if late is None else timedelta(seconds=late),
            latest_useful(announcement),
            draft=True,
        )
        for name, post in posts.items()
    ]


def _of_queue(one: Stored, waiting: Mapping[str, Sequence[Delivery]]) -> list[Send]:
    return [
        Send(
            one.announcement,
            each.post,
            each.account,
            each.due_at,
            each.late_after,
            each.useful_until,
            held=each.state is State.HELD,
            by_hand=each.by_hand,
            not_before=each.next_try_at if each.state is State.RETRY else None,
        )
        for each in waiting.get(one.announcement.id, ())
    ]


def _before(known: Sequence[Stored], waiting: Mapping[str, Sequence[Delivery]]) -> list[Planned]:
    """What reached readers or is under way."""
    still = {(name, each.channel) for name, sends in waiting.items() for each in sends}
    approved = [one for one in known if one.status is Status.APPROVED]
    return [send for send in plan(approved) if (send.id, send.channel) not in still]


def _taken(rows: Sequence[tuple[str, str, str, bool]]) -> Taken:
    used: Counter[tuple[str, str, str]] = Counter()
    for account, kind, stretch, spent in rows:
        used[account, kind, stretch] += _SPENT if spent else 1
    return used


def _row(one: Rehearsed) -> dict[str, Any]:
    send = one.send
    post = send.post
    return {
        "at": one.at,
        "due_at": send.due_at,
        "announcement": send.announcement.id,
        "channel": post.channel,
        "account": send.account,
        "act": post.act,
        "audience": post.audience,
        "title": post.title or visible(post).strip().split("\n", 1)[0][:_SHOWN],
        "draft": send.draft,
        "fate": one.fate.value,
        "problems": [_said(problem) for problem in one.problems],
        "hints": [_said(hint) for hint in one.hints],
    }


def _said(problem: Problem) -> dict[str, str]:
    return {"code": problem.code, "message": problem.message}
