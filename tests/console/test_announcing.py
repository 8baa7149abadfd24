"""The composer, approval, calendar, deliveries and import on the pages: what is refused, kept and shown."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.actions import announcement_review, announcement_times, announcements, deliveries
from bot.actions.announcement_compose import NEW
from bot.actions.announcement_templates import start_from, templates
from bot.console.announcement_form import fields_of
from bot.core.delivery import State
from bot.core.errors import NothingFound
from bot.store import deliveries as sends
from bot.store.engine import Database
from tests.console.office import NOW, Office
from tests.console.payloads import PAYLOADS
from tests.console.test_pages import Elements

NAME = "information-session-abcdef"
AT = f"/console/announcements/{NAME}"


@pytest.fixture
def office(sqlite_database: Database, tmp_path: Path) -> Iterator[Office]:
    office = Office(sqlite_database, pictures=tmp_path / "pictures")
    with office.client:
        yield office


def a_form(**changes: str) -> dict[str, str]:
    """The form of a template, filled in as far as it must be."""
    fields = fields_of(start_from("information-session", "abcdef"))
    fields |= {"event.starts_at": "2026-12-10T19:00", "publish_at": "2026-12-03T18:00", "base": NEW}
    return {name: value for name, value in (fields | changes).items() if value}


def saved(office: Office, *, do: str = "save", **changes: str) -> Any:
    return office.send("/console/announcements-save", "editor", **a_form(**changes), do=do)


def hidden(page: str, name: str) -> str:
    return re.findall(rf'name="{name}" value="([^"]*)"', page)[0]


def edited(office: Office, who: str = "editor", **changes: str) -> dict[str, str]:
    """The fields that the form of the draft would send."""
    entry = office.page(f"{AT}/edit", who).text
    return a_form(**changes) | {"base": hidden(entry, "base")} | changes


def approved(office: Office, **changes: str) -> None:
    saved(office, do="ask", **changes)
    office.send(f"{AT}/approve", "approver", hash=hidden(office.page(AT, "approver").text, "hash"))


def states(office: Office) -> set[str]:
    return {one["state"] for one in deliveries.listing(office.database)}


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40)) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken in Room 12"
    Image.new("RGB", size, "#1d3f72").save(out, kind, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("template", [one.id for one in templates()])
def test_every_template_can_be_saved_once_its_event_is_filled_in(office: Office, template: str) -> None:
    fields = fields_of(start_from(template, "abcdef"))
    fields |= {"event.starts_at": "2026-12-10T19:00", "event.place": "Shanghai", "publish_at": "2026-12-03T18:00"}
    form = {name: value for name, value in fields.items() if value}
    assert office.send("/console/announcements-save", "editor", **form, do="save").status_code == 303
    found = announcements.show(office.database, f"{template}-abcdef")
    assert "{" not in "".join(post["text"] for post in found["posts"].values())


def test_an_unknown_template_or_name_is_not_found() -> None:
    for template, token in (("nothing-such", "abcdef"), ("results", "../../x")):
        with pytest.raises(NothingFound):
            start_from(template, token)


def test_what_is_still_open_in_the_text_is_told_and_nothing_is_saved_or_lost(office: Office) -> None:
    answer = saved(office, **{"event.starts_at": "", "zh.body": "{date}见"})
    assert answer.status_code == 422
    assert "{date}” in its text has no meaning yet" in answer.text
    assert "{date}见</textarea>" in answer.text
    assert announcements.listing(office.database) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"zh.title": "题" * 33}, "more than the 32 that WeChat takes"),
        ({"zh.body": "字" * 150}, "more than the 140 that Weibo takes"),
        ({"en.body": "word " * 80}, "more than the 280 that X takes"),
        ({"zh.body": "快来 #留学# 看看"}, "Weibo does not allow a #话题#"),
        ({"event.link": "https://elsewhere.example/x"}, "Weibo needs a link on the safe domain"),
        ({"publish_at": "2020-01-01T10:00"}, "has passed"),
        ({"publish_at": "9999-01-01T10:00"}, "too far away"),
        ({"publish_at": ""}, "must be a date and a time"),
        ({"publish_zone": "Mars/X"}, "There is no time zone"),
        ({"publish_zone": "Europe/Paris", "publish_at": "2027-03-28T02:30"}, "There is no 02:30 in Paris"),
        ({"wechat.audience": "everybody"}, "The audience is"),
        ({"wechat.act": "shout"}, "is not known here"),
        ({"picture": "../../etc/passwd"}, "not in the pictures folder"),
    ],
)
def test_a_fault_is_said_in_words_and_nothing_is_saved(office: Office, changes: dict[str, str], told: str) -> None:
    answer = saved(office, **changes)
    assert answer.status_code == 422
    assert told in answer.text
    assert announcements.listing(office.database) == []


def test_while_it_is_typed_each_platform_s_count_and_card_are_shown(office: Office) -> None:
    form = a_form(**{"zh.title": "标题", "zh.body": "正文"})
    page = office.send("/console/announcements-live", "editor", **form).text
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "Thu 3 Dec 2026, 18:00 Shanghai (11:00 Paris)" in words
    assert "title 2 / 32" in words
    assert "text 17 / 140" in words  # 【标题】正文 6, the space before the link ½, the link 10; rounded up
    assert "网页链接" in words
    assert "paristech.fr/en/node/6531" in words
    assert announcements.listing(office.database) == []


def test_a_plain_wechat_text_is_shown_as_one(office: Office) -> None:
    page = office.send("/console/announcements-live", "editor", **a_form(**{"wechat.act": "text"})).text
    assert "chat-bubble" in page
    assert "article-card" not in page


def test_the_article_alone_may_do_nothing(office: Office) -> None:
    body = "# 标题\n\n<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) ![a](http://169.254.169.254/)"
    answer = office.send("/console/announcements-article", "editor", **a_form(**{"zh.body": body}))
    policy = answer.headers.get_list("content-security-policy")
    assert len(policy) == 1
    assert "script-src" not in policy[0]
    assert "default-src 'none'" in policy[0]
    assert "sandbox" in policy[0]
    assert "frame-ancestors 'self'" in policy[0]
    found = Elements(answer.text).found
    assert not {"script", "img", "iframe", "form"} & {tag for tag, _ in found}
    assert not {name for _, names in found for name in names} & {"onerror", "onclick"}
    assert "javascript:" not in re.sub(r">[^<]*<", "><", answer.text)
    assert ("h1", ("style",)) in found


@pytest.mark.parametrize(
    "path", [AT, f"{AT}/edit", "/console/announcements?show=all", "/console/calendar?month=2026-12", "/console"]
)
def test_what_is_written_never_becomes_part_of_a_page(office: Office, path: str) -> None:
    saved(office, do="ask", **{"zh.title": "harmless", "event.title": "harmless", "event.place": "here"})
    plain, kept = outline(office, path), 0
    for payload in PAYLOADS:
        words = payload[:32]
        form = edited(office, **{"zh.title": words, "event.title": payload, "event.place": payload})
        answer = office.send("/console/announcements-save", "editor", **form, do="save")
        kept += answer.status_code == 303  # what a channel would refuse is not saved
        assert answer.status_code in (303, 422)
        assert outline(office, path) == plain, payload
    assert kept > len(PAYLOADS) / 2


def outline(office: Office, path: str) -> list[tuple[str, tuple[str, ...]]]:
    """The elements of a page without the steps, of which every saving adds one."""
    return Elements(re.sub(r'<details class="mb-3">.*?</details>', "", office.page(path).text, flags=re.DOTALL)).found


def test_a_form_that_is_sent_twice_is_one_announcement(office: Office) -> None:
    first, second = saved(office), saved(office)
    assert first.headers["location"] == second.headers["location"] == AT
    assert len(announcements.listing(office.database)) == 1


def test_somebody_else_s_change_is_shown_beside_mine_and_neither_is_lost(office: Office) -> None:
    saved(office)
    mine = edited(office, **{"zh.title": "我的"})
    office.send("/console/announcements-save", "approver", **edited(office, "approver", **{"zh.title": "别人的"}))
    answer = office.send("/console/announcements-save", "editor", **mine)
    assert answer.status_code == 409
    assert '<div class="come">别人的</div>' in answer.text
    assert 'value="我的"' in answer.text
    assert announcements.show(office.database, NAME)["title"] == "别人的"
    over = office.send("/console/announcements-save", "editor", **mine, over=hidden_button(answer.text, "over"))
    assert over.status_code == 303
    assert announcements.show(office.database, NAME)["title"] == "我的"


def hidden_button(page: str, name: str) -> str:
    return re.findall(rf'<button[^>]*name="{name}" value="([^"]*)"', page)[0]


def test_a_series_is_a_draft_for_each_of_its_times(office: Office) -> None:
    form = {
        "times": "before",
        "series.days": "30，7, 1",
        "publish_at": "",
        "zh.body": "还有{days}天：{date}",
        "to.x": "",
    }
    assert saved(office, **form).headers["location"] == "/console/announcements"
    found = {one["id"]: one for one in announcements.listing(office.database)}
    assert set(found) == {f"{NAME}-j7", f"{NAME}-j1"}  # 30 days before is over
    assert "还有7天：12月10日" in announcements.show(office.database, f"{NAME}-j7")["posts"]["weibo"]["text"]


def test_what_is_approved_is_copied_and_not_edited(office: Office) -> None:
    approved(office)
    assert office.page(f"{AT}/edit", "editor").status_code == 409
    assert saved(office, **{"zh.title": "anders"}).status_code == 409
    copy = office.send(f"{AT}/duplicate", "editor", at="2026-12-05T18:00")
    assert copy.headers["location"] == f"{AT}-copy"
    assert announcements.show(office.database, f"{NAME}-copy")["status"] == "draft"


def test_asked_sent_back_mended_and_approved_with_what_changed_in_between(office: Office) -> None:
    assert saved(office, do="ask").status_code == 303
    assert NAME in office.page("/console", "approver").text
    assert office.send(f"{AT}/return", "approver", note="  ").status_code == 422
    assert office.send(f"{AT}/return", "approver", note="日期请写清楚 <b>").status_code == 303
    for path in (AT, "/console"):
        assert "日期请写清楚 &lt;b&gt;" in office.page(path, "editor").text
    office.send("/console/announcements-save", "editor", **edited(office, **{"zh.title": "改好的"}), do="ask")
    page = office.page(AT, "approver").text
    assert "Changed since approver read it" in page
    assert '<div class="come">改好的</div>' in page
    assert office.send(f"{AT}/approve", "approver", hash=hidden(page, "hash")).status_code == 303
    assert states(office) == {"queued"}
    again = office.send(f"{AT}/approve", "approver", hash=hidden(page, "hash"))
    assert again.status_code == 303  # twice is once
    assert len(deliveries.listing(office.database)) == 3


def test_what_was_changed_after_it_was_read_is_neither_approved_nor_sent_back(office: Office) -> None:
    saved(office, do="ask")
    read = hidden(office.page(AT, "approver").text, "hash")
    office.send("/console/announcements-save", "editor", **edited(office, **{"zh.title": "spät"}))
    for deed in ("approve", "return"):
        assert office.send(f"{AT}/{deed}", "approver", hash=read, note="…").status_code == 409
    assert states(office) == set()


def test_where_two_people_are_to_look_nobody_approves_their_own(office: Office) -> None:
    office.rules = replace(office.rules, two_people=True)
    office.send("/console/announcements-save", "approver", **a_form(), do="ask")
    page = office.page(AT, "approver").text
    assert "you wrote this one" in page
    assert "/approve" not in page
    digest = announcements.show(office.database, NAME)["hash"]
    assert office.send(f"{AT}/approve", "approver", hash=digest).status_code == 403
    assert office.send(f"{AT}/approve", "admin", hash=digest).status_code == 303


def test_a_channel_may_be_left_to_a_person_and_its_link_is_given_afterwards(office: Office) -> None:
    saved(office)
    digest = announcements.show(office.database, NAME)["hash"]
    office.send(f"{AT}/approve", "approver", hash=digest, by_hand="wechat")
    page = office.page(f"/console/deliveries?of={NAME}", "approver").text
    assert "Post it by hand with the package" in page
    (number,) = [one["id"] for one in deliveries.listing(office.database) if one["channel"] == "wechat"]
    given = office.send(f"/console/deliveries/{number}/there", "approver", url="https://mp.weixin.qq.com/s/x", of=NAME)
    assert given.headers["location"] == f"/console/deliveries?of={NAME}"
    assert states(office) == {"sent", "queued"}


def test_a_picture_is_kept_under_a_name_of_ours_without_where_it_was_taken(office: Office, tmp_path: Path) -> None:
    files = [("cover", ("../../Room 12.png", picture("PNG")))]
    page = office.send("/console/announcements-picture", "editor", files=files).text
    name = hidden(page, "picture")
    assert re.fullmatch(r"[0-9a-f]{24}\.jpg", name)
    assert [one.name for one in (tmp_path / "pictures").iterdir()] == [name]
    assert b"Room 12" not in (tmp_path / "pictures" / name).read_bytes()
    shown = office.page(f"/console/announcement-pictures/{name}", "viewer")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    assert saved(office, picture=name).status_code == 303
    assert announcements.show(office.database, NAME)["picture"] == name


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<html><script>1</script>",
        b"PK\x03\x04zip",
    ],
    ids=["svg", "html", "zip"],
)
def test_what_only_calls_itself_a_picture_is_refused_with_a_sentence(
    office: Office, tmp_path: Path, content: bytes
) -> None:
    answer = office.send("/console/announcements-picture", "editor", files=[("inside", ("a.png", content))])
    assert "a.png: The picture cannot be read" in answer.text
    assert not (tmp_path / "pictures").exists()
    with_words = office.send("/console/announcements-save", "editor", **a_form(), files=[("cover", ("a.png", content))])
    assert with_words.status_code == 422
    assert "线上宣讲会" in with_words.text
    assert announcements.listing(office.database) == []


def test_a_picture_that_would_fill_the_memory_is_refused(office: Office) -> None:
    bomb = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(bomb, "PNG")
    answer = office.send("/console/announcements-picture", "editor", files=[("cover", ("a.png", bomb.getvalue()))])
    assert "more than 50 million pixels" in answer.text


@pytest.mark.parametrize("name", ["../bot.db", "a.jpg", "%2e%2e%2fx.jpg", "0" * 24 + ".jpg"])
def test_no_other_file_is_shown_as_a_picture(office: Office, name: str) -> None:
    assert office.page(f"/console/announcement-pictures/{name}").status_code == 404


def test_the_calendar_draws_what_is_planned_with_its_state_and_the_holidays(office: Office) -> None:
    saved(office)
    drawn = json.loads(office.page("/console/calendar/events?start=2026-11-30&end=2027-01-04").text)
    mine = next(one for one in drawn if one.get("id") == NAME)
    assert (mine["start"], mine["stand"], mine["movable"]) == ("2026-12-03T18:00:00", "draft", True)
    assert {"title": "new-years-day", "start": "2027-01-01", "end": "2027-01-02", "stand": "holiday"} in drawn
    page = office.page("/console/calendar?month=2026-12").text
    assert "线上宣讲会" in page
    assert "Thursday 3 December 2026" in page
    assert "0 sent + 0 planned of 4" in page  # the quota of this month, which is November
    assert office.page("/console/calendar/paristech.ics").text.startswith("BEGIN:VCALENDAR")


@pytest.mark.parametrize("query", ["month=2026-13", "month=x", "view=<b>", "month=9999-12", "month=0001-01"])
def test_odd_months_are_the_present_one(office: Office, query: str) -> None:
    assert "2026-11" in office.page(f"/console/calendar?{query}").text
    assert office.page(f"/console/calendar/events?start={query}&end=9999-99-99").status_code == 200


def test_dragging_moves_and_a_refusal_says_why(office: Office) -> None:
    approved(office)
    moved = office.send(f"{AT}/move", "approver", at="2026-12-04T18:00", from_="", **{"from": "calendar"})
    assert moved.status_code == 200
    assert "approved by you for the new time" in moved.text
    refused = office.send(f"{AT}/move", "approver", at="2026-12-12T18:00", **{"from": "calendar"})
    assert refused.status_code == 422
    assert "The event ended on 10 December 2026" in refused.text
    by_author = office.send(f"{AT}/move", "editor", at="2026-12-05T18:00")
    assert by_author.status_code == 303
    assert announcements.show(office.database, NAME)["status"] == "draft"
    assert states(office) == set()


def test_what_has_begun_is_not_moved(office: Office) -> None:
    approved(office)
    (number, *_) = [one["id"] for one in deliveries.listing(office.database)]
    with office.database.writing() as db:
        seen = sends.one(db, number)
        sends.shift(db, seen, State.CLAIMED, now=NOW)
    refused = office.send(f"{AT}/move", "approver", at="2026-12-04T18:00", **{"from": "calendar"})
    assert refused.status_code == 409
    assert "cannot be moved any more" in refused.text
    drawn = json.loads(office.page("/console/calendar/events?start=2026-12-01&end=2026-12-31").text)
    assert [one["movable"] for one in drawn if one.get("id") == NAME] == [False]


def test_held_and_let_go_again(office: Office) -> None:
    approved(office)
    assert office.send(f"{AT}/hold", "approver").status_code == 303
    assert states(office) == {"held"}
    assert "Let it go" in office.page(AT, "approver").text
    assert "It waits for you" in office.page("/console/deliveries", "approver").text
    assert office.send(f"{AT}/release", "approver").status_code == 303
    assert states(office) == {"queued"}


def test_what_is_too_late_is_not_let_go_and_the_page_says_why(office: Office) -> None:
    approved(office, publish_at="2026-11-24T12:10")
    announcement_times.hold(office.database, NAME, now=office.now, actor="mei")
    office.now = NOW + timedelta(hours=1)
    office.cookies = {"": ""}  # whoever was away for so long signs in again
    answer = office.send(f"{AT}/release", "approver")
    assert answer.status_code == 409
    assert "too late to go out by itself" in answer.text


@pytest.mark.parametrize("form", ["yaml", "csv", "xlsx"])
def test_what_is_exported_can_be_brought_in_again(office: Office, form: str) -> None:
    links = {f"{lang}.body": "https://paristech.fr/a" for lang in ("zh", "en", "fr")}
    saved(office, **links, **{"event.link": "", "event.online": ""})
    raw = office.page(f"/console/announcements-export/{form}", "viewer")
    assert raw.status_code == 200
    page = look_at(office, f"plan.{form}", raw.content).text
    assert re.findall(r'text-bg-secondary">1</span> unchanged', page), page
    assert office.page("/console/announcements-export/exe").status_code == 404


def look_at(office: Office, name: str, content: bytes) -> Any:
    return office.send("/console/announcements-import", "editor", files=[("file", (name, content))], do="look")


TABLE = (
    "id,channels,publish_at,zh_title,zh_body\n"
    "spring,wechat,2026-12-20 12:00,春季开放日,欢迎参加\n"
    "=cmd|1,wechat,2026-12-21 12:00,坏,坏\n"
)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_looked_at_before_anything_is_saved(office: Office, codec: str) -> None:
    good = TABLE.rsplit("=cmd", 1)[0]
    page = look_at(office, "计划.csv", good.encode(codec)).text
    assert "spring" in page
    assert announcements.listing(office.database) == []
    form = {"kept": hidden(page, "kept"), "name": "计划.csv", "do": "save"}
    assert office.send("/console/announcements-import", "editor", **form).status_code == 303
    assert [one["id"] for one in announcements.listing(office.database)] == ["spring"]


def test_with_one_bad_row_nothing_can_be_saved(office: Office) -> None:
    answer = look_at(office, "plan.csv", TABLE.encode())
    assert answer.status_code == 422
    assert "row 3" in answer.text
    assert 'name="kept"' not in answer.text
    assert announcements.listing(office.database) == []


def zip_of(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.xlsx", zip_of(**{"xl/worksheets/sheet1.xml": b"0" * 30_000_000}), "packed suspiciously tight"),
        ("a.xlsx", b"not a zip", "is no spreadsheet"),
        ("a.xlsx", bytes.fromhex("d0cf11e0a1b11ae1"), "old form"),
        ("a.xlsm", zip_of(x=b"1"), "may hold macros"),
        ("a.csv", b"", "missing"),
        ("a.csv", b"id\0,channels", "NUL"),
        ("a.yaml", b"announcements: [" * 2000, "more than 40 deep"),
        ("a.yaml", b"&a [*a, *a]", "announcements"),
        ("a.exe", b"MZ", "must end in"),
        ("../../a.csv/..", b"x", "must end in"),
        ("a.csv", b"x" * (5 * 2**20 + 1), "larger than 5 MB"),
    ],
)
def test_a_file_that_does_harm_is_refused_with_a_sentence(office: Office, name: str, content: bytes, told: str) -> None:
    answer = look_at(office, name, content)
    assert answer.status_code == 422, answer.text
    assert told in answer.text
    assert "/tmp" not in answer.text
    assert announcements.listing(office.database) == []


def test_a_body_that_is_too_large_never_reaches_the_page(office: Office) -> None:
    assert look_at(office, "a.csv", b"x" * (9 * 2**20)).status_code == 413


@pytest.mark.parametrize("kept", ["", "no base64!", "eA=="])
def test_saving_what_was_not_looked_at_saves_nothing(office: Office, kept: str) -> None:
    answer = office.send("/console/announcements-import", "editor", kept=kept, name="a.csv", do="save")
    assert answer.status_code == 422
    assert announcements.listing(office.database) == []


def test_each_attempt_is_shown_with_the_platform_s_words(office: Office) -> None:
    approved(office)
    number = deliveries.listing(office.database)[0]["id"]
    with office.database.writing() as db:
        db.exec_driver_sql(
            "INSERT INTO attempt (delivery_id, number, fence, started_at, outcome, code, why, words) VALUES "
            f"({number}, 1, 1, '2026-12-03 10:00:00', 'refused', '45028', 'No quota.', 'has no masssend quota <b>')"
        )
        sends.shift(db, sends.one(db, number), State.CLAIMED, now=NOW)
        sends.shift(db, sends.one(db, number), State.FAILED, now=NOW, error="Refused.")
    page = office.page("/console/deliveries", "approver").text
    assert "45028 has no masssend quota &lt;b&gt;" in page
    assert "It is surely not out" in page
    assert office.send(f"/console/deliveries/{number}/not-there", "approver").status_code == 303
    assert "queued" in states(office)


def test_a_package_for_posting_by_hand_is_shut_off_from_the_console(office: Office) -> None:
    saved(office)
    page = office.page(f"{AT}/package?channel=weibo", "viewer")
    (policy,) = page.headers.get_list("content-security-policy")
    assert "sandbox allow-scripts" in policy
    assert "allow-same-origin" not in policy
    assert "线上宣讲会" in page.text
    packed = zipfile.ZipFile(io.BytesIO(office.page(f"{AT}/package.zip", "viewer").content))
    assert "index.html" in packed.namelist()


def test_the_reading_of_an_announcement_names_every_step(office: Office) -> None:
    approved(office)
    steps = announcement_review.reading(office.database, NAME).steps
    assert [(step.actor, step.step.value) for step in steps] == [
        ("approver", "approved"), ("editor", "asked"), ("editor", "saved"),
    ]  # fmt: skip
