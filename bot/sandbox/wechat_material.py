"""Uploads: permanent and temporary files, pictures for articles."""

from collections import Counter
from typing import Any

from bot.sandbox.media import kind_of
from bot.sandbox.state import letters
from bot.sandbox.wechat_api import Endpoint, WechatCall, WechatError
from bot.sandbox.wechat_limits import ARTICLE_IMAGE_BYTES, FILES, TEMPORARY_SECONDS
from bot.sandbox.wechat_world import Material


def add_material(call: WechatCall) -> dict[str, Any]:
    """Keep a file for good (api_addmaterial); pictures get an address."""
    media_id, material = _kept(call, expires_at=None)
    return {"media_id": media_id, "url": material.file.url} if material.kind == "image" else {"media_id": media_id}


def upload(call: WechatCall) -> dict[str, Any]:
    """Keep a file for three days."""
    media_id, material = _kept(call, expires_at=call.now + TEMPORARY_SECONDS)
    name = "thumb_media_id" if material.kind == "thumb" else "media_id"
    return {"type": material.kind, name: media_id, "created_at": int(call.now)}


def upload_img(call: WechatCall) -> dict[str, Any]:
    """Keep a picture that stands inside an article."""
    content = _file(call)
    if kind_of(content) not in ("jpeg", "png"):
        raise WechatError(40005)
    if len(content) >= ARTICLE_IMAGE_BYTES:
        raise WechatError(40009)
    return {"url": call.world.library.add(content).url, "errcode": 0, "errmsg": "ok"}


def permanent(call: WechatCall, media_id: Any, *kinds: str) -> Material:
    """Find a permanent file of one of the kinds, or 40007."""
    material = usable(call, media_id, *kinds)
    if material.expires_at is not None:
        raise WechatError(40007)
    return material


def usable(call: WechatCall, media_id: Any, *kinds: str) -> Material:
    """Find a file, permanent or not yet over, of one of the kinds, or 40007."""
    material = call.account.materials.get(media_id) if isinstance(media_id, str) else None
    if material is None or material.kind not in kinds:
        raise WechatError(40007)
    if material.expires_at is not None and material.expires_at <= call.now:
        raise WechatError(40007)
    return material


def _kept(call: WechatCall, expires_at: float | None) -> tuple[str, Material]:
    kind = call.request.param("type") or ""
    if kind not in FILES:
        raise WechatError(40004)
    allowed, most, too_large = FILES[kind]
    content = _file(call)
    if kind_of(content) not in allowed:
        raise WechatError(40137 if kind == "image" else 40005)
    if len(content) > most:
        raise WechatError(too_large)
    media_id, material = letters(64), Material(kind, call.world.library.add(content), expires_at)
    call.account.materials[media_id] = material
    return media_id, material


def _file(call: WechatCall) -> bytes:
    try:
        files = call.request.form().files
    except ValueError as fault:
        raise WechatError(41005) from fault
    if "media" not in files or not files["media"].content:
        raise WechatError(41005)
    return files["media"].content


def get_count(call: WechatCall) -> dict[str, Any]:
    """Count what is kept (api_getmaterialcount)."""
    kinds = Counter(each.kind for each in call.account.materials.values() if each.expires_at is None)
    return {
        "voice_count": kinds["voice"],
        "video_count": kinds["video"],
        "image_count": kinds["image"] + kinds["thumb"],
        "news_count": 0,
    }


ENDPOINTS = {
    "/cgi-bin/material/get_materialcount": Endpoint("GET", get_count),
    "/cgi-bin/material/add_material": Endpoint("POST", add_material),
    "/cgi-bin/media/upload": Endpoint("POST", upload),
    "/cgi-bin/media/uploadimg": Endpoint("POST", upload_img),
}
