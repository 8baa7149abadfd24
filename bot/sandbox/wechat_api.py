"""What every WeChat call goes through: envelope, access token, rights, quotas."""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.sandbox.clock import day
from bot.sandbox.exchange import Request
from bot.sandbox.wechat_codes import message_of
from bot.sandbox.wechat_limits import CALLS_PER_DAY, OLD_TOKEN_SECONDS
from bot.sandbox.wechat_world import Token, WechatWorld
from bot.sandbox.world import World

# `\uXXXX` for anything but control characters: WeChat wants raw UTF-8 (api_draft_add; 40033 on the menu page).
_ESCAPED = re.compile(rb"(?<!\\)(?:\\\\)*\\u(?!00[01])[0-9a-fA-F]{4}")


class WechatError(Exception):
    """WeChat refuses the call. `more` is added to the answer's body."""

    def __init__(self, code: int, detail: str = "", **more: Any) -> None:
        super().__init__(message_of(code) + (f": {detail}" if detail else ""))
        self.code = code
        self.more = more


@dataclass(frozen=True)
class WechatCall:
    """A call whose token, rights and quotas are in order."""

    world: World
    request: Request

    @property
    def account(self) -> WechatWorld:
        """What the account holds."""
        return self.world.wechat

    @property
    def now(self) -> float:
        """The sandbox's time in unix seconds."""
        return self.world.clock.now()

    def body(self) -> dict[str, Any]:
        """Read the JSON body; 47001 and 40033 as WeChat has them."""
        if not self.request.body:
            raise WechatError(44002)
        if _ESCAPED.search(self.request.body):
            raise WechatError(40033)
        try:
            value = self.request.json()
        except ValueError as fault:
            raise WechatError(47001) from fault
        if not isinstance(value, dict):
            raise WechatError(47001)
        return value


Handler = Callable[[WechatCall], dict[str, Any]]
# Who may call: everybody / accounts with verification / verified service accounts only
# (Explanation_of_official_account_interface_privileges, api_masssend, product/publish).
Gate = Literal["open", "verified", "service"]


@dataclass(frozen=True)
class Endpoint:
    """One API."""

    method: Literal["GET", "POST"]
    handler: Handler
    gate: Gate = "verified"
    token: bool = True
    per_minute: int | None = None  # calls a minute, 45011 beyond


def text(body: Mapping[str, Any], name: str, code: int = 40035) -> str:
    """Read a text from a body; `code` when it is missing, empty or no text."""
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise WechatError(code, name)
    return value


def number(body: Mapping[str, Any], name: str, default: int | None = None) -> int:
    """Read a whole number, or digits as some SDKs send them, from a body."""
    value = body.get(name, default)
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise WechatError(40035, name)
    return value


def check(endpoint: Endpoint, path: str, call: WechatCall) -> None:
    """Let a call pass, or raise what refuses it. The order is the platform's: method, token, rights, quotas."""
    if call.request.method != endpoint.method:
        raise WechatError(43001 if endpoint.method == "GET" else 43002)
    if endpoint.token:
        _check_token(call)
    _check_right(endpoint, path, call.world)
    _check_quota(endpoint, path, call)


def refused(error: WechatError, now: float) -> dict[str, Any]:
    """Write an error as WeChat does; the first group of the rid is the time (observed)."""
    rid = f"{int(now):08x}-{secrets.token_hex(4)}-{secrets.token_hex(4)}"
    return {"errcode": error.code, "errmsg": f"{error} rid: {rid}", **error.more}


def has_right(world: World, path: str) -> bool:
    """Say whether `rights` leaves the API on; of `draft` and `draft/add` the longer name counts."""
    named = {right_name(name): on for name, on in world.state.wechat.rights.items()}
    own = right_name(path)
    covering = [name for name in named if own == name or own.startswith(name + "/")]
    return named[max(covering, key=len)] if covering else True


def right_name(name: str) -> str:
    """Bring `wechat:/cgi-bin/draft/add`, `/cgi-bin/draft/add` and `draft/add` to one form."""
    return name.removeprefix("wechat:").strip("/").removeprefix("cgi-bin/")


def daily_limit(world: World, path: str) -> int | None:
    """Give the calls a day that an API has, None for no limit."""
    chosen = {right_name(name): count for name, count in world.state.wechat.quota.api.items()}
    return chosen.get(right_name(path), CALLS_PER_DAY.get(path))


def _check_token(call: WechatCall) -> None:
    given = call.request.param("access_token")
    if not given:
        raise WechatError(41001)
    token = call.account.tokens.get(given)
    if token is None:
        raise WechatError(40001 if len(given) > 100 else 40014)
    if call.now >= token.expires_at:
        raise WechatError(42001)
    if _is_replaced(token, call.now):
        raise WechatError(40001)


def _is_replaced(token: Token, now: float) -> bool:
    return token.replaced_at is not None and now >= token.replaced_at + OLD_TOKEN_SECONDS


def _check_right(endpoint: Endpoint, path: str, world: World) -> None:
    wechat = world.state.wechat
    allowed = {
        "open": True,
        "verified": wechat.verified,
        "service": wechat.verified and wechat.account_type == "service",
    }
    if not (allowed[endpoint.gate] and has_right(world, path)):
        raise WechatError(48001)


def _check_quota(endpoint: Endpoint, path: str, call: WechatCall) -> None:
    used, minute = call.account.used, f"minute {int(call.now // 60)}"
    if endpoint.per_minute is not None and used[path, minute] >= endpoint.per_minute:
        raise WechatError(45011)
    limit = daily_limit(call.world, path)
    if limit is not None and used[path, day(call.now)] >= limit:
        raise WechatError(45009)
    used[path, day(call.now)] += 1
    if endpoint.per_minute is not None:
        used[path, minute] += 1


def checked_list(value: Any, code: int) -> list[Any]:
    """Read a list that is not empty."""
    if not isinstance(value, list) or not value:
        raise WechatError(code)
    return value
