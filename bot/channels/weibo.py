"""The Weibo account outward: statuses/share, the one way to post that an ordinary app has."""

import re
import string
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.channels import pictures
from bot.channels.codes import Code, Means, outcome
from bot.channels.http import Answer, Deadlines, Http, Lost, NotSent, Result
from bot.channels.steps import Steps, Stop, was_submitted
from bot.channels.weibo_codes import ADDRESS_LIMIT, CODES, code_of
from bot.channels.weibo_oauth import CONNECT, ask_about, token_of
from bot.core.delivery import Outcome, Post, Refused, Retry, Sent, Trouble, Unknown
from bot.core.errors import BadFile
from bot.core.ports import Clock, FaultPoint, Note, TokenShelf
from bot.core.posts import visible
from bot.core.rights import Asked
from bot.core.text import canonical
from bot.core.timing import Span, next_period
from bot.settings import WeiboSettings

_CLOCKS_DIFFER = timedelta(seconds=60)
_BUSY_TRIES = 2  # 20014 "please call again": once
_BASE62 = string.digits + string.ascii_lowercase + string.ascii_uppercase
_CUT = re.compile(r"(\.\.\.|…)\s*(全文)?$")
_CREATED = "%a %b %d %H:%M:%S %z %Y"


class WeiboChannel:
    """One Weibo account. It has no idempotency key: a send whose answer is lost is looked for, never repeated."""

    name = "weibo"

    def __init__(
        self,
        settings: WeiboSettings,
        tokens: TokenShelf,
        clock: Clock,
        fault: FaultPoint,
        pictures: Path,
        *,
        deadlines: Deadlines | None = None,
    ) -> None:
        self.account = f"weibo:{settings.uid}"
        self._settings = settings
        self._shelf = tokens
        self._clock = clock
        self._pictures = pictures
        self._http = Http(clock.monotonic, fault, deadlines=deadlines)

    def is_keyed(self, act: str) -> bool:
        """Never."""
        return False

    def publish(self, post: Post, key: str, notes: Mapping[str, str], note: Note) -> Outcome:
        """Post it once."""
        steps = Steps(notes, note)
        token = self._token()
        if not token or not self._settings.uid:
            return Refused(CONNECT, trouble=Trouble.TOKEN)
        try:
            digest = post.digests.get(post.picture, "")
            raw = pictures.read(self._pictures, post.picture, digest) if post.picture else None
            picture = None if raw is None else pictures.fit(raw, pictures.WEIBO_BYTES)
        except BadFile as error:
            return Refused(str(error))
        try:
            return self._share(post, key, picture, token, steps)
        except Stop as stop:
            return stop.outcome

    def _share(self, post: Post, key: str, picture: bytes | None, token: str, steps: Steps) -> Outcome:
        # requests encodes the form; encoding the text before it would post mojibake.
        form = {"access_token": token, "status": visible(post, key)}
        if self._settings.rip:
            form["rip"] = self._settings.rip
        files = {"pic": ("picture.jpg", picture, "image/jpeg")} if picture else None
        steps.submitting(self._clock.now())
        url = f"{self._settings.api_base}/2/statuses/share.json"
        return self._posted(self._http.call("POST", url, data=form, files=files, publishing=True), post, steps)

    def look_for(self, post: Post, key: str, notes: Mapping[str, str], since: datetime) -> Outcome:
        """Among our newest five posts (all that Weibo shows an app), by the text that survives its rewriting."""
        if not was_submitted(notes):
            return Retry("It was interrupted before anything was sent.")
        token = self._token()
        if not token:
            return Unknown(CONNECT)
        asked = {"access_token": token, "uid": self._settings.uid, "base_app": "1", "trim_user": "1"}
        url = f"{self._settings.api_base}/2/statuses/user_timeline.json"
        result = self._http.call("GET", url, params=asked)
        if not isinstance(result, Answer) or not isinstance(result.json, Mapping) or "statuses" not in result.json:
            return Unknown("Weibo could not be asked whether it was posted.", str(code_of(result) or ""))
        return self._found(result.json, canonical(visible(post)), since)

    def follow_up(self, remote_id: str, act: str) -> Outcome:
        """Weibo has no accepted-but-running posts."""
        return Sent(remote_id, self._address(remote_id))

    def ask(self) -> Asked:
        """Whose our token is, how long it lives, and how many calls are left today (one of them is this question)."""
        return ask_about(self._http, self._settings, self._token(), self._clock.now())

    def _posted(self, result: Result, post: Post, steps: Steps) -> Outcome:
        if isinstance(result, NotSent):
            return steps.settled(Retry(f"It was not sent: {result.why}."))
        if isinstance(result, Lost):
            return Unknown(f"The text was sent, then {result.why}; it may be posted.")
        code = code_of(result)
        post_id = _id_of(result.json)
        if code is None and post_id and 200 <= result.status < 300:
            return Sent(post_id, self._address(post_id))
        if code is None:
            return Unknown(f"Weibo's answer (HTTP {result.status}) could not be read; it may be posted.")
        return self._by_code(code, str(result.json.get("error", "")), post, steps)

    def _by_code(self, code: int, words: str, post: Post, steps: Steps) -> Outcome:
        known = CODES.get(code, Code(Means.CHECK, ""))
        if known.means is Means.DONE:
            return Sent("", self._address(""))  # 20032: it is there, and gets its number when it is looked for
        if known.means is Means.REPEATED and steps.submitted_before:
            started = datetime.fromisoformat(steps.first_submitted)
            found = self.look_for(post, "", {"submitted": steps.first_submitted}, started)
            return found if isinstance(found, Sent) else Unknown(known.says, str(code), words)
        if known.means is Means.REPEATED:
            return steps.settled(Refused(known.says, str(code), words))
        if known.means is Means.QUOTA:
            return steps.settled(self._limited(known.says, code, words, steps))
        if known.means is Means.BUSY:
            if steps.count("busy") < _BUSY_TRIES:
                return steps.settled(Retry(known.says, code=str(code), words=words))
            return steps.settled(Refused(f"{known.says} Send it again later, or by hand.", str(code), words))
        end = outcome(CODES, code, words)
        return steps.settled(end) if known.means is not Means.CHECK else end

    def _limited(self, says: str, code: int, words: str, steps: Steps) -> Outcome:
        """An address has a limit an hour. Of the user's, Weibo does not say which it was: first the hour's is taken to
        be, twice in a row the day's.
        """
        now = self._clock.now()
        hourly = steps.count("limited") == 1 or code == ADDRESS_LIMIT
        again = next_period(Span.HOUR if hourly else Span.DAY, now)
        spent = "posts_hour" if hourly else "calls_day"
        return Retry(says, again - now, str(code), words, quota_spent=True, spent=spent)

    def _found(self, timeline: Mapping[str, Any], text: str, since: datetime) -> Outcome:
        ours = [
            (at, post_id)
            for post_id, posted, at in _statuses(timeline)
            if at >= since - _CLOCKS_DIFFER and _same(posted, text)
        ]
        if ours:
            post_id = min(ours)[1]
            return Sent(post_id, self._address(post_id))
        return Unknown("It is not among the newest posts of the account.")

    def _token(self) -> str:
        return token_of(self._settings, self._shelf, self._clock.now())

    def _address(self, post_id: str) -> str:
        uid = self._settings.uid
        return f"https://weibo.com/{uid}/{_short(post_id)}" if post_id else f"https://weibo.com/u/{uid}"


