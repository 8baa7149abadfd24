"""Weibo's statuses: share one, and read one's own back."""

import ipaddress
from datetime import timedelta
from typing import Any

from bot.sandbox.clock import beijing, day
from bot.sandbox.media import MediaFile, kind_of
from bot.sandbox.weibo_api import WeiboCall, WeiboEndpoint
from bot.sandbox.weibo_codes import (
    COUNTS_AT_ONCE,
    PICTURE_BYTES,
    REPEAT_SECONDS,
    TEXT_CHARS,
    TIMELINE_ROWS,
    WeiboError,
)
from bot.sandbox.weibo_text import base62, host_of, links, measured, shortened, without_topics
from bot.sandbox.weibo_world import Status
from bot.sandbox.world import Post

# Because an id from the clock is unique across restarts, and times 8192 it is larger than 2^53, as real ones are.
IDS_PER_MILLISECOND = 8192


def share(call: WeiboCall) -> dict[str, Any]:
    """Post a text with a link and, if there is one, a picture (open.weibo.com/wiki/2/statuses/share)."""
    hour = ("posts", str(int(call.now // 3600)))
    if call.account.used[hour] >= call.world.state.weibo.quota.posts_hour:
        raise WeiboError(10024)
    sent = _checked_text(call)
    picture = _picture(call)
    text, shown = shortened(sent)
    status = Status(_new_id(call), text, sent, call.now, picture.url if picture else None)
    call.account.used[hour] += 1
    call.account.statuses.append(status)
    url = f"https://weibo.com/{call.world.state.weibo.uid}/{base62(status.id)}"
    media = [picture.url] if picture else []
    call.world.show(Post("weibo", "share", str(status.id), None, text, media=media, more={"url": url, "links": shown}))
    return _row(call, status, trim=False)


def user_timeline(call: WeiboCall) -> dict[str, Any]:
    """Give one's own latest statuses: five at most, whatever is asked for."""
    rows = [_row(call, status, trim=call.param("trim_user") == "1") for status in _timeline(call)]
    total = len(call.account.statuses)
    return {"statuses": rows, "hasvisible": False, "previous_cursor": 0, "next_cursor": 0, "total_number": total}


def timeline_ids(call: WeiboCall) -> dict[str, Any]:
    """Give the ids of one's own latest statuses."""
    ids = [str(status.id) for status in _timeline(call)]
    return {"statuses": ids, "next_cursor": 0, "previous_cursor": 0, "total_number": len(call.account.statuses)}


def show(call: WeiboCall) -> dict[str, Any]:
    """Give one status (20101 when it is not there)."""
    return _row(call, _find(call, call.needed("id")), trim=False)


def query_mid(call: WeiboCall) -> dict[str, Any]:
    """Give the form of an id that stands in permalinks."""
    return {"mid": base62(_find(call, call.needed("id")).id)}


def count(call: WeiboCall) -> list[dict[str, Any]]:
    """Count what people did with statuses: nothing, here."""
    ids = call.needed("ids").split(",")
    if len(ids) > COUNTS_AT_ONCE:
        raise WeiboError(10017, "parameter (ids)'s value invalid")
    known = {str(status.id) for status in call.account.statuses}
    return [{"id": int(each), "comments": 0, "reposts": 0, "attitudes": 0} for each in ids if each in known]


def rate_limit_status(call: WeiboCall) -> dict[str, Any]:
    """Say what is left of the day's calls."""
    most = call.world.state.weibo.quota.calls_day
    now = beijing(call.now)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return {
        "limit_time_unit": "DAYS",
        "user_limit": most,
        "remaining_user_hits": max(0, most - call.account.used["calls", day(call.now)]),
        "reset_time": midnight.strftime("%Y-%m-%d %H:%M:%S"),
        "reset_time_in_seconds": int((midnight - now).total_seconds()),
        "api_rate_limits": [],
    }


def _checked_text(call: WeiboCall) -> str:
    status = call.param("status").strip()
    if not status:
        raise WeiboError(20008)
    _check_ip(call.needed("rip"))
    domain = call.world.state.weibo.safe_domain
    if not domain:
        raise WeiboError(10017, "appkey not bind domain!")
    hosts = {host_of(url) for url in links(status)}
    if hosts != {domain.lower()}:
        raise WeiboError(10017, "text not find domain!")
    text = without_topics(status)
    if measured(text) > TEXT_CHARS:
        raise WeiboError(20012)
    if any(old.sent == text and call.now - old.at < REPEAT_SECONDS for old in call.account.statuses):
        raise WeiboError(20019)
    return text


def _check_ip(text: str) -> None:
    try:
        ipaddress.ip_address(text)
    except ValueError as fault:
        raise WeiboError(10017, "parameter (rip)'s value invalid") from fault


def _picture(call: WeiboCall) -> MediaFile | None:
    if "pic" not in call.form.files:
        if "pic" in call.form.fields:
            raise WeiboError(20007)
        return None
    content = call.form.files["pic"].content
    if kind_of(content) not in ("jpeg", "gif", "png"):
        raise WeiboError(20005)
    if len(content) >= PICTURE_BYTES:
        raise WeiboError(20006)
    return call.world.library.add(content)


def _new_id(call: WeiboCall) -> int:
    newest = max((status.id for status in call.account.statuses), default=0)
    return max(newest + 1, int(call.now * 1000) * IDS_PER_MILLISECOND)


def _timeline(call: WeiboCall) -> list[Status]:
    asked = call.param("uid")
    if asked and asked != call.world.state.weibo.uid:
        raise WeiboError(21335)
    since, until = call.number("since_id", 0), call.number("max_id", 0)
    found = [each for each in reversed(call.account.statuses) if each.id > since and (not until or each.id <= until)]
    wanted = min(call.number("count", TIMELINE_ROWS), TIMELINE_ROWS)
    return found[:wanted] if call.number("page", 1) == 1 else []


def _find(call: WeiboCall, wanted: str) -> Status:
    found = [status for status in call.account.statuses if str(status.id) == wanted]
    if not found:
        raise WeiboError(20101)
    return found[0]


def _row(call: WeiboCall, status: Status, *, trim: bool) -> dict[str, Any]:
    uid = call.world.state.weibo.uid
    row: dict[str, Any] = {
        "created_at": beijing(status.at).strftime("%a %b %d %H:%M:%S %z %Y"),
        "id": status.id,
        "idstr": str(status.id),
        "mid": str(status.id),
        "text": status.text,
        "source": '<a href="http://open.weibo.com" rel="nofollow">ParisTech</a>',
        "favorited": False,
        "truncated": False,
        "reposts_count": 0,
        "comments_count": 0,
        "attitudes_count": 0,
        "visible": {"type": 0, "list_id": 0},
    }
    if status.picture:
        row |= dict.fromkeys(("thumbnail_pic", "bmiddle_pic", "original_pic"), status.picture)
    number = int(uid) if uid.isascii() and uid.isdigit() else uid
    return row | ({"uid": number} if trim else {"user": {"id": number, "idstr": uid, "screen_name": "ParisTech"}})


ENDPOINTS = {
    "/2/statuses/share.json": WeiboEndpoint("POST", share),
    "/2/statuses/user_timeline.json": WeiboEndpoint("GET", user_timeline),
    "/2/statuses/user_timeline/ids.json": WeiboEndpoint("GET", timeline_ids),
    "/2/statuses/show.json": WeiboEndpoint("GET", show),
    "/2/statuses/querymid.json": WeiboEndpoint("GET", query_mid),
    "/2/statuses/count.json": WeiboEndpoint("GET", count),
    "/2/account/rate_limit_status.json": WeiboEndpoint("GET", rate_limit_status),
}
