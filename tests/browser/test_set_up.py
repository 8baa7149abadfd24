"""Flows of the set-up in a real browser: the second factor, an account paused, the menu written and pushed."""

import time
from collections.abc import Iterator
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DEADLINE_MS, LAPTOP, PHONE, come_in, watch
from tests.browser.test_phone_accessibility import serious
from tests.flows.running import demo

pytestmark = pytest.mark.browser
PASSWORD = "lantern velvet harbour nine"
PAGES = ("/status", "/channels", "/menu", "/qr", "/tokens", "/settings", "/audit", "/interface", "/account")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with demo("--data", str(tmp_path_factory.mktemp("set-up"))) as (addresses, _):
        yield addresses


@pytest.fixture(scope="module")
def page(browser: Browser, running: dict[str, Any]) -> Iterator[Page]:
    """A browser that has come in by the demo's link; a blocked resource or a script error fails the module."""
    faults: list[str] = []
    context = browser.new_context(locale="en-GB", viewport=LAPTOP)
    context.set_default_timeout(DEADLINE_MS * 4)
    page = context.new_page()
    watch(page, faults)
    page.on("dialog", lambda dialog: dialog.accept())
    come_in(page, running["console"])
    yield page
    context.close()
    assert faults == []


def test_every_page_is_for_keyboards_readers_and_phones(page: Page, running: dict[str, Any]) -> None:
    for viewport in (LAPTOP, PHONE):
        page.set_viewport_size(viewport)
        for path in PAGES:
            page.goto(f"{running['bot']}/console{path}")
            assert serious(page) == [], path
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, path
    page.set_viewport_size(LAPTOP)


def test_an_account_is_paused_with_a_reason_and_goes_on(page: Page, running: dict[str, Any]) -> None:
    page.goto(f"{running['bot']}/console/channels")
    page.locator("#reason-weibo").fill("National day of mourning")
    page.locator("form[action$='weibo/pause'] button").click()
    expect(page.get_by_text("National day of mourning")).to_be_visible()
    page.get_by_role("button", name="Let it go on").click()
    expect(page.get_by_text("National day of mourning")).to_have_count(0)


def test_a_button_of_the_menu_is_renamed_and_pushed(page: Page, running: dict[str, Any]) -> None:
    page.goto(f"{running['bot']}/console/menu")
    page.locator("#name-3-2").fill("找同事 Ask us")
    expect(page.locator("[data-bytes-of='name-3-2']")).to_have_text("16 / 60")
    page.get_by_role("button", name="Save and check").click()
    expect(page.locator(".menu-phone")).to_contain_text("找同事 Ask us")
    expect(page.locator(".come")).to_contain_text("找同事 Ask us")
    page.get_by_role("button", name="Push it to WeChat").click()
    expect(page.get_by_text("This is what stands on the account.")).to_be_visible()


def test_the_second_factor_is_set_up_and_asked_for(browser: Browser, page: Page, running: dict[str, Any]) -> None:
    page.goto(f"{running['bot']}/console/team")
    page.get_by_label("Name").fill("Mei")
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("Link").input_value()
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(DEADLINE_MS * 4)
    mei = context.new_page()
    mei.goto(link)
    mei.get_by_label("New password").fill(PASSWORD)
    mei.get_by_label("The same again").fill(PASSWORD)
    mei.get_by_role("button", name="Sign in").click()
    expect(mei.get_by_role("heading", name="Today")).to_be_visible()
    mei.goto(f"{running['bot']}/console/account")
    mei.locator("#second-password").fill(PASSWORD)
    mei.get_by_role("button", name="Set it up").click()
    app = pyotp.TOTP(mei.locator("code").inner_text().replace(" ", ""))
    now = int(time.time())
    mei.get_by_label("Code").fill(app.at(now))
    mei.get_by_role("button", name="Switch it on").click()
    recovery = mei.locator("ul.font-monospace li").first.inner_text()
    mei.get_by_role("link", name="I have them").click()
    mei.locator("button[name=everywhere]").click()
    mei.get_by_label("Name").fill("Mei")
    mei.get_by_label("Password").fill(PASSWORD)
    mei.get_by_role("button", name="Sign in").click()
    code = mei.get_by_label("Six digits, or a recovery code")
    code.fill(app.at(now))  # was used to set it up
    mei.get_by_role("button", name="Sign in").click()
    expect(mei.get_by_role("alert")).to_contain_text("does not fit")
    mei.get_by_label("Six digits, or a recovery code").fill(recovery)
    mei.get_by_role("button", name="Sign in").click()
    expect(mei.get_by_role("heading", name="Today")).to_be_visible()
    context.close()