def _id_of(status: Any) -> str:
    """idstr, because ids are beyond what floating point holds; "" without one."""
    found = str(status.get("idstr") or status.get("id") or "") if isinstance(status, Mapping) else ""
    return found if found.isascii() and found.isdigit() else ""


def _short(post_id: str) -> str:
    """The id as addresses write it: seven digits at a time from the right, each four characters to the base of 62."""
    short = ""
    while post_id:
        post_id, group = post_id[:-7], int(post_id[-7:])
        written = ""
        while group:
            group, digit = divmod(group, len(_BASE62))
            written = _BASE62[digit] + written
        short = (written.rjust(4, "0") if post_id else written) + short
    return short


def _statuses(timeline: Mapping[str, Any]) -> Iterator[tuple[str, str, datetime]]:
    listed = timeline.get("statuses")
    for status in listed if isinstance(listed, list) else []:
        try:
            at = datetime.strptime(status["created_at"], _CREATED).astimezone(UTC)
            yield _id_of(status), canonical(status["text"]), at
        except (KeyError, TypeError, ValueError):
            continue


def _same(posted: str, text: str) -> bool:
    """Equal, or the beginning of ours where Weibo has cut it."""
    beginning = _CUT.sub("", posted)
    return posted == text or (beginning != posted and len(beginning) >= 40 and text.startswith(beginning))
