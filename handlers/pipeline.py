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
from handlers.counters import Counters
from handlers.events import JOB_EVENTS
from handlers.filters import causes_something
from handlers.flood import PER_MINUTE, FloodGuard
from handlers.journal import Journal
from handlers.knowledge import Knowledge
from handlers.people import People, after_reply, known_reply
from handlers.routes import answer
from handlers.turn import Effect, Outcome, Turn

logger = logging.getLogger(__name__)

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


class Pipeline:
    """Answers messages on one event loop. Webhook writes have threads of their own, apart from the console's."""

    def __init__(self, desk: Desk, rules: Rules) -> None:
        self._desk = desk
        self._rules = rules
        self._flood = FloodGuard(rules.per_minute)
        self._running: dict[str, asyncio.Task[Reply | None]] = {}
        self._loads = ThreadPoolExecutor(4, thread_name_prefix="person")
        self._writes = ThreadPoolExecutor(4, thread_name_prefix="effect")

    def close(self) -> None:
        """Wait for the writes that are under way."""
        self._loads.shutdown()
        self._writes.shutdown()

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
        person = self._desk.people.at_hand(incoming.person)
        turn = outcome = None
        if person is not None:
            reply = known_reply(person, incoming)
            if reply is not None:
                self._desk.counters.add("webhook", "dup")
                return reply
            turn = self._turn(incoming, person)
            outcome = self._shed(turn) or answer(turn)
            if outcome.effect is None:
                return self._settled(turn, outcome, started)
        task = asyncio.get_running_loop().create_task(self._slowly(incoming, turn, outcome, started))
        self._running[incoming.key] = task
        task.add_done_callback(self._done(incoming.key))
        return await self._in_time(task, incoming)

    def _done(self, key: str) -> Callable[[asyncio.Task[Reply | None]], None]:
        def forget(task: asyncio.Task[Reply | None]) -> None:
            self._running.pop(key, None)
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
        self, incoming: Incoming, turn: Turn | None, outcome: Outcome | None, started: float
    ) -> Reply | None:
        """The part that waits for the database: the person's row, and the effect."""
        if turn is None or outcome is None:
            person = await self._loaded(incoming.person)
            reply = known_reply(person, incoming)
            if reply is not None:
                self._desk.people.keep(person)
                self._desk.counters.add("webhook", "dup")
                return reply
            turn = self._turn(incoming, person)
            outcome = self._shed(turn) or answer(turn)
        if outcome.effect is None:
            return self._settled(turn, outcome, started)
        try:
            done = await self._committed(turn, outcome, outcome.effect)
        except NotSaved:
            return self._unsaved(turn, outcome, outcome.effect, started)
        if done.reply is not None:
            outcome = replace(outcome, reply=done.reply)
        # Another message of this person may have been answered meanwhile.
        now_known = self._desk.people.at_hand(incoming.person)
        if now_known is not None:
            turn = replace(turn, person=now_known)
        return self._settled(turn, outcome, started, request=done.request)

    async def _loaded(self, key: str) -> Person:
        loop = asyncio.get_running_loop()
        loading = loop.run_in_executor(self._loads, self._desk.people.load, key)
        try:
            loaded = await asyncio.wait_for(loading, self._rules.load_seconds)
        except (BotError, TimeoutError) as error:
            # The FAQ is in memory: somebody we cannot look up is answered like somebody new.
            logger.warning("a person could not be looked up: %s", error)
            loaded = Person(key)
        # Another message of this person may have been answered meanwhile.
        return self._desk.people.at_hand(key) or loaded

    async def _committed(self, turn: Turn, outcome: Outcome, effect: Effect) -> Done:
        """Run the effect in a thread. Raises NotSaved for whatever goes wrong, because nothing else is sure then."""
        after = after_reply(turn, outcome.reply, dict(outcome.changes))
        row = self._desk.journal.sealed(after, turn.incoming, turn.now)
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._writes, effect.commit, self._desk.database, row)
        except BotError as error:
            logger.error("an effect was not saved: %s", error)
            raise NotSaved from error

    def _turn(self, incoming: Incoming, person: Person) -> Turn:
        return Turn(
            incoming=incoming,
            person=person,
            now=self._desk.clock.now(),
            answerer=self._desk.knowledge.answerer,
            office=self._rules.office,
            room=self._rules.reply_bytes,
        )

    def _shed(self, turn: Turn) -> Outcome | None:
        """Silence for what is too much; but a message that would have an effect hears that it had none."""
        incoming = turn.incoming
        if incoming.event in ALWAYS:
            return None
        others = len(self._running) - (incoming.key in self._running)
        if self._flood.allows(incoming.person, turn.now) and others < self._rules.in_flight:
            return None
        reply = self._not_saved(turn.lang_or()) if causes_something(turn) else None
        return Outcome(reply, result="shed")

    def _unsaved(self, turn: Turn, outcome: Outcome, effect: Effect, started: float) -> Reply | None:
        self._desk.counters.add("webhook", "error")
        if effect.unsaved == "retry":
            raise NotSaved
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
