"""What the bot remembers of a person between two messages, as one frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.core.messages import Reply, ReplyKind

OPEN_FOR = timedelta(minutes=10)  # a list can be answered by number for 10 minutes
REMEMBERED_REPLIES = 4  # WeChat sends a message up to three times; a few may overlap


@dataclass(frozen=True, slots=True)
class Person:
    """A person's state; `lang_chosen` is True when they asked for that language in words."""

    key: str
    lang: str = ""
    lang_chosen: bool = False
    options: tuple[str, ...] = ()
    options_at: datetime | None = None
    last_entry: str = ""
    last_entry_at: datetime | None = None
    last_at: datetime | None = None
    last_question: str = ""  # masked; goes to the inbox with a request for a person
    replies: tuple[tuple[str, Reply], ...] = ()  # newest last: (message key, reply)
    since: datetime | None = None  # of the first message; an erasure that is later takes all of this
    held_at: datetime | None = None  # when a colleague's words were given last
    erase_asked_at: datetime | None = None  # when they wished to be erased, which waits for a confirmation

    def reply_to(self, message_key: str) -> Reply | None:
        """The reply already given to this message, if it is among the last few."""
        return next((reply for key, reply in self.replies if key == message_key), None)

    def open_options(self, now: datetime) -> tuple[str, ...]:
        """The entries of the list that can still be answered by number, () when it has expired."""
        if self.options_at is None or now - self.options_at > OPEN_FOR:
            return ()
        return self.options


def person_state(person: Person) -> dict[str, Any]:
    """As plain JSON values, for the database."""
    return {
        "options": list(person.options),
        "options_at": _text(person.options_at),
        "last_entry": person.last_entry,
        "last_entry_at": _text(person.last_entry_at),
        "last_at": _text(person.last_at),
        "last_question": person.last_question,
        "replies": [[key, reply_to_json(reply)] for key, reply in person.replies],
        "since": _text(person.since),
        "held_at": _text(person.held_at),
        "erase_asked_at": _text(person.erase_asked_at),
    }


def person_from(key: str, lang: str, lang_chosen: bool, state: Mapping[str, Any]) -> Person:
    """The inverse of `person_state`; missing fields take their defaults, because older rows have fewer."""
    return Person(
        key=key,
        lang=lang,
        lang_chosen=lang_chosen,
        options=tuple(state.get("options", ())),
        options_at=_moment(state.get("options_at")),
        last_entry=state.get("last_entry", ""),
        last_entry_at=_moment(state.get("last_entry_at")),
        last_at=_moment(state.get("last_at")),
        last_question=state.get("last_question", ""),
        replies=tuple((k, reply_from_json(r)) for k, r in state.get("replies", ())),
        since=_moment(state.get("since")),
        held_at=_moment(state.get("held_at")),
        erase_asked_at=_moment(state.get("erase_asked_at")),
    )


def reply_to_json(reply: Reply) -> dict[str, Any]:
    """A reply as plain JSON values."""
    return {
        "kind": reply.kind.value,
        "text": reply.text,
        "lang": reply.lang,
        "decision": reply.decision,
        "entries": list(reply.entries),
        "shown": reply.shown,
        "confidence": reply.confidence,
    }


def reply_from_json(row: Mapping[str, Any]) -> Reply:
    """The inverse of `reply_to_json`."""
    return Reply(
        kind=ReplyKind(row["kind"]),
        text=row["text"],
        lang=row["lang"],
        decision=row.get("decision", ""),
        entries=tuple(row.get("entries", ())),
        shown=row.get("shown", 0),
        confidence=row.get("confidence", 0.0),
    )


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
