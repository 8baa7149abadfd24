"""X's posts: create one, read a user's back, upload a picture."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.clock import iso
from bot.sandbox.exchange import Request
from bot.sandbox.media import MIME, kind_of
from bot.sandbox.state import digits, letters
from bot.sandbox.world import Post, World
from bot.sandbox.x_problems import (
    DUPLICATE,
    GIF_BYTES,
    IMAGE_BYTES,
    MEDIA_SECONDS,
    NOT_PERMITTED,
    PICTURES_PER_POST,
    REPEAT_SECONDS,
    TIMELINE,
    XError,
    invalid,
)
from bot.sandbox.x_text import fits, links
from bot.sandbox.x_world import Tweet, XMedia

# Fields of a post that X knows (docs.x.com/x-api/posts/create-post).
FIELDS = frozenset(
    (
        "text",
        "media",
        "reply",
        "reply_settings",
        "poll",
        "quote_tweet_id",
        "direct_message_deep_link",
        "for_super_followers_only",
        "geo",
        "nullcast",
        "community_id",
        "card_uri",
    )
)
# X's ids are milliseconds since its own epoch, shifted by 22 bits.
EPOCH_MS = 1_288_834_974_657


@dataclass(frozen=True)
class XCall:
    """A signed call."""

    world: World
    request: Request
    params: Mapping[str, str]

    @property
    def now(self) -> float:
        """The sandbox's time in unix seconds."""
        return self.world.clock.now()


Handler = Callable[[XCall], tuple[int, dict[str, Any]]]


def user_id(world: World) -> str:
    """Give the account's id: the number its access token begins with, as X writes its tokens."""
    number = world.state.x.access_token.partition("-")[0]
    return number if number.isascii() and number.isdigit() else "1"


def create(call: XCall) -> tuple[int, dict[str, Any]]:
    """Post a text, pictures, or both."""
    body = _body(call)
    media = _media(call, body.get("media"))
    sent = unicodedata.normalize("NFC", _text(body, has_media=bool(media)))
    if any(old.sent == sent and call.now - old.at < REPEAT_SECONDS for old in call.world.x.tweets) and sent:
        raise XError(DUPLICATE)
    text, urls = _with_short_links(sent)
    tweet = Tweet(_new_id(call), text, sent, call.now, urls, [each.file.url for each in media])
    call.world.x.tweets.append(tweet)
    url = f"https://x.com/i/status/{tweet.id}"
    links = [{"shown": each["url"], "url": each["expanded_url"]} for each in urls]
    more = {"url": url, "links": links}
    call.world.show(Post("x", "tweet", str(tweet.id), None, text, media=tweet.media, more=more))
    return 201, {"data": {"id": str(tweet.id), "text": text, "edit_history_tweet_ids": [str(tweet.id)]}}


def user_tweets(call: XCall) -> tuple[int, dict[str, Any]]:
    """Give a user's latest posts, newest first."""
    wanted = call.request.param("max_results") or "10"
    if not (wanted.isascii() and wanted.isdigit() and TIMELINE[0] <= int(wanted) <= TIMELINE[1]):
        raise invalid(f"The `max_results` query parameter value [{wanted}] is not between {TIMELINE[0]} and 100")
    if call.params["id"] != user_id(call.world):
        detail = f"Could not find user with id: [{call.params['id']}]."
        return 200, {"errors": [{"title": "Not Found Error", "detail": detail, "resource_type": "user"}]}
    since = call.request.param("since_id") or "0"
    if not (since.isascii() and since.isdigit()):
        raise invalid(f"The `since_id` query parameter value [{since}] is not valid")
    fields = (call.request.param("tweet.fields") or "").split(",")
    found = [tweet for tweet in reversed(call.world.x.tweets) if tweet.id > int(since)][: int(wanted)]
    if not found:
        return 200, {"meta": {"result_count": 0}}
    meta = {"result_count": len(found), "newest_id": str(found[0].id), "oldest_id": str(found[-1].id)}
    return 200, {"data": [_row(tweet, fields, call.world) for tweet in found], "meta": meta}


