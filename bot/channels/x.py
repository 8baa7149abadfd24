"""The X account outward: POST /2/tweets, signed by OAuth 1.0a with four fixed keys."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from authlib.integrations.requests_client import OAuth1Auth

from bot.channels import pictures
from bot.channels.codes import Means
from bot.channels.http import Answer, Deadlines, Http, Lost, NotSent, Result
from bot.channels.steps import Steps, Stop, was_submitted
from bot.channels.x_codes import Line, line_for, problem_words
from bot.core.delivery import Outcome, Post, Refused, Retry, Sent, Unknown
from bot.core.errors import BadFile
from bot.core.links import has_marker, marker, tracked_text
from bot.core.ports import Clock, FaultPoint, Note, TokenShelf
from bot.core.posts import visible
from bot.core.rights import Asked, Finding
from bot.core.text import canonical_x
from bot.settings import XSettings

_CLOCKS_DIFFER = timedelta(seconds=60)
_WINDOW = timedelta(minutes=15)  # POST /2/tweets: 100 per 15 minutes (docs.x.com, rate limits, 2026-11-23)
_READ_ONLY = (
    "These keys may only read. On developer.x.com set the app to Read and write, make the access token again, and put "
    "it into [x]."
)
_CONNECT = "X is not connected: put the four keys of developer.x.com into [x], then send again."


class XChannel:
    """One X account. It has no idempotency key; a post is recognised by the marker in its link, else by its text.

    Its four keys never change, so the shelf of tokens stays unused; channels are built alike. `own_domains` (a comma
    list) are those whose links may carry the marker.
    """

    name = "x"

    def __init__(
        self,
        settings: XSettings,
        tokens: TokenShelf,
        clock: Clock,
        fault: FaultPoint,
        pictures: Path,
        *,
        own_domains: str = "",
        deadlines: Deadlines | None = None,
    ) -> None:
        # An OAuth 1.0a access token begins with the account's number (docs.x.com, OAuth 1.0a).
        self._user = settings.access_token.get_secret_value().partition("-")[0]
        self.account = f"x:{self._user}"
        self._base = settings.api_base
        self._clock = clock
        self._pictures = pictures
        self._own_domains = own_domains
        self._http = Http(clock.monotonic, fault, proxy=settings.proxy, deadlines=deadlines)
        secrets = (settings.consumer_secret, settings.access_token, settings.access_secret)
        keys = [settings.consumer_key, *(secret.get_secret_value() for secret in secrets)]
        self._auth = OAuth1Auth(*keys) if all(keys) else None

    def is_keyed(self, act: str) -> bool:
        """Never."""
        return False

    def publish(self, post: Post, key: str, notes: Mapping[str, str], note: Note) -> Outcome:
        """Upload the picture if there is one, then post once."""
        steps = Steps(notes, note)
        if self._auth is None:
            return Refused(_CONNECT)
        try:
            return self._tweet(post, key, self._media(post, steps), steps)
        except Stop as stop:
            return stop.outcome

    def _tweet(self, post: Post, key: str, media: str, steps: Steps) -> Outcome:
        content: dict[str, Any] = {"text": self._text(post, key)}
        if media:
            content["media"] = {"media_ids": [media]}
        steps.submitting(self._clock.now())
        body = json.dumps(content, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json"}
        url = f"{self._base}/2/tweets"
        result = self._http.call("POST", url, auth=self._auth, data=body, headers=headers, publishing=True)
        return self._posted(result, post, key, steps)

    def look_for(self, post: Post, key: str, notes: Mapping[str, str], since: datetime) -> Outcome:
        """Among our newest posts (each read is billed, so five): by marker, else by the text without links."""
        if not was_submitted(notes):
            return Retry("It was interrupted before anything was sent.")
        asked = {"max_results": "5", "tweet.fields": "created_at,text,entities"}
        result = self._http.call("GET", f"{self._base}/2/users/{self._user}/tweets", auth=self._auth, params=asked)
        if not isinstance(result, Answer) or result.status != 200 or not isinstance(result.json, Mapping):
            return Unknown("X could not be asked whether it was posted.", _status_of(result))
        text = self._text(post, key)
        ours = [
            (at, tweet_id)
            for tweet_id, tweet, at in _tweets(result.json)
            if at >= since - _CLOCKS_DIFFER and _is_ours(tweet, text, key)
        ]
        if not ours:
            return Unknown("It is not among the newest posts of the account.")
        return _sent(min(ours)[1])

    def ask(self) -> Asked:
        """Whose our keys are."""
        if self._auth is None:
            return Asked((Finding("token", False, _CONNECT),))
        result = self._http.call("GET", f"{self._base}/2/users/me", auth=self._auth)
        return Asked((self._whose(result),))

    def _whose(self, result: Result) -> Finding:
        found = _id_in(result)
        if not isinstance(result, Answer):
            return Finding(
                "token", None, f"X could not be asked: {result.why}. Try again; mainland networks need x.proxy."
            )
        if found:
            if found == self._user:
                access = result.says("x-access-level")  # of OAuth 1.0a answers; not on every one
                if access and "write" not in access:
                    return Finding("token", False, _READ_ONLY, words=access)
                return Finding("token", True, detail=f"account {found}")
            return Finding("token", False, f"These keys are of another account on X ({found}). {_CONNECT}")
        words = problem_words(result.json)
        line = line_for(result.status, result.json)
        if line is None or line.means is Means.LATER:
            return Finding("token", None, "X gave no answer to that. Try again later.", str(result.status), words)
        return Finding("token", False, line.says, str(result.status), words)

    def follow_up(self, remote_id: str, act: str) -> Outcome:
        """X has no accepted-but-running posts."""
        return _sent(remote_id)

    def _text(self, post: Post, key: str) -> str:
        # Marked even where the post brings no domains (UTM is switched off), because the marker is how it is found.
        return tracked_text(visible(post), post.link_domains or self._own_domains, key=key)

    def _media(self, post: Post, steps: Steps) -> str:
        """The picture's media id, "" without one. Uploading twice shows nothing to anybody."""
        try:
            digest = post.digests.get(post.picture, "")
            raw = pictures.read(self._pictures, post.picture, digest) if post.picture else None
            picture = pictures.fit(raw, pictures.X_BYTES) if raw else None
        except BadFile as error:
            raise Stop(Refused(str(error))) from error
        if picture and not steps.get("media"):
            result = self._http.call(
                "POST",
                f"{self._base}/2/media/upload",
                auth=self._auth,
                data={"media_category": "tweet_image"},
                files={"media": ("picture.jpg", picture, "image/jpeg")},
            )
            steps.keep("media", self._uploaded(result))
        return steps.get("media")

    def _uploaded(self, result: Result) -> str:
        found = _id_in(result)
        if found:
            return found
        if not isinstance(result, Answer):
            raise Stop(Retry(f"It was not sent: {result.why} while the picture was uploaded."))
        line = line_for(result.status, result.json)
        raise Stop(self._by_line(line, result) if line else Retry("It was not sent: X did not take the picture."))

    def _posted(self, result: Result, post: Post, key: str, steps: Steps) -> Outcome:
        if isinstance(result, NotSent):
            return steps.settled(Retry(f"It was not sent: {result.why}."))
        if isinstance(result, Lost):
            return Unknown(f"The text was sent, then {result.why}; it may be posted.")
        found = _id_in(result)
        if found:
            return _sent(found)
        line = line_for(result.status, result.json) if isinstance(result.json, Mapping) else None
        if line is None:
            why = "X gave an answer that is not in its list. Look at the account: it may be posted."
            return Unknown(why, _status_of(result), problem_words(result.json))
        if line.means is Means.REPEATED and steps.submitted_before:
            started = datetime.fromisoformat(steps.first_submitted)
            look = self.look_for(post, key, {"submitted": steps.first_submitted}, started)
            return (
                look if isinstance(look, Sent) else Unknown(line.says, _status_of(result), problem_words(result.json))
            )
        return steps.settled(self._by_line(line, result))

    def _by_line(self, line: Line, answer: Answer) -> Outcome:
        words = problem_words(answer.json)
        if line.means is Means.LATER:
            return Retry(line.says, _until_reset(answer, self._clock.now()), str(answer.status), words)
        spent, no_right = line.means is Means.QUOTA, line.means is Means.NO_RIGHT
        return Refused(line.says, str(answer.status), words, quota_spent=spent, no_right=no_right)


