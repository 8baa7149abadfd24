"""A package's page in a real browser, opened as a file and without a network: it copies, speaks and is clear."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from bot.actions.announcement_checks import Terms
from bot.actions.announcement_drafts import write
from bot.actions.announcements import approve
from bot.actions.packages import pack, write_package
from bot.channels import pictures
from bot.core.packages import Shot
from bot.store.engine import Database
from tests.announcing import ACCOUNTS, NOW, RULES, an_announcement

pytestmark = pytest.mark.browser


def fit(shot: Shot) -> bytes:
    return pictures.fit(pictures.COVER.read_bytes(), shot.most_bytes)


@pytest.fixture
def address(sqlite_database: Database, tmp_path: Path) -> str:
    terms = Terms(RULES, ACCOUNTS, NOW, "Li")
    write(sqlite_database, [an_announcement(picture="hall.jpg")], terms)
    approve(sqlite_database, ["opening"], terms, by_hand=("wechat",))
    write_package(pack(sqlite_database, "opening", fit), tmp_path / "out")
    return (tmp_path / "out" / "index.html").as_uri()


@pytest.mark.parametrize(("width", "wished", "lang"), [(390, "zh-CN", "zh"), (1280, "fr-FR", "fr"), (390, "de", "zh")])
def test_it_opens_clearly_on_phone_and_computer(browser, address: str, width: int, wished: str, lang: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, locale=wished, offline=True)
    page, troubles = context.new_page(), []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(address)
    assert page.evaluate("document.documentElement.lang") == lang
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="English").click()
    assert page.get_by_text("To post by hand").is_visible()
    assert page.get_by_text("do not post it too").count() == 2
    assert troubles == []
    context.close()


def test_texts_are_copied_at_a_tap(browser, address: str) -> None:
    context = browser.new_context(locale="en-GB", offline=True)
    page = context.new_page()
    page.goto(address)
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<div id=to contenteditable>')")
    for number, words in ((1, "报名今天开放"), (3, "即日起至1月29日报名")):
        page.locator("[data-copy]").nth(number - 1).click()
        assert page.locator("#status").inner_text() == "Copied"
        page.locator("#to").fill("")
        page.locator("#to").focus()
        page.keyboard.press("Control+V")
        assert words in page.locator("#to").inner_text()
    assert page.locator("#to p").count() > 0  # the article came with its paragraphs
    context.close()
