"""The WeChat SDK behind our own wire: stable tokens, deadlines, one renewal, and results instead of exceptions."""

import json
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from wechatpy import WeChatClient

from bot.channels.codes import Means
from bot.channels.http import Answer, Http, NotSent, Result, field_of
from bot.channels.wechat_codes import CODES, STALE_TOKEN
from bot.core.errors import NotSaved
from bot.core.ports import Clock, TokenShelf
from bot.settings import WechatSettings

# A new token is given 5 minutes before the old one ends; both work meanwhile (page api_getstableaccesstoken, 2026-11).
_RENEW_BEFORE = timedelta(minutes=5)
# A forced refresh is allowed 20 times a day, 30 s apart (same page); ours stays far below.
_FORCE_APART_SECONDS = 300.0
_PUBLISHING = ("/cgi-bin/message/mass/sendall", "/cgi-bin/freepublish/submit")


def code_of(result: Result) -> int | None:
    """WeChat's errcode in an answer: 0 where it has none, None when it is not an answer of WeChat's form."""
    if not isinstance(result, Answer) or not isinstance(result.json, dict) or not 200 <= result.status < 300:
        return None
    code = result.json.get("errcode", 0)
    try:
        return None if isinstance(code, bool | float) else int(code)
    except (TypeError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class NoToken(Answer):
    """WeChat refused us a token, so the call itself was not made; only a person can mend that."""


class AccessToken:
    """The account's token: kept on the shelf for all processes, fetched by one thread at a time."""

    def __init__(self, settings: WechatSettings, tokens: TokenShelf, clock: Clock, http: Http) -> None:
        self._settings = settings
        self._shelf = tokens
        self._clock = clock
        self._http = http
        self._name = f"wechat:{settings.app_id}"
        self._lock = threading.Lock()
        self._forced_at: float | None = None

    def current(self) -> str | NoToken | NotSent:
        """A token that should work, or the result that kept us from having one."""
        with self._lock:
            kept = self._shelf.get(self._name)
            if kept and kept[1] and kept[1] - self._clock.now() > _RENEW_BEFORE:
                return kept[0]
            return self._fetched(force=False)

    def instead_of(self, stale: str) -> str | NoToken | NotSent:
        """Another token than one that WeChat did not accept; forced only when the ordinary way gives the same."""
        with self._lock:
            kept = self._shelf.get(self._name)
            if kept and kept[0] != stale:
                return kept[0]  # somebody has renewed it meanwhile
            self._shelf.forget(self._name)
            fresh = self._fetched(force=False)
            if fresh != stale or not self._may_force():
                return fresh
            return self._fetched(force=True)

    def _may_force(self) -> bool:
        now = self._clock.monotonic()
        if self._forced_at is not None and now - self._forced_at < _FORCE_APART_SECONDS:
            return False
        self._forced_at = now
        return True

    def _fetched(self, *, force: bool) -> str | NoToken | NotSent:
        asked = {
            "grant_type": "client_credential",
            "appid": self._settings.app_id,
            "secret": self._settings.app_secret.get_secret_value(),  # in the body, so that no address holds it
            "force_refresh": force,
        }
        answer = self._http.call("POST", f"{self._settings.api_base}/cgi-bin/stable_token", **_json_body(asked))
        token = field_of(answer, "access_token")
        seconds = field_of(answer, "expires_in")
        if code_of(answer) != 0 or not token or not seconds.isdigit():
            return _no_token(answer)
        with suppress(NotSaved):  # a token that could not be kept works all the same
            self._shelf.put(self._name, token, self._clock.now() + timedelta(seconds=int(seconds)))
        return token


def _no_token(result: Result) -> NoToken | NotSent:
    """Without a token the call itself is certainly not made: a refusal that is listed keeps its code and words."""
    known = CODES.get(code_of(result) or 0)
    # 40001 in answer to this call speaks of our secret (page api_getstableaccesstoken, return codes).
    if isinstance(result, Answer) and known and known.means in (Means.REFUSED, Means.TOKEN):
        return NoToken(result.status, result.headers, result.body, result.json)
    return NotSent(f"there is no access token ({'WeChat gave none' if isinstance(result, Answer) else result.why})")


class Client(WeChatClient):  # type: ignore[misc]  # wechatpy ships no types
    """wechatpy's interfaces, each giving a Result; `_request` is the one door of them all."""

    def __init__(self, settings: WechatSettings, tokens: TokenShelf, clock: Clock, http: Http) -> None:
        super().__init__(settings.app_id, secret="", auto_retry=False)
        self._base = settings.api_base
        self._wire = http
        self._token = AccessToken(settings, tokens, clock, http)

    def _request(self, method: str, url_or_endpoint: str, **kwargs: Any) -> Result:
        """One call, and one more with another token when WeChat says that ours is stale.

        A JSON body goes out as raw UTF-8, because WeChat shows `\\uXXXX` to readers as it stands.
        """
        url = self._address(url_or_endpoint, kwargs.pop("api_base_url", ""))
        kwargs.pop("result_processor", None)
        if isinstance(kwargs.get("data"), dict):
            kwargs |= _json_body(kwargs["data"])
        token = self._token.current()
        if not isinstance(token, str):
            return token
        answer = self._with_token(method, url, token, kwargs)
        if code_of(answer) not in STALE_TOKEN:
            return answer
        fresh = self._token.instead_of(token)
        return self._with_token(method, url, fresh, kwargs) if isinstance(fresh, str) else fresh

    def _with_token(self, method: str, url: str, token: str, kwargs: dict[str, Any]) -> Result:
        params = {**kwargs.get("params", {}), "access_token": token}
        publishing = urlsplit(url).path.endswith(_PUBLISHING)
        return self._wire.call(method.upper(), url, publishing=publishing, **{**kwargs, "params": params})

    def _address(self, url_or_endpoint: str, api_base_url: str) -> str:
        """Our base before every path: wechatpy has some hosts hard-coded."""
        whole = url_or_endpoint
        if not whole.startswith(("http://", "https://")):
            whole = (api_base_url or self.API_BASE_URL) + whole
        return self._base + urlsplit(whole).path

    @property
    def access_token(self) -> str:
        """Not for use: wechatpy reads it while it builds itself, and `_request` puts the token in."""
        raise AttributeError("the token is put in by _request")


def _json_body(content: Any) -> dict[str, Any]:
    body = json.dumps(content, ensure_ascii=False).encode()
    return {"data": body, "headers": {"Content-Type": "application/json; charset=utf-8"}}
