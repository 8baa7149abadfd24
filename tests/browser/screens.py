"""The pictures of the console in docs/screens, made anew: `python -m tests.browser.screens`."""

import sys
import tempfile
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import LAPTOP, PHONE, QUIET, chromium_path, come_in
from tests.flows.running import demo

FOLDER = Path(__file__).parents[2] / "docs/screens"
ASKED = (
    "9+9怎么申请", "do I need French?", "can I bring my cat to the campus?", "puis-je venir avec mon chat ?", "人工",
    "学校有停车场吗",
)  # fmt: skip
PAGES = {
    "today": "", "calendar": "/calendar", "compose": "/announcements-new", "entry": "/faq/csc-scholarship-engineers",
    "gaps": "/gaps", "inbox": "/inbox", "try": "/try?q=9%2B9", "numbers": "/numbers", "channels": "/channels",
    "menu": "/menu", "status": "/status",
}  # fmt: skip


def main() -> int:
    """Write every picture."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, demo("--data", folder) as (addresses, _), sync_playwright() as tool:
        for number, words in enumerate(ASKED):
            said = {"openid": f"oScreen{number}", "type": "text", "content": words}
            requests.post(f"{addresses['sandbox']}/_sandbox/messages", json=said, timeout=20).raise_for_status()
        browser = tool.chromium.launch(executable_path=chromium_path(), args=QUIET)
        page = browser.new_page()
        come_in(page, addresses["console"])
        state = page.context.storage_state()
        for lang, size in (("en", LAPTOP), ("zh", PHONE)):
            for name, path in PAGES.items():
                _picture(browser, state, addresses["bot"] + "/console" + path, lang, size, name)
        browser.close()
    return 0


def _picture(browser: Browser, state: Any, address: str, lang: str, size: Any, name: str) -> None:
    context = browser.new_context(storage_state=state, viewport=size, locale="zh-CN" if lang == "zh" else "en-GB")
    page: Page = context.new_page()
    page.goto(address)
    page.wait_for_timeout(500)  # charts and the calendar draw themselves
    page.screenshot(path=FOLDER / f"{name}-{lang}{'-phone' if size == PHONE else ''}.png")
    context.close()


if __name__ == "__main__":
    sys.exit(main())
