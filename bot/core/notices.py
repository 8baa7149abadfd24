"""What staff are told: one notice a cause, as a sentence with what to do; when it is told again, and in which words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.announcements import NAMES
from bot.core.delivery import RESOLVABLE, Delivery, State, Trouble
from bot.core.health import Check
from bot.core.timing import NEVER, SHANGHAI
from bot.core.tokens import TokenLife, token_warning
from bot.core.verdict import Change

# Nobody is reminded at night (Shanghai) of what can wait until morning.
DAY_BEGINS, DAY_ENDS = 8, 22
# After a way has failed so many times; the last one again and again. The first are short, because a doubt is to be
# heard of within a minute.
TELL_AGAIN = (15, 30, 60, 300, 900, 1800, 3600)
TOKEN = "token:"  # noqa: S105  the beginning of such causes
PAUSED = "paused:"
_NAMED = 10  # so many deliveries are named in a notice of a whole account
MACHINE = "machine:"  # of what is wrong with the server, by its check
_OPEN_LIST = "`paristech-bot notices list` shows what is open."


class Severity(StrEnum):
    """How much it matters."""

    URGENT = "urgent"  # something did not go out, or nobody knows
    WARNING = "warning"  # something will fail unless a person acts
    INFO = "info"  # good to know


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell. `cause` is unique while it lasts; `lasting` is False for what is over when it is told.

    `announcement_id`: the announcement that it is about, "" for none.
    """

    cause: str
    severity: Severity
    subject: str
    text: str
    announcement_id: str = ""
    lasting: bool = True


@dataclass(frozen=True, slots=True)
class Message:
    """What one way is asked to deliver. `id` is the same when the same telling is repeated after a crash."""

    id: str
    at: datetime
    subject: str
    text: str


def delivery_cause(delivery_id: int, state: State) -> str:
    """How a delivery that needs to be told of is named."""
    return f"delivery:{delivery_id}:{state.value}"


def account_cause(account: str, trouble: Trouble, act: str) -> str:
    """How what is wrong with a whole account is named; a missing right is one of its acts."""
    return f"account:{account}:{trouble.value}{f':{act}' if trouble is Trouble.RIGHT else ''}"


def over_after(account: str, act: str) -> list[str]:
    """The causes that are gone once something of this act has gone out on the account."""
    return [account_cause(account, trouble, act) for trouble in Trouble]


def over_by_answer(account: str, allowed: Sequence[str]) -> list[str]:
    """The causes that are gone once the platform has accepted our token and said that it lets us do these acts."""
    seen = (Trouble.TOKEN, Trouble.ADDRESS, Trouble.ADMIN, Trouble.APP, Trouble.NOT_SET_UP)
    mended = [account_cause(account, trouble, "") for trouble in seen]
    return [*mended, *(account_cause(account, Trouble.RIGHT, act) for act in allowed)]


def of_trouble(delivery: Delivery, change: Change, waiting: Sequence[tuple[int, str]]) -> Notice:
    """The notice of what is wrong with a whole account; `waiting`: (number, announcement) of what it has stopped."""
    assert change.trouble is not None  # noqa: S101  for the type checker: it is called for a trouble only
    trouble, why = change.trouble
    platform = NAMES.get(delivery.channel, delivery.channel)
    said = f" ({platform} says: {change.code} {change.words})" if change.words else ""
    named = ", ".join(f"{number} ({announcement})" for number, announcement in waiting[:_NAMED])
    more = f" and {len(waiting) - _NAMED} more" if len(waiting) > _NAMED else ""
    return Notice(
        cause=account_cause(delivery.account, trouble, delivery.post.act),
        severity=Severity.URGENT,
        subject=f"{platform}: {'an announcement' if len(waiting) < 2 else f'{len(waiting)} announcements'} kept back",
        text=(
            f"{why}{said}\nThis is about the whole account, so you are told once for all. Deliveries that wait for "
            f"you: {named}{more}. When it is mended (ask with `paristech-bot channel test {delivery.channel}`): "
            "`paristech-bot deliveries resolve NUMBER --not-sent` sends one. What you post by hand: "
            "`paristech-bot announce package ID`, then `deliveries resolve NUMBER --sent URL`."
        ),
    )


def of_pause(account: str, sentence: str, waiting: int) -> Notice:
    """What is to be said of a paused account on which something should have gone out by now."""
    channel = account.partition(":")[0]
    name = NAMES.get(channel, channel)
    due = "1 delivery has" if waiting == 1 else f"{waiting} deliveries have"
    text = f"{sentence}\n{due} reached the planned minute meanwhile."
    return Notice(f"{PAUSED}{account}", Severity.WARNING, f"{name} is paused, and something is due", text)


