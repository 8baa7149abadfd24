"""Access tokens, call quotas and the addresses of WeChat's servers."""

import secrets
from typing import Any

from bot.sandbox.clock import day, month
from bot.sandbox.state import letters
from bot.sandbox.wechat_api import Endpoint, WechatCall, WechatError, daily_limit, right_name, text
from bot.sandbox.wechat_limits import (
    CLEARS_PER_MONTH,
    FORCED_APART_SECONDS,
    FORCED_PER_DAY,
    OLD_TOKEN_SECONDS,
    RENEWED_BEFORE_SECONDS,
    STABLE_TOKEN_PER_MINUTE,
)
from bot.sandbox.wechat_world import Token

_CLEARS = "clears"


def stable_token(call: WechatCall) -> dict[str, Any]:
    """Give the same token again until 5 minutes before its end (api_getstableaccesstoken)."""
    body = call.body()
    _check_credentials(call, body.get("grant_type"), body.get("appid"), body.get("secret"))
    if body.get("force_refresh") is True and _may_force(call):
        return _minted(call, "stable", old_lives=0)
    token = call.account.tokens.get(call.account.newest.get("stable", ""))
    # Because `token_seconds` may be set far below the platform's two hours, the margin shrinks with it.
    margin = min(RENEWED_BEFORE_SECONDS, call.world.state.wechat.token_seconds / 2)
    if token is None or token.expires_at - call.now <= margin:
        return _minted(call, "stable", old_lives=OLD_TOKEN_SECONDS)
    return {"access_token": call.account.newest["stable"], "expires_in": int(token.expires_at - call.now)}


def token(call: WechatCall) -> dict[str, Any]:
    """Mint a new token at each call; the one before works for 5 minutes more (Get_access_token)."""
    request = call.request
    _check_credentials(call, request.param("grant_type"), request.param("appid"), request.param("secret"))
    return _minted(call, "classic", old_lives=OLD_TOKEN_SECONDS)


def get_callback_ip(_: WechatCall) -> dict[str, Any]:
    """Give the addresses that webhook calls come from: this machine's."""
    return {"ip_list": ["127.0.0.1"]}


def clear_quota(call: WechatCall) -> dict[str, Any]:
    """Forget the day's counts, ten times a month (clear_quota)."""
    if text(call.body(), "appid", 40013) != call.world.state.app.app_id:
        raise WechatError(40013)
    used, this_month = call.account.used, month(call.now)
    if used[_CLEARS, this_month] >= CLEARS_PER_MONTH:
        raise WechatError(48006)
    for what, when in list(used):
        if what.startswith("/"):
            del used[what, when]
    used[_CLEARS, this_month] += 1
    return {"errcode": 0, "errmsg": "ok"}


def get_quota(call: WechatCall) -> dict[str, Any]:
    """Say how many calls of an API are left today (openapi/quota/get)."""
    path = text(call.body(), "cgi_path", 76021)
    limit = daily_limit(call.world, path) if path.startswith("/") else None
    if limit is None:
        raise WechatError(76021)
    used = call.account.used["/cgi-bin/" + right_name(path), day(call.now)]
    quota = {"daily_limit": limit, "used": used, "remain": max(0, limit - used)}
    return {"errcode": 0, "errmsg": "ok", "quota": quota}


def _check_credentials(call: WechatCall, grant_type: Any, app_id: Any, secret: Any) -> None:
    app, peer = call.world.state.app, call.request.peer
    allowed = call.world.state.wechat.ip_whitelist
    if allowed and peer not in allowed:
        raise WechatError(40164, f"{peer} ipv6 ::ffff:{peer}")
    if grant_type != "client_credential":
        raise WechatError(40002)
    if app_id != app.app_id:
        raise WechatError(40013)
    if not isinstance(secret, str) or not secrets.compare_digest(secret.encode(), app.app_secret.encode()):
        raise WechatError(40125)


def _may_force(call: WechatCall) -> bool:
    account = call.account
    today = [moment for moment in account.forced_at if day(moment) == day(call.now)]
    if today and call.now - today[-1] < FORCED_APART_SECONDS:
        return False
    if len(today) >= FORCED_PER_DAY:
        raise WechatError(45009)
    account.forced_at = [*today, call.now]
    return True


def _minted(call: WechatCall, family: str, *, old_lives: float) -> dict[str, Any]:
    account, seconds = call.account, call.world.state.wechat.token_seconds
    old = account.tokens.get(account.newest.get(family, ""))
    if old is not None:
        old.replaced_at = call.now - OLD_TOKEN_SECONDS + old_lives
    name = "90_" + letters(133)
    account.tokens[name] = Token(call.now + seconds)
    account.newest[family] = name
    return {"access_token": name, "expires_in": int(seconds)}


ENDPOINTS = {
    "/cgi-bin/token": Endpoint("GET", token, gate="open", token=False),
    "/cgi-bin/stable_token": Endpoint(
        "POST", stable_token, gate="open", token=False, per_minute=STABLE_TOKEN_PER_MINUTE
    ),
    "/cgi-bin/getcallbackip": Endpoint("GET", get_callback_ip, gate="open"),
    "/cgi-bin/get_api_domain_ip": Endpoint("GET", get_callback_ip, gate="open"),
    "/cgi-bin/clear_quota": Endpoint("POST", clear_quota, gate="open"),
    "/cgi-bin/openapi/quota/get": Endpoint("POST", get_quota, gate="open"),
}
