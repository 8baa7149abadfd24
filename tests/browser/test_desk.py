"""The office's desk in a real browser: a miss becomes an answer, a request is answered and the student gets it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import LAPTOP, PHONE, watch
from tests.browser.test_phone_accessibility import serious
from tests.flows.running import Student, demo, eventually

pytestmark = pytest.mark.browser
SLOW_MS = 30_000  # a save asks every golden question
MISS = {"laptop": "zxqv wkjh plombo", "phone": "vvjj kkqq brulo"}
NEVER = "trembu oskali"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with demo("--data", str(tmp_path_factory.mktemp("desk"))) as (addresses, _):
        yield addresses


@pytest.fixture
def open_console(browser: Browser, running: dict[str, Any], state: dict[str, Any]) -> Iterator[Any]:
    """Opens a page of the console; a script error or a blocked resource fails the test at the end."""
    faults: list[str] = []
    contexts = []

    def open_at(path: str, viewport: ViewportSize) -> Page:
        context = browser.new_context(viewport=viewport, storage_state=state, locale="en-GB")  # type: ignore[arg-type]
        context.set_default_timeout(SLOW_MS)
        contexts.append(context)
        page = context.new_page()
        watch(page, faults)
        page.goto(f"{running['bot']}/console{path}")
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert faults == []


def check(page: Page) -> None:
    """Nothing that a reader or a thumb would stumble over."""
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_a_miss_becomes_a_phrasing_and_is_answered(
    open_console: Any, running: dict[str, Any], viewport: ViewportSize
) -> None:
    words = MISS["laptop" if viewport == LAPTOP else "phone"]
    student = Student(running["sandbox"], "oFollower1")
    student.asks(words)
    page = open_console("/gaps", viewport)

    def shown() -> bool:
        page.goto(f"{running['bot']}/console/gaps?q={words.split()[0]}")
        return page.get_by_role("link", name=words).count() > 0

    assert eventually(shown)
    check(page)
    page.get_by_role("link", name=words).first.click()
    check(page)
    page.get_by_placeholder("Look for another entry").fill("housing-caf")
    expect(page.locator("#entry-choices .form-check")).to_have_count(1)
    page.locator("#entry-choices input").check()
    page.get_by_role("button", name="Add it as a phrasing").click()
    expect(page.get_by_role("heading", name="Added")).to_be_visible()
    check(page)
    eventually(lambda: "CAF" in student.asks(words))
    page.get_by_role("link", name="Try it").last.click()
    expect(page.locator(".bubble").last).to_contain_text("CAF")
    check(page)


@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_a_request_is_answered_now_and_with_the_next_message(
    open_console: Any, running: dict[str, Any], viewport: ViewportSize
) -> None:
    follower = "oFollower2" if viewport == LAPTOP else "oFollower3"
    student = Student(running["sandbox"], follower)
    student.asks(f"{NEVER} {follower}")
    student.asks("人工")
    page = open_console("/inbox", viewport)
    check(page)
    page.get_by_role("link", name=follower).click()
    page.wait_for_url(re.compile(r"/console/inbox/\d+$"))  # axe cannot read a page that is being left
    check(page)
    page.get_by_placeholder("Words of an entry").fill("housing-caf")
    expect(page.locator("#answers a")).to_have_count(1)
    page.locator("#answers a").click()
    assert "CAF" in page.get_by_label("Your answer").input_value()
    expect(page.locator("[data-left]")).to_contain_text("47:5")
    page.get_by_label("Your answer").fill("Come on Monday.")
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_role("status")).to_contain_text("The student has it")
    chat = requests.get(f"{running['sandbox']}/_sandbox/followers/{follower}", timeout=10).text
    assert "Come on Monday." in chat
    page.get_by_label("Your answer").fill("Bring your passport.")
    page.get_by_role("button", name="With their next message").click()
    expect(page.get_by_text("waits for the student's next message")).to_be_visible()
    assert "Bring your passport." in student.asks("谢谢")
    page.get_by_role("button", name="Close the request").click()
    expect(page.get_by_role("status")).to_contain_text("closed")


@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_numbers_are_drawn_and_stand_in_a_table(open_console: Any, viewport: ViewportSize) -> None:
    page = open_console("/numbers", viewport)
    check(page)
    drawn = "() => { const c = document.querySelector('canvas'); return c.width > 0 && !!window.Chart.getChart(c); }"
    assert page.evaluate(drawn)
    page.get_by_text("Questions a day, as a table").click()
    expect(page.get_by_role("columnheader", name="all questions")).to_be_visible()
    page.get_by_role("link", name="Report of a month, to print").click()
    page.emulate_media(media="print")
    expect(page.locator("nav").first).to_be_hidden()
    expect(page.locator(".report")).to_be_visible()
