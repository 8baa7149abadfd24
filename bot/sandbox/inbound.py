"""What a follower sends: the message or event of a POST /_sandbox/messages, written as WeChat pushes it."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.state import MODES, letters
from bot.sandbox.wechat_xml import Fields

MOST_COPIES = 1000
MENU_ID = 462_000_001

_TEXTS = ("content", "event", "event_key", "media_id", "recognition", "label", "title", "description", "url")
_NUMBERS = ("x", "y", "scale")
KEYS = frozenset(
    (*_TEXTS, *_NUMBERS, "openid", "type", "msg_id", "create_time", "bizmsgmenuid", "mode", "repeat", "parallel")
)


class BadMessage(ValueError):
    """The message cannot be sent like this; the text says which key is wrong."""


@dataclass(frozen=True)
class Inbound:
    """One message or event. `given` holds the fields that the caller filled in, under the control's names."""

    openid: str
    type: str
    msg_id: int | str | None
    create_time: int
    given: Mapping[str, Any] = field(default_factory=dict)
    mode: str | None = None
    copies: int = 1
    parallel: bool = False

    @property
    def event(self) -> str:
        """The event's name; empty for messages."""
        return str(self.given.get("event", "")) if self.type == "event" else ""

    def window(self) -> str | None:
        """Which customer service window it opens (kf/intro)."""
        if self.event:
            return _WINDOWS.get(self.event)
        return "menu" if "bizmsgmenuid" in self.given else "message"

    def row(self) -> dict[str, Any]:
        """Describe it as a line of the follower's chat."""
        return {"kind": "sent", "type": self.type, **self.given}

    def fields(self, original_id: str) -> Fields:
        """Write it as a push."""
        head: dict[str, Any] = {
            "ToUserName": original_id,
            "FromUserName": self.openid,
            "CreateTime": self.create_time,
            "MsgType": self.type,
        }
        if self.event:
            return {**head, "Event": self.event, **_EVENTS.get(self.event, _plain_event)(self.given)}
        tap = {"bizmsgmenuid": self.given["bizmsgmenuid"]} if "bizmsgmenuid" in self.given else {}
        return {**head, **_MESSAGES.get(self.type, _unknown)(self.given), "MsgId": int(self.msg_id or 0), **tap}


def read_inbound(body: object, now: float) -> Inbound:
    """Check a control body and fill in what it leaves open; BadMessage names the key that is wrong."""
    if not isinstance(body, Mapping):
        raise BadMessage("the body must be an object")
    for key in body:
        if key not in KEYS:
            raise BadMessage(f"unknown key {key}")
    kind = _text(body, "type")
    if not kind.isidentifier() or len(kind) > 64:
        raise BadMessage("type must be a word")
    if kind == "event":
        _text(body, "event")
    return Inbound(
        openid=_text(body, "openid"),
        type=kind,
        msg_id=None if kind == "event" else _msg_id(body.get("msg_id")),
        create_time=int(_number(body, "create_time", now)),
        given=_given(body),
        mode=_mode(body.get("mode")),
        copies=_copies(body.get("repeat", 1)),
        parallel=body.get("parallel") is True,
    )


