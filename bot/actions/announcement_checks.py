"""What announcements are checked against when they are written and when they are approved."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.actions.announcement_files import FaultOf, look_at, no_fault
from bot.core.announcements import NAMES, Announcement, Problem, Status
from bot.core.delivery import State
from bot.core.picture_problems import PictureFile
from bot.core.posts import picture_files, posts_for
from bot.core.problems import planned, problems
from bot.core.rules import Planned, Rules
from bot.store.announcements import Stored

REMEMBERED = timedelta(days=31)  # what went out a month ago no longer counts against a plan
# What matters only where the bot posts through the platform's interface.
_OF_THE_INTERFACE = frozenset(
    {
        *("no_account", "no_right", "token_ends", "token_ended", "paused"),
        *("no_domain", "no_safe_link", "foreign_link", "topic"),
    }
)
_REACHED_NOBODY = (State.FAILED, State.CANCELLED, State.MISSED)


@dataclass(frozen=True, slots=True)
class Terms:
    """Who writes, when (UTC), under which limits, which accounts there are (channel → account), where the pictures are.

    Without a pictures folder nobody looks at the files, and the content of pictures is not frozen at approval.
    `fault_of` looks into the content of each.
    """

    rules: Rules
    accounts: Mapping[str, str]
    now: datetime
    actor: str
    pictures: Path | None = None
    fault_of: FaultOf = no_fault


def plan(known: Sequence[Stored], *, without: Collection[str] = ()) -> list[Planned]:
    """The sends that count against another announcement: all that reached readers or still may."""
    return [
        send
        for one in known
        if one.status is not Status.CANCELLED and one.announcement.id not in without
        for send in planned(one.announcement)
        if one.states.get(send.channel) not in _REACHED_NOBODY
    ]


def check(
    announcement: Announcement,
    others: Sequence[Planned],
    terms: Terms,
    *,
    draft: bool,
    files: Mapping[str, PictureFile] | None = None,
) -> list[Problem]:
    """All problems and hints; that a channel is not set up yet is no obstacle to a draft.

    `files`: what lies in the pictures folder of those it names, see `pictures_of`.
    """
    missing = [channel.channel for channel in announcement.channels if channel.channel not in terms.accounts]
    no_account = [
        Problem(
            announcement.id,
            channel,
            "no_account",
            f"{NAMES[channel]} is not set up yet: fill in [{channel}] in the settings, or drop {NAMES[channel]}.",
            hint=draft,
        )
        for channel in missing
    ]
    found = problems(announcement, now=terms.now, rules=terms.rules, others=others, draft=draft, files=files)
    found += no_account
    return found if draft else found + _paused(announcement, terms.rules)


def pictures_of(announcement: Announcement, terms: Terms) -> dict[str, PictureFile] | None:
    """The files that its posts show, as far as they lie in the pictures folder; None without a folder."""
    if terms.pictures is None:
        return None
    names = {name for post in posts_for(announcement).values() for name in picture_files(post)}
    return look_at(terms.pictures, names, terms.fault_of)


def _paused(announcement: Announcement, rules: Rules) -> list[Problem]:
    """A pause may end before its minute, so it is no obstacle."""
    names = [channel.channel for channel in announcement.channels if channel.channel in rules.paused]
    return [Problem(announcement.id, name, "paused", rules.paused[name], hint=True) for name in names]


def for_a_person(found: Sequence[Problem], by_hand: Collection[str]) -> list[Problem]:
    """Without what is no obstacle on the channels on which a person posts it."""
    return [one for one in found if not (one.channel in by_hand and one.code in _OF_THE_INTERFACE)]


def blocking(found: Sequence[Problem]) -> list[Problem]:
    """Those that are not mere hints."""
    return [problem for problem in found if not problem.hint]
