"""From a template to the calendar in a real browser: written, seen as readers will, asked for, approved, moved."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import DEADLINE_MS, LAPTOP, PHONE, come_in, watch
from tests.browser.test_phone_accessibility import serious
from tests.flows.running import demo, run

pytestmark = pytest.mark.browser
COVER = Path(__file__).parents[2] / "bot/content/delegation-sample.jpg"
SENDS = {"laptop": "2027-03-03T18:00", "phone": "2027-03-04T18:00"}
PAGES = ("announcements", "announcements-new", "announcements-import", "calendar?view=week", "calendar?view=list",
         "deliveries?show=all")  # fmt: skip


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with demo("--data", str(tmp_path_factory.mktemp("announcing"))) as (addresses, _):
        yield addresses


@pytest.fixture(scope="module")
def colleagues(running: dict[str, Any], browser: Browser) -> dict[str, Any]:
    """What the browser holds of the admin, and of an editor whom the admin has invited."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    come_in(page, running["console"])
    held: dict[str, Any] = {"admin": context.storage_state()}
    made = run("staff", "add", "mei", "editor", "--config", running["config"])
    link = re.search(r"/console/link/\S+", made.stdout + made.stderr)
    assert link, made
    visitor = browser.new_context(locale="en-GB").new_page()
    visitor.goto(running["bot"] + link.group())
    for field in ("password", "again"):
        visitor.locator(f"[name={field}]").fill("one velvet lantern nine")
    visitor.locator("main button").first.click()
    expect(visitor.get_by_role("heading", name="Today")).to_be_visible()
    held["mei"] = visitor.context.storage_state()
    visitor.context.close()
    context.close()
    return held


@pytest.fixture
def sit_down(browser: Browser, running: dict[str, Any], colleagues: dict[str, Any]) -> Iterator[Any]:
    """Opens a page as a colleague; a script error or a blocked resource fails the test at the end."""
    contexts, faults = [], []

    def open_as(who: str, path: str, viewport: ViewportSize, **options: Any) -> Page:
        context = browser.new_context(viewport=viewport, storage_state=colleagues[who], locale="en-GB", **options)
        context.set_default_timeout(DEADLINE_MS)
        contexts.append(context)
        page = context.new_page()
        watch(page, faults)
        page.goto(f"{running['bot']}/console/{path}")
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert faults == []


@pytest.mark.parametrize("device", ["laptop", "phone"])
def test_from_a_template_to_the_calendar(sit_down: Any, device: str) -> None:
    viewport = LAPTOP if device == "laptop" else PHONE
    author = sit_down("mei", "announcements-new", viewport)
    author.get_by_role("link", name="Information session").click()
    title = f"宣讲会 {device}"
    for lang in ("zh", "en"):
        author.locator(f"[id='{lang}.title']").fill(title)
    author.locator("[id='event.starts_at']").fill("2027-03-10T19:00")
    author.locator("#publish_at").fill(SENDS[device])
    author.locator("#cover").set_input_files(COVER)
    expect(author.locator("#album img")).to_be_visible()
    expect(author.locator(".article-title")).to_have_text(title)
    article = author.frame_locator("[data-article] iframe")
    expect(article.locator("p").last).to_contain_text("3月10日（周三）19:00")
    expect(article.locator("img")).to_have_js_property("complete", True)
    assert article.locator("img").evaluate("one => one.naturalWidth") > 0
    expect(author.locator(".weibo")).to_contain_text(title)
    expect(author.locator(".tweet")).to_contain_text(title)
    assert serious(author) == []
    assert sideways(author) <= 0
    author.get_by_role("button", name="Save and ask for approval").click()
    expect(author.get_by_role("status")).to_contain_text("see it on their first page")

    approver = sit_down("admin", "", viewport)
    approver.get_by_role("link", name=title).first.click()
    expect(approver.get_by_text("mei asks for approval.")).to_be_visible()
    assert serious(approver) == []
    assert sideways(approver) <= 0
    approver.get_by_role("button", name="Approve").click()
    expect(approver.get_by_role("status")).to_contain_text("Approved")
    approver.get_by_role("link", name="Every attempt").click()
    expect(approver.get_by_text("it goes out at its minute").first).to_be_visible()

    approver.goto(approver.url.split("/console")[0] + "/console/calendar?month=2027-03")
    if device == "phone":
        expect(approver.locator("#listed")).to_contain_text(title)
    else:
        expect(approver.locator(".ec-event", has_text=title)).to_contain_text("18:00 · planned")
    assert serious(approver) == []
    assert sideways(approver) <= 0


def sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def test_dragging_moves_and_what_is_refused_goes_back(sit_down: Any) -> None:
    page = sit_down("admin", "announcements-new?from=deadline-reminder", LAPTOP)
    page.locator("[id='event.starts_at']").fill("2027-05-20T18:00")
    page.locator("#publish_at").fill("2027-05-12T12:00")
    page.get_by_role("button", name="Save the draft").last.click()
    expect(page.get_by_role("status")).to_contain_text("Saved as a draft")
    page.goto(page.url.split("/console")[0] + "/console/calendar?view=month&month=2027-05")
    mine = page.locator(".ec-event", has_text="报名即将截止")
    expect(mine).to_contain_text("12:00 · draft")
    drag(page, mine, "2027-05-13")
    expect(page.locator("#told")).to_contain_text("Moved")
    expect(page.locator(".ec-day", has=page.locator("time[datetime='2027-05-13']"))).to_be_visible()
    drag(page, mine, "2027-05-25")
    expect(page.locator("#told")).to_contain_text("The event ended on 20 May 2027")
    page.reload()
    expect(page.locator("#told")).to_be_hidden()
    box, cell = mine.bounding_box(), day_box(page, "2027-05-13")
    assert box
    assert cell["x"] <= box["x"] + box["width"] / 2 <= cell["x"] + cell["width"]


def day_box(page: Page, day: str) -> dict[str, float]:
    found = page.locator(f".ec-day:has(time[datetime^='{day}'])").first.bounding_box()
    assert found
    return dict(found)


def drag(page: Page, what: Any, day: str) -> None:
    box, cell = what.bounding_box(), day_box(page, day)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(cell["x"] + cell["width"] / 2, cell["y"] + cell["height"] / 2, steps=8)
    page.mouse.up()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_axe_finds_nothing_serious(sit_down: Any, viewport: ViewportSize, scheme: str) -> None:
    page = sit_down("admin", "announcements-new?from=campus-visit", viewport, color_scheme=scheme)
    origin = page.url.split("/console")[0]
    expect(page.locator("[data-article] iframe")).to_be_visible()
    assert serious(page) == []
    for path in PAGES:
        page.goto(f"{origin}/console/{path}")
        page.wait_for_load_state("networkidle")
        assert serious(page) == [], path
        assert sideways(page) <= 0, path
