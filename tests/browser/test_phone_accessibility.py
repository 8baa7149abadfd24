"""What axe finds on the phone page, with a chat, a menu, posts and a fault on it."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # because it ships no types
from playwright.sync_api import Page, ViewportSize, expect

from bot.sandbox.run import Addresses
from tests.browser.conftest import LAPTOP, PHONE, ScriptedBot
from tests.browser.publishing import WeChat, post_on_x, share_on_weibo, state_of

pytestmark = pytest.mark.browser


def serious(page: Page) -> list[str]:
    # Axe measures colours, and a card that is still fading in has none that lasts.
    page.evaluate("Promise.all(document.getAnimations().map(one => one.finished))")
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found if fault["impact"] in ("serious", "critical")
    ]


def fill_the_page(page: Page, bot: ScriptedBot, addresses: Addresses) -> None:
    WeChat(addresses).menu()
    WeChat(addresses).mass_article("线上说明会", "周四 19:00")
    share_on_weibo(addresses, f"说明会 https://{state_of(addresses)['weibo']['safe_domain']}/faq")
    post_on_x(addresses, "Online session on Thursday")
    bot.answers["q"] = (
        'see https://example.org or <a href="weixin://bizmsgmenu?msgmenucontent=2&msgmenuid=2">2. CSC</a>'
    )
    bot.answers["bad"] = 500
    for text in ("q", "bad"):
        page.get_by_role("textbox").fill(text)
        page.get_by_role("textbox").press("Enter")
        expect(page.locator(".under-way")).to_have_count(0)
    expect(page.locator("#log .notice.fault")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_axe_finds_nothing_serious(
    open_page: Callable[..., Page], bot: ScriptedBot, addresses: Addresses, viewport: ViewportSize, scheme: str
) -> None:
    page = open_page(viewport=viewport, color_scheme=scheme)
    assert serious(page) == []
    fill_the_page(page, bot, addresses)
    assert serious(page) == []
    page.get_by_role("button", name="More: picture, voice, location").click()
    if viewport == PHONE:
        page.get_by_role("button", name="Settings").click()
    assert serious(page) == []
    page.get_by_role("button", name="Show the menu").click()
    page.get_by_role("button", name="申请", exact=True).click()
    assert serious(page) == []
    for view in ("wechat", "weibo", "x") if viewport == PHONE else ():
        page.locator(f"#views [data-view={view}]").click()
        assert serious(page) == []
    # Last, because from here on there is no foot to type in.
    if viewport == LAPTOP:
        page.get_by_role("button", name="Unfollow").click()
        expect(page.locator("#follow-big")).to_be_visible()
        assert serious(page) == []
