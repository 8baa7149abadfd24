"""What every Weibo call goes through: parameters, token, the day's calls."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.sandbox.clock import day
from bot.sandbox.exchange import Form, Request, Response
from bot.sandbox.weibo_codes import WeiboError
from bot.sandbox.weibo_world import WeiboWorld
from bot.sandbox.world import World


@dataclass(frozen=True)
class WeiboCall:
    """A call, with its parameters wherever they stand."""

    world: World
    request: Request

    @property
    def account(self) -> WeiboWorld:
        """What the account holds."""
        return self.world.weibo

    @property
    def now(self) -> float:
        """The sandbox's time in unix seconds."""
        return self.world.clock.now()

    @cached_property
    def form(self) -> Form:
        """The posted form; 10008 when it is broken."""
        try:
            return self.request.form() if self.request.method == "POST" else Form()
        except ValueError as fault:
            raise WeiboError(10008) from fault

    def param(self, name: str) -> str:
        """Read a parameter from the form or the query; empty when it is missing."""
        return self.form.fields.get(name) or self.request.param(name) or ""

    def needed(self, name: str) -> str:
        """Read a parameter that must be there (10016)."""
        value = self.param(name)
        if not value:
            raise WeiboError(10016, f"miss required parameter ({name}), see doc for more info.")
        return value

    def number(self, name: str, default: int) -> int:
        """Read a whole number (10017)."""
        value = self.param(name)
        if not value:
            return default
        if not (value.isascii() and value.isdigit()):
            raise WeiboError(10017, f"parameter ({name})'s value invalid")
        return int(value)

    def token(self) -> str:
        """Read the access token: a parameter, or `Authorization: OAuth2 <token>`."""
        header = self.request.headers.get("authorization", "")
        return self.param("access_token") or (header[7:].strip() if header.lower().startswith("oauth2 ") else "")


@dataclass(frozen=True)
class WeiboEndpoint:
    """One API. `signed`: it needs a token, and counts against the day's calls."""

    method: str
    handler: Callable[[WeiboCall], dict[str, Any] | list[Any] | Response]
    signed: bool = True


def check(endpoint: WeiboEndpoint, call: WeiboCall) -> None:
    """Let a call pass, or raise what refuses it."""
    if endpoint.method not in (call.request.method, "ANY"):
        raise WeiboError(10021)
    if not endpoint.signed:
        return
    check_token(call)
    today = ("calls", day(call.now))
    if call.account.used[today] >= call.world.state.weibo.quota.calls_day:
        raise WeiboError(10023)
    call.account.used[today] += 1


def check_token(call: WeiboCall) -> float:
    """Give the moment at which the call's token was issued, or raise what is wrong with it."""
    token = call.token()
    if not token:
        raise WeiboError(10006)
    if token in call.account.revoked:
        raise WeiboError(21321)
    if token not in call.account.tokens:
        raise WeiboError(21332)
    issued = call.account.tokens[token]
    if call.now >= issued + call.world.state.weibo.token_seconds:
        raise WeiboError(21327)
    return issued
