"""Followers and their tags."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.people import Follower
from bot.sandbox.wechat_api import Endpoint, WechatCall, WechatError, checked_list, number, text
from bot.sandbox.wechat_limits import (
    OPENIDS_PER_PAGE,
    PEOPLE_AT_ONCE,
    TAG_NAME_BYTES,
    TAGGED_AT_ONCE,
    TAGS,
    TAGS_PER_PERSON,
)

SYSTEM_TAGS = (0, 1, 2)
FIRST_OWN_TAG = 100


def user_get(call: WechatCall) -> dict[str, Any]:
    """List the followers' openids, 10 000 a page."""
    everybody = [person.openid for person in call.account.followers.values() if person.subscribed]
    return {"total": len(everybody), **_page(everybody, call.request.param("next_openid") or "")}


def user_info(call: WechatCall) -> dict[str, Any]:
    """Describe one person; names and pictures are not given since 2021-12-27 (api_userinfo)."""
    return _info(_person(call, call.request.param("openid")))


def user_info_batch(call: WechatCall) -> dict[str, Any]:
    """Describe up to 100 people."""
    wanted = checked_list(call.body().get("user_list"), 40035)
    if len(wanted) > PEOPLE_AT_ONCE:
        raise WechatError(40032)
    openids = [each.get("openid") if isinstance(each, Mapping) else None for each in wanted]
    return {"user_info_list": [_info(_person(call, openid)) for openid in openids]}


def tags_create(call: WechatCall) -> dict[str, Any]:
    """Make a tag."""
    name = _tag_name(call, _tag(call))
    own = [tag_id for tag_id in call.account.tags if tag_id >= FIRST_OWN_TAG]
    if len(own) >= TAGS:
        raise WechatError(45056)
    tag_id = max(own, default=FIRST_OWN_TAG - 1) + 1
    call.account.tags[tag_id] = name
    return {"tag": {"id": tag_id, "name": name}}


def tags_get(call: WechatCall) -> dict[str, Any]:
    """List the tags with how many people have each."""
    people = call.account.followers.values()
    return {
        "tags": [
            {"id": tag_id, "name": name, "count": sum(tag_id in person.tags for person in people if person.subscribed)}
            for tag_id, name in call.account.tags.items()
        ]
    }


def tags_update(call: WechatCall) -> dict[str, Any]:
    """Rename a tag."""
    tag = _tag(call)
    tag_id = _own_tag(call, number(tag, "id"))
    if tag.get("name") != call.account.tags[tag_id]:
        call.account.tags[tag_id] = _tag_name(call, tag)
    return {"errcode": 0, "errmsg": "ok"}


def tags_delete(call: WechatCall) -> dict[str, Any]:
    """Take a tag away, from everybody who has it."""
    tag_id = _own_tag(call, number(_tag(call), "id"))
    del call.account.tags[tag_id]
    for person in call.account.followers.values():
        if tag_id in person.tags:
            person.tags.remove(tag_id)
            call.world.live.tell("follower", person.row())
    return {"errcode": 0, "errmsg": "ok"}


def batch_tag(call: WechatCall) -> dict[str, Any]:
    """Give up to 50 people a tag; those who cannot get it are named (45171)."""
    people, tag_id = _people_and_tag(call)
    if any(len(person.tags) >= TAGS_PER_PERSON and tag_id not in person.tags for person in people):
        raise WechatError(45059)
    for person in people:
        if tag_id not in person.tags:
            person.tags.append(tag_id)
            call.world.live.tell("follower", person.row())
    return {"errcode": 0, "errmsg": "ok"}


def batch_untag(call: WechatCall) -> dict[str, Any]:
    """Take a tag from up to 50 people."""
    people, tag_id = _people_and_tag(call)
    for person in people:
        if tag_id in person.tags:
            person.tags.remove(tag_id)
            call.world.live.tell("follower", person.row())
    return {"errcode": 0, "errmsg": "ok"}


def tag_ids_of(call: WechatCall) -> dict[str, Any]:
    """List one person's tags."""
    return {"tagid_list": list(_person(call, call.body().get("openid")).tags)}


