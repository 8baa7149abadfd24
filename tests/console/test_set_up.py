"""The pages of the set-up against the emulated platforms: accounts, the menu, QR codes; status, settings, audit."""

import html
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import requests

from bot.actions import connecting, menu_desk, staff
from bot.actions.channels import Account
from bot.actions.connecting import Connection
from bot.channels.weibo_oauth import WeiboOAuth
from bot.clock import SystemClock
from bot.core.errors import NotAllowed, UsageError
from bot.core.roles import Actor
from bot.core.tokens import fingerprint
from bot.faults import nowhere
from bot.sandbox.run import Sandbox
from bot.settings import WeiboSettings
from bot.store import beats, faqs
from bot.store.engine import Database
from bot.store.tokens import SealedTokens
from tests.answering.faq import ENTRIES
from tests.channels.box import Box
from tests.console.office import ADMIN, NOW, VAULT, Office


@pytest.fixture(scope="module")
def running() -> Iterator[Box]:
    with Sandbox(port=0) as sandbox:
        yield Box(sandbox.addresses.control)


@pytest.fixture
def box(running: Box) -> Box:
    running.ask("POST", "/_sandbox/reset", {})
    running.ask("DELETE", "/_sandbox/faults")
    return running


def connection(box: Box, database: Database) -> Connection:
    state = box.state()["weibo"]
    known = ("app_key", "app_secret", "uid", "api_base")
    settings = WeiboSettings.model_validate({key: state[key] for key in known})
    oauth = WeiboOAuth(settings, "http://bot.example.org/weibo/connected", SystemClock(), nowhere)
    return Connection(database, SealedTokens(database, VAULT, SystemClock()), oauth, b"key", settings.uid)


@pytest.fixture
def office(box: Box, sqlite_database: Database) -> Iterator[Office]:
    with sqlite_database.writing() as db:
        faqs.save_entries(db, ENTRIES, actor="Li", now=NOW)
    wechat = box.wechat()
    weibo = f"weibo:{box.state()['weibo']['uid']}"

    def accounts() -> list[Account]:
        kept = connection(box, sqlite_database).shelf.get(weibo)
        return [
            Account("wechat", wechat.account, "service account, verified", token_says="renewed by itself"),
            Account("weibo", weibo, "ordinary app (statuses/share)", token_print=fingerprint(kept[0]) if kept else ""),
        ]

    office = Office(
        sqlite_database,
        accounts=accounts,
        asking=lambda: {wechat.account: wechat},
        wechat=wechat,
        weibo=lambda: connection(box, sqlite_database),
    )
    with office.client:
        yield office


def test_an_account_is_asked_and_shows_what_it_may(office: Office) -> None:
    assert "not asked" in office.page("/console/channels", "viewer").text
    page = office.send("/console/channels/wechat/test").text
    assert "it works, as far as the platform says." in page
    assert office.send("/console/channels/x/test").status_code == 404


def test_a_pause_says_who_why_and_since_when_and_ends(office: Office) -> None:
    assert office.send("/console/channels/wechat/pause", "editor", reason="x").status_code == 403
    office.send("/console/channels/wechat/pause", "approver", reason="全国哀悼日 <b>")
    page = office.page("/console/channels", "viewer").text
    assert "Paused by approver" in page
    assert "全国哀悼日 &lt;b&gt;" in page
    office.send("/console/channels/wechat/resume", "approver")
    assert "Paused by" not in office.page("/console/channels", "viewer").text


def says_yes(office: Office, who: str = "admin") -> str:
    """The address to which Weibo leads the browser of whoever follows the page's link."""
    page = office.page("/console/channels/weibo", who).text
    (address,) = re.findall(r'rel="noreferrer" href="([^"]+)"', page)
    answer = requests.get(html.unescape(address), allow_redirects=False, timeout=10)
    return str(answer.headers["Location"])


def test_weibo_is_connected_by_following_the_link_and_coming_back(office: Office) -> None:
    back = says_yes(office)
    came = office.page(back.removeprefix("http://bot.example.org"), "")
    assert came.status_code == 303
    shown = office.page(came.headers["location"]).text
    pasted = re.search(r'name="address" value="([^"]+)"', shown)
    assert pasted
    done = office.send("/console/channels/weibo", address=html.unescape(pasted.group(1)))
    assert (done.status_code, done.headers["location"]) == (303, "/console/channels")
    assert "until " in office.page("/console/channels").text


def test_an_answer_that_another_browser_began_is_refused(office: Office) -> None:
    foreign = says_yes(office)
    office.cookies.pop("admin")  # another sign-in, another session
    refused = office.send("/console/channels/weibo", address=foreign)
    assert refused.status_code == 422
    assert "does not come from the page" in refused.text


def test_a_bare_code_does_for_the_command_line_and_not_for_a_browser(box: Box, database: Database) -> None:
    weibo = connection(box, database)
    code = "a" * 32
    with pytest.raises(UsageError):
        connecting.finish(weibo, ADMIN, code, other_account=False, bound="session", now=NOW)
    with pytest.raises(NotAllowed):
        connecting.begin(weibo, Actor("Li", "approver"), now=NOW)


