"""Plays dialogue scripts against the real pipeline: real FAQ, real store, the scripts' own clock."""

import asyncio
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from bot.actions.inbox import list_inbox, reply_to_request
from bot.answering.answerer import Answerer
from bot.core.messages import Incoming, Kind, Reply
from bot.core.privacy import message_key, person_key
from bot.store.engine import Database
from bot.store.tombstones import Tombstones
from bot.store.vault import Vault
from handlers.counters import Counters
from handlers.journal import Journal
from handlers.knowledge import Knowledge
from handlers.people import People
from handlers.pipeline import Desk, Pipeline, Rules
from tests.handlers.world import ACCOUNT, SECRET, SetClock

Script = Mapping[str, Any]
SCRIPTS = Path(__file__).parent / "dialogues"
WITHOUT_WORDS = {
    "image": Kind.IMAGE,
    "location": Kind.LOCATION,
    "sticker": Kind.UNKNOWN,
    "voice_no_transcript": Kind.VOICE,
}
EVENTS = {"menu_click": "click"}  # the others have WeChat's own names
NUMBERS = itertools.count(7_000_000_001)


@dataclass(frozen=True)
class Played:
    """One turn: where it stands, what it must be, what the bot said, and what is wrong with that ("" if nothing)."""

    place: str
    said: str
    expect: Mapping[str, Any]
    reply: Reply | None
    fault: str

    @property
    def wanted(self) -> str:
        return str(self.expect["kind"])

    def __str__(self) -> str:
        entries = list(self.reply.entries[: max(self.reply.shown, 3)]) if self.reply else []
        return f"{self.place} {self.said!r}: {self.fault} {entries}"


@dataclass
class Conversation:
    """One bot with its own database, one student, and the last list that the student saw."""

    database: Database
    folder: Path
    answerer: Answerer
    student: str = "oStudent"
    clock: SetClock = field(default_factory=SetClock)
    listed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        counters = Counters()
        erased = Tombstones(self.folder / "erased-people.txt", SECRET)
        journal = Journal(
            self.database, erased, vault=Vault(b"d" * 32), spool=self.folder / "spool.jsonl", counters=counters
        )
        knowledge = Knowledge(self.database, lambda: self.answerer)
        people = People(self.database, erased)
        people.start()
        self.journal = journal
        desk = Desk(self.database, knowledge, people, journal, self.clock, counters, erased)
        self.pipeline = Pipeline(desk, Rules())

    @property
    def person(self) -> str:
        return person_key(SECRET, "wechat", self.student)

    def close(self) -> None:
        self.pipeline.close()
        self.journal.stop()

    def incoming(self, text: str, event: str = "") -> Incoming:
        kind = WITHOUT_WORDS.get(event, Kind.VOICE if event == "voice" else Kind.EVENT if event else Kind.TEXT)
        name = EVENTS.get(event, event) if kind is Kind.EVENT else ""
        return Incoming(
            platform="wechat",
            sender=self.student,
            account=ACCOUNT,
            kind=kind,
            sent_at=self.clock.now(),
            key=message_key(SECRET, "wechat", self.student, str(next(NUMBERS))),
            person=self.person,
            text="" if kind is Kind.EVENT else text,
            event=name,
            event_key=text if kind is Kind.EVENT else "",
        )

    async def play(self, script: Script) -> list[Played]:
        played = []
        for number, turn in enumerate(script["turns"], 1):
            self._move_clock(turn)
            if "staff" in turn:
                self._staff_says(turn["staff"]["staff_reply"])
                continue
            replies = await self._deliver(turn)
            if "expect" in turn:
                fault = self._fault(turn["expect"], replies)
                said = turn["user"] or f"({turn['event']})"
                played.append(Played(f"{script['id']}.{number}", said, turn["expect"], replies[0], fault))
            if replies[0] and replies[0].kind == "choices":
                self.listed = replies[0].entries[: replies[0].shown]
        return played

    async def _deliver(self, turn: Mapping[str, Any]) -> list[Reply | None]:
        incoming = self.incoming(turn["user"], turn.get("event", ""))
        replies = [await self.pipeline.answer(incoming)]
        if turn.get("repeat_delivery"):
            replies.append(await self.pipeline.answer(incoming))
        return replies

    def _move_clock(self, turn: Mapping[str, Any]) -> None:
        if "at" in turn:
            self.clock.time = datetime.fromisoformat(turn["at"])
        else:
            self.clock.pass_(minutes=turn.get("gap_min", 1))

    def _staff_says(self, text: str) -> None:
        (request,) = [row for row in list_inbox(self.database) if row["status"] != "done"]
        reply_to_request(self.database, request["id"], text, room=2000, now=self.clock.now(), actor="colleague")

    def _fault(self, expect: Mapping[str, Any], replies: list[Reply | None]) -> str:
        reply = replies[0]
        if reply is None:
            return "no reply"
        if replies[-1] != reply:
            return "the second delivery got another reply"
        if reply.kind != expect["kind"]:
            return f"{reply.kind} instead of {expect['kind']}"
        if reply.lang != expect.get("lang", reply.lang):
            return f"in {reply.lang} instead of {expect['lang']}"
        shown = reply.entries[: reply.shown]
        return "".join(self._wrong_entries(expect, shown))

    def _wrong_entries(self, expect: Mapping[str, Any], shown: tuple[str, ...]) -> Iterator[str]:
        right = [expect["entry"]] if "entry" in expect else expect.get("any_of", [])
        if "choice" in expect:
            right = self.listed[expect["choice"] - 1 : expect["choice"]] or ["(no such line)"]
        if right and (not shown or shown[0] not in right):
            yield f"not {' or '.join(right)}"
        missing = set(expect.get("includes", ())) - set(shown)
        if missing:
            yield f"without {', '.join(sorted(missing))}"


def scripts(name: str) -> list[Script]:
    """The scripts of one file."""
    found: list[Script] = yaml.safe_load((SCRIPTS / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def play(script: Script, database: Database, folder: Path, answerer: Answerer) -> list[Played]:
    """All turns of one script that expect a reply, played to a new bot."""
    conversation = Conversation(database, folder, answerer)
    try:
        return asyncio.run(conversation.play(script))
    finally:
        conversation.close()
