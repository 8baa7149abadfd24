"""An announcement in the form of a file's entry, and what changed between two of these."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.core.announcements import Announcement, ChannelText, default_channel
from bot.core.faq_diff import Change, changes_of_fields
from bot.core.walls import wall


def plain_of(announcement: Announcement) -> dict[str, Any]:
    """What `announcements_from` reads back as the same announcement; what is empty or usual is left out."""
    event = announcement.event
    plain: dict[str, Any] = {
        "id": announcement.id,
        "kind": announcement.kind,
        "event": {
            "title": event.title,
            "starts_at": _wall(event.starts_at, event.zone),
            "ends_at": _wall(event.ends_at, event.zone),
            "zone": event.zone,
            "online": event.online,
            "place": event.place,
            "link": event.link,
            "contacts": list(event.contacts),
        },
        "texts": {lang: {"title": title, "body": body} for lang, (title, body) in announcement.texts.items()},
        "channels": [_channel(one) for one in sorted(announcement.channels, key=lambda one: one.channel)],
        "publish_at": announcement.publish_wall,
        "publish_zone": announcement.publish_zone,
        "useful_until": _wall(announcement.useful_until, announcement.publish_zone),
        "late_after_seconds": announcement.late_after_seconds,
        "image": _image(announcement),
    }
    plain["event"] = _kept(plain["event"])
    return _kept(plain)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What changed between two plain forms, field by field, in the order of a file."""
    return changes_of_fields(_flat(before), _flat(after))


def _flat(plain: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in plain.items():
        if name == "channels":
            flat |= {f"{one['name']}.{part}": words for one in value for part, words in one.items() if part != "name"}
            flat["channels"] = [one["name"] for one in value]
        elif isinstance(value, Mapping):
            flat |= {f"{name}.{part}": inner for part, inner in _flat(value).items()}
        elif name != "id":
            flat[name] = value
    return flat


def _channel(one: ChannelText) -> dict[str, str]:
    usual = default_channel(one.channel)
    words = {"title": one.title, "body": one.body}
    told = {"act": one.act, "lang": one.lang, "audience": one.audience}
    return {
        "name": one.channel,
        **{part: value for part, value in told.items() if value != getattr(usual, part)},
        **{part: value for part, value in words.items() if value},
    }


def _image(announcement: Announcement) -> dict[str, Any] | None:
    if not announcement.picture:
        return None
    image = {"file": announcement.picture, "bytes": announcement.picture_bytes, "alt": dict(announcement.picture_alt)}
    return _kept(image)


def _wall(moment: datetime | None, zone: str) -> str | None:
    return wall(moment, zone) if moment else None


def _kept(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in ("", None, [], {}, False)}