def _given(body: Mapping[str, Any]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name in _TEXTS:
        if body.get(name) is not None:
            if not isinstance(body[name], str):
                raise BadMessage(f"{name} must be a text")
            given[name] = body[name]
    for name in _NUMBERS:
        if body.get(name) is not None:
            given[name] = _number(body, name, 0)
    if body.get("bizmsgmenuid") is not None:
        given["bizmsgmenuid"] = str(body["bizmsgmenuid"])
    return given


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value or len(value) > 128 or not value.isprintable():
        raise BadMessage(f"{name} must be a text")
    return value


def _number(body: Mapping[str, Any], name: str, default: float) -> float:
    value = body.get(name)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e12:
        raise BadMessage(f"{name} must be a number")
    return value


def _msg_id(value: Any) -> int | str:
    if value is None:
        # Because real ids are larger than a JavaScript number holds, a made-up one is given back as text.
        return str(2 * 10**16 + secrets.randbelow(10**16))
    if isinstance(value, bool) or not isinstance(value, int | str) or not str(value).isascii():
        raise BadMessage("msg_id must be a whole number")
    if not str(value).isdigit() or int(value) >= 2**63:
        raise BadMessage("msg_id must be a whole number of 64 bits")
    return value


def _mode(value: Any) -> str | None:
    if value is not None and value not in MODES:
        raise BadMessage("mode must be one of " + ", ".join(MODES))
    return str(value) if value is not None else None


def _copies(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_COPIES:
        raise BadMessage(f"repeat must be a whole number from 1 to {MOST_COPIES}")
    return value


def _media_id(given: Mapping[str, Any]) -> str:
    return str(given.get("media_id") or letters(64))


def _image(given: Mapping[str, Any]) -> Fields:
    return {"PicUrl": given.get("url", "http://mmbiz.qpic.cn/mmbiz_jpg/0"), "MediaId": _media_id(given)}


def _voice(given: Mapping[str, Any]) -> Fields:
    heard = {"Recognition": given["recognition"]} if "recognition" in given else {}
    return {"MediaId": _media_id(given), "Format": "amr", **heard}


def _location(given: Mapping[str, Any]) -> Fields:
    place = {"Location_X": given.get("x", 0), "Location_Y": given.get("y", 0), "Scale": int(given.get("scale", 15))}
    return {**place, "Label": given.get("label", "")}


def _link(given: Mapping[str, Any]) -> Fields:
    return {
        "Title": given.get("title", ""),
        "Description": given.get("description", ""),
        "Url": given.get("url", ""),
    }


def _video(given: Mapping[str, Any]) -> Fields:
    return {"MediaId": _media_id(given), "ThumbMediaId": letters(64)}


def _file(given: Mapping[str, Any]) -> Fields:
    about = {"Title": given.get("title", ""), "Description": given.get("description", "")}
    return {**about, "FileKey": letters(32), "FileMd5": secrets.token_hex(16), "FileTotalLen": 222}


def _unknown(given: Mapping[str, Any]) -> Fields:
    return {"Content": given["content"]} if "content" in given else {}


def _key(given: Mapping[str, Any]) -> str:
    return str(given.get("event_key", ""))


def _plain_event(given: Mapping[str, Any]) -> Fields:
    return {"EventKey": _key(given)}


def _scene_event(given: Mapping[str, Any]) -> Fields:
    return {"EventKey": _key(given), **({"Ticket": letters(90)} if _key(given) else {})}


def _position_event(given: Mapping[str, Any]) -> Fields:
    return {"Latitude": given.get("x", 0), "Longitude": given.get("y", 0), "Precision": 119.385040}


def _menu_event(given: Mapping[str, Any]) -> Fields:
    return {"EventKey": _key(given), "MenuId": MENU_ID}


def _scan_event(given: Mapping[str, Any]) -> Fields:
    return {"EventKey": _key(given), "ScanCodeInfo": {"ScanType": "qrcode", "ScanResult": given.get("content", "")}}


def _pictures_event(given: Mapping[str, Any]) -> Fields:
    pictures: Fields = {"Count": 1, "PicList": {"item": {"PicMd5Sum": secrets.token_hex(16)}}}
    return {"EventKey": _key(given), "SendPicsInfo": pictures}


def _place_event(given: Mapping[str, Any]) -> Fields:
    place: Fields = {**_location(given), "Poiname": str(given.get("title", ""))}
    return {"EventKey": _key(given), "SendLocationInfo": place}


_MESSAGES: dict[str, Callable[[Mapping[str, Any]], Fields]] = {
    "text": lambda given: {"Content": given.get("content", "")},
    "image": _image,
    "voice": _voice,
    "video": _video,
    "shortvideo": _video,
    "location": _location,
    "link": _link,
    "file": _file,
}
_EVENTS: dict[str, Callable[[Mapping[str, Any]], Fields]] = {
    "subscribe": _scene_event,
    "SCAN": _scene_event,
    "LOCATION": _position_event,
    "VIEW": _menu_event,
    "view_miniprogram": _menu_event,
    "scancode_push": _scan_event,
    "scancode_waitmsg": _scan_event,
    "pic_sysphoto": _pictures_event,
    "pic_photo_or_album": _pictures_event,
    "pic_weixin": _pictures_event,
    "location_select": _place_event,
}
_WINDOWS = {
    "subscribe": "follow",
    "SCAN": "scan",
    "CLICK": "menu",
    "scancode_push": "menu",
    "scancode_waitmsg": "menu",
}
