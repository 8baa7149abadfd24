"""One message on its way through the routes: what the filters see, and what a handler gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property, partial
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
from bot.store.inbox import HeldText
from bot.store.tombstones import Tombstones

SHANGHAI = ZoneInfo("Asia/Shanghai")  # an entry's days are days there (bot/core/faq.py)
ANSWERABLE = timedelta(hours=24)  # people read an answer at night and look for the missing page in the morning
LIKELY = 0.45  # confidence in a list's first line
LIVELY = timedelta(minutes=10)  # what was said before still matters for a follow-up

# They say nothing about what the talk is of, so a colleague's words before them are still the last ones.
_BESIDE_THE_POINT = {ReplyKind.THANKS, ReplyKind.GREETING, ReplyKind.MEDIA_HINT, ReplyKind.HANDOVER}

# Commits what a message caused (an action with all but its first two arguments given). That of a student's message
# takes `reply` and `given` too (bot/actions/requests.py), so that a colleague's answer can go out with it.
Commit = partial[Done]


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
    """A message with everything needed to answer it.

    `room`: bytes that a reply may take. `held`: what colleagues answered and this person was not given yet.
    """

    incoming: Incoming
    person: Person
    now: datetime
    answerer: Answerer
    office: Office
    room: int
    tombstones: Tombstones
    held: tuple[HeldText, ...] = ()

    @cached_property
    def normal(self) -> str:
        """The text in lower case and simplified characters, without emoji."""
        return normalise(self.incoming.text)

    @cached_property
    def plain(self) -> str:
        """The text in lower case, simplified characters, without accents, emoji and punctuation."""
        return plain(self.normal)

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

    @property
    def about(self) -> str:
        """The entry on which a follow-up may lean: the one answered last, if that is not long ago.

        A list just shown, from which nothing was picked, counts by its first line if that was likely or nothing was
        answered before it.
        """
        person, last = self.person, self.last_reply
        lively = person.last_entry_at is not None and self.now - person.last_entry_at <= LIVELY
        before = person.last_entry if lively else ""
        if last is not None and last.kind is ReplyKind.CHOICES and (not before or last.confidence >= LIKELY):
            return last.entries[0]
        return before

    @property
    def last_reply(self) -> Reply | None:
        """What we said last, None after a while; a picture in between changes no subject."""
        person = self.person
        if person.last_at is None or self.now - person.last_at > LIVELY:
            return None
        said = [reply for _, reply in person.replies if reply.kind is not ReplyKind.MEDIA_HINT]
        return said[-1] if said else None

    def just_said(self, *kinds: ReplyKind) -> bool:
        """Whether our last reply was of one of these kinds, and not long ago."""
        return bool(self.said_before) and self.said_before[-1] in kinds

    @property
    def talks_to_staff(self) -> bool:
        """Whether a colleague's answer is the last thing of weight that the student read, and not long ago."""
        given = self.person.held_at
        if given is None or self.now - given > ANSWERABLE:
            return False
        if self.person.last_at is not None and self.person.last_at < given:
            return True  # it came by itself, after all that the bot had said
        kinds = (reply.kind for _, reply in reversed(self.person.replies))
        return next((kind for kind in kinds if kind not in _BESIDE_THE_POINT), None) is ReplyKind.HELD_ANSWER

    @property
    def said_before(self) -> list[ReplyKind]:
        """The kinds of our last replies, newest last, [] after a while; a picture in between changes no subject."""
        person = self.person
        if person.last_at is None or self.now - person.last_at > LIVELY:
            return []
        return [reply.kind for _, reply in person.replies if reply.kind is not ReplyKind.MEDIA_HINT]
