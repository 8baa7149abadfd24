"""What staff are told: one notice a cause, as a sentence with what to do; when it is told again, and in which words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.announcements import NAMES
from bot.core.delivery import RESOLVABLE, Delivery, State
from bot.core.timing import NEVER, SHANGHAI
from bot.core.tokens import TokenLife, warns_at
from bot.core.verdict import Change

# Nobody is reminded at night (Shanghai) of what can wait until morning.
DAY_BEGINS, DAY_ENDS = 8, 22
# After a way has failed so many times; the last one again and again. The first are short, because a doubt is to be
# heard of within a minute.
TELL_AGAIN = (15, 30, 60, 300, 900, 1800, 3600)
TOKEN = "token:"  # noqa: S105  the beginning of such causes
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


def token_notices(lives: Mapping[str, TokenLife], now: datetime) -> list[Notice]:
    """What is to be said of the accounts' tokens; `lives`: account → when its token ends, and when it began if known.

    A token that ends and one that has ended are two causes, so that staff hear of both.
    """
    found = []
    for account in sorted(lives):
        ends = lives[account].ends
        if now < warns_at(lives[account]):
            continue
        channel = account.partition(":")[0]
        name = NAMES.get(channel, channel)
        end = f"{ends.astimezone(SHANGHAI):%Y-%m-%d %H:%M} (Shanghai)"
        mend = f"Connect the account again: `paristech-bot channel connect {channel}`."
        if now >= ends:
            subject, severity = f"{name}: the authorisation has ended", Severity.URGENT
            words = f"{name} has accepted nothing from us since {end}, because its authorisation ended. {mend}"
        else:
            subject, severity = f"{name}: the authorisation ends soon", Severity.WARNING
            words = f"{name}'s authorisation ends on {end}; after that nothing goes out there. {mend}"
        word = "ended" if now >= ends else "expiring"
        found.append(Notice(f"{TOKEN}{account}:{word}", severity, subject, words))
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
