"""What a page is asked and what it answers, without a web framework: pages are functions from Ask to Answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.actions.announcement_checks import Terms
from bot.actions.answers import Answerer
from bot.actions.faq_gate import Gate
from bot.actions.gap_board import GapBoard
from bot.actions.gaps import Lines
from bot.console.setup import Setup
from bot.core.faq import Entry
from bot.core.packages import Shot
from bot.core.ports import Replies
from bot.core.roles import Actor
from bot.store.engine import Database
from bot.store.sessions import Session


@dataclass(frozen=True, slots=True)
class Ranked:
    """An entry beside a question: its own question, why it is there, whether the student is given or offered it."""

    id: str
    question: str
    why: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Tried:
    """The reply to a question that was tried, what it was taken for when it is none, and why, in lines for staff.

    decided: "answer", "choices" or "none". lang: the language of the question. entries: what was ranked, best first.
    """

    text: str
    taken_for: str
    decided: str
    lines: Sequence[str]
    entries: Sequence[Ranked]
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a form: its name on the sender's machine, which is only shown, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Parts:
    """What the pages work with. `room`: bytes that a reply to a student may take.

    try_out: (question, language or "", now) → what a student would get. terms: (who, now) → what announcements are
    checked against. fit: makes a picture of an announcement for its channel. take: a picture that was uploaded, made
    fit for every channel and without where it was taken; both raise BadFile. gate: checks drafts of the FAQ. preview:
    (entry, language, now) → what a student would get of it, and how many bytes that has before it is cut. answers: what
    the bot answers with now. lines: sure and maybe, where the settings fix them.
    """

    database: Database
    now: Callable[[], datetime]
    secure: bool  # the console is reached by https
    room: int
    try_out: Callable[[str, str, datetime], Tried]
    terms: Callable[[str, datetime], Terms]
    fit: Callable[[Shot], bytes]
    take: Callable[[bytes], bytes]
    gate: Gate
    preview: Callable[[Entry, str, datetime], tuple[str, int]]
    answers: Callable[[], Answerer]
    gaps: GapBoard
    replies: Replies
    setup: Setup
    lines: Lines = (None, None)


@dataclass(frozen=True, slots=True)
class Ask:
    """One request, read and checked. `path`, `query`, `form`: the last value of each name; `lists`: all of the form.

    `files`: those that came with the form, by the name of their field.
    """

    parts: Parts
    now: datetime
    lang: str
    session: Session | None = None
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, Sequence[Upload]] = field(default_factory=dict)
    network: str = ""
    browser: str = ""

    @property
    def database(self) -> Database:
        """The store."""
        return self.parts.database

    @property
    def signed_in(self) -> Session:
        """The session, on pages that are only for those who have one."""
        if self.session is None:
            raise RuntimeError("a page for everybody asked who is signed in")
        return self.session

    @property
    def actor(self) -> Actor:
        """Whoever is signed in, as actions want it."""
        return Actor(self.signed_in.name, self.signed_in.role)


@dataclass(frozen=True, slots=True)
class Page:
    """A template of `templates/` with its values."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Go:
    """To a page of ours. `said`: a sentence shown there once. `cookie`: the session's; "" ends it, None keeps it."""

    to: str
    said: str = ""
    cookie: str | None = None


@dataclass(frozen=True, slots=True)
class Blob:
    """A file."""

    content: bytes
    media_type: str
    name: str = ""  # to be saved under; "" to be shown
    lasting: bool = False  # its address changes with its content
    policy: str = ""  # a Content-Security-Policy of its own; "" for the console's


Answer = Page | Go | Blob
OPEN = ""  # the deed of a page for everybody


@dataclass(frozen=True, slots=True)
class Route:
    """`deed`: what one must be allowed (`core.roles.LEAST`); OPEN: before the door. `most`: bytes of a form."""

    method: Literal["GET", "POST"]
    path: str
    deed: str
    page: Callable[[Ask], Answer]
    most: int = 64 * 1024
    anonymous: bool = False  # needs nobody and no database
