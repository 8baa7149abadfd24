"""The console in a real browser: come in, change an answer and ask again; every page for keyboards and readers."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.conftest import DEADLINE_MS, LAPTOP, PHONE, watch
from tests.browser.test_phone_accessibility import serious
from tests.flows.running import demo

pytestmark = pytest.mark.browser
PAGES = (
    "", "/try?q=9%2B9", "/faq", "/faq/csc-scholarship-engineers", "/faq/csc-scholarship-engineers/history", "/faq-new",
    "/faq-drafts", "/golden", "/variables", "/lexicon", "/faq-import",
    "/inbox", "/announcements", "/deliveries?show=all", "/log", "/gaps", "/gaps-decided", "/numbers",
    "/numbers/month", "/fix?q=9%2B9", "/team", "/audit", "/account", "/nothing",
)  # fmt: skip


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with demo("--data", str(tmp_path_factory.mktemp("console"))) as (addresses, _):
        yield addresses


@pytest.fixture
def open_console(browser: Browser, running: dict[str, Any], state: dict[str, Any]) -> Iterator[Any]:
    """Opens a page of the console; a script error or a blocked resource fails the test at the end."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_at(path: str, viewport: ViewportSize = LAPTOP, **options: Any) -> Page:
        context = browser.new_context(viewport=viewport, storage_state=state, locale="en-GB", **options)  # type: ignore[arg-type]
        context.set_default_timeout(DEADLINE_MS)
        contexts.append(context)
        page = context.new_page()
        watch(page, faults)
        page.goto(f"{running['bot']}/console{path}")
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_axe_finds_nothing_serious_on_any_page(open_console: Any, viewport: ViewportSize, scheme: str) -> None:
    page = open_console("", viewport, color_scheme=scheme)
    origin = page.url.removesuffix("/console")
    for path in PAGES:
        page.goto(f"{origin}/console{path}")
        assert serious(page) == [], path
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path
    page.context.clear_cookies()
    page.goto(f"{origin}/console/sign-in")
    assert serious(page) == []


def test_words_that_are_not_saved_are_not_lost_by_a_slip(open_console: Any) -> None:
    page = open_console("/faq/housing-caf")
    page.get_by_label("Answer, word for word").first.fill("not saved yet")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Today").click()
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.url.endswith("/faq/housing-caf")


def test_the_pages_change_their_language_and_their_light(open_console: Any) -> None:
    page = open_console("/faq")
    page.get_by_role("button", name="admin").click()
    page.get_by_role("button", name="Light or dark").click()
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    page.get_by_role("button", name="admin").click()
    page.get_by_role("button", name="中文", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "zh")
    expect(page.get_by_role("link", name="今日待办")).to_be_visible()
    page.get_by_role("button", name="admin").click()
    page.get_by_role("button", name="English", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
