"""What staff do with the accounts: see how each stands, ask its platform, pause it and let it go on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.core.errors import UsageError
from bot.core.ports import Asks
from bot.core.quotas import QuotaRules, needs
from bot.core.rights import RIGHTS, Asked, Known, rights
from bot.core.roles import Actor, require
from bot.core.tokens import TokenLife, token_warning
from bot.store import accounts, audit, quotas
from bot.store.accounts import Pause
from bot.store.audit import Deed
from bot.store.engine import Database

_ACTS = {"wechat": "mass", "weibo": "share", "x": "tweet"}  # the act that counts into every quota of the channel


@dataclass(frozen=True, slots=True)
class Account:
    """One account as the settings have it; `kind` is for people.

    token_says: words for a token that has no end of its own; token_print: `core.tokens.fingerprint` of the one in use.
    """

    channel: str
    name: str
    kind: str
    account_type: str = "service"
    verified: bool = True
    token_says: str = ""
    token_print: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an account beside its settings."""

    channel: str
    rights: Mapping[str, Known]
    life: TokenLife | None
    pause: Pause | None


@dataclass(frozen=True, slots=True)
class Stopped:
    """What pausing or resuming did, by account.

    under_way: sends that could no longer be stopped. waiting: sends whose minute is past.
    """

    changed: tuple[str, ...]
    already: tuple[str, ...]
    under_way: int = 0
    waiting: int = 0


def standing(database: Database, set_up: Sequence[Account]) -> list[Standing]:
    """What is known of these accounts, in their order."""
    names = [one.name for one in set_up]
    with database.reading() as db:
        learnt = accounts.learnt_rights(db, names)
        lives = accounts.token_lives(db, {one.name: one.token_print for one in set_up})
        paused = accounts.paused(db)
    return [
        Standing(
            one.channel,
            rights(one.channel, one.account_type, verified=one.verified, learnt=learnt[one.name]),
            lives.get(one.name),
            paused.get(one.name),
        )
        for one in set_up
    ]


def listing(database: Database, set_up: Sequence[Account], rules: QuotaRules, *, now: datetime) -> list[dict[str, Any]]:
    """Each account with its kind, pause, token, rights, quota and last failure, as plain values."""
    known = standing(database, set_up)
    with database.reading() as db:
        return [
            {
                "name": one.channel,
                "account": one.name,
                "kind": one.kind,
                "paused": _pause(seen.pause),
                "token": _token(one, seen.life, now),
                "rights": [_right(one.channel, name, right) for name, right in seen.rights.items()],
                "quota": [
                    {
                        "kind": need.kind,
                        "what": need.what,
                        "per": need.span.value,
                        "limit": need.limit,
                        "used": need.limit - left,
                        "left": left,
                    }
                    for need in needs(one.channel, _ACTS[one.channel], "all", rules)
                    for left in [quotas.left(db, need, account=one.name, now=now)]
                ],
                "last_failure": accounts.last_failure(db, one.name),
            }
            for one, seen in zip(set_up, known, strict=True)
        ]


def ask(
    database: Database,
    set_up: Sequence[Account],
    asking: Mapping[str, Asks],
    names: Sequence[str],
    *,
    clock: Callable[[], datetime],
    actor: Actor,
) -> list[dict[str, Any]]:
    """Ask the platforms of these accounts (none named: all) what we may do, keep the answers, and give them.

    Nothing is changed at the platforms. Raises NotAllowed, UsageError for a name that there is not, NotSaved.
    """
    require(actor, "channel.manage")
    asked = ask_each(database, _named(set_up, names), asking, clock=clock, actor=actor.name)
    return [_told(one, said, clock()) for one, said in asked]


def ask_each(
    database: Database,
    accounts_: Sequence[Account],
    asking: Mapping[str, Asks],
    *,
    clock: Callable[[], datetime],
    actor: str,
) -> list[tuple[Account, Asked]]:
    """Ask the platforms of these accounts and keep what they said. Raises NotSaved."""
    found = []
    for one in accounts_:
        asked = asking[one.name].ask()
        now = clock()
        with database.writing() as db:
            accounts.learn(db, one.name, asked, now=now)
            works = {finding.right: finding.works for finding in asked.findings}
            audit.add(db, Deed(actor, "channel.test", f"account:{one.name}", after=works), now=now)
        found.append((one, asked))
    return found


