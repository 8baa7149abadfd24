"""Mass sends."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from bot.sandbox.clock import day, month
from bot.sandbox.people import Follower
from bot.sandbox.state import mass_quota
from bot.sandbox.wechat_api import Endpoint, WechatCall, WechatError, checked_list, number, text
from bot.sandbox.wechat_drafts import find
from bot.sandbox.wechat_jobs import begin_mass, mass_row
from bot.sandbox.wechat_limits import CLIENTMSGID_BYTES, MASS_CALLS_PER_MINUTE, MASS_OPENIDS, TEXT_BYTES
from bot.sandbox.wechat_material import usable
from bot.sandbox.wechat_world import Draft, MassJob, Page, SentKey


def send_all(call: WechatCall) -> dict[str, Any]:
    """Send to all followers or to those with a tag (api_sendall)."""
    body = call.body()
    chosen = body.get("filter")
    if not isinstance(chosen, Mapping):
        raise WechatError(40035, "filter")
    scope: dict[str, Any] = {"to": "all"}
    if chosen.get("is_to_all") is not True:
        tag_id = number(chosen, "tag_id") if "tag_id" in chosen else -1
        if tag_id not in call.account.tags:
            raise WechatError(40152)
        scope = {"to": "tag", "tag_id": tag_id}
    people = [person.openid for person in call.account.followers.values() if _is_in(person, scope)]
    return _accepted(call, body, scope, people)


def send(call: WechatCall) -> dict[str, Any]:
    """Send to a list of openids; verified service accounts only (api_masssend)."""
    body = call.body()
    people = body.get("touser")
    if not isinstance(people, list) or len(people) < MASS_OPENIDS[0]:
        raise WechatError(40130)
    if len(people) > MASS_OPENIDS[1]:
        raise WechatError(40032)
    return _accepted(call, body, {"to": "openids"}, [str(openid) for openid in people])


def preview(call: WechatCall) -> dict[str, Any]:
    """Show a message to one person; nothing is used up by that but the day's previews."""
    body = call.body()
    person = call.account.followers.get(text(body, "touser", 40003))
    if person is None or not person.subscribed:
        raise WechatError(40003)
    msgtype, content, draft = _message(call, body)
    pages = [Page("draft", article["url"], article, call.now) for article in (draft.articles if draft else [])]
    call.world.say(person, {"kind": "mass", "preview": True, **mass_row(msgtype, content, pages)})
    return {"errcode": 0, "errmsg": "preview success", "msg_id": next(call.account.numbers)}


def get(call: WechatCall) -> dict[str, Any]:
    """Say how far a mass send is."""
    job = _job(call, call.body())
    return {"msg_id": job.msg_id, "msg_status": _status(job, call.now)}


def delete(call: WechatCall) -> dict[str, Any]:
    """Take the article's page away; the cards stay on the phones."""
    body = call.body()
    pages = _pages_of(call, body)
    index = number(body, "article_idx", 0)
    if index > len(pages):
        raise WechatError(40035, "index")
    for page in pages if index == 0 else [pages[index - 1]]:
        page.deleted = True
    for job in call.account.mass.values():
        job.deleted = bool(job.pages) and all(page.deleted for page in job.pages)
    return {"errcode": 0, "errmsg": "ok"}


def _accepted(call: WechatCall, body: Mapping[str, Any], scope: dict[str, Any], people: list[str]) -> dict[str, Any]:
    key = body.get("clientmsgid")
    if key is not None and (not isinstance(key, str) or len(key.encode("utf-8", "replace")) > CLIENTMSGID_BYTES):
        raise WechatError(45067)
    memory = key or _own_key(body, scope)
    _check_memory(call, memory)
    msgtype, content, draft = _message(call, body)
    to_all = scope["to"] == "all"
    if to_all and any(job.waiting for job in call.account.mass.values()):
        raise WechatError(89504)
    _check_mass_quota(call, to_all=to_all)
    job = MassJob(next(call.account.numbers), key or None, msgtype, content, scope, people, call.now, draft)
    call.account.keys[memory] = SentKey(job.msg_id, call.now, call.now)
    begin_mass(call.world, job)
    answer: dict[str, Any] = {"errcode": 0, "errmsg": "send job submission success", "msg_id": job.msg_id}
    return {**answer, "msg_data_id": next(call.account.numbers)} if draft else answer


