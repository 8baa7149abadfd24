"""The account's menu."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.wechat_api import Endpoint, WechatCall, WechatError
from bot.sandbox.wechat_limits import (
    MENU_BUTTONS,
    MENU_DOMAINS,
    MENU_KEY_BYTES,
    MENU_NAME_BYTES,
    MENU_SUB_BUTTONS,
    MENU_SUB_NAME_BYTES,
    MENU_URL_BYTES,
)

# Button type → the field it needs (custom menu page).
NEEDS = {
    "click": "key",
    "view": "url",
    "scancode_push": "key",
    "scancode_waitmsg": "key",
    "pic_sysphoto": "key",
    "pic_photo_or_album": "key",
    "pic_weixin": "key",
    "location_select": "key",
    "media_id": "media_id",
    "view_limited": "media_id",
    "article_id": "article_id",
    "article_view_limited": "article_id",
    "miniprogram": "pagepath",
}


def create(call: WechatCall) -> dict[str, Any]:
    """Put a menu in the place of the one there is."""
    buttons = _list(call.body().get("button"), MENU_BUTTONS, 40016)
    menu = {"button": [_top(button) for button in buttons]}
    hosts = {urlsplit(url).hostname for url in _urls(menu["button"])}
    if len(hosts) > MENU_DOMAINS:
        raise WechatError(65316)
    call.account.menu = menu
    call.world.live.tell("menu", menu)
    return {"errcode": 0, "errmsg": "ok"}


def get(call: WechatCall) -> dict[str, Any]:
    """Give the menu back."""
    if call.account.menu is None:
        raise WechatError(46003)
    return {"menu": call.account.menu}


def delete(call: WechatCall) -> dict[str, Any]:
    """Take the menu away."""
    call.account.menu = None
    call.world.live.tell("menu", None)
    return {"errcode": 0, "errmsg": "ok"}


def _top(raw: Any) -> dict[str, Any]:
    if not isinstance(raw, Mapping):
        raise WechatError(40016)
    if not raw.get("sub_button"):
        return _button(raw, MENU_NAME_BYTES)
    children = _list(raw["sub_button"], MENU_SUB_BUTTONS, 40023)
    name = _name(raw, MENU_NAME_BYTES)
    return {"name": name, "sub_button": [_button(child, MENU_SUB_NAME_BYTES) for child in children]}


def _button(raw: Any, name_bytes: int) -> dict[str, Any]:
    if not isinstance(raw, Mapping):
        raise WechatError(40023)
    kind = raw.get("type")
    if kind not in NEEDS:
        raise WechatError(40017)
    field = NEEDS[kind]
    most, code = (MENU_URL_BYTES, 40020) if field == "url" else (MENU_KEY_BYTES, 40019)
    if not 0 < _bytes(raw.get(field)) <= most:
        raise WechatError(code)
    if field == "url" and not str(raw["url"]).startswith(("http://", "https://", "weixin://")):
        raise WechatError(40020)
    return {"type": kind, "name": _name(raw, name_bytes), field: raw[field]}


def _name(raw: Mapping[str, Any], most: int) -> str:
    if not 0 < _bytes(raw.get("name")) <= most:
        raise WechatError(40018)
    return str(raw["name"])


def _bytes(value: Any) -> int:
    return len(value.encode("utf-8", "replace")) if isinstance(value, str) else 0


def _list(value: Any, most: int, code: int) -> list[Any]:
    if not isinstance(value, list) or not 1 <= len(value) <= most:
        raise WechatError(code)
    return value


def _urls(buttons: list[dict[str, Any]]) -> list[str]:
    every = [child for button in buttons for child in button.get("sub_button", [button])]
    return [button["url"] for button in every if button.get("type") == "view"]


ENDPOINTS = {
    "/cgi-bin/menu/create": Endpoint("POST", create),
    "/cgi-bin/menu/get": Endpoint("GET", get),
    "/cgi-bin/menu/delete": Endpoint("GET", delete),
}
