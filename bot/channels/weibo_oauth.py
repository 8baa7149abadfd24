"""Weibo's OAuth2: the way to a token, whose it is, and how long it lives.

Source: open.weibo.com/wiki, Oauth2/authorize, access_token, get_token_info (diff 15973), read 2026-11-23.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from bot.channels.codes import Means
from bot.channels.http import Answer, Deadlines, Http, Lost, NotSent, Result
from bot.channels.weibo_codes import CODES, DOMAIN, code_of
from bot.core.errors import PlatformError
from bot.core.ports import Clock, FaultPoint, TokenShelf
from bot.core.rights import Asked, Finding
from bot.core.tokens import Grant, TokenLife, fingerprint
from bot.settings import WeiboSettings

# "No text", or "a field is missing": only an app that may post is told so (open.weibo.com/wiki/Error_code).
_NO_TEXT = (20008, 10016, 10008)
CONNECT = "Weibo is not connected: run paristech-bot channel connect weibo, then send again."
_AGAIN = "Run paristech-bot channel connect weibo again."
# What a code means while an account is being connected; elsewhere it speaks of a post (weibo_codes.py).
_SAYS: Mapping[int, str] = {
    21322: "Weibo does not know our return address. On open.weibo.com write {redirect} under 我的应用 › 应用信息 › "
    "高级信息 › 授权回调页, or set weibo.redirect_uri to what stands there.",
    21323: f"Weibo could not read our request. {_AGAIN}",
    21324: "Weibo does not accept app_key or app_secret. Copy both again from open.weibo.com into [weibo].",
    21325: f"The code was used already, or is older than a few minutes. {_AGAIN}",
    21330: f"Somebody pressed cancel at Weibo. {_AGAIN}",
    21331: f"Weibo is not available just now. {_AGAIN}",
    21321: "The app is not reviewed yet, and more accounts than Weibo allows have connected it. Hand it in for review "
    "on open.weibo.com.",
}


@dataclass(frozen=True, slots=True)
class TokenInfo:
    """Whose a token is, and how long it works."""

    uid: str
    life: TokenLife


def token_of(settings: WeiboSettings, shelf: TokenShelf, now: datetime) -> str:
    """The token to use: the one of the last connection; the setting's where there is none, or where it has ended."""
    written = settings.access_token.get_secret_value()
    kept = shelf.get(f"weibo:{settings.uid}")
    if kept is None:
        return written
    token, ends = kept
    return written if written and ends is not None and ends <= now else token


class WeiboOAuth:
    """The steps of connecting an account, for the app in the settings."""

    def __init__(
        self,
        settings: WeiboSettings,
        redirect_uri: str,
        clock: Clock,
        fault: FaultPoint,
        *,
        deadlines: Deadlines | None = None,
    ) -> None:
        self._settings = settings
        self._redirect = redirect_uri
        self._clock = clock
        self._http = Http(clock.monotonic, fault, deadlines=deadlines)

    def authorize_url(self, state: str) -> str:
        """Where somebody who is logged in as the office's account says yes; Weibo then leads to our return address."""
        asked = {
            "client_id": self._settings.app_key,
            "redirect_uri": self._redirect,
            "response_type": "code",
            "state": state,
        }
        return f"{self._settings.api_base}/oauth2/authorize?{urlencode(asked)}"

    def exchange(self, code: str) -> Grant:
        """The token for a code. Raises PlatformError in words."""
        form = {
            "client_id": self._settings.app_key,
            "client_secret": self._settings.app_secret.get_secret_value(),
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect,
        }
        result = self._http.call("POST", f"{self._settings.api_base}/oauth2/access_token", data=form)
        if isinstance(result, NotSent | Lost):
            raise PlatformError(f"Weibo could not be asked for a token: {result.why}. {_AGAIN}")
        token, uid, seconds = (_text(result, name) for name in ("access_token", "uid", "expires_in"))
        if not token or not uid or not seconds.isdigit():
            raise PlatformError(self._refused(result))
        now = self._clock.now()
        # The platform's word in the reply is taken only where it cannot be asked for what it really gave.
        told = token_info(self._http, self._settings.api_base, token, now)
        if isinstance(told, Finding):
            return Grant(token, uid, TokenLife(now + timedelta(seconds=int(seconds)), now))
        if told.uid != uid:
            raise PlatformError(f"Weibo gave a token of another account than it said ({told.uid}, {uid}). {_AGAIN}")
        return Grant(token, uid, told.life)

    def refused(self, code: str) -> str:
        """The sentence for an error that Weibo's page came back with."""
        number = int(code) if code.isascii() and code.isdigit() else 0
        says = _SAYS.get(number) or (CODES[number].says if number in CODES else f"Weibo did not say why. {_AGAIN}")
        return f"The account was not connected. {says.format(redirect=self._redirect)} ({code or 'no code'})"

    def _refused(self, answer: Answer) -> str:
        code = code_of(answer)
        words = _text(answer, "error_description") or _text(answer, "error")
        return f"{self.refused('' if code is None else str(code))}{f' {words}' if words else ''}"


