"""A running sandbox, a tiny scripted bot behind it and a Chromium in front of it."""

import os
import shutil
import threading
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from bot.sandbox.run import Addresses, Sandbox

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
# Nothing on loopback needs the browser's own calls home, and they would slow the tests.
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
)
DEADLINE_MS = 8000
LAPTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}


def chromium_path() -> str | None:
    """The browser's path: CHROMIUM in the environment, else the first of the usual names."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


@dataclass
class ScriptedBot:
    """Answers each message from `answers` (text → reply text, `status` or None for success) and keeps what came."""

    answers: dict[str, str | int | None] = field(default_factory=dict)
    heard: list[dict[str, str]] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    url: str = ""

    def answer(self, body: bytes, query: str) -> tuple[int, str]:
        fields = {element.tag: element.text or "" for element in ET.fromstring(body)}
        self.heard.append(fields)
        self.queries.append(query)
        said = fields.get("Content") or fields.get("Event") or fields.get("MsgType", "")
        reply = self.answers.get(said, f"answer to {said}")
        if isinstance(reply, int):
            return reply, "broken"
        return 200, "success" if reply is None else passive_text(fields, reply)


def passive_text(fields: dict[str, str], content: str) -> str:
    """A plain passive text reply to the message with these fields."""
    people = (fields.get("FromUserName", ""), fields.get("ToUserName", ""))
    return (
        f"<xml><ToUserName><![CDATA[{people[0]}]]></ToUserName><FromUserName><![CDATA[{people[1]}]]></FromUserName>"
        f"<CreateTime>1</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{content}]]></Content></xml>"
    )


def serve(bot: ScriptedBot) -> ThreadingHTTPServer:
    """Starts the scripted bot on a free loopback port and sets `bot.url`."""

    class Callback(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Stays quiet."""

        def do_POST(self) -> None:
            status, text = bot.answer(self.rfile.read(int(self.headers["Content-Length"])), self.path)
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Callback)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    bot.url = f"http://127.0.0.1:{server.server_address[1]}/wechat"
    return server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium a module, and no longer: while it is open, an event loop runs in this thread."""
    path = chromium_path()
    if path is None:
        pytest.skip("Chromium not found: install chromium or set CHROMIUM to its path to run the browser tests.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield chromium
        chromium.close()


def come_in(page: Page, link: str) -> None:
    """Sign in by a demo's link."""
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Today")).to_be_visible()


def watch(page: Page, faults: list[str]) -> None:
    """Note script errors and what the page's policy blocks."""
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)


@pytest.fixture(scope="module")
def state(browser: Browser, running: dict[str, Any]) -> dict[str, Any]:
    """What the browser holds of somebody who has come in by the link of the module's demo (`running`)."""
    context = browser.new_context(locale="en-GB")
    come_in(context.new_page(), running["console"])
    held: Any = context.storage_state()
    context.close()
    return dict(held)


@pytest.fixture(scope="module")
def addresses(browser: Browser) -> Iterator[Addresses]:
    with Sandbox() as sandbox:
        yield sandbox.addresses


@pytest.fixture
def bot(addresses: Addresses) -> Iterator[ScriptedBot]:
    scripted = ScriptedBot()
    server = serve(scripted)
    requests.post(f"{addresses.control}/_sandbox/reset", timeout=5).raise_for_status()
    state = {"callback": {"url": scripted.url, "mode": "plain"}}
    requests.put(f"{addresses.control}/_sandbox/state", json=state, timeout=5).raise_for_status()
    yield scripted
    server.shutdown()
    server.server_close()


@pytest.fixture
def open_page(browser: Browser, addresses: Addresses, bot: ScriptedBot) -> Iterator[Any]:
    """Opens the phone page; any script error or blocked resource on it fails the test at the end."""
    contexts, faults = [], []

    def open_at(viewport: ViewportSize = LAPTOP, locale: str = "en-GB", **options: Any) -> Page:
        context = browser.new_context(viewport=viewport, locale=locale, **options)
        context.set_default_timeout(DEADLINE_MS)
        contexts.append(context)
        page = context.new_page()
        watch(page, faults)
        page.goto(addresses.control + "/")
        page.wait_for_selector("#follower option", state="attached")
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(open_page: Any) -> Page:
    opened: Page = open_page()
    return opened
