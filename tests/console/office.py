"""A console for tests: the real pages over a real database, and colleagues of every role who are signed in."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from litestar.testing import TestClient

from bot import packing
from bot.actions import signing_in, status
from bot.actions.announcement_checks import Terms
from bot.actions.answers import Answerer, load_answerer
from bot.actions.channels import Account
from bot.actions.faq_gate import Gate, Rules
from bot.actions.gap_board import GapBoard
from bot.actions.gaps import Lines
from bot.actions.signing_in import ENTER
from bot.console.app import handlers
from bot.console.asking import Parts, Ranked, Tried
from bot.console.routes import ROUTES
from bot.console.setup import SettingLine, Setup
from bot.core.delivery import Outcome, Sent
from bot.core.errors import PlatformError
from bot.core.faq import Entry
from bot.core.quotas import QuotaRules
from bot.core.roles import ROLES, Actor
from bot.store import epochs, staff
from bot.store.engine import Database
from bot.store.vault import Vault
from bot.web import Parts as WebParts
from bot.web import create_app
from tests.announcing import ACCOUNTS, RULES

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
VAULT = Vault(b"k" * 32)
ADMIN = Actor("command line", "admin")
_TOKEN = re.compile(r'name="form_token" value="([^"]*)"')


async def no_webhook(scope: Any, receive: Any, send: Any) -> None:
    raise AssertionError("the console called the webhook")


class Replies:
    """WeChat's far side as a test wants it: `outcome` comes of each message."""

    def __init__(self) -> None:
        self.outcome: Outcome = Sent()
        self.why = ""
        self.told: list[tuple[str, str]] = []

    def why_not(self) -> str:
        return self.why

    def tell(self, person: str, text: str) -> Outcome:
        self.told.append((person, text))
        return self.outcome


class Unreachable:
    """A WeChat account whose platform is not there."""

    account = "wechat:gh_1"

    def create_menu(self, menu: Mapping[str, Any]) -> None:
        raise PlatformError("WeChat could not be reached.")

    def current_menu(self) -> Mapping[str, Any] | None:
        raise PlatformError("WeChat could not be reached.")

    def make_qr(self, scene: str) -> str:
        raise PlatformError("WeChat could not be reached.")


class Office:
    """`page` and `send` as one of the colleagues: "viewer", "editor", "approver", "admin", or "" for a stranger.

    changed: other parts of the set-up.
    """

    def __init__(
        self,
        database: Database,
        *,
        secure: bool = False,
        pictures: Path | None = None,
        lines: Lines = (0.3, 0.05),
        **changed: Any,
    ) -> None:
        self.database = database
        self.now = NOW
        self.rules = RULES
        self.pictures = pictures
        self.lines = lines
        self._epoch = -1
        self._answerer = Answerer.build((), {}, {})
        self.replies = Replies()
        self.gaps = GapBoard(database, self.answers)
        self.gate = Gate(database, Rules(2000, *lines), lambda: self.now)
        parts = Parts(
            database, lambda: self.now, secure, 2000, self._try_out, self._terms,
            fit=packing.fitter(pictures or Path("no-pictures")), take=packing.taken, gate=self.gate,
            preview=self._preview, answers=self.answers, gaps=self.gaps, replies=self.replies,
            setup=replace(self._setup(), **changed), lines=lines,
        )  # fmt: skip
        web = WebParts(
            webhook=no_webhook, checks={}, metrics=lambda: b"", console=handlers(parts, ROUTES), https=secure
        )
        base = "https://bot.example.org" if secure else "http://bot.example.org"
        self.client = TestClient(create_app(web), base_url=base)  # type: ignore[arg-type]
        self.cookie_name = "__Host-console" if secure else "console"
        self.cookies = {"": ""}
        with database.writing() as db:
            for role in ROLES:
                staff.add(db, role, role=role, now=NOW)

    def enter(self, role: str) -> str:
        """The cookie of a colleague, who is signed in at need."""
        if role not in self.cookies:
            secret = signing_in.make_link(self.database, ADMIN, role, purpose=ENTER, now=self.now)
            visitor = signing_in.Visitor("127.0.0.0/24", "a browser")
            self.cookies[role] = signing_in.use_link(self.database, secret, "", visitor, now=self.now)
        return self.cookies[role]

    def page(self, path: str, who: str = "admin", **headers: str) -> Any:
        """What GET answers."""
        self.client.cookies.clear()
        return self.client.get(path, headers=self._headers(who, headers), follow_redirects=False)

    def send(self, path: str, who: str = "admin", *, token: str | None = None, files: Any = None, **form: Any) -> Any:
        """What POST answers; `token`: another than the session's own. Names of header fields end with an underscore.

        `files`: (field, (name, content)) pairs.
        """
        more = {name.strip("_").replace("_", "-"): form.pop(name) for name in list(form) if name.endswith("_")}
        session = signing_in.session_of(self.database, self.enter(who), now=self.now) if who else None
        form["form_token"] = token if token is not None else session.form_token if session else ""
        self.client.cookies.clear()
        headers = self._headers(who, more)
        return self.client.post(path, data=form, files=files, headers=headers, follow_redirects=False)

    def _headers(self, role: str, more: dict[str, str]) -> dict[str, str]:
        cookie = {"Cookie": f"{self.cookie_name}={self.enter(role)}"} if role else {}
        return {"Accept-Language": "en", **cookie, **more}

    def _try_out(self, question: str, lang: str, now: datetime) -> Tried:
        answerer = self.answers()
        decision = answerer.decide(question, lang=lang)
        near = [
            Ranked(name, next(iter(answerer.entries[name].texts.values())).question, "why", shown=False)
            for name in decision.ids
        ]
        return Tried(f"kind {decision.kind}", "", decision.kind, [decision.reason], near, decision.lang)

    def _preview(self, entry: Entry, lang: str, now: datetime) -> tuple[str, int]:
        answer = entry.answer_on(now.date(), lang)
        return f"preview: {answer}", len(answer.encode())

    def answers(self) -> Answerer:
        """What the bot answers with, as of the last change."""
        with self.database.reading() as db:
            number = epochs.number(db, "faq")
        if number != self._epoch:
            sure, maybe = self.lines
            self._epoch, self._answerer = number, load_answerer(self.database, sure=sure, maybe=maybe)
        return self._answerer

    def _setup(self) -> Setup:
        accounts = [Account("wechat", "wechat:gh_1", "service account, verified", token_says="renewed by itself")]
        return Setup(
            vault=VAULT,
            trusted_proxies=("127.0.0.0/8", "::1/128"),
            public_url="http://bot.example.org",
            accounts=lambda: accounts,
            quotas=QuotaRules("service", 30, 100),
            asking=dict,
            weibo=lambda: None,
            wechat=Unreachable(),
            health=lambda: status.inside(self.database, accounts, now=self.now),
            settings=[SettingLine("server", "port", "8000", secret=False, is_set=True, source="file")],
            interface=lambda: {"paths": {}},
        )

    def _terms(self, actor: str, now: datetime) -> Terms:
        return Terms(self.rules, ACCOUNTS, now, actor, self.pictures)
