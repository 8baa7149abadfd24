"""The emulated world: one state, one lock, and the lists that the controls show."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from bot.sandbox.agenda import Agenda
from bot.sandbox.calls import Calls
from bot.sandbox.clock import Clock, iso
from bot.sandbox.faults import Faults
from bot.sandbox.live import Live
from bot.sandbox.media import Library
from bot.sandbox.people import Follower
from bot.sandbox.state import State, changed, shown
from bot.sandbox.wechat_world import NICKNAMES, WechatWorld, new_openid
from bot.sandbox.weibo_world import WeiboWorld
from bot.sandbox.x_world import XWorld


@dataclass(frozen=True)
class Timing:
    """How long a webhook call may take, in seconds, and how often it is tried (Passive_user_reply_message)."""

    callback_deadline: float = 5.0
    callback_tries: int = 3


@dataclass(frozen=True)
class Post:
    """Something that became visible, as GET /_sandbox/posts shows it. `more` adds to those fields, never replaces."""

    channel: str
    kind: str
    id: str
    title: str | None
    text: str
    key: str | None = None
    media: list[str] = field(default_factory=list)
    audience: dict[str, Any] = field(default_factory=lambda: {"to": "public"})
    more: dict[str, Any] = field(default_factory=dict)


class World:
    """Everything that changes. Hold `lock` to read or change it; never hold it while a socket is waited for."""

    def __init__(self, state: State, clock: Clock, origin: str, timing: Timing) -> None:
        self.lock = threading.RLock()
        self.clock = clock
        self.timing = timing
        self.agenda = Agenda(clock)
        self.live = Live()
        self.state = state
        self._first = state
        self._people = [(new_openid(), nickname) for nickname in NICKNAMES]
        self.operator = (
            new_openid()
        )  # because job-finish events come from an openid too: that of whoever runs the account
        self._begin(origin)

    def _begin(self, origin: str) -> None:
        now = self.clock.now()
        self.calls = Calls()
        self.faults = Faults()
        self.library = Library(origin)
        self.posts: list[dict[str, Any]] = []
        self.wechat = WechatWorld()
        for openid, nickname in self._people:
            self.wechat.followers[openid] = Follower(openid, nickname, since=now)
        self.weibo = WeiboWorld(tokens={self.state.weibo.access_token: now})
        self.x = XWorld()

    def reset(self) -> None:
        """Begin again; credentials and the callback are kept, so that a bot that talks to these accounts still can."""
        first, now = self._first, self.state
        weibo = replace(
            first.weibo,
            app_key=now.weibo.app_key,
            app_secret=now.weibo.app_secret,
            uid=now.weibo.uid,
            safe_domain=now.weibo.safe_domain,
            access_token=now.weibo.access_token,
        )
        self.state = replace(first, callback=now.callback, app=now.app, weibo=weibo, x=now.x)
        self.clock.offset = self.state.clock_offset
        self.agenda.clear()
        self._begin(self.library.origin)
        self.live.tell("state", shown(self.state))

    def change_state(self, patch: object) -> dict[str, Any]:
        """Merge settings (BadState when they are wrong) and give them as they are now."""
        old, self.state = self.state, changed(self.state, patch)
        if self.state.weibo.access_token != old.weibo.access_token:
            self.weibo.tokens.pop(old.weibo.access_token, None)
            self.weibo.tokens[self.state.weibo.access_token] = self.clock.now()
        self.clock.offset = self.state.clock_offset
        self.agenda.look_again()
        view = shown(self.state)
        self.live.tell("state", view)
        return view

    def show(self, post: Post) -> None:
        """Make something visible."""
        row = {
            "channel": post.channel,
            "kind": post.kind,
            "id": post.id,
            "key": post.key,
            "title": post.title,
            "text": post.text,
            "media": post.media,
            "at": iso(self.clock.now()),
            "audience": post.audience,
            **post.more,
        }
        self.posts.append(row)
        self.live.tell("post", row)

    def say(self, follower: Follower, row: dict[str, Any]) -> None:
        """Add a line to what a person sees."""
        line = {**row, "at": iso(self.clock.now())}
        follower.chat.append(line)
        self.live.tell("message", {"openid": follower.openid, **line})

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        """Do something some seconds from now, on the sandbox's clock."""
        self.agenda.at(self.clock.now() + seconds, action)