def of_change(delivery: Delivery, change: Change) -> Notice | None:
    """The notice that a delivery's change is worth, None when nobody has to hear of it."""
    if not change.tell:
        return None
    platform = NAMES.get(delivery.channel, delivery.channel)
    found = change.state is State.SENT
    words = change.error or f"It was found: it is there. {change.url}".strip()
    if change.words:
        words = f"{words} ({platform} says: {change.code} {change.words})"
    return Notice(
        cause=delivery_cause(delivery.id, change.state),
        severity=Severity.INFO if found else Severity.URGENT,
        subject=f"{delivery.announcement_id} on {platform}: {change.state}",
        text=f"{words}\n{_next_step(delivery, change)}".rstrip(),
        announcement_id=delivery.announcement_id,
        lasting=not found,
    )


def _next_step(delivery: Delivery, change: Change) -> str:
    decide = f"paristech-bot deliveries resolve {delivery.id}"
    cancel = f"paristech-bot announce cancel {delivery.announcement_id}"
    if change.state is State.UNKNOWN:
        looks = (
            "" if change.next_try_at == NEVER else "The bot goes on looking for it, and tells you when it is found. "
        )
        return (
            f"{looks}Nothing is sent again by itself. Look at the account, then: `{decide} --sent URL` when it is "
            f"there, `{decide} --not-sent` to send it now."
        )
    if change.state is State.RETRY:
        return f"To give it up: `{cancel}`."
    if change.state not in RESOLVABLE:
        return ""
    if delivery.by_hand:
        return f"When you have posted it: `{decide} --sent URL`. To give it up: `{cancel}`."
    return f"To send it now: `{decide} --not-sent`. If you have posted it by hand: `{decide} --sent URL`."


def of_check(check: Check) -> Notice:
    """The notice of a check that came out wrong."""
    severity = Severity.URGENT if check.name == "machine.scheduler" else Severity.WARNING
    detail = f" ({check.detail})" if check.detail else ""
    subject = f"{check.what[:1].upper()}{check.what[1:]}: {check.says}".rstrip(".")
    return Notice(f"{MACHINE}{check.name}", severity, subject, f"{check.says}{detail} {check.todo}".rstrip())


def token_notices(lives: Mapping[str, TokenLife], now: datetime) -> list[Notice]:
    """What is to be said of the accounts' tokens; `lives`: account → when its token ends, and when it began if known.

    A token that ends and one that has ended are two causes, so that staff hear of both.
    """
    found = []
    for account in sorted(lives):
        channel = account.partition(":")[0]
        words = token_warning(channel, lives[account], now)
        if not words:
            continue
        ended = now >= lives[account].ends
        name = NAMES.get(channel, channel)
        subject = f"{name}: the authorisation {'has ended' if ended else 'ends soon'}"
        severity = Severity.URGENT if ended else Severity.WARNING
        found.append(Notice(f"{TOKEN}{account}:{'ended' if ended else 'expiring'}", severity, subject, words))
    return found


def told_again_at(told_at: datetime, severity: Severity, remind_hours: int) -> datetime:
    """When staff are reminded of what is still open: never with 0 hours, and of mere information.

    Not at night in Shanghai, unless it is urgent.
    """
    if not remind_hours or severity is Severity.INFO:
        return NEVER
    due = told_at + timedelta(hours=remind_hours)
    local = due.astimezone(SHANGHAI)
    if severity is Severity.URGENT or DAY_BEGINS <= local.hour < DAY_ENDS:
        return due
    morning = local.replace(hour=DAY_BEGINS, minute=0, second=0, microsecond=0)
    return morning if local.hour < DAY_BEGINS else morning + timedelta(days=1)


def tried_again_at(failures: int, now: datetime) -> datetime:
    """When a way that has failed so many times in a row is tried again."""
    return now + timedelta(seconds=TELL_AGAIN[min(max(failures, 1), len(TELL_AGAIN)) - 1])


def in_words(text: str, *, subject: str, stands: Mapping[str, State], again: bool, over: bool) -> tuple[str, str]:
    """(subject, text) of a telling. `stands`: where the whole announcement stands, by channel.

    `again`: it was told before. `over`: the cause is gone, while no way had been able to say it.
    """
    lines = [text]
    if len(stands) > 1:
        each = (f"{NAMES.get(channel, channel)} {state.value}" for channel, state in sorted(stands.items()))
        lines.append(f"The announcement now: {', '.join(each)}.")
    if over:
        lines.append("This is over by now.")
    lines.append(_OPEN_LIST)
    return f"Still open: {subject}" if again else subject, "\n".join(lines)
