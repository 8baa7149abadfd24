"""Reads a passive reply as WeChat does: what the person sees, or why WeChat shows its fault notice instead."""

import binascii
import hashlib
import hmac
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree  # type: ignore[import-untyped]  # because it ships no types
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]  # because it ships no types
from wechatpy.crypto import PrpCrypto
from wechatpy.exceptions import InvalidAppIdException

from bot.sandbox.state import AppState
from bot.sandbox.wechat_limits import TEXT_BYTES

# What a person sees when the account does not answer properly (observed in real clients).
FAULT_NOTICE = "该公众号提供的服务出现故障，请稍后再试"


class BadReply(ValueError):
    """WeChat cannot use the reply; the text says why."""


@dataclass(frozen=True)
class Reply:
    """A reply as text, decrypted, and as the person sees it (None: nothing to see)."""

    raw: str
    seen: dict[str, Any] | None


def signature(*parts: str) -> str:
    """Sign as WeChat does: SHA-1 over the sorted parts (message-push)."""
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def aes(app: AppState) -> Any:
    """Give the cipher of the account's EncodingAESKey."""
    return PrpCrypto(binascii.a2b_base64(app.aes_key + "="))


def read_reply(body: bytes, app: AppState, openid: str, mode: str) -> Reply:
    """Read the body of a 200 answer; BadReply when WeChat would show its fault notice."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise BadReply("the reply is not UTF-8") from fault
    if text in ("", "success"):
        return Reply(text, None)
    root = _root(text)
    if root.find("Encrypt") is not None:
        if mode == "plain":
            raise BadReply("the reply is encrypted in plain mode")
        text = _decrypted(root, app)
        root = _root(text)
    elif mode == "safe":
        raise BadReply("the reply is not encrypted in safe mode")
    return Reply(text, _seen(root, app, openid))


def _root(text: str) -> Element:
    try:
        root: Element = ElementTree.fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as fault:
        raise BadReply("the reply is not XML") from fault
    if root.tag != "xml":
        raise BadReply("the reply's root is not <xml>")
    return root


def _decrypted(root: Element, app: AppState) -> str:
    encrypted, stamp, nonce = _text(root, "Encrypt"), _text(root, "TimeStamp"), _text(root, "Nonce")
    if not hmac.compare_digest(signature(app.token, stamp, nonce, encrypted), _text(root, "MsgSignature")):
        raise BadReply("the reply's MsgSignature is wrong")
    try:
        return str(aes(app).decrypt(encrypted, app.app_id))
    except (ValueError, IndexError, struct.error, InvalidAppIdException) as fault:
        raise BadReply("the reply cannot be decrypted") from fault


def _seen(root: Element, app: AppState, openid: str) -> dict[str, Any] | None:
    if _text(root, "ToUserName") != openid:
        raise BadReply("ToUserName is not the person who wrote")
    if _text(root, "FromUserName") != app.original_id:
        raise BadReply("FromUserName is not this account")
    if not _text(root, "CreateTime").isdigit():
        raise BadReply("CreateTime is not a number")
    kind = _text(root, "MsgType")
    if kind not in _KINDS:
        raise BadReply(f"MsgType {kind!r} is none that WeChat knows")
    return _KINDS[kind](root)


def _seen_text(root: Element) -> dict[str, Any]:
    content = _text(root, "Content")
    if not content:
        raise BadReply("Content is empty")
    if len(content.encode()) > TEXT_BYTES:
        raise BadReply(f"Content is longer than {TEXT_BYTES} bytes")
    return {"type": "text", "content": content}


def _seen_news(root: Element) -> dict[str, Any]:
    items = root.findall("Articles/item")
    if not items:
        raise BadReply("Articles is empty")
    # Because WeChat shows one article and drops the rest (since 2018-10-12).
    fields = {"title": "Title", "description": "Description", "pic_url": "PicUrl", "url": "Url"}
    return {"type": "news", "articles": [{name: _text(items[0], tag) for name, tag in fields.items()}]}


def _seen_media(kind: str, holder: str) -> Callable[[Element], dict[str, Any]]:
    def seen(root: Element) -> dict[str, Any]:
        inside = root.find(holder)
        media_id = "" if inside is None else _text(inside, "MediaId")
        if not media_id:
            raise BadReply(f"{holder} has no MediaId")
        return {"type": kind, "media_id": media_id}

    return seen


def _seen_music(root: Element) -> dict[str, Any]:
    inside = root.find("Music")
    if inside is None:
        raise BadReply("Music is missing")
    return {"type": "music", "title": _text(inside, "Title"), "url": _text(inside, "MusicUrl")}


def _text(element: Element, name: str) -> str:
    found = element.find(name)
    return (found.text or "").strip() if found is not None else ""


_KINDS: dict[str, Callable[[Element], dict[str, Any] | None]] = {
    "text": _seen_text,
    "news": _seen_news,
    "image": _seen_media("image", "Image"),
    "voice": _seen_media("voice", "Voice"),
    "video": _seen_media("video", "Video"),
    "music": _seen_music,
    "transfer_customer_service": lambda _: None,
}