def _sent(tweet_id: str) -> Sent:
    return Sent(tweet_id, f"https://x.com/i/web/status/{tweet_id}")


def _status_of(result: Result) -> str:
    return str(result.status) if isinstance(result, Answer) else ""


def _id_in(result: Result) -> str:
    """data.id of a successful answer, "" without one."""
    if not isinstance(result, Answer) or not 200 <= result.status < 300 or not isinstance(result.json, Mapping):
        return ""
    content = result.json.get("data")
    found = str(content.get("id", "")) if isinstance(content, Mapping) else ""
    return found if found.isascii() and found.isdigit() else ""


def _tweets(timeline: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any], datetime]]:
    listed = timeline.get("data")
    for tweet in listed if isinstance(listed, list) else []:
        try:
            at = datetime.fromisoformat(tweet["created_at"])
            yield str(tweet["id"]), tweet, at if at.tzinfo else at.replace(tzinfo=UTC)
        except (KeyError, TypeError, ValueError):
            continue


def _is_ours(tweet: Mapping[str, Any], text: str, key: str) -> bool:
    """By the marker where our text holds one and X says where its links lead; else by the words."""
    entities = tweet.get("entities")
    urls = entities.get("urls") if isinstance(entities, Mapping) else None
    targets = [str(url.get("expanded_url", "")) for url in urls or () if isinstance(url, Mapping)]
    if marker(key) in text and targets:
        return any(has_marker(target, key) for target in targets)
    return canonical_x(str(tweet.get("text", ""))) == canonical_x(text)


def _until_reset(answer: Answer, now: datetime) -> timedelta:
    """Until the window that is used up ends: the day's when that is at zero, else the quarter of an hour's."""
    daily = [f"x-{who}-limit-24hour" for who in ("app", "user")]
    spent = next((name for name in daily if answer.says(f"{name}-remaining") == "0"), "x-rate-limit")
    reset = answer.says(f"{spent}-reset")
    if not (reset.isascii() and reset.isdigit() and len(reset) <= 11):
        return _WINDOW
    return min(max(timedelta(seconds=int(reset) - now.timestamp()), timedelta(seconds=1)), timedelta(hours=24))
