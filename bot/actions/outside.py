"""Messages that the FAQ is not for, as they come with the bot: other schools, personal cases, homework, insults.

They make the bot more careful with what looks like them, and they are the red team's list.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from bot.actions.faq_files import decode, read_bytes
from bot.actions.yaml_files import load_yaml
from bot.core.portions import portion

FILE = "out_of_scope.yaml"
HALVES = ("tune", "check")
_SALT = 15  # chosen for halves of about the same size in most kinds, before anything was measured on them


@dataclass(frozen=True, slots=True)
class Attack:
    """One message; `tolerated`: choices may come instead of a refusal, because an entry lies near."""

    topic: str
    kind: str
    lang: str
    message: str
    tolerated: bool

    @property
    def half(self) -> str:
        """ "tune" or "check"; all messages of a topic are in the same half."""
        return HALVES[portion(f"{_SALT}:{self.topic}", len(HALVES))]


@cache
def read_outside() -> Sequence[Attack]:
    """All messages of the list, read once."""
    with resources.as_file(resources.files("bot.content") / FILE) as path:
        topics: Any = load_yaml(decode(read_bytes(path), path)[0], path)
    return tuple(attack for topic in topics for attack in _attacks(topic))


def outside_messages(half: str = "") -> list[tuple[str, str]]:
    """(language, text) of all of them, or of those of one half."""
    return [(one.lang, one.message) for one in read_outside() if half in ("", one.half)]


def _attacks(topic: Mapping[str, Any]) -> Iterable[Attack]:
    for lang, messages in topic["messages"].items():
        for message in messages:
            yield Attack(topic["id"], topic["category"], lang, message, topic.get("tolerated") == "choices")
