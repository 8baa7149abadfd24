"""QR codes that say where a follower comes from (page api_createqrcode); the picture behind a ticket is not drawn."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.state import letters
from bot.sandbox.wechat_api import Endpoint, WechatCall, WechatError, number
from bot.sandbox.wechat_limits import QR_NUMBER, QR_SECONDS, QR_SECONDS_DEFAULT, QR_TEXT_CHARS

_KINDS = {
    "QR_SCENE": "scene_id",
    "QR_STR_SCENE": "scene_str",
    "QR_LIMIT_SCENE": "scene_id",
    "QR_LIMIT_STR_SCENE": "scene_str",
}


def create(call: WechatCall) -> dict[str, Any]:
    """Make a code for a scene, temporary or for good (40053 for an action that there is not)."""
    body = call.body()
    field = _KINDS.get(str(body.get("action_name")))
    info = body.get("action_info")
    scene = info.get("scene") if isinstance(info, Mapping) else None
    value = scene.get(field) if field and isinstance(scene, Mapping) else None
    if not _fits(value, text=field == "scene_str"):
        raise WechatError(40053)
    seconds = min(number(body, "expire_seconds", QR_SECONDS_DEFAULT), QR_SECONDS)
    ticket = letters(96)
    more = {} if "LIMIT" in str(body["action_name"]) else {"expire_seconds": seconds}
    return {"ticket": ticket, **more, "url": f"http://weixin.qq.com/q/{ticket[:22]}"}


def _fits(value: object, *, text: bool) -> bool:
    if text:
        return isinstance(value, str) and 1 <= len(value) <= QR_TEXT_CHARS
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= QR_NUMBER


ENDPOINTS = {"/cgi-bin/qrcode/create": Endpoint("POST", create, gate="service")}