def people_with_tag(call: WechatCall) -> dict[str, Any]:
    """List the openids that have a tag."""
    body = call.body()
    tag_id = _known_tag(call, number(body, "tagid"))
    tagged = [
        person.openid for person in call.account.followers.values() if person.subscribed and tag_id in person.tags
    ]
    return _page(tagged, str(body.get("next_openid") or ""))


def _page(openids: list[str], after: str) -> dict[str, Any]:
    if after and after not in openids:
        raise WechatError(40003)
    rest = openids[openids.index(after) + 1 :] if after else openids
    page = rest[:OPENIDS_PER_PAGE]
    answer: dict[str, Any] = {"count": len(page), "next_openid": page[-1] if page else ""}
    return {**answer, "data": {"openid": page}} if page else answer


def _person(call: WechatCall, openid: Any) -> Follower:
    person = call.account.followers.get(openid) if isinstance(openid, str) else None
    if person is None:
        raise WechatError(40003)
    return person


def _info(person: Follower) -> dict[str, Any]:
    if not person.subscribed:
        return {"subscribe": 0, "openid": person.openid, "tagid_list": []}
    return {
        "subscribe": 1,
        "openid": person.openid,
        "language": "",
        "subscribe_time": int(person.since),
        "remark": "",
        "groupid": person.tags[0] if person.tags else 0,
        "tagid_list": list(person.tags),
        "subscribe_scene": person.scene,
        "qr_scene": int(person.qr_scene) if person.qr_scene.isascii() and person.qr_scene.isdigit() else 0,
        "qr_scene_str": person.qr_scene,
    }


def _tag(call: WechatCall) -> Mapping[str, Any]:
    tag = call.body().get("tag")
    if not isinstance(tag, Mapping):
        raise WechatError(40035, "tag")
    return tag


def _tag_name(call: WechatCall, tag: Mapping[str, Any]) -> str:
    name = text(tag, "name", 45157)
    if len(name.encode("utf-8", "replace")) > TAG_NAME_BYTES:
        raise WechatError(45158)
    if name in call.account.tags.values():
        raise WechatError(45157)
    return name


def _known_tag(call: WechatCall, tag_id: int) -> int:
    if tag_id not in call.account.tags:
        raise WechatError(45159)
    return tag_id


def _own_tag(call: WechatCall, tag_id: int) -> int:
    if tag_id in SYSTEM_TAGS:
        raise WechatError(45058)
    return _known_tag(call, tag_id)


def _people_and_tag(call: WechatCall) -> tuple[list[Follower], int]:
    body = call.body()
    openids = checked_list(body.get("openid_list"), 40035)
    if len(openids) > TAGGED_AT_ONCE:
        raise WechatError(40032)
    tag_id = _known_tag(call, number(body, "tagid"))
    people = [call.account.followers.get(str(openid)) for openid in openids]
    known = [person for person in people if person is not None and person.subscribed]
    if len(known) < len(openids):
        names = {person.openid for person in known}
        raise WechatError(45171, fail_openid_list=[openid for openid in openids if openid not in names])
    return known, tag_id


ENDPOINTS = {
    "/cgi-bin/user/get": Endpoint("GET", user_get),
    "/cgi-bin/user/info": Endpoint("GET", user_info),
    "/cgi-bin/user/info/batchget": Endpoint("POST", user_info_batch),
    "/cgi-bin/tags/create": Endpoint("POST", tags_create),
    "/cgi-bin/tags/get": Endpoint("GET", tags_get),
    "/cgi-bin/tags/update": Endpoint("POST", tags_update),
    "/cgi-bin/tags/delete": Endpoint("POST", tags_delete),
    "/cgi-bin/tags/members/batchtagging": Endpoint("POST", batch_tag),
    "/cgi-bin/tags/members/batchuntagging": Endpoint("POST", batch_untag),
    "/cgi-bin/tags/getidlist": Endpoint("POST", tag_ids_of),
    "/cgi-bin/user/tag/get": Endpoint("POST", people_with_tag),
}
