"""Announcements for tests: `an_announcement()` has no fault; change what the test is about."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.core.announcements import Announcement, Event, default_channel
from bot.core.rules import Rules
from bot.core.walls import wall

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
RULES = Rules(weibo_domain="paristech.fr")
ACCOUNTS = {"wechat": "wechat:gh_1", "weibo": "weibo:1", "x": "x:1"}
LINK = "https://paristech.fr/en/node/6531"
TEXTS = {
    "zh": ("报名今天开放", f"即日起至1月29日报名。详情：{LINK}"),
    "en": ("Applications open", f"Apply until 29 January. More: {LINK}"),
}


def an_announcement(
    id: str = "opening",
    *,
    channels: tuple[str, ...] = ("wechat", "weibo", "x"),
    texts: Mapping[str, tuple[str, str]] = TEXTS,
    at: datetime = NOW + timedelta(days=7),
    **changes: Any,
) -> Announcement:
    zone = changes.pop("publish_zone", "Asia/Shanghai")
    plain = Announcement(
        id=id,
        kind="call",
        event=Event("Applications open"),
        texts=texts,
        channels=tuple(default_channel(name) for name in channels),
        publish_at=at,
        publish_wall=wall(at, zone),
        publish_zone=zone,
    )
    return replace(plain, **changes)


def an_entry(id: str = "opening", **changes: Any) -> dict[str, Any]:
    """The same as an entry of a file."""
    texts = {lang: {"title": title, "body": body} for lang, (title, body) in TEXTS.items()}
    plain = {
        "id": id,
        "kind": "call",
        "event": {"title": "Applications open", "zone": "Asia/Shanghai"},
        "texts": texts,
        "channels": ["wechat", "weibo", "x"],
        "publish_at": "2026-12-01T12:00:00",
        "publish_zone": "Asia/Shanghai",
    }
    return {**plain, **changes}
