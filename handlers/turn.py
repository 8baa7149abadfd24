"""One message on its way through the routes: what the filters see, and what a handler gives back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from bot.actions.requests import Done
from bot.answering.answerer import Answerer
from bot.answering.normalise import normalise
from bot.answering.smalltalk import plain
from bot.core.conversation import Person
from bot.core.messages import Incoming, Reply, ReplyKind
from bot.core.numbers import chosen_number
from bot.core.office import Office
from bot.store.engine import Database
from bot.store.people import PersonRow

SHANGHAI = ZoneInfo("Asia/Shanghai")  # an entry's days are days there (bot/core/faq.py)
LIVELY = timedelta(minutes=10)  # what was said before still matters for a follow-up

# Commits what a message caused (one of bot/actions/requests.py with all but its first two arguments given).
Commit = Callable[[Database, PersonRow], Done]


@dataclass(frozen=True, slots=True)
class Effect:
    """What must be on disk before the reply. `unsaved`: what happens when it cannot be put there.

    "say so": the student is asked to send it again. "go on": the reply goes out all the same. "retry": the platform is
    asked to deliver the event again, because nobody else would.
    """

    commit: Commit
    unsaved: str = "say so"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a handler decided; `changes` are new values of `Person` fields, `result` the label it is counted under."""

    reply: Reply | None
    effect: Effect | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    result: str = "ok"


@dataclass(eq=False)
class Turn:
    """A message with everything needed to answer it. `room`: bytes that a reply may take."""

    incoming: Incoming
    person: Person
    now: datetime
    answerer: Answerer
    office: Office
    room: int

    @cached_property
    def plain(self) -> str:
        """The text in lower case, simplified characters, without accents, emoji and punctuation."""
        return plain(normalise(self.incoming.text))

    @cached_property
    def number(self) -> int | None:
        """The number that is all the message says."""
        return chosen_number(self.incoming.text)

    @property
    def today(self) -> date:
        """The day in Shanghai."""
        return self.now.astimezone(SHANGHAI).date()

    def lang_or(self, found: str = "") -> str:
        """The language to answer in: the chosen one, else the one found in this message, else the last one."""
        person = self.person
        return person.lang if person.lang_chosen and person.lang else found or person.lang or "zh"

    def just_said(self, *kinds: ReplyKind) -> bool:
        """Whether our last reply was of one of these kinds, and not long ago."""
        return bool(self.said_before) and self.said_before[-1] in kinds

    @property
    def said_before(self) -> list[ReplyKind]:
        """The kinds of our last replies, newest last, [] after a while; a picture in between changes no subject."""
        person = self.person
        if person.last_at is None or self.now - person.last_at > LIVELY:
            return []
        return [reply.kind for _, reply in person.replies if reply.kind is not ReplyKind.MEDIA_HINT]
