"""What is known of the accounts: paused or not, connected when, their rights and their token's life."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.core.announcements import NAMES
from bot.core.delivery import WAITING, State
from bot.core.notices import Notice, of_pause, over_by_answer
from bot.core.rights import ACTS, Asked, Known
from bot.core.timing import SHANGHAI
from bot.core.tokens import TokenLife
from bot.store import notices
from bot.store.dialects import insert_into
from bot.store.models import account, account_right, attempt, delivery

# For queries on deliveries: nothing of these accounts is claimed.
PAUSED = select(account.c.name).where(account.c.paused_at.is_not(None))

_FAILURES = ("retry", "refused", "unknown", "crashed")
_CODE = 40  # as wide as the column


@dataclass(frozen=True, slots=True)
class Pause:
    """Since when, by whom and why nothing goes out on an account."""

    account: str
    since: datetime
    by: str
    reason: str

    def sentence(self) -> str:
        """For staff, with the way back."""
        channel = self.account.partition(":")[0]
        reason = f" ({self.reason})" if self.reason else ""
        since = f"{self.since.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        return (
            f"{NAMES.get(channel, channel)} is paused since {since}{reason}, so nothing goes out there. "
            f"Go on with: paristech-bot channel resume {channel}"
        )


def pause(db: Connection, name: str, *, reason: str, by: str, now: datetime) -> bool:
    """Stop an account; False when it was paused already (the new reason is kept)."""
    new = name not in paused(db)
    values: dict[str, Any] = {"pause_reason": reason}
    _keep(db, name, values | ({"paused_at": now, "paused_by": by} if new else {}))
    return new


def resume(db: Connection, name: str) -> bool:
    """Let an account go on; False when it was not paused."""
    free = {"paused_at": None, "paused_by": "", "pause_reason": ""}
    here = (account.c.name == name, account.c.paused_at.is_not(None))
    return db.execute(update(account).where(*here).values(free)).rowcount == 1


def paused(db: Connection) -> dict[str, Pause]:
    """The accounts that are paused, by name."""
    rows = db.execute(select(account).where(account.c.paused_at.is_not(None)))
    return {row.name: Pause(row.name, row.paused_at, row.paused_by, row.pause_reason) for row in rows}


def paused_channels(db: Connection) -> set[str]:
    """The channels with an account that is paused."""
    return {name.partition(":")[0] for name in paused(db)}


def under_way(db: Connection, name: str) -> int:
    """How many of the account's sends can no longer be stopped."""
    sending = (delivery.c.account == name, delivery.c.state == State.SENDING.value)
    return db.scalar(select(func.count()).where(*sending)) or 0


def waiting_since(db: Connection, name: str, now: datetime) -> int:
    """How many of the account's sends have reached their minute and wait."""
    states = [state.value for state in WAITING]
    due = (delivery.c.account == name, delivery.c.state.in_(states), delivery.c.due_at <= now)
    return db.scalar(select(func.count()).where(*due)) or 0


def pause_notices(db: Connection, now: datetime) -> list[Notice]:
    """What staff must hear of paused accounts: of those on which something should have gone out by now."""
    stopped = paused(db)
    late = {name: waiting_since(db, name, now) for name in sorted(stopped)}
    return [of_pause(name, stopped[name].sentence(), number) for name, number in late.items() if number]


def learn(db: Connection, name: str, asked: Asked, *, now: datetime) -> None:
    """Keep what a platform said; where it could not be asked, what was known before stays."""
    told = [finding for finding in asked.findings if finding.works is not None]
    for finding in told:
        here = (account_right.c.account == name, account_right.c.name == finding.right)
        db.execute(delete(account_right).where(*here))
        row = {"works": finding.works, "why": finding.why, "code": finding.code[:_CODE], "words": finding.words}
        db.execute(insert(account_right).values(account=name, name=finding.right, at=now, **row))
    works = {finding.right for finding in told if finding.works}
    if "token" in works:
        channel = name.partition(":")[0]
        allowed = [act for (of, act), needed in ACTS.items() if of == channel and works.issuperset(needed)]
        notices.over(db, over_by_answer(name, allowed), now=now)
    if asked.token is not None:
        learn_token(db, name, asked.token, asked.token_print)


def learn_token(db: Connection, name: str, life: TokenLife, token_print: str) -> None:
    """Keep how long the account's token lives."""
    _keep(db, name, {"token_print": token_print, "token_began_at": life.began, "token_ends_at": life.ends})


def learnt_rights(db: Connection, names: Collection[str]) -> dict[str, dict[str, Known]]:
    """What the platforms have said of these accounts' rights, by account."""
    found: dict[str, dict[str, Known]] = {name: {} for name in names}
    for row in db.execute(select(account_right).where(account_right.c.account.in_(list(names)))):
        found[row.account][row.name] = Known(row.works, row.why, row.code, row.words, row.at)
    return found


def token_lives(db: Connection, prints: Mapping[str, str]) -> dict[str, TokenLife]:
    """How long the tokens in use live, as far as it is known; `prints`: account → fingerprint of its token."""
    rows = _with_a_life(db, prints)
    return {name: life for name, (life, token) in rows.items() if token and token == prints[name]}


def last_lives(db: Connection, names: Collection[str]) -> dict[str, TokenLife]:
    """How long the tokens of these accounts live, as the platform said last."""
    return {name: life for name, (life, _) in _with_a_life(db, names).items()}


def _with_a_life(db: Connection, names: Collection[str]) -> dict[str, tuple[TokenLife, str]]:
    """Account → its token's life, and the fingerprint of that token."""
    rows = db.execute(select(account).where(account.c.name.in_(list(names)), account.c.token_ends_at.is_not(None)))
    return {row.name: (TokenLife(row.token_ends_at, row.token_began_at), row.token_print) for row in rows}


def connected(db: Connection, name: str, life: TokenLife, token_print: str, *, now: datetime) -> None:
    """Remember that the account was connected now, with a token that lives so long and works."""
    _keep(db, name, {"connected_at": now})
    learn_token(db, name, life, token_print)
    token = (account_right.c.account == name, account_right.c.name == "token")
    db.execute(delete(account_right).where(*token))  # what was found out of the token before this one


def last_connected(db: Connection, channel: str) -> str:
    """The account of this channel that was connected last, "" when none was."""
    mine = (account.c.name.startswith(f"{channel}:", autoescape=True), account.c.connected_at.is_not(None))
    return db.scalar(select(account.c.name).where(*mine).order_by(account.c.connected_at.desc()).limit(1)) or ""


def last_failure(db: Connection, name: str) -> dict[str, Any] | None:
    """The latest try on this account that did not succeed: when, of which announcement, and why."""
    shown = (
        attempt.c.started_at.label("at"),
        delivery.c.announcement_id.label("announcement"),
        attempt.c.outcome,
        attempt.c.code,
        attempt.c.why,
        attempt.c.words,
    )
    query = select(*shown).join(delivery, delivery.c.id == attempt.c.delivery_id)
    query = query.where(delivery.c.account == name, attempt.c.outcome.in_(_FAILURES)).order_by(attempt.c.id.desc())
    row = db.execute(query.limit(1)).mappings().one_or_none()
    return dict(row) if row else None


def _keep(db: Connection, name: str, values: Mapping[str, Any]) -> None:
    row = insert_into(db, account).values(name=name, **values)
    db.execute(row.on_conflict_do_update(index_elements=["name"], set_=dict(values)))
