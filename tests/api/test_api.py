"""The interface for programs: who may call what, what comes back, and that nothing breaks it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from litestar.testing import TestClient

from bot.actions import api_tokens, faq_drafts, staff
from bot.actions.announcement_checks import Terms
from bot.actions.channels import Account
from bot.api.app import Interface
from bot.api.guard import CALLS, WRONG
from bot.api.parts import Parts
from bot.core.errors import NotAllowed, UsageError
from bot.core.quotas import QuotaRules
from bot.core.roles import LEAST, ROLES, Actor, may
from bot.store import faqs
from bot.store.engine import Database
from bot.web import Parts as WebParts
from bot.web import create_app
from tests.announcing import ACCOUNTS, RULES, an_entry
from tests.answering.faq import ENTRIES
from tests.console.office import ADMIN, NOW, Office, no_webhook


class Program:
    """Programs of every role, calling over HTTP."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = NOW
        accounts = [Account("wechat", "wechat:gh_1", "service account, verified", token_says="renewed by itself")]
        self.interface = Interface(
            Parts(
                database, lambda: self.now, 2000, (None, None), self._terms, lambda: accounts,
                QuotaRules("service", 30, 100), ("127.0.0.0/8",),
            )
        )  # fmt: skip
        web = WebParts(webhook=no_webhook, checks={}, metrics=lambda: b"", api=(self.interface.router,))
        self.app = create_app(web)
        self.client = TestClient(self.app, base_url="http://bot.example.org")  # type: ignore[arg-type]
        self.tokens = {
            role: api_tokens.make(database, ADMIN, f"a {role}", role=role, days=30, now=NOW) for role in ROLES
        }

    def _terms(self, actor: str, now: Any) -> Terms:
        return Terms(RULES, ACCOUNTS, now, actor)

    def call(self, method: str, path: str, who: str = "admin", **more: Any) -> Any:
        token = self.tokens.get(who, who)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self.client.request(method, f"/api/v1{path}", headers=headers, **more)


@pytest.fixture
def program(sqlite_database: Database) -> Iterator[Program]:
    with sqlite_database.writing() as db:
        faqs.save_entries(db, ENTRIES, actor="Li", now=NOW)
    program = Program(sqlite_database)
    with program.client:
        yield program


def calls(program: Program) -> list[tuple[str, str]]:
    paths = program.interface.description["paths"]
    return [(method, path.removeprefix("/api/v1")) for path, methods in paths.items() for method in methods]


DEEDS = {
    "get": "read",
    "/faq/{entry_id}": "faq.edit",
    "/inbox": "inbox.answer",
    "/announcements": "announcement.write",
    "approve": "announcement.approve",
    "cancel": "announcement.approve",
    "/deliveries": "delivery.resolve",
    "/channels": "channel.pause",
}


def deed_of(method: str, path: str) -> str:
    if method == "get":
        return "read"
    last = path.rsplit("/", 1)[-1]
    return DEEDS.get(path) or DEEDS.get(last) or DEEDS["/" + path.split("/")[1]]


def test_every_call_is_open_to_the_roles_that_may_and_to_no_other(program: Program) -> None:
    found = calls(program)
    assert len(found) == 20
    for method, path in found:
        address = re.sub(r"\{\w+\}", "1", path)
        for role in ROLES:
            answer = program.call(method, address, role, json={})
            assert (answer.status_code == 403) is not may(role, deed_of(method, path)), (method, path, role)
            assert answer.status_code < 500
            if answer.status_code >= 400:
                assert answer.json()["error"]
        program.now += timedelta(minutes=1)  # within the pace


def test_without_a_token_that_works_nothing_is_told(program: Program) -> None:
    for token in ("", "ptc_wrong", "ü", "x" * 5000):
        answer = program.call("GET", "/faq", token) if token != "ü" else program.call("GET", "/faq", "")
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert "Bearer" in answer.json()["error"]
    program.now += timedelta(days=31)
    assert program.call("GET", "/faq").status_code == 401


def test_a_token_is_shown_once_stored_as_a_hash_and_taken_back_at_once(program: Program) -> None:
    assert program.call("GET", "/faq", "viewer").status_code == 200
    rows = api_tokens.listing(program.database, ADMIN)
    row = next(one for one in rows if one["role"] == "viewer")
    assert row["used_at"] == NOW
    held = str(rows) + str(staff.audit_trail(program.database))
    assert not [token for token in program.tokens.values() if token in held or token[4:] in held]
    api_tokens.revoke(program.database, ADMIN, row["id"], now=NOW)
    assert program.call("GET", "/faq", "viewer").status_code == 401


def test_only_an_admin_makes_tokens(database: Database) -> None:
    for deed in (
        lambda who: api_tokens.make(database, who, "x", role="viewer", days=1, now=NOW),
        lambda who: api_tokens.revoke(database, who, 1, now=NOW),
        lambda who: api_tokens.listing(database, who),
    ):
        with pytest.raises(NotAllowed):
            deed(Actor("Li", "approver"))
    for name, role, days in (("", "viewer", 1), ("x", "root", 1), ("x", "viewer", 0), ("x" * 61, "viewer", 9)):
        with pytest.raises(UsageError):
            api_tokens.make(database, ADMIN, name, role=role, days=days, now=NOW)
    assert set(LEAST) >= {"token.manage"}


