"""A bot in a test's hands: a clock that is set, a small FAQ, and WeChat's side of the wire."""

import asyncio
import hashlib
import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from bot.answering.decision import Decision
from bot.core.faq import Entry, EntryText
from bot.core.office import Office
from bot.store import epochs
from bot.store.engine import Database
from bot.store.tombstones import Tombstones
from bot.store.vault import Vault
from handlers.aes import Box
from handlers.counters import Counters
from handlers.journal import Journal
from handlers.knowledge import Knowledge
from handlers.people import People
from handlers.pipeline import Desk, Pipeline, Rules
from handlers.wechat import WechatAccount, WechatApp

TOKEN = "aQ3fT9xK2mZ7pL5w"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
APP_ID = "wx1234567890abcdef"
ACCOUNT = "gh_0123456789ab"
OPENID = "oFollower-of_ParisTech_00001"
SECRET = b"p" * 32
START = datetime(2026, 12, 1, 4, 40, tzinfo=UTC)  # a Tuesday, 12:40 in Shanghai


class SetClock:
    """Stands still until a test moves it."""

    def __init__(self, now: datetime = START) -> None:
        self.time = now
        self.steady = 1000.0

    def now(self) -> datetime:
        return self.time

    def monotonic(self) -> float:
        return self.steady

    def pass_(self, **span: float) -> None:
        self.time += timedelta(**span)
        self.steady += timedelta(**span).total_seconds()


def entry(name: str, zh: str, en: str, fr: str, **more: Any) -> Entry:
    texts = {
        lang: EntryText(f"{question}", f"{answer} [{lang}]")
        for lang, question, answer in (
            ("zh", zh, f"{name}的回答。"),
            ("en", en, f"The answer of {name}."),
            ("fr", fr, f"La réponse de {name}."),
        )
        if question
    }
    return Entry(name, texts, **more)


ENTRIES = {
    e.id: e
    for e in (
        entry("apply", "9+9怎么申请？", "How do I apply for 9+9?", "Comment candidater au 9+9 ?", category="9+9"),
        entry("french", "需要会法语吗？", "Do I need French?", "Faut-il parler français ?", related=("apply",)),
        entry("grants", "有哪些奖学金？", "Which grants are there?", "Quelles bourses ?", category="money"),
        entry("eiffel", "埃菲尔奖学金是什么？", "What is Eiffel?", "Qu'est-ce qu'Eiffel ?", category="money"),
        entry("only-en", "", "Is there parking?", "", category="campus"),
        Entry(
            "calendar",
            {"zh": EntryText("什么时候截止？", "{deadline}截止。", after="已经截止。")},
            valid_until=date(2027, 1, 29),
        ),
    )
}
ANSWERS = {text.question: name for name, e in ENTRIES.items() for text in e.texts.values()}
NUMBERS = itertools.count(6_000_000_001)  # message ids and nonces, never the same twice
CHOICES = {"奖学金": ("grants", "eiffel"), "grants": ("grants", "eiffel"), "bourses": ("grants", "eiffel")}


@dataclass
class KnownAnswers:
    """An answerer that knows its questions by heart, so that these tests are about the conversation."""

    entries: Mapping[str, Entry] = field(default_factory=lambda: ENTRIES)
    variables: Mapping[str, str] = field(default_factory=lambda: {"deadline": "1月29日"})
    asked: list[str] = field(default_factory=list)

    def decide(self, question: str, *, lang: str = "", about: str = "") -> Decision:
        self.asked.append(question)
        if question == "boom":
            raise RuntimeError("a fault of ours")
        spoken = self.detect(question)
        if question in ANSWERS:
            return Decision("answer", (ANSWERS[question], "eiffel"), 1, 0.9, spoken)
        if question in CHOICES:
            return Decision("choices", CHOICES[question], 2, 0.5, spoken)
        if "和" in question:
            parts = [replace(self.decide(part), asked=part) for part in question.split("和")]
            return Decision(parts[0].kind, parts[0].ids, parts[0].shown, 0.9, spoken, parts=tuple(parts))
        return Decision("none", ("apply", "french"), 0, 0.1, spoken)

    def is_advert(self, text: str) -> bool:
        return False

    def detect(self, text: str) -> str:
        if any("一" <= char <= "鿿" for char in text):
            return "zh"
        return "fr" if any(word in text.lower() for word in ("quel", "bourse", "faut", "comment", "je ")) else "en"


def signature(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def xml(**fields: object) -> bytes:
    inner = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in fields.items())
    return f"<xml>{inner}</xml>".encode()


