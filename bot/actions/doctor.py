"""Going through everything that must be right before the bot goes live, and every day after."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.actions.channels import Account, ask_each
from bot.core import health
from bot.core.announcements import NAMES
from bot.core.errors import BotError
from bot.core.health import Check, State
from bot.core.ports import Asks
from bot.core.rights import RIGHTS, Asked, Finding, rights
from bot.core.tokens import token_warning
from bot.store import accounts, beats, condition, faqs
from bot.store.engine import Database

_WEIBO_DOMAIN = "10017"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the checks are made with, from the settings.

    findings: what the settings would be refused for later. clock: the present. there: platform → its time, or why it
    could not be asked. loop: calls the bot by its public address. channels: those that are set up, and set_up: what
    is known of them, which takes a database that works. ways: how many ways there are to tell staff.
    """

    findings: Sequence[str]
    clock: Callable[[], datetime]
    there: Mapping[str, Callable[[], datetime | str]]
    loop: Callable[[], Check]
    channels: Sequence[str]
    set_up: Callable[[], Sequence[Account]]
    asking: Mapping[str, Asks]
    machine: Sequence[Check]
    ways: int
    calls_per_day: int


def examine(database: Database, around: Surroundings, *, actor: str) -> list[Check]:
    """Every check, in the order in which things are best mended. Asks the platforms; nothing is sent or changed there.

    Raises nothing that a broken database or an unreachable platform can cause: that is what the checks say.
    """
    checks = [*_settings(around.findings), *_clocks(around), *_database(database)]
    checks += around.machine
    usable = not any(check.state is State.WRONG for check in checks if check.group == "database")
    checks += _inside(database, around) if usable else []
    checks.append(around.loop())
    if not usable:
        return [*checks, *(_not_asked(channel) for channel in around.channels)]
    for one in around.set_up():
        checks += _account(database, one, around, actor)
    return checks


def _settings(findings: Sequence[str]) -> list[Check]:
    what = "the settings"
    if not findings:
        return [Check("settings.file", what, State.OK, "They are in order.")]
    says = "Something in them will be refused or is unsafe."
    return [Check(f"settings.{number}", what, State.WRONG, says, line) for number, line in enumerate(findings, 1)]


def _clocks(around: Surroundings) -> list[Check]:
    found = []
    for name, ask in around.there.items():
        before = around.clock()
        there = ask()
        after = around.clock()
        if isinstance(there, str):
            todo = "Look at the machine's network, and whether a firewall lets it out; for X set x.proxy."
            says = "It cannot be compared: the platform does not answer."
            found.append(Check(f"{name}.reach", f"the way to {NAMES[name]}", State.UNKNOWN, says, todo, there))
        else:
            # A Date header is cut to the second, so half of one is added; the answer was written about midway.
            ahead = before + (after - before) / 2 - there - timedelta(seconds=0.5)
            found.append(health.clock(name, ahead))
    return found


def _database(database: Database) -> list[Check]:
    what = "the database"
    try:
        is_current, now = database.is_current(), condition.condition(database)
    except BotError as error:
        todo = "Start the database server and look at database.url."
        return [Check("database.reach", what, State.WRONG, "It cannot be read.", todo, str(error))]
    found = [Check("database.schema", what, State.OK, "Its tables are those of this version.", detail=now.dialect)]
    if not is_current:
        says, todo = "Its tables are not those of this version.", "Stop the bot, then run: paristech-bot migrate"
        found = [Check("database.schema", what, State.WRONG, says, todo)]
    if now.damage:
        todo = "Stop the bot and restore the newest backup: paristech-bot restore FILE"
        found.append(Check("database.whole", what, State.WRONG, "It is damaged.", todo, now.damage))
    else:
        found.append(Check("database.whole", what, State.OK, "It is whole.", detail=f"{now.bytes // 1024} KiB"))
    if now.dialect == "sqlite":
        found += [health.wal(now.wal_bytes), health.sqlite_version(now.version)]
    return found


def _inside(database: Database, around: Surroundings) -> list[Check]:
    """What only the database knows: does the scheduler live, is there anything to answer with."""
    with database.reading() as db:
        seen, entries = beats.last(db, beats.SCHEDULER), len(faqs.published_entries(db))
    age = (around.clock() - seen).total_seconds() if seen else None
    found = [health.scheduler(age)]
    what, detail = "the FAQ", str(entries)
    if entries:
        found.append(Check("content.faq", what, State.OK, "There are entries to answer with.", detail=detail))
    else:
        todo = "Load it: paristech-bot faq import FILE"
        found.append(Check("content.faq", what, State.WRONG, "It is empty, so every question is a miss.", todo))
    what = "telling staff what fails"
    if around.ways:
        found.append(Check("notify.ways", what, State.OK, "A way is set up; try it: paristech-bot notices test"))
    else:
        says, todo = (
            "Nobody is told; only the log and the console show it.",
            "Fill in [notify]: mail, or a WeCom group.",
        )
        found.append(Check("notify.ways", what, State.HINT, says, todo))
    return found


