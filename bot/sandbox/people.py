"""The account's followers: who they are, what they have seen, and how long the account may still write to them."""

from dataclasses import dataclass, field
from typing import Any

# What opens a customer service window → messages allowed, seconds it lasts (api_sendcustommessage, kf/intro;
# read 2026-11-23).
WINDOWS = {"message": (5, 48 * 3600), "menu": (3, 60), "follow": (3, 60), "scan": (3, 60)}


@dataclass
class Window:
    """Messages that the account may still send, and until when."""

    left: int
    until: float


@dataclass
class Follower:
    """One person. `chat` is what the phone shows, in order."""

    openid: str
    nickname: str
    subscribed: bool = True
    since: float = 0.0
    scene: str = "ADD_SCENE_QR_CODE"
    qr_scene: str = ""
    tags: list[int] = field(default_factory=list)
    chat: list[dict[str, Any]] = field(default_factory=list)
    windows: dict[str, Window] = field(default_factory=dict)

    def open_window(self, reason: str, now: float) -> None:
        """Let the account write back, as WINDOWS says; a later one of the same kind takes the earlier one's place."""
        quota, seconds = WINDOWS[reason]
        self.windows[reason] = Window(quota, now + seconds)

    def use_window(self, now: float) -> int:
        """Count one customer service message: 0, or the error code that refuses it."""
        alive = [window for window in self.windows.values() if window.until > now]
        if not self.subscribed or not alive:
            return 45015
        # Because the short windows are lost first, they are used first.
        usable = sorted((window for window in alive if window.left > 0), key=lambda window: window.until)
        if not usable:
            return 45047
        usable[0].left -= 1
        return 0

    def row(self) -> dict[str, Any]:
        """Describe the person as GET /_sandbox/followers does."""
        return {
            "openid": self.openid,
            "nickname": self.nickname,
            "subscribed": self.subscribed,
            "tags": list(self.tags),
        }