def pause(
    database: Database, set_up: Sequence[Account], names: Sequence[str], *, reason: str, now: datetime, actor: Actor
) -> Stopped:
    """Let nothing more go out on these accounts (none named: all); what waits stays where it is.

    Doing it twice is harmless. Raises NotAllowed, UsageError for a name that there is not, NotSaved.
    """
    require(actor, "channel.pause")
    changed: list[str] = []
    already: list[str] = []
    with database.writing(durable=True) as db:
        for one in _named(set_up, names):
            new = accounts.pause(db, one.name, reason=reason, by=actor.name, now=now)
            (changed if new else already).append(one.channel)
            audit.add(db, Deed(actor.name, "channel.pause", f"account:{one.name}", after={"reason": reason}), now=now)
        under_way = sum(accounts.under_way(db, one.name) for one in _named(set_up, names))
    return Stopped(tuple(changed), tuple(already), under_way=under_way)


def resume(
    database: Database, set_up: Sequence[Account], names: Sequence[str], *, now: datetime, actor: Actor
) -> Stopped:
    """Let these accounts (none named: all) go on: what is still in time goes out, what is late waits for a person.

    Raises NotAllowed, UsageError for a name that there is not, NotSaved.
    """
    require(actor, "channel.pause")
    changed, already, waiting = [], [], 0
    with database.writing(durable=True) as db:
        for one in _named(set_up, names):
            if not accounts.resume(db, one.name):
                already.append(one.channel)
                continue
            changed.append(one.channel)
            waiting += accounts.waiting_since(db, one.name, now)
            audit.add(db, Deed(actor.name, "channel.resume", f"account:{one.name}"), now=now)
    return Stopped(tuple(changed), tuple(already), waiting=waiting)


def _named(set_up: Sequence[Account], names: Sequence[str]) -> list[Account]:
    """By channel ("weibo") or by account ("weibo:123"); all when none is named."""
    there = {name: one for one in set_up for name in (one.channel, one.name)}
    for name in names:
        if name not in there:
            known = ", ".join(one.channel for one in set_up)
            raise UsageError(f"No account “{name}” is set up; there are: {known}. Others are filled into the settings.")
    return [there[name] for name in dict.fromkeys(names)] if names else list(set_up)


def _pause(stop: Pause | None) -> dict[str, Any] | None:
    return {"since": stop.since, "by": stop.by, "reason": stop.reason} if stop else None


def _token(one: Account, life: TokenLife | None, now: datetime) -> dict[str, Any]:
    says, state = one.token_says, ""
    if not says and not one.token_print:
        state = "missing"
        says = f"none; run: paristech-bot channel connect {one.channel}"
    elif not says and life is None:
        state = "unknown"
        says = f"its end is not known; run: paristech-bot channel test {one.channel}"
    return {
        "ends": life.ends if life else None,
        "began": life.began if life else None,
        "state": state,
        "says": says,
        "warning": token_warning(one.channel, life, now),
    }


def _right(channel: str, name: str, known: Known) -> dict[str, Any]:
    what = next(right.what for right in RIGHTS[channel] if right.name == name)
    told = {"works": known.works, "why": known.why, "code": known.code, "words": known.words, "asked_at": known.at}
    return {"name": name, "what": what, **told}


def _told(one: Account, asked: Asked, now: datetime) -> dict[str, Any]:
    what = {right.name: right.what for right in RIGHTS[one.channel]}
    findings = [
        {
            "right": each.right,
            "what": what[each.right],
            "works": each.works,
            "why": each.why,
            "code": each.code,
            "words": each.words,
            "detail": each.detail,
        }
        for each in asked.findings
    ]
    ends = asked.token.ends if asked.token else None
    warning = token_warning(one.channel, asked.token, now)
    return {
        "name": one.channel,
        "account": one.name,
        "ok": all(each.works for each in asked.findings),
        "token_ends": ends,
        "warning": warning,
        "findings": findings,
    }