def _is_in(person: Follower, scope: Mapping[str, Any]) -> bool:
    return person.subscribed and (scope["to"] == "all" or scope["tag_id"] in person.tags)


def _own_key(body: Mapping[str, Any], scope: dict[str, Any]) -> str:
    """Because without clientmsgid the platform makes a key from scope and content (api_sendall)."""
    content = {name: value for name, value in body.items() if name not in ("filter", "clientmsgid")}
    return hashlib.sha256(json.dumps([scope, content], sort_keys=True).encode()).hexdigest()


def _check_memory(call: WechatCall, key: str) -> None:
    wechat, sent = call.world.state.wechat, call.account.keys.get(key)
    if sent is None or call.now - sent.first_at >= wechat.mass_memory_seconds:
        return
    if call.now - sent.last_at < wechat.same_key_seconds:
        raise WechatError(45066)
    sent.last_at = call.now
    raise WechatError(45065, msg_id=sent.msg_id)


def _check_mass_quota(call: WechatCall, *, to_all: bool) -> None:
    """Count the sends that were not refused: of a service account those to all, else every one (Batch_Sends)."""
    if call.world.state.wechat.account_type == "service" and not to_all:
        return
    counted = [
        job
        for job in call.account.mass.values()
        if (job.status in (None, "send success"))
        and (call.world.state.wechat.account_type != "service" or job.audience["to"] == "all")
    ]
    quota = mass_quota(call.world.state.wechat)
    for period, most in ((day, quota["mass_day"]), (month, quota["mass_month"])):
        if most is not None and sum(period(job.at) == period(call.now) for job in counted) >= most:
            raise WechatError(45028)


def _message(call: WechatCall, body: Mapping[str, Any]) -> tuple[str, dict[str, Any], Draft | None]:
    msgtype = body.get("msgtype")
    if msgtype == "image" and isinstance(body.get("images"), Mapping):
        return "image", _pictures(call, checked_list(body["images"].get("media_ids"), 40007)), None
    inside = body.get(str(msgtype))
    if not isinstance(inside, Mapping):
        raise WechatError(40008 if msgtype not in ("mpnews", "text", "image", "voice", "mpvideo") else 40035)
    if msgtype == "mpnews":
        return "mpnews", {}, find(call, inside)
    if msgtype == "text":
        content = text(inside, "content", 44004)
        if len(content.encode("utf-8", "replace")) > TEXT_BYTES:
            raise WechatError(45002)
        return "text", {"content": content}, None
    if msgtype == "image":
        return "image", _pictures(call, [inside.get("media_id")]), None
    if msgtype in ("voice", "mpvideo"):
        usable(call, inside.get("media_id"), "voice" if msgtype == "voice" else "video")
        return str(msgtype), {"media_id": inside["media_id"]}, None
    raise WechatError(40008)


def _pictures(call: WechatCall, media_ids: list[Any]) -> dict[str, Any]:
    return {"pictures": [usable(call, media_id, "image").file.url for media_id in media_ids]}


def _job(call: WechatCall, body: Mapping[str, Any]) -> MassJob:
    job = call.account.mass.get(number(body, "msg_id"))
    if job is None:
        raise WechatError(40059)
    return job


def _pages_of(call: WechatCall, body: Mapping[str, Any]) -> list[Page]:
    if body.get("msg_id"):
        job = _job(call, body)
        if job.status != "send success" or not job.pages:
            raise WechatError(40059)
        return job.pages
    pages = [page for page in call.account.pages.values() if page.url == body.get("url")]
    if not pages:
        raise WechatError(40059)
    return pages


def _status(job: MassJob, now: float) -> str:
    if job.deleted:
        return "DELETE"
    if job.waiting or now < job.ends_at:
        return "SENDING"
    return "SEND_SUCCESS" if job.status == "send success" else "SEND_FAIL"


ENDPOINTS = {
    "/cgi-bin/message/mass/sendall": Endpoint("POST", send_all, per_minute=MASS_CALLS_PER_MINUTE),
    "/cgi-bin/message/mass/send": Endpoint("POST", send, gate="service", per_minute=MASS_CALLS_PER_MINUTE),
    "/cgi-bin/message/mass/preview": Endpoint("POST", preview),
    "/cgi-bin/message/mass/get": Endpoint("POST", get),
    "/cgi-bin/message/mass/delete": Endpoint("POST", delete),
}