def me(call: XCall) -> tuple[int, dict[str, Any]]:
    """Say who the keys belong to."""
    return 200, {"data": {"id": user_id(call.world), "name": "ParisTech", "username": "ParisTech"}}


def upload(call: XCall) -> tuple[int, dict[str, Any]]:
    """Keep a picture for a day; in one piece only, for pictures need no more."""
    try:
        form = call.request.form()
    except ValueError as fault:
        raise invalid(str(fault)) from fault
    if "media" not in form.files:
        raise invalid("media is missing")
    content = form.files["media"].content
    kind = kind_of(content)
    if kind not in ("jpeg", "png", "gif", "webp"):
        raise invalid("The media is not a picture that X takes")
    if len(content) > (GIF_BYTES if kind == "gif" else IMAGE_BYTES):
        raise invalid("The media is too large")
    media_id = digits(19)
    call.world.x.media[media_id] = XMedia(call.world.library.add(content), kind, call.now + MEDIA_SECONDS)
    data = {"id": media_id, "media_key": f"3_{media_id}", "size": len(content), "expires_after_secs": MEDIA_SECONDS}
    return 200, {"data": {**data, "image": {"image_type": MIME[kind]}}}


def _body(call: XCall) -> dict[str, Any]:
    try:
        body = call.request.json()
    except ValueError as fault:
        raise invalid("The request body is not JSON") from fault
    if not isinstance(body, dict):
        raise invalid("The request body is not an object")
    for name in body:
        if name not in FIELDS:
            raise invalid(
                f"[$.{name}] is not defined in the schema and the schema does not allow additional properties"
            )
    return body


def _text(body: Mapping[str, Any], *, has_media: bool) -> str:
    text = body.get("text", "")
    if not isinstance(text, str) or not (text.strip() or has_media):
        raise invalid("text is missing")
    if text and not fits(text):
        raise XError(NOT_PERMITTED)
    return text


def _media(call: XCall, wanted: Any) -> list[XMedia]:
    if wanted is None:
        return []
    ids = wanted.get("media_ids") if isinstance(wanted, Mapping) else None
    if not isinstance(ids, list) or not 1 <= len(ids) <= PICTURES_PER_POST:
        raise invalid("Your media IDs are invalid.")
    known = [call.world.x.media.get(str(media_id)) for media_id in ids]
    media = [each for each in known if each is not None and each.expires_at > call.now]
    if len(media) < len(ids) or (len(media) > 1 and any(each.kind == "gif" for each in media)):
        raise invalid("Your media IDs are invalid.")
    return media


def _with_short_links(text: str) -> tuple[str, list[dict[str, Any]]]:
    """Put t.co addresses in the place of links, bare domains too; tell where each stands and what it means."""
    written, end, urls = "", 0, []
    for found in links(text):
        start, stop = found["indices"]
        long = found["url"] if "://" in found["url"] else f"http://{found['url']}"
        short = f"https://t.co/{letters(10)}"
        written += text[end:start]
        urls.append(
            {
                "start": len(written),
                "end": len(written) + len(short),
                "url": short,
                "expanded_url": long,
                "display_url": long.partition("://")[2][:30],
            }
        )
        written, end = written + short, stop
    return written + text[end:], urls


def _new_id(call: XCall) -> int:
    newest = max((tweet.id for tweet in call.world.x.tweets), default=0)
    return max(newest + 1, (int(call.now * 1000) - EPOCH_MS) << 22)


def _row(tweet: Tweet, fields: list[str], world: World) -> dict[str, Any]:
    row: dict[str, Any] = {"id": str(tweet.id), "text": tweet.text, "edit_history_tweet_ids": [str(tweet.id)]}
    if "created_at" in fields:
        row["created_at"] = iso(tweet.at)
    if "author_id" in fields:
        row["author_id"] = user_id(world)
    if "entities" in fields and tweet.urls:
        row["entities"] = {"urls": tweet.urls}
    return row


ENDPOINTS: dict[str, dict[str, Handler]] = {
    "/2/tweets": {"POST": create},
    "/2/users/me": {"GET": me},
    "/2/users/:id/tweets": {"GET": user_tweets},
    "/2/media/upload": {"POST": upload},
}