def token_info(http: Http, base: str, token: str, now: datetime) -> TokenInfo | Finding:
    """What Weibo says of a token: `expire_in` (not `expires_in`) is the seconds that are left. Else why not."""
    result = http.call("POST", f"{base}/oauth2/get_token_info", data={"access_token": token})
    if isinstance(result, NotSent | Lost):
        return Finding("token", None, f"Weibo could not be asked: {result.why}. Try again.")
    uid, left, born = (_text(result, name) for name in ("uid", "expire_in", "create_at"))
    if uid and left.isdigit() and len(left) <= 10:
        began = datetime.fromtimestamp(int(born), UTC) if born.isdigit() and len(born) <= 10 else None
        return TokenInfo(uid, TokenLife(now + timedelta(seconds=int(left)), began))
    return _refusal("token", result)


def ask_about(http: Http, settings: WeiboSettings, token: str, now: datetime) -> Asked:
    """Whose the token is, how long it lives, and how many of the day's calls are left."""
    if not token or not settings.uid:
        return Asked((Finding("token", False, CONNECT),))
    told = token_info(http, settings.api_base, token, now)
    if isinstance(told, Finding):
        return Asked((told,))
    if told.uid != settings.uid:
        why = f"The token is of another account (uid {told.uid}) than weibo.uid says. {_AGAIN}"
        return Asked((Finding("token", False, why),))
    url = f"{settings.api_base}/2/account/rate_limit_status.json"
    calls = http.call("GET", url, params={"access_token": token})
    most = _text(calls, "user_limit") if isinstance(calls, Answer) else ""
    allowed = int(most) if most.isdigit() and len(most) < 9 else None
    found = (Finding("token", True), _calls(calls), _share(http, settings, token))
    return Asked(found, told.life, fingerprint(token), calls_per_day=allowed)


def _share(http: Http, settings: WeiboSettings, token: str) -> Finding:
    """Whether the app may post, by a post without text, which Weibo cannot publish: who may not hears that first."""
    form = {"access_token": token, "status": "", "rip": settings.rip}
    result = http.call("POST", f"{settings.api_base}/2/statuses/share.json", data=form)
    if isinstance(result, NotSent | Lost):
        return Finding("share", None, f"Weibo could not be asked: {result.why}. Try again.")
    code, words = code_of(result), _text(result, "error")
    if code in _NO_TEXT:
        return Finding("share", True)
    known = CODES.get(code or 0)
    if known is not None and known.means is Means.NO_RIGHT:
        return Finding("share", False, known.says, str(code), words)
    if code == DOMAIN and "bind" in words:
        return Finding("share", False, known.says if known else "", str(code), words)
    return _refusal("share", result)


def _calls(result: Result) -> Finding:
    if isinstance(result, NotSent | Lost):
        return Finding("calls", None, f"Weibo could not be asked: {result.why}. Try again.")
    left, most = _text(result, "remaining_user_hits"), _text(result, "user_limit")
    if left and most:
        return Finding("calls", True, detail=f"{left} of {most} calls left")
    return _refusal("calls", result)


def _refusal(right: str, answer: Answer) -> Finding:
    code, words = code_of(answer), _text(answer, "error")
    known = CODES.get(code or 0)
    if known is None or known.means is not Means.REFUSED:
        says = known.says if known else "Weibo's answer says neither yes nor no."
        return Finding(right, None, f"{says} Try again later.", str(code or answer.status), words)
    return Finding(right, False, known.says, str(code), words)


def _text(answer: Answer, name: str) -> str:
    """A field of an answer as text, "" when it is not there or is neither text nor number."""
    value: Any = answer.json.get(name) if isinstance(answer.json, Mapping) else None
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
