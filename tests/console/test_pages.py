"""What colleagues do on the pages: the inbox, the FAQ, the team, deliveries."""

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from bot.actions import announcement_drafts, faqs
from bot.actions.signing_in import JOIN, make_link
from bot.core.messages import LogLine, ReplyKind
from bot.store import inbox, log, staff
from bot.store.engine import Database
from tests.announcing import an_entry
from tests.console.office import ADMIN, NOW, Office


@pytest.fixture
def office(sqlite_database: Database) -> Iterator[Office]:
    faqs.seed_demo(sqlite_database, NOW)
    office = Office(sqlite_database)
    with office.client:
        yield office


class Elements(HTMLParser):
    """The elements of a page with their attributes' names, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))


def asked(office: Office, text: str) -> int:
    with office.database.writing() as db:
        return inbox.open_or_add(db, person="p" * 43, text_=text, lang="zh", now=NOW).id


@pytest.mark.parametrize("word", ["<img src=x onerror=alert(1)>", "50%25", "%25s%25n", "{{7*7}}"])
@pytest.mark.parametrize("path", ["/console/faq/{}", "/console/announcements/{}"])
def test_a_name_that_does_not_exist_is_said_as_text(office: Office, path: str, word: str) -> None:
    answer = office.page(path.format(word))
    assert answer.status_code == 404
    assert "img" not in [tag for tag, _ in Elements(answer.text).found]
    assert "There is no" in answer.text


def test_a_reply_in_the_log_shows_its_links_as_text(office: Office) -> None:
    line = LogLine(
        key="k", at=NOW, person="p" * 43, kind=ReplyKind.CHOICES.value, decision="choices", entries=("csc",), shown=1,
        lang="zh", confidence=0.5, question="?", request_id="r", ms=1.0,
        reply='1. <a href="weixin://bizmsgmenu?x">选一</a><script>alert(1)</script>',
    )  # fmt: skip
    with office.database.writing() as db:
        log.add_many(db, [line])
    page = office.page("/console/log").text
    assert "选一</span>&lt;script&gt;" in page
    assert "weixin://" not in page


def test_an_answer_is_held_for_the_student_and_the_request_can_be_closed(office: Office) -> None:
    number = asked(office, "能换学校吗")
    sent = office.send(f"/console/inbox/{number}/reply", "editor", text="可以，\r\n请来信。")
    assert sent.status_code == 303
    page = office.page(f"/console/inbox/{number}").text
    assert "可以，\n请来信。" in page
    assert "waits for the student" in page
    assert office.send(f"/console/inbox/{number}/close", "editor").status_code == 303
    assert office.page("/console/inbox?status=done").text.count(f"/console/inbox/{number}") == 1


def test_an_answer_that_is_too_long_is_not_lost(office: Office) -> None:
    number = asked(office, "?")
    answer = office.send(f"/console/inbox/{number}/reply", text="长" * 900)
    assert answer.status_code == 422
    assert "fit into one message" in answer.text
    assert "长" * 900 in answer.text


@pytest.mark.parametrize("path", ["/console/inbox/999", "/console/inbox/abc", "/console/inbox/-1", "/console/inbox/²"])
def test_a_request_that_is_not_there_is_not_found(office: Office, path: str) -> None:
    assert office.page(path).status_code == 404


def test_a_draft_is_approved_as_it_was_read_and_only_then(office: Office) -> None:
    terms = office._terms("editor", NOW)
    made = announcement_drafts.add(office.database, {k: v for k, v in an_entry().items() if k != "id"}, terms)
    (name,) = made.created
    page = office.page(f"/console/announcements/{name}", "editor").text
    assert "/approve" not in page
    stale = office.send(f"/console/announcements/{name}/approve", "approver", hash="0" * 64)
    assert stale.status_code == 409
    held = office.page(f"/console/announcements/{name}", "approver").text
    (digest,) = {part.split('"')[0] for part in held.split('name="hash" value="')[1:]}
    assert office.send(f"/console/announcements/{name}/approve", "approver", hash=digest).status_code == 303
    assert "waits for its time" in office.page(f"/console/announcements/{name}").text
    assert office.send(f"/console/announcements/{name}/cancel", "approver").status_code == 303
    assert "cancelled" in office.page(f"/console/announcements/{name}").text


def test_there_is_always_an_admin(office: Office) -> None:
    for form in ({"name": "admin", "role": "editor"}, {"name": "admin", "active": "no"}):
        answer = office.send("/console/team/change", **form)
        assert answer.status_code == 409
        assert "last admin" in answer.text


def test_a_colleague_joins_by_a_link_that_is_shown_once(office: Office) -> None:
    page = office.send("/console/team/invite", name="小梅", role="editor").text
    (link,) = [part.split('"')[0] for part in page.split('value="/console/link/')[1:]]
    assert link not in office.page("/console/team").text
    path = f"/console/link/{link}"
    assert "Welcome, 小梅" in office.page(path, "").text
    assert office.send(path, "", password="short", again="short").status_code == 422
    assert office.send(path, "", password="one velvet lantern nine", again="other").status_code == 422
    joined = office.send(path, "", password="one velvet lantern nine", again="one velvet lantern nine")
    assert joined.status_code == 303
    cookie = joined.headers["set-cookie"].split(";")[0].split("=", 1)[1]
    office.cookies["小梅"] = cookie
    assert "小梅" in office.page("/console", "小梅").text
    assert office.page(path, "").status_code == 404


def test_signing_in_leads_back_to_where_one_was_going(office: Office) -> None:
    with office.database.writing() as db:
        staff.add(db, "mei", role="editor", now=NOW)
    secret = make_link(office.database, ADMIN, "mei", purpose=JOIN, now=NOW)
    words = "one velvet lantern nine"
    office.send(f"/console/link/{secret}", "", password=words, again=words)
    going = office.page("/console/faq?q=CSC", "").headers["location"]
    assert going == "/console/sign-in?next=/console/faq%3Fq%3DCSC"
    page = office.page(going, "").text
    assert 'name="next" value="/console/faq?q=CSC"' in page
    there = office.send("/console/sign-in", "", name="mei", password=words, next="/console/faq?q=CSC")
    assert there.headers["location"] == "/console/faq?q=CSC"
    refused = office.send("/console/sign-in", "", name="mei", password="wrong")
    assert refused.status_code == 401
    assert "Name and password do not fit." in refused.text
