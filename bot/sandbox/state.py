"""The settings of the emulated world: their defaults, what a PUT may change, and what a GET shows."""

import base64
import binascii
import secrets
import string
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

MODES = ("safe", "plain", "compat")
# Mass sends by API per account type, None = no such limit (Batch_Sends, read 2026-11-23): a subscription account sends
# once a day to anyone; a service account once a day to all, and each person gets 4 in a calendar month.
MASS_QUOTA: dict[str, dict[str, int | None]] = {
    "subscription": {"mass_day": 1, "mass_month": None},
    "service": {"mass_day": 1, "mass_month": 4},
}

S = TypeVar("S")


class BadState(ValueError):
    """The settings cannot be changed like this; the text says which key is wrong and what it should be."""


@dataclass(frozen=True)
class CallbackState:
    """Where webhook calls go, and in which mode."""

    url: str | None = None
    mode: str = "safe"


@dataclass(frozen=True)
class AppState:
    """The official account's credentials, made up at each start."""

    app_id: str = field(default_factory=lambda: "wx" + secrets.token_hex(8))
    app_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    token: str = field(default_factory=lambda: letters(24))
    aes_key: str = field(default_factory=lambda: letters(42) + "A")  # because 43 letters are 258 bits, two too many
    original_id: str = field(default_factory=lambda: "gh_" + secrets.token_hex(6))


@dataclass(frozen=True)
class QuotaState:
    """Mass sends per day and month (None: the account type's rule), and calls per day of single APIs."""

    mass_day: int | None = None
    mass_month: int | None = None
    api: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class WechatState:
    """The WeChat account. `rights` names APIs that are taken away (false) or given back (true); times in seconds.

    ip_whitelist: the addresses that may fetch a token; empty lets in all, so that the sandbox works without setting up.
    """

    api_base: str = ""
    account_type: str = "service"
    verified: bool = True
    rights: dict[str, bool] = field(default_factory=dict)
    ip_whitelist: list[str] = field(default_factory=list)
    quota: QuotaState = field(default_factory=QuotaState)
    token_seconds: float = 7200  # "expires_in" ≤ 7200 s (api_getstableaccesstoken, Get_access_token)
    group_send_protection: bool = False
    finish_event_delay: float = 2
    mass_memory_seconds: float = 86400  # clientmsgid is remembered for 24 h (api_sendall)
    same_key_seconds: float = 60  # 45066 within a minute (api_sendall)


@dataclass(frozen=True)
class WeiboQuota:
    """Posts per hour and calls per day of one authorised user (open.weibo.com/wiki/Rate-limiting, rev 16512)."""

    calls_day: int = 100
    posts_hour: int = 30


@dataclass(frozen=True)
class WeiboState:
    """The Weibo account and its app."""

    api_base: str = ""
    app_key: str = field(default_factory=lambda: digits(10))
    app_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    uid: str = field(default_factory=lambda: digits(10))
    safe_domain: str = "paristech.fr"
    access_token: str = field(default_factory=lambda: "2.00" + letters(28))
    token_seconds: float = 157_680_000  # five years: the app's own account authorises itself (Weibo 授权机制说明)
    quota: WeiboQuota = field(default_factory=WeiboQuota)


@dataclass(frozen=True)
class XState:
    """The X account and its app."""

    api_base: str = ""
    consumer_key: str = field(default_factory=lambda: letters(25))
    consumer_secret: str = field(default_factory=lambda: letters(50))
    access_token: str = field(default_factory=lambda: digits(18) + "-" + letters(30))
    access_secret: str = field(default_factory=lambda: letters(45))


@dataclass(frozen=True)
class State:
    """Everything that GET and PUT /_sandbox/state speak about."""

    callback: CallbackState = field(default_factory=CallbackState)
    app: AppState = field(default_factory=AppState)
    wechat: WechatState = field(default_factory=WechatState)
    weibo: WeiboState = field(default_factory=WeiboState)
    x: XState = field(default_factory=XState)
    clock_offset: float = 0


def letters(count: int) -> str:
    """Make up letters and digits."""
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(count))


def digits(count: int) -> str:
    """Make up a number that does not begin with 0."""
    return secrets.choice("123456789") + "".join(secrets.choice(string.digits) for _ in range(count - 1))


def mass_quota(wechat: WechatState) -> dict[str, int | None]:
    """Give the mass send limits that hold now: what was set, else the account type's rule."""
    rule = MASS_QUOTA[wechat.account_type]
    chosen = {"mass_day": wechat.quota.mass_day, "mass_month": wechat.quota.mass_month}
    return {name: rule[name] if value is None else value for name, value in chosen.items()}