def test_too_many_calls_are_told_to_wait(program: Program) -> None:
    statuses = [program.call("GET", "/channels", "viewer").status_code for _ in range(CALLS + 1)]
    assert statuses == [200] * CALLS + [429]
    assert program.call("GET", "/channels", "editor").status_code == 200
    wrong = [program.call("GET", "/channels", "ptc_no").status_code for _ in range(WRONG + 1)]
    assert wrong == [401] * WRONG + [429]
    program.now += timedelta(minutes=1)
    assert program.call("GET", "/channels", "viewer").status_code == 200


def test_a_changed_entry_is_kept_as_a_draft_until_somebody_publishes_it(program: Program) -> None:
    name = ENTRIES[0].id
    found = program.call("GET", f"/faq/{name}").json()
    before = found["entry"].get("category")
    wish = {"entry": {**found["entry"], "category": "money"}, "base": found["revision"], "draft": found["draft"]}
    saved = program.call("PUT", f"/faq/{name}", "editor", json=wish)
    assert saved.status_code == 200
    assert saved.json()["draft"] > 0
    kept = program.call("GET", f"/faq/{name}").json()
    assert (kept["entry"].get("category"), kept["draft"]) == (before, saved.json()["draft"])
    again = program.call("PUT", f"/faq/{name}", "editor", json=wish)
    assert again.status_code == 409
    (draft,) = faq_drafts.listing(program.database)
    assert (draft["name"], draft["by"]) == (name, "a editor (program)")


def test_an_announcement_is_added_approved_and_cancelled(program: Program) -> None:
    entry = {name: value for name, value in an_entry(channels=["wechat"]).items() if name != "id"}
    added = program.call("POST", "/announcements", "editor", json={"entry": entry}).json()
    assert added["problems"] == []
    (name,) = added["created"]
    shown = program.call("GET", f"/announcements/{name}").json()
    stale = program.call("POST", f"/announcements/{name}/approve", "approver", json={"hash": "0"})
    assert stale.status_code == 409
    done = program.call("POST", f"/announcements/{name}/approve", "approver", json={"hash": shown["hash"]}).json()
    assert done == {"approved": True, "problems": []}
    assert program.call("GET", "/deliveries").json()["total"] == 1
    assert program.call("POST", f"/announcements/{name}/cancel", "approver").json()["stopped"] == ["wechat"]


def test_a_channel_is_paused_and_goes_on(program: Program) -> None:
    assert program.call("POST", "/channels/wechat/pause", json={"reason": "x"}).json()["paused"] == ["wechat"]
    assert program.call("GET", "/channels").json()["items"][0]["paused"]["by"] == "a admin (program)"
    assert program.call("POST", "/channels/wechat/resume").json()["resumed"] == ["wechat"]
    assert program.call("POST", "/channels/x/pause", json={}).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "more"),
    [
        ("GET", "/faq?limit=0", {}), ("GET", "/faq?limit=1e9", {}), ("GET", "/faq?offset=-1", {}),
        ("GET", "/inbox?status=nope", {}), ("GET", f"/inbox/{10**22}", {}), ("GET", "/log?since=soon", {}),
        ("GET", "/log?since=2026-12-10T19:00:00", {}), ("PUT", "/faq/x", {"content": b"{"}),
        ("PUT", "/faq/x", {"content": b'{"entry": {"id": "\\ud800"}, "base": 0}'}),
        ("PUT", "/faq/x", {"json": {"entry": {"texts": {"zh": {"question": "\u0000", "answer": "a"}}}, "base": 0}}),
        ("PUT", "/faq/x", {"json": {"entry": {}, "base": 10**30}}), ("PUT", "/faq/x", {"json": [1]}),
        ("POST", "/announcements", {"json": {"entry": {"texts": {"zh": 1}, "channels": 3, "publish_at": []}}}),
        ("POST", "/announcements", {"content": b"x" * 300_000}), ("GET", "/faq/%00", {}), ("GET", "/nothing", {}),
        ("DELETE", "/faq", {}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_json_and_breaks_nothing(
    program: Program, method: str, path: str, more: dict[str, Any]
) -> None:
    answer = program.call(method, path, **more)
    assert 400 <= answer.status_code < 500 or answer.json().get("problems")
    assert answer.headers["content-type"].startswith("application/json")


def test_the_description_is_there_without_a_token_and_holds_every_call(program: Program) -> None:
    told = program.client.get("/api/v1/openapi.json")
    assert told.status_code == 200
    assert told.json()["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for method, path in calls(program):
        assert told.json()["paths"][f"/api/v1{path}"][method]["description"], path


def test_the_page_for_people_shows_every_call_of_the_description(program: Program) -> None:
    office = Office(program.database, interface=lambda: program.interface.description)
    with office.client:
        shown = office.page("/console/interface", "viewer")
    assert shown.status_code == 200
    for method, path in calls(program):
        assert f">{method.upper()}</span> <code>/api/v1{path}</code>" in shown.text
