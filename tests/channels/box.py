"""The emulated platforms for channel tests: the three channels against them, and what readers see there."""

import json
import urllib.request
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.channels.http import Deadlines
from bot.channels.wechat import WechatChannel
from bot.channels.weibo import WeiboChannel
from bot.channels.x import XChannel
from bot.clock import SystemClock
from bot.settings import WechatSettings, WeiboSettings, XSettings
from tests.channels.wire import Shelf

QUICK = Deadlines(connect=1, answer=1)
FLOOR = timedelta(seconds=0)


@dataclass(frozen=True)
class Box:
    """A running sandbox by its control address."""

    control: str

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        sent = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.control + path, sent, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read() or b"null")

    def posts(self, channel: str) -> list[dict[str, Any]]:
        return self.ask("GET", f"/_sandbox/posts?channel={channel}")

    def calls(self, api: str) -> list[dict[str, Any]]:
        return self.ask("GET", f"/_sandbox/calls?api={api}")

    def fault(self, api: str, fault: str, times: int = 1, **more: Any) -> None:
        self.ask("POST", "/_sandbox/faults", {"api": api, "fault": fault, "times": times, **more})

    def state(self, **changes: Any) -> dict[str, Any]:
        return self.ask("PUT" if changes else "GET", "/_sandbox/state", changes or None)

    def wechat(self, pictures: Path = Path("none"), shelf: Shelf | None = None, **changed: Any) -> WechatChannel:
        state = self.state()
        settings = WechatSettings.model_validate({**state["app"], "api_base": state["wechat"]["api_base"], **changed})
        return WechatChannel(
            settings, shelf or Shelf(), SystemClock(), _nowhere, pictures, retry_floor=FLOOR, deadlines=QUICK
        )

    def weibo(self, pictures: Path = Path("none"), **changed: Any) -> WeiboChannel:
        state = self.state()["weibo"]
        known = ("app_key", "app_secret", "uid", "safe_domain", "access_token", "api_base")
        settings = WeiboSettings.model_validate({"rip": "203.0.113.7"} | {key: state[key] for key in known} | changed)
        return WeiboChannel(settings, Shelf(), SystemClock(), _nowhere, pictures, deadlines=QUICK)

    def x(self, pictures: Path = Path("none"), *, own_domains: str = "paristech.fr", **changed: Any) -> XChannel:
        settings = XSettings.model_validate({**self.state()["x"], **changed})
        return XChannel(settings, Shelf(), SystemClock(), _nowhere, pictures, own_domains=own_domains, deadlines=QUICK)


def _nowhere(point: str) -> None:
    """No crash."""
