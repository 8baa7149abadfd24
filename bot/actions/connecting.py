"""Connecting a Weibo account: the address to say yes at, and what to do with the answer that staff bring back."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from bot.core.errors import Conflict, PlatformError, UsageError
from bot.core.rights import Asked, Finding
from bot.core.roles import Actor, require
from bot.core.tokens import Grant, TokenLife, fingerprint
from bot.store import accounts, audit
from bot.store.audit import Deed
from bot.store.engine import Database
from bot.store.tokens import SealedTokens

STATE_LIVES = timedelta(hours=1)
_HOW = "Paste the whole address that the browser shows after you said yes, or the code that stands in it."


class OAuth(Protocol):
    """The platform's side of it (`channels.weibo_oauth.WeiboOAuth`)."""

    def authorize_url(self, state: str) -> str:
        """Where somebody says yes."""

    def exchange(self, code: str) -> Grant:
        """The token for a code. Raises PlatformError."""

    def refused(self, code: str) -> str:
        """The sentence for an error that came back."""


@dataclass(frozen=True, slots=True)
class Connection:
    """What it takes. `key` signs the state, so that nothing must be kept between the two steps.

    expected_uid: the account that the settings name, "" when they name none.
    """

    database: Database
    shelf: SealedTokens
    oauth: OAuth
    key: bytes
    expected_uid: str


@dataclass(frozen=True, slots=True)
class Connected:
    """What was connected. `todo`: what is left to do in the settings, "" for nothing."""

    account: str
    uid: str
    life: TokenLife
    todo: str


def begin(connection: Connection, actor: Actor, *, bound: str = "", now: datetime) -> str:
    """The address at which the office says yes, logged in as its own account. Raises NotAllowed.

    `bound`: what only the browser knows that may finish it, "" for the command line.
    """
    require(actor, "channel.manage")
    told = f"{int(now.timestamp()):x}.{secrets.token_hex(8)}"
    return connection.oauth.authorize_url(f"{told}.{_mac(connection.key, told, bound)}")


def finish(
    connection: Connection, actor: Actor, pasted: str, *, other_account: bool, bound: str = "", now: datetime
) -> Connected:
    """Exchange what came back for a token and keep it sealed; connecting again is the same.

    Raises NotAllowed, UsageError for what is no answer of Weibo's to a question of ours, PlatformError when Weibo
    refuses, Conflict for another account than the one so far (unless `other_account`), NotSaved; nothing was changed
    then.
    """
    require(actor, "channel.manage")
    code = _code_in(connection, pasted.strip(), bound, now)
    grant = connection.oauth.exchange(code)
    name = f"weibo:{grant.uid}"
    with connection.database.writing(durable=True) as db:
        before = accounts.last_connected(db, "weibo").removeprefix("weibo:")
        so_far = connection.expected_uid or before
        if so_far not in ("", grant.uid) and not other_account:
            raise Conflict(
                f"At Weibo you were logged in as the account {grant.uid}, but ours is {so_far}; nothing was changed. "
                "Log out on weibo.com, log in as the office's account and connect again. If the office has changed its "
                "account, connect again with --other-account."
            )
        connection.shelf.put_in(db, name, grant.token, grant.life.ends)
        accounts.connected(db, name, grant.life, fingerprint(grant.token), now=now)
        accounts.learn(db, name, Asked((Finding("token", True),)), now=now)
        after = {"uid": grant.uid, "ends": grant.life.ends.isoformat()}
        audit.add(
            db, Deed(actor.name, "channel.connect", f"account:{name}", before={"uid": so_far}, after=after), now=now
        )
    todo = "" if connection.expected_uid == grant.uid else f'Write uid = "{grant.uid}" into [weibo] of the settings.'
    return Connected(name, grant.uid, grant.life, todo)


def _code_in(connection: Connection, pasted: str, bound: str, now: datetime) -> str:
    """The code; an address must carry our own state, because a foreign one may lead to a foreign account."""
    if not bound and re.fullmatch(r"[A-Za-z0-9_-]{6,128}", pasted):
        return pasted
    parts = urlsplit(pasted) if pasted.isprintable() and " " not in pasted else urlsplit("")
    given = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if "error" in given or "error_code" in given:
        raise PlatformError(connection.oauth.refused(given.get("error_code", "")))
    if not given.get("code"):
        raise UsageError(f"There is no code of Weibo's in that. {_HOW}")
    _check_state(connection.key, given.get("state", ""), bound, now)
    return given["code"]


def _check_state(key: bytes, state: str, bound: str, now: datetime) -> None:
    told, _, mac = state.rpartition(".")
    if not hmac.compare_digest(mac.encode(), _mac(key, told, bound).encode()):
        raise UsageError(f"This address does not come from the page that we sent you to. Connect again. {_HOW}")
    began = datetime.fromtimestamp(int(told.partition(".")[0], 16), now.tzinfo)
    if not timedelta(minutes=-5) <= now - began <= STATE_LIVES:
        raise UsageError("This address is older than an hour. Connect again.")


def _mac(key: bytes, told: str, bound: str) -> str:
    return hmac.new(key, f"{told} {bound}".encode(), hashlib.sha256).hexdigest()[:32]
