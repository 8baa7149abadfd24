"""From a verified message to its reply: one decision for all copies, effects on disk first, nothing that blocks."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from bot.actions.requests import Done
from bot.core import phrases
from bot.core.conversation import Person
from bot.core.cutting import cut
from bot.core.errors import BotError, NotSaved
from bot.core.messages import Incoming, Kind, LogLine, Reply, ReplyKind
from bot.core.office import Office
from bot.core.ports import Clock
from bot.core.privacy import mask
from bot.store.engine import Database
from bot.store.inbox import GivenAlready, HeldText
from bot.store.tombstones import Tombstones
from handlers import erasing, held
from handlers.counters import Counters
from handlers.events import JOB_EVENTS
from handlers.filters import causes_something
from handlers.flood import PER_MINUTE, FloodGuard
from handlers.journal import Journal
from handlers.knowledge import Knowledge
from handlers.people import Found, People, after_reply, known_reply
from handlers.routes import answer
from handlers.turn import Effect, Outcome, Turn

logger = logging.getLogger(__name__)

LOOKS = 3  # at a person's rows, when other messages of theirs change them meanwhile
ALWAYS = JOB_EVENTS | {"unsubscribe"}  # never shed: nobody would send them again


@dataclass(frozen=True, slots=True)
class Rules:
    """What a pipeline may do. `deadline`: our seconds of WeChat's 5; `load_seconds`: for reading a person's row."""

    office: Office = field(default_factory=Office)
    reply_bytes: int = 2000
    per_minute: int = PER_MINUTE
    in_flight: int = 256
    deadline: float = 2.5
    load_seconds: float = 1.0


@dataclass(frozen=True, slots=True)
class Desk:
    """The things a pipeline works with."""

    database: Database
    knowledge: Knowledge
    people: People
    journal: Journal
    clock: Clock
    counters: Counters
    tombstones: Tombstones


class Pipeline:
    """Answers messages on one event loop. Webhook writes have threads of their own, apart from the console's."""

    def __init__(self, desk: Desk, rules: Rules) -> None:
        self._desk = desk
        self._rules = rules
        self._flood = FloodGuard(rules.per_minute)
        self._running: dict[str, asyncio.Task[Reply | None]] = {}
        self._newest: dict[str, asyncio.Task[Reply | None]] = {}  # by person: their messages are taken in order
        self._loads = ThreadPoolExecutor(4, thread_name_prefix="person")
        self._writes = ThreadPoolExecutor(4, thread_name_prefix="effect")

    def close(self) -> None:
        """Wait for the writes that are under way."""
        self._loads.shutdown()
        self._writes.shutdown()

    def under_way(self) -> int:
        """How many messages wait for a thread at this moment."""
        return len(self._running)

    async def answer(self, incoming: Incoming) -> Reply | None:
        """The reply, the same for every copy of the message; None where nothing is said.

        Raises NotSaved when the platform should deliver the event again.
        """
        try:
            return await self._answer(incoming)
        except NotSaved:
            raise
        except Exception as error:  # one message must not take the bot down; the log has the traceback
            logger.exception("a message could not be answered")
            self._desk.counters.add("webhook", "error")
            if incoming.event in ALWAYS:
                raise NotSaved from error
            return None if incoming.kind is Kind.EVENT else self._not_saved("zh")

    async def _answer(self, incoming: Incoming) -> Reply | None:
        running = self._running.get(incoming.key)
        if running is not None:
            self._desk.counters.add("webhook", "dup")
            return await self._in_time(running, incoming)
        started = self._desk.clock.monotonic()
        # In a crowd nobody queues: it is answered at once or shed.
        before = self._newest.get(incoming.person) if len(self._running) < self._rules.in_flight else None
        person = None if before else self._desk.people.at_hand(incoming.person)
        planned = None
        if person is not None:
            reply = known_reply(person, incoming)
            if reply is not None:
                self._desk.counters.add("webhook", "dup")
                return reply
            planned = self._planned(incoming, person)
            if planned[1].effect is None:
                return self._settled(*planned, started)
        task = asyncio.get_running_loop().create_task(self._slowly(incoming, before, planned, started))
        self._running[incoming.key] = self._newest[incoming.person] = task
        task.add_done_callback(self._done(incoming))
        return await self._in_time(task, incoming)

    def _done(self, incoming: Incoming) -> Callable[[asyncio.Task[Reply | None]], None]:
        def forget(task: asyncio.Task[Reply | None]) -> None:
            self._running.pop(incoming.key, None)
            if self._newest.get(incoming.person) is task:
                del self._newest[incoming.person]
            if not task.cancelled():
                task.exception()  # looked at, because after the deadline nobody waits for it

        return forget

    async def _in_time(self, task: asyncio.Task[Reply | None], incoming: Incoming) -> Reply | None:
        """The task's reply within our share of WeChat's five seconds; the task itself goes on for a later copy."""
        try:
            return await asyncio.wait_for(asyncio.shield(task), self._rules.deadline)
        except TimeoutError:
            self._desk.counters.add("webhook", "late")
            if incoming.event in ALWAYS:
                raise NotSaved from None
            return None if incoming.kind is Kind.EVENT else self._not_saved("zh")

    async def _slowly(
        self,
        incoming: Incoming,
        before: asyncio.Task[Reply | None] | None,
        planned: tuple[Turn, Outcome] | None,
        started: float,
    ) -> Reply | None:
        """The part that waits: for the person's message before this one, for their rows, and for the effect."""
        if before is not None:
            await asyncio.wait({before})
        for _ in range(LOOKS):
            if planned is None:
                person, found = await self._looked_up(incoming)
                reply = found.reply or known_reply(person, incoming)
                if reply is not None:
                    self._desk.people.keep(person)
                    self._desk.counters.add("webhook", "dup")
                    return reply
                planned = self._planned(incoming, person, found.held)
            try:
                return await self._acted(*planned, started)
            except GivenAlready:
                planned = None
        raise NotSaved

    async def _acted(self, turn: Turn, outcome: Outcome, started: float) -> Reply | None:
        """The reply with its effect on disk. Raises GivenAlready when the turn was made from what has changed."""
        if outcome.effect is None:
            return self._settled(turn, outcome, started)
        try:
            done = await self._committed(turn, outcome, outcome.effect)
        except NotSaved:
            return self._unsaved(turn, outcome, outcome.effect, started)
        if done.traceless:
            self._desk.people.remembered(turn.incoming.person)  # which forgets what was erased
            return done.reply
        if done.reply is not None:
            outcome = replace(outcome, reply=done.reply)
        if done.request:
            self._desk.people.waits(turn.incoming.person)
        return self._settled(turn, outcome, started, request=done.request)

    async def _looked_up(self, incoming: Incoming) -> tuple[Person, Found]:
        people = self._desk.people
        person = people.at_hand(incoming.person)
        if person is not None:
            return person, Found(person)
        loop = asyncio.get_running_loop()
        loading = loop.run_in_executor(self._loads, people.load, incoming.person, incoming.key)
        try:
            found = await asyncio.wait_for(loading, self._rules.load_seconds)
        except (BotError, TimeoutError) as error:
            # The FAQ is in memory: somebody we cannot look up is answered like somebody new.
            logger.warning("a person could not be looked up: %s", error)
            person = people.remembered(incoming.person) or Person(incoming.person)
            return person, Found(person)
        return people.newest(incoming.person, found), found

    async def _committed(self, turn: Turn, outcome: Outcome, effect: Effect) -> Done:
        """Run the effect in a thread. Raises GivenAlready, and NotSaved whatever else goes wrong: nothing is sure."""
        after = after_reply(turn, outcome.reply, dict(outcome.changes))
        row = self._desk.journal.sealed(after, turn.incoming, turn.now)
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._writes, effect.commit, self._desk.database, row)
        except GivenAlready:
            raise
        except BotError as error:
            logger.error("an effect was not saved: %s", error)
            raise NotSaved from error

    def _planned(self, incoming: Incoming, person: Person, answers: tuple[HeldText, ...] = ()) -> tuple[Turn, Outcome]:
        turn = Turn(
            incoming=incoming,
            person=person,
            now=self._desk.clock.now(),
            answerer=self._desk.knowledge.answerer,
            office=self._rules.office,
            room=self._rules.reply_bytes,
            tombstones=self._desk.tombstones,
            held=answers,
        )
        return turn, self._shed(turn) or answer(turn)

    def _shed(self, turn: Turn) -> Outcome | None:
        """Silence for what is too much; but a message that would have an effect hears that it had none."""
        incoming = turn.incoming
        if incoming.event in ALWAYS:
            return None
        others = len(self._running) - (incoming.key in self._running)
        if self._flood.allows(incoming.person, turn.now) and others < self._rules.in_flight:
            return None
        matters = causes_something(turn) or held.may_be_for_staff(turn) or erasing.is_open(turn)
        reply = self._not_saved(turn.lang_or()) if matters else None
        return Outcome(reply, result="shed")

    def _unsaved(self, turn: Turn, outcome: Outcome, effect: Effect, started: float) -> Reply | None:
        self._desk.counters.add("webhook", "error")
        if effect.unsaved == "retry":
            raise NotSaved
        if held.due(turn):
            # The colleague's answer waits on; the message may get its own answer all the same.
            turn = replace(turn, held=())
            outcome = answer(turn)
            if outcome.effect is None:
                return self._settled(turn, outcome, started)
        if effect.unsaved == "go on":
            return self._settled(turn, outcome, started)
        return self._not_saved(outcome.reply.lang if outcome.reply else turn.lang_or())

    def _not_saved(self, lang: str) -> Reply:
        text = phrases.NOT_SAVED[lang].format(contact=self._rules.office.contact)
        return Reply(ReplyKind.HELP, text, lang)

    def _settled(self, turn: Turn, outcome: Outcome, started: float, *, request: str = "") -> Reply | None:
        """Remember and write down what was said; cut to what the platform takes."""
        desk, incoming, reply = self._desk, turn.incoming, outcome.reply
        desk.counters.add("webhook", outcome.result)
        if outcome.result == "shed":
            return reply
        if reply is not None:
            desk.counters.add("replies", reply.kind.value)
            shorter = cut(reply.text, self._rules.reply_bytes)
            if shorter is not reply.text:
                reply = replace(reply, text=shorter)
        if reply is None and not outcome.changes:
            return None
        after = after_reply(turn, reply, dict(outcome.changes))
        desk.people.keep(after)
        desk.journal.person(after, incoming, turn.now)
        if reply is not None:
            desk.journal.line(self._line(turn, reply, request, started))
        return reply

    def _line(self, turn: Turn, reply: Reply, request: str, started: float) -> LogLine:
        incoming = turn.incoming
        return LogLine(
            key=incoming.key,
            at=turn.now,
            person=incoming.person,
            kind=reply.kind.value,
            decision=reply.decision,
            entries=reply.entries,
            shown=reply.shown,
            lang=reply.lang,
            confidence=reply.confidence,
            question=mask(incoming.text or incoming.event_key),
            reply=reply.text,
            request_id=request,
            ms=(self._desk.clock.monotonic() - started) * 1000,
        )