def shown(state: State) -> dict[str, Any]:
    """Give the settings as GET shows them, with the limits that hold now."""
    view = asdict(state)
    view["wechat"]["quota"].update(mass_quota(state.wechat))
    return view


def changed(state: State, patch: object) -> State:
    """Merge a PUT body into the settings, wholly or (BadState) not at all."""
    # Because a tool may send back what it got: what equals the present is no change, read-only keys included.
    return _merged(state, _without(patch, shown(state)), "")


def _without(patch: object, present: object) -> object:
    if not (isinstance(patch, Mapping) and isinstance(present, Mapping)):
        return patch
    return {
        key: _without(value, present.get(key))
        for key, value in patch.items()
        if key not in present or value != present[key]
    }


def _merged(current: S, patch: object, where: str) -> S:
    if not isinstance(patch, Mapping):
        raise BadState(f"{where or 'the body'} must be an object")
    known = {each.name for each in fields(cast(Any, current))}
    changes: dict[str, Any] = {}
    for key, value in patch.items():
        path = f"{where}.{key}" if where else str(key)
        if key not in known:
            raise BadState(f"unknown key {path}")
        old = getattr(current, key)
        changes[key] = _merged(old, value, path) if is_dataclass(old) else _checked(path, value, old)
    return cast(S, replace(cast(Any, current), **changes))


def _checked(path: str, value: Any, old: Any) -> Any:
    name = path.rpartition(".")[2]
    rule = RULES.get(path) or RULES.get(name) or _text
    try:
        return rule(value, old)
    except ValueError as fault:
        raise BadState(f"{path} {fault}") from None


def _text(value: Any, _: Any) -> str:
    if not isinstance(value, str) or not value or len(value) > 512 or not value.isprintable():
        raise ValueError("must be a text")
    return value


def _text_or_empty(value: Any, old: Any) -> str:
    return "" if value == "" else _text(value, old)


def _flag(value: Any, _: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def _number(value: Any, _: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e11:
        raise ValueError("must be a number")
    return value


def _offset(value: Any, old: Any) -> float:
    # Because dates before 1970 and after 9999 cannot be written, and nobody needs them.
    if not -1.7e9 <= _number(value, old) <= 1e11:
        raise ValueError("must lead to a date after 1970 and before 5000")
    return cast(float, value)


def _seconds(value: Any, old: Any) -> float:
    if _number(value, old) < 0:
        raise ValueError("must not be negative")
    return cast(float, value)


def _count(value: Any, _: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("must be a whole number, 0 or more")
    return value


def _count_or_rule(value: Any, old: Any) -> int | None:
    return None if value is None else _count(value, old)


def _one_of(*choices: str) -> Callable[[Any, Any], str]:
    def check(value: Any, _: Any) -> str:
        if value not in choices:
            raise ValueError("must be one of " + ", ".join(choices))
        return cast(str, value)

    return check


def _fixed(_: Any, old: Any) -> Any:
    raise ValueError(f"cannot be changed: it is where the sandbox listens ({old})")


def _url_or_none(value: Any, _: Any) -> str | None:
    if value is None:
        return None
    parts = urlsplit(value) if isinstance(value, str) and value.isprintable() else None
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
        raise ValueError("must be null or an address that starts with http:// or https://")
    return cast(str, value)


def _aes_key(value: Any, old: Any) -> str:
    try:
        if len(_text(value, old)) == 43 and len(base64.b64decode(value + "=", validate=True)) == 32:
            return cast(str, value)
    except binascii.Error:
        pass
    raise ValueError("must be 43 letters and digits, as WeChat's EncodingAESKey is")


def _addresses(value: Any, _: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
        raise ValueError("must be a list of addresses")
    return list(value)


def _table(rule: Callable[[Any, Any], Any]) -> Callable[[Any, Any], dict[str, Any]]:
    def check(value: Any, old: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise ValueError("must be an object")
        return {**old, **{str(key): rule(each, None) for key, each in value.items()}}

    return check


RULES: dict[str, Callable[[Any, Any], Any]] = {
    "api_base": _fixed,
    "callback.url": _url_or_none,
    "callback.mode": _one_of(*MODES),
    "app.aes_key": _aes_key,
    "weibo.safe_domain": _text_or_empty,
    "wechat.account_type": _one_of(*MASS_QUOTA),
    "verified": _flag,
    "group_send_protection": _flag,
    "rights": _table(_flag),
    "ip_whitelist": _addresses,
    "wechat.quota.api": _table(_count),
    "mass_day": _count_or_rule,
    "mass_month": _count_or_rule,
    "calls_day": _count,
    "posts_hour": _count,
    "token_seconds": _seconds,
    "finish_event_delay": _seconds,
    "mass_memory_seconds": _seconds,
    "same_key_seconds": _seconds,
    "clock_offset": _offset,
}
