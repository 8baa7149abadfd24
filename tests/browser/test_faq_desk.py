"""Editing the FAQ in a real browser: draft, check, publish, ask, go back; and words that outlive a session."""

import contextlib
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import LAPTOP, PHONE, watch
from tests.browser.test_phone_accessibility import serious
from tests.flows.running import demo, eventually, run

pytestmark = pytest.mark.browser
CHECK_MS = 120_000  # it asks every golden question of the old and the new text
DEADLINE_MS = 30_000  # the bot may be loading the FAQ anew at that moment
ENTRY = "housing-caf"
GOLDEN = "zebra crossings on mars"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with demo("--data", str(tmp_path_factory.mktemp("faq"))) as (addresses, _):
        added = run("golden", "add", GOLDEN, "--none", "--config", addresses["config"])
        assert added.returncode == 0, added.stderr
        yield addresses


@pytest.fixture(params=[LAPTOP, PHONE], ids=["laptop", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, running: dict[str, Any], state: Any) -> Iterator[Page]:
    viewport: ViewportSize = request.param
    context = browser.new_context(viewport=viewport, storage_state=state, locale="en-GB")
    context.set_default_timeout(DEADLINE_MS)
    expect.set_options(timeout=DEADLINE_MS)
    faults: list[str] = []
    page = context.new_page()
    watch(page, faults)
    page.goto(f"{running['bot']}/console/faq/{ENTRY}")
    yield page
    expect.set_options(timeout=5000)
    context.close()
    assert faults == []


def fits(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    assert serious(page) == []


def asked(page: Page, bot: str, question: str, wanted: str) -> None:
    for _ in range(20):  # the bot loads the FAQ anew within two seconds
        page.goto(f"{bot}/console/try?q={question}")
        if wanted in page.locator(".bubble").last.inner_text():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{question} is not answered with {wanted}")


def checked(page: Page) -> None:
    page.get_by_role("button", name="Check what it would bring").click(timeout=CHECK_MS)
    expect(page.get_by_role("button", name="Publish", exact=False).first).to_be_visible(timeout=CHECK_MS)


def test_an_edit_is_checked_published_asked_and_taken_back(page: Page, running: dict[str, Any]) -> None:
    page.get_by_role("tab", name="English").click()
    page.get_by_role("tabpanel").get_by_label("Other ways to ask").fill(f"student housing aid\n{GOLDEN}")
    page.get_by_role("tabpanel").get_by_label("Answer, word for word").fill("Ask the zebra first.")
    expect(page.locator("#preview-en .bubble").first).to_contain_text("Ask the zebra first.")
    fits(page)
    checked(page)
    row = page.get_by_role("row", name=GOLDEN)
    expect(row).to_contain_text("expected: no answer")
    fits(page)
    page.get_by_label("I have read this; publish it anyway").check()
    page.get_by_role("button", name="Publish anyway").click()
    expect(page.get_by_role("status").first).to_contain_text("Published")
    asked(page, running["bot"], GOLDEN, "Ask the zebra first.")
    page.goto(f"{running['bot']}/console/faq/{ENTRY}/history")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Back to this").first.click()
    expect(page.get_by_role("status").first).to_contain_text("as it was in that version")
    page.get_by_role("tab", name="English").click()
    expect(page.get_by_role("tabpanel").get_by_label("Answer, word for word")).not_to_have_value("Ask the zebra first.")


def test_values_are_put_in_by_a_button_and_a_question_that_is_taken_is_said_so(
    page: Page, running: dict[str, Any]
) -> None:
    page.goto(f"{running['bot']}/console/variables")
    page.get_by_label("Name (small letters").fill("deadline")
    page.get_by_label("Value").last.fill("2027-01-29")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("status")).to_contain_text("Saved")
    page.goto(f"{running['bot']}/console/faq/{ENTRY}")
    panel = page.get_by_role("tabpanel")
    answer = panel.get_by_label("Answer, word for word")
    answer.fill("截止日期：")
    panel.get_by_role("button", name="Insert a value").click()
    value = panel.locator("[data-insert]").first
    value.click()
    expect(answer).to_have_value(f"截止日期：{value.get_attribute('data-insert')}")
    question, said = panel.get_by_label("Question"), panel.get_by_text("is answered already, by this entry:")

    def typed() -> bool:
        question.fill("")
        question.fill("什么是巴黎高科？")
        with contextlib.suppress(AssertionError):
            expect(said).to_be_visible(timeout=5000)
        return said.is_visible()

    # The page asks once for what is typed, and the bot may still answer from before the FAQ's last change.
    assert eventually(typed)
    page.evaluate("sessionStorage.clear(); delete document.querySelector('#entry').dataset.changed")


def test_what_was_written_is_there_again_after_the_session_ended(page: Page, running: dict[str, Any]) -> None:
    answer = page.get_by_role("tabpanel").get_by_label("Answer, word for word")
    before = answer.input_value()
    answer.fill("住房：请先联系学校。")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.get_by_role("button", name="Save the draft").click()
    page.wait_for_url(re.compile(r"/sign-in\?next=/console/faq/"))
    page.context.add_cookies(cookies)  # signed in again
    page.goto(f"{running['bot']}/console/faq/{ENTRY}")
    expect(page.get_by_text("What you had written and not saved is back.")).to_be_visible()
    expect(answer).to_have_value("住房：请先联系学校。")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_role("status").first).to_contain_text("Kept as a draft")
    page.goto(f"{running['bot']}/console/faq/{ENTRY}")
    expect(page.get_by_text("What you had written and not saved is back.")).to_be_hidden()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Throw the draft away").click()
    page.goto(f"{running['bot']}/console/faq/{ENTRY}")
    expect(answer).to_have_value(before)
