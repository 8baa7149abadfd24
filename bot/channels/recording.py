"""A channel that keeps its posts in a list: for tests, dry runs and measuring."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core.delivery import Outcome, Post, Sent, Unknown
from bot.core.ports import Note


@dataclass(frozen=True, slots=True)
class Recorded:
    """One post as it was handed over."""

    post: Post
    key: str
    remote_id: str


class RecordingChannel:
    """Publishes nothing. The same key gives the same post again, as WeChat's mass send does."""

    def __init__(self, name: str, account: str) -> None:
        self.name = name
        self.account = account
        self.posts: list[Recorded] = []
        self._lock = threading.Lock()

    def is_keyed(self, act: str) -> bool:
        """As the real channels: WeChat's mass sends only."""
        return self.name == "wechat" and act in ("mass", "text")

    def publish(self, post: Post, key: str, notes: Mapping[str, str], note: Note) -> Outcome:
        """Keep it."""
        with self._lock:
            kept = self._kept(key)
            if kept is None:
                kept = Recorded(post, key, f"{self.name}-{len(self.posts) + 1}")
                self.posts.append(kept)
        return Sent(kept.remote_id)

    def look_for(self, post: Post, key: str, notes: Mapping[str, str], since: datetime) -> Outcome:
        """Whether it is in the list."""
        kept = self._kept(key)
        return Sent(kept.remote_id) if kept else Unknown("It is not in the list of recorded posts.")

    def follow_up(self, remote_id: str, act: str) -> Outcome:
        """Recorded is sent."""
        return Sent(remote_id)

    def _kept(self, key: str) -> Recorded | None:
        return next((each for each in self.posts if each.key == key), None)