def _not_asked(channel: str) -> Check:
    says = "It was not asked, because that needs a database that works."
    return Check(
        f"{channel}.token", f"the account on {NAMES[channel]}", State.UNKNOWN, says, "Mend the database first."
    )


def _account(database: Database, one: Account, around: Surroundings, actor: str) -> list[Check]:
    try:
        [(_, asked)] = ask_each(database, [one], around.asking, clock=around.clock, actor=actor)
    except BotError as error:
        return [Check(f"{one.channel}.token", "the account", State.UNKNOWN, "It was not asked.", detail=str(error))]
    found = [_right(one, finding) for finding in asked.findings]
    if one.channel == "wechat":
        return [*found, *_kind(one, asked)]
    if one.channel == "weibo":
        found += [*_life(asked, around.clock()), *_calls(asked, around.calls_per_day), *_domain(database, one)]
    return found


def _right(one: Account, finding: Finding) -> Check:
    known = {right.name: right for right in RIGHTS[one.channel]}
    expected = rights(one.channel, one.account_type, verified=one.verified, learnt={})[finding.right]
    name, what = f"{one.channel}.{finding.right}", f"{NAMES[one.channel]}: {known[finding.right].what}"
    said = f"{finding.code}: {finding.words}" if finding.code else finding.detail
    if finding.works:
        return Check(name, what, State.OK, "It works.", detail=said)
    if finding.works is None:
        return Check(name, what, State.UNKNOWN, "It could not be asked.", finding.why, said)
    if expected.works is False:
        return Check(name, what, State.OFF, "The account has no right to it, as the settings say.", expected.why, said)
    return Check(name, what, State.WRONG, "It does not work.", finding.why, said)


def _kind(one: Account, asked: Asked) -> list[Check]:
    """Whether the account is of the kind that the settings say: only WeChat knows it (facts: type and 认证)."""
    works = {finding.right: finding.works for finding in asked.findings}
    if not works.get("token") or None in (works.get("mass"), works.get("draft"), works.get("qr")):
        return []
    verified, service = bool(works["mass"] or works["draft"] or works["qr"]), bool(works["qr"])
    name, what = "wechat.kind", "WeChat: the kind of the account"
    if verified != one.verified:
        todo = f"Set wechat.verified = {str(verified).lower()}, or have the verification (认证) renewed."
        says = "By its rights the account is not what wechat.verified says."
        return [Check(name, what, State.WRONG, says, todo)]
    if verified and service != (one.account_type == "service"):
        todo = f'Set wechat.account_type = "{"service" if service else "subscription"}".'
        says = "By its rights the account is not what wechat.account_type says."
        return [Check(name, what, State.WRONG, says, todo)]
    return [Check(name, what, State.OK, "It is what the settings say.", detail=one.kind)]


def _life(asked: Asked, now: datetime) -> list[Check]:
    if asked.token is None:
        return []
    name, what = "weibo.life", "Weibo: how long the authorisation lives"
    detail = f"until {asked.token.ends.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    if token_warning("weibo", asked.token, now):
        todo = "Connect the account again: paristech-bot channel connect weibo"
        return [Check(name, what, State.WRONG, "It ends soon, or has ended.", todo, detail)]
    began = asked.token.began
    if began and asked.token.ends - began < timedelta(days=31):
        says = "It lives for days only, so somebody must connect again and again."
        todo = "Let the office's own account own the app on open.weibo.com: then it lives five years."
        return [Check(name, what, State.HINT, says, todo, detail)]
    return [Check(name, what, State.OK, "It lives long enough.", detail=detail)]


def _calls(asked: Asked, counted: int) -> list[Check]:
    """How many calls a day Weibo gives this app: its pages give examples only."""
    if asked.calls_per_day is None or asked.calls_per_day == counted:
        return []
    name, what, detail = "weibo.quota", "Weibo: calls a day", f"Weibo: {asked.calls_per_day}, settings: {counted}"
    says, todo = (
        "Weibo allows another number than the settings count with.",
        "Set weibo.calls_per_day to Weibo's number.",
    )
    return [Check(name, what, State.HINT, says, todo, detail)]


def _domain(database: Database, one: Account) -> list[Check]:
    """Whether the safe domain is reviewed shows in a real post only; the last one that was refused for it is told."""
    with database.reading() as db:
        last = accounts.last_failure(db, one.name)
    name, what = "weibo.domain", "Weibo: the safe domain"
    if last and last["code"] == _WEIBO_DOMAIN:
        says = "The last post that failed was refused for its link."
        todo = "Look under 安全域名 on open.weibo.com whether the domain is reviewed and is weibo.safe_domain."
        return [Check(name, what, State.HINT, says, todo, f"{last['announcement']}: {last['words']}")]
    return [Check(name, what, State.OK, "No post was refused for its link.")]