MENU = {"name-1": "帮助", "kind-1": "human", "name-2": "申请", "name-2-1": "法语", "kind-2-1": "faq"}


def base(office: Office) -> str:
    found = re.search(r'name="base" value="(\d+)"', office.page("/console/menu").text)
    assert found
    return found.group(1)


def test_a_menu_is_written_checked_and_pushed(office: Office, box: Box) -> None:
    entry = ENTRIES[0].id
    form = {**MENU, "value-2-1": entry}
    assert office.send("/console/menu", "editor", base=base(office), **form).status_code == 303
    page = office.page("/console/menu", "approver").text
    assert f"申请 › 法语 → faq:{entry}" in page
    assert office.send("/console/menu/push", "editor", base="1").status_code == 403
    assert office.send("/console/menu/push", "approver", base="1").status_code == 303
    assert menu_desk.lines(box.wechat().current_menu()) == ["帮助 → human", f"申请 › 法语 → faq:{entry}"]
    assert "This is what stands on the account." in office.page("/console/menu").text
    deed = staff.audit_trail(office.database, words="menu.push")[0]
    assert (deed["before"], deed["after"]["button"][0]["name"]) == (None, "帮助")


def test_a_menu_with_faults_is_kept_and_says_them_but_is_not_pushed(office: Office, box: Box) -> None:
    office.send("/console/menu", base=base(office), **{**MENU, "name-1": "一二三四五六", "value-2-1": "nothing"})
    page = office.page("/console/menu").text
    assert "has 18 bytes; WeChat takes 16" in page
    assert "which is not published" in page
    assert "Push it to WeChat" not in page
    assert office.send("/console/menu/push", base="1").status_code == 422
    assert box.wechat().current_menu() is None


def test_what_somebody_else_saved_meanwhile_is_not_written_over(office: Office) -> None:
    office.send("/console/menu", "editor", base="0", **{"name-1": "人工", "kind-1": "human"})
    second = office.send("/console/menu", base="0", **{"name-1": "帮助", "kind-1": "help"})
    assert second.status_code == 409
    assert "Somebody else saved the menu" in second.text
    assert 'value="帮助"' in second.text
    assert office.send("/console/menu/push", base="0").status_code == 409


def test_an_account_that_cannot_be_asked_still_shows_its_menu(office: Office, box: Box) -> None:
    box.fault("wechat:/cgi-bin/menu/get", "errcode:48001", 9)
    page = office.page("/console/menu").text
    assert "WeChat did not show the menu that is there." in page


def test_a_code_is_made_once_listed_and_downloaded(office: Office) -> None:
    form = {"scene": "fair-2026", "label": "上海教育展"}
    assert office.send("/console/qr", "editor", **form).status_code == 303
    assert office.send("/console/qr", "editor", **form).status_code == 422
    assert office.send("/console/qr", "editor", scene="../x", label="x").status_code == 422
    page = office.page("/console/qr", "viewer").text
    assert "上海教育展" in page
    assert "0 scans" in page
    assert office.page("/console/qr/fair-2026.svg").content.startswith(b"<?xml")
    png = office.page("/console/qr/fair-2026.png")
    assert png.content.startswith(b"\x89PNG")
    assert "attachment" in png.headers["content-disposition"]
    for path in ("fair-2026.pdf", "other.svg", "fair-2026"):
        assert office.page(f"/console/qr/{path}").status_code == 404


def test_codes_are_grey_where_the_account_has_no_right(sqlite_database: Database, box: Box) -> None:
    wechat = box.wechat()
    account = Account("wechat", wechat.account, "subscription account, verified", account_type="subscription")
    office = Office(sqlite_database, accounts=lambda: [account], wechat=wechat)
    with office.client:
        page = office.page("/console/qr").text
    assert "Only service accounts" in page
    assert page.count(" disabled") == 3


def test_the_checklist_stays_until_all_is_green(office: Office) -> None:
    page = office.page("/console/status", "viewer").text
    assert "It has never run on this database." in page
    assert "Ask the platform under Channels." in page
    with office.database.writing() as db:
        beats.give(db, beats.SCHEDULER, now=NOW, facts={})
    assert "It has never run on this database." not in office.page("/console/status").text


def test_settings_show_where_they_come_from(office: Office) -> None:
    page = office.page("/console/settings").text
    assert "server.port" in page
    assert "the file" in page


def test_the_audit_shows_what_differs_and_is_paged_and_filtered(office: Office) -> None:
    for number in range(60):
        staff.add(office.database, ADMIN, f"colleague {number}", role="viewer", now=NOW + timedelta(seconds=number))
    staff.change_role(office.database, Actor("Li", "admin"), "colleague 3", role="editor", now=NOW)
    first = office.page("/console/audit").text
    assert '<div class="gone">role: viewer</div>' in first
    assert first.count("<tr>") == 51
    assert ">older<" in first
    second = office.page("/console/audit?page=2").text
    assert "colleague 0" in second
    assert ">older<" not in second
    mine = office.page("/console/audit?actor=Li").text
    assert mine.count("<tr>") == 2
    assert office.page("/console/audit?q=staff.role").text.count("<tr>") == 2
    for page in ("-1", "1e9", "999999999999", "x"):
        assert office.page(f"/console/audit?page={page}").status_code == 200