@dataclass
class Answered:
    """What the webhook said: HTTP status, headers, body, and the reply in it."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes
    content: str | None = None
    sealed: bool = False


class World:
    """One bot with everything in it, and the platform that talks to it."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        *,
        mode: str = "safe",
        shared: bool = False,
        clock: Any = None,
        **rules: Any,
    ) -> None:
        self.database = database
        self.clock = clock or SetClock()
        self.counters = Counters()
        self.vault = Vault(b"d" * 32)
        self.answers = KnownAnswers()
        self.mode = mode
        self.tombstones = Tombstones(folder / "erased-people.txt", SECRET)
        self.journal = Journal(
            database, self.tombstones, vault=self.vault, spool=folder / "spool.jsonl", counters=self.counters
        )
        self.people = People(database, self.tombstones, shared=shared)
        self.people.start()
        self.knowledge = Knowledge(database, lambda: self.answers)  # type: ignore[arg-type,return-value]
        desk = Desk(database, self.knowledge, self.people, self.journal, self.clock, self.counters, self.tombstones)
        self.pipeline = Pipeline(desk, Rules(office=Office(), **rules))
        account = WechatAccount(APP_ID, TOKEN, AES_KEY, ACCOUNT, SECRET, mode=mode)  # type: ignore[arg-type]
        self.app = WechatApp(account, self.pipeline, clock=self.clock, counters=self.counters)
        self.box = Box(AES_KEY, APP_ID)

    def close(self) -> None:
        self.pipeline.close()
        self.journal.stop()

    def count(self, result: str) -> int:
        return self.counters.of("webhook", result)

    def message(self, text: str = "", **fields: object) -> dict[str, object]:
        """The fields of a text message; a new MsgId each time."""
        base: dict[str, object] = {
            "ToUserName": ACCOUNT,
            "FromUserName": OPENID,
            "CreateTime": int(self.clock.now().timestamp()),
            "MsgType": "text",
        }
        if fields.get("MsgType", "text") == "text":
            base["Content"] = text
        if fields.get("MsgType") != "event":
            base["MsgId"] = next(NUMBERS)
        return {name: value for name, value in {**base, **fields}.items() if value is not None}

    def event(self, name: str, **fields: object) -> dict[str, object]:
        return self.message(MsgType="event", Event=name, **fields)

    async def asked(self, text: str = "", **fields: object) -> str | None:
        """What a student reads after sending this."""
        return (await self.sent(self.message(text, **fields))).content

    async def tapped(self, name: str, **fields: object) -> str | None:
        return (await self.sent(self.event(name, **fields))).content

    async def sent(self, fields: Mapping[str, object]) -> Answered:
        return await self.posted(xml(**fields))

    async def posted(self, body: bytes, *, mode: str = "", **query: str | None) -> Answered:
        """A body sent signed, as WeChat does it in this mode; `query` replaces or (None) removes parameters."""
        query_string, sent = self.signed(body, mode=mode or self.mode, **query)
        return await self.request("POST", query_string, sent)

    def signed(self, body: bytes, *, mode: str, **query: str | None) -> tuple[str, bytes]:
        timestamp, nonce = str(int(self.clock.now().timestamp())), f"n{next(NUMBERS)}"
        fields: dict[str, str | None] = {"timestamp": timestamp, "nonce": nonce}
        if mode == "plain":
            fields["signature"] = signature(TOKEN, timestamp, nonce)
        else:
            sealed = self.box.seal(body)
            fields |= {"signature": signature(TOKEN, timestamp, nonce), "encrypt_type": "aes"}
            fields["msg_signature"] = signature(TOKEN, timestamp, nonce, sealed)
            plain = body.removeprefix(b"<xml>").removesuffix(b"</xml>").decode() if mode == "compat" else ""
            body = f"<xml>{plain}<Encrypt><![CDATA[{sealed}]]></Encrypt></xml>".encode()
        fields |= query
        return "&".join(f"{name}={value}" for name, value in fields.items() if value is not None), body

    async def request(
        self,
        method: str,
        query: str = "",
        body: bytes = b"",
        *,
        headers: Mapping[bytes, bytes | None] | None = None,
        chunks: list[bytes] | None = None,
    ) -> Answered:
        """One request through the real ASGI app."""
        sent: dict[bytes, bytes | None] = {b"content-length": str(len(body)).encode(), **(headers or {})}
        pieces = chunks if chunks is not None else [body]
        messages = [
            {"type": "http.request", "body": piece, "more_body": number < len(pieces)}
            for number, piece in enumerate(pieces, 1)
        ]
        answers: list[Any] = []

        async def receive() -> Any:
            if not messages:
                await asyncio.Event().wait()
            return messages.pop(0)

        async def send(message: Any) -> None:
            answers.append(message)

        scope = {
            "type": "http",
            "method": method,
            "path": "/wechat",
            "query_string": query.encode("latin-1"),
            "headers": [(name, value) for name, value in sent.items() if value is not None],
        }
        await self.app(scope, receive, send)
        return self._read(answers)

    def _read(self, answers: list[Any]) -> Answered:
        if not answers:
            return Answered(0, {}, b"")
        start, end = answers
        answered = Answered(start["status"], dict(start["headers"]), end["body"])
        if answered.body.startswith(b"<xml>"):
            root = ElementTree.fromstring(answered.body)
            sealed = root.findtext("Encrypt")
            if sealed:
                assert root.findtext("MsgSignature") == signature(
                    TOKEN, root.findtext("TimeStamp", ""), root.findtext("Nonce", ""), sealed
                )
                answered.sealed = True
                root = ElementTree.fromstring(self.box.open(sealed))
            answered.content = root.findtext("Content")
        return answered


def bump_faq(database: Database) -> None:
    with database.writing() as db:
        epochs.bump(db, "faq")
