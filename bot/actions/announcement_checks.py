"""What announcements are checked against when they are written and when they are approved."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.announcements import NAMES, Announcement, Problem, Status
from bot.core.delivery import State
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
    """Who writes, when (UTC), under which limits, and which accounts there are (channel → account)."""

    rules: Rules
    accounts: Mapping[str, str]
    now: datetime
    actor: str


def plan(known: Sequence[Stored], *, without: Collection[str] = ()) -> list[Planned]:
    """The sends that count against another announcement: all that reached readers or still may."""
    return [
        send
        for one in known
        if one.status is not Status.CANCELLED and one.announcement.id not in without
        for send in planned(one.announcement)
        if one.states.get(send.channel) not in _REACHED_NOBODY
    ]


def check(announcement: Announcement, others: Sequence[Planned], terms: Terms, *, draft: bool) -> list[Problem]:
    """All problems and hints; that a channel is not set up yet is no obstacle to a draft."""
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
    return problems(announcement, now=terms.now, rules=terms.rules, others=others) + no_account


def for_a_person(found: Sequence[Problem], by_hand: Collection[str]) -> list[Problem]:
    """Without what is no obstacle on the channels on which a person posts it."""
    return [one for one in found if not (one.channel in by_hand and one.code in _OF_THE_INTERFACE)]


def blocking(found: Sequence[Problem]) -> list[Problem]:
    """Those that are not mere hints."""
    return [problem for problem in found if not problem.hint]
