"""The FAQ on the pages: drafts, the check, publishing, the list; nothing that somebody wrote is lost."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from bot.actions import faq_drafts, faq_edit, faqs
from bot.actions.faq_pending import digest
from bot.core.faq import Entry, EntryText
from bot.core.golden import GoldenQuestion
from bot.core.roles import Actor
from bot.store import epochs, golden
from bot.store import faqs as stored
from bot.store.engine import Database
from tests.answering.faq import ENTRIES
from tests.console.office import NOW, Office
from tests.console.payloads import PAYLOADS
from tests.console.test_pages import Elements

LI = Actor("Li", "editor")
ODD = "a/b+c:d.é"


@pytest.fixture
def office(sqlite_database: Database) -> Iterator[Office]:
    with sqlite_database.writing() as db:
        stored.save_entries(db, ENTRIES, actor="Li", now=NOW)
    office = Office(sqlite_database)
    with office.client:
        yield office


def form_of(office: Office, name: str = "visa", **changes: Any) -> dict[str, Any]:
    """The fields of an entry's form as the page has them."""
    present = faq_edit.at_present(office.database, name)
    entry, draft = present.entry, faq_drafts.of_entry(office.database, name)
    assert entry is not None
    form: dict[str, Any] = {"id": name, "base": str(present.revision), "version": str(draft.version if draft else 0)}
    for lang, text in entry.texts.items():
        form |= {f"{lang}.question": text.question, f"{lang}.answer": text.answer, f"{lang}.after": text.after}
        form[f"{lang}.variants"] = "\n".join(text.variants)
    return {**form, "related": list(entry.related), **changes}


def kept(office: Office, name: str = "visa", who: str = "editor", **changes: Any) -> Any:
    return office.send("/console/faq-save", who, **form_of(office, name, **changes), do="keep")


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found.group(1)


def publish(office: Office, only: str = "", **more: str) -> Any:
    page = office.page(f"/console/faq-check?only={only}", "editor").text
    return office.send("/console/faq-publish", "editor", only=only, seen=hidden(page, "seen"), **more)


def answer(office: Office, name: str = "visa", lang: str = "zh") -> str:
    return faqs.show_entry(office.database, name)[0].texts[lang].answer


def test_an_edit_is_a_draft_until_its_check_was_seen_and_it_is_published(office: Office) -> None:
    sent = kept(office, **{"zh.answer": "新的答案"})
    assert sent.headers["location"] == "/console/faq/visa"
    assert answer(office) != "新的答案"
    page = office.page("/console/faq/visa").text
    assert "新的答案</textarea>" in page
    assert "A draft by editor" in page
    assert "新的答案</textarea>" not in office.page("/console/faq/visa?show=live").text
    assert "/console/faq/visa" in office.page("/console/faq-drafts").text
    assert "No golden question changes its answer" in office.page("/console/faq-check?only=entry:visa").text
    assert publish(office, "entry:visa").headers["location"] == "/console/faq/visa"
    entry, revisions = faqs.show_entry(office.database, "visa")
    assert entry.texts["zh"].answer == "新的答案"
    assert (revisions[0].actor, revisions[0].number) == ("editor", 2)
    assert '<div class="come">新的答案</div>' in office.page("/console/faq/visa/history").text
    assert "There are no drafts" in office.page("/console/faq-drafts").text


def test_checking_saves_the_draft_and_shows_what_it_would_bring(office: Office) -> None:
    form = form_of(office, **{"zh.answer": "截止 {nonsense}"})
    sent = office.send("/console/faq-save", "editor", **form, do="check")
    assert sent.headers["location"] == "/console/faq-check?only=entry%3Avisa"
    page = office.page(sent.headers["location"]).text
    assert "shows {nonsense} as it is" in page
    assert "Publish anyway" in page
    refused = publish(office, "entry:visa")
    assert refused.status_code == 422
    assert "shows {nonsense} as it is" in refused.text
    assert answer(office) != "截止 {nonsense}"
    assert publish(office, "entry:visa", anyway="yes").status_code == 303
    assert answer(office) == "截止 {nonsense}"


def test_golden_questions_that_change_stand_side_by_side_and_need_a_word(office: Office) -> None:
    with office.database.writing() as db:
        golden.put(db, [GoldenQuestion("zebra crossing on mars", ())], actor="Li", now=NOW)
    kept(office, **{"en.variants": "zebra crossing on mars"})
    page = office.page("/console/faq-check").text
    assert "Golden questions that would change their answer: 1" in page
    row = page.split("zebra crossing on mars")[1].split("</tr>")[0]
    before, after = row.split("</td>")[:2]
    assert "sure" not in before.replace("not sure", "")
    assert "How do I get a student visa?" in after
    assert "students would be told something wrong" in row
    assert publish(office).status_code == 422
    assert publish(office, anyway="yes").status_code == 303


def test_what_was_not_seen_is_not_published(office: Office) -> None:
    kept(office, **{"zh.answer": "新的"})
    page = office.page("/console/faq-check", "editor").text
    kept(office, **{"zh.answer": "更新的"})
    sent = office.send("/console/faq-publish", "editor", only="", seen=hidden(page, "seen"))
    assert sent.status_code == 409
    assert "Something has changed since the check" in sent.text
    assert answer(office) != "更新的"


def test_a_check_that_takes_a_while_shows_a_number_and_asks_again(office: Office) -> None:
    asked: list[Any] = []
    object.__setattr__(office.gate, "later", asked.append)
    kept(office, **{"zh.answer": "新的"})
    page = office.page("/console/faq-check").text
    assert 'role="progressbar"' in page
    assert 'hx-get="/console/faq-check?only=&amp;going=on"' in page
    assert '<noscript><meta http-equiv="refresh" content="1"></noscript>' in page
    asked[0]()
    assert "No golden question changes" in office.page("/console/faq-check?only=&going=on").text


def test_a_colleague_s_draft_is_not_written_over_and_both_texts_are_shown(office: Office) -> None:
    mine = form_of(office, **{"zh.answer": "我的"})
    kept(office, who="admin", **{"zh.answer": "别人的"})
    sent = office.send("/console/faq-save", "editor", **mine, do="keep")
    assert sent.status_code == 409
    assert "admin saved a draft of this entry" in sent.text
    assert '<div class="theirs">别人的</div>' in sent.text
    assert '<div class="come">我的</div>' in sent.text
    assert "我的</textarea>" in sent.text
    again = {**mine, "base": hidden(sent.text, "base"), "version": hidden(sent.text, "version")}
    assert office.send("/console/faq-save", "editor", **again, do="keep").status_code == 303
    assert "我的</textarea>" in office.page("/console/faq/visa").text


def test_what_was_published_meanwhile_is_shown_beside_one_s_own(office: Office) -> None:
    mine = form_of(office, **{"zh.answer": "我的"})
    kept(office, **{"zh.answer": "别人的"})
    publish(office)
    sent = office.send("/console/faq-save", "editor", **mine, do="keep")
    assert sent.status_code == 409
    assert "published this entry since" in sent.text
    assert "别人的" in sent.text
    assert "我的</textarea>" in sent.text
    assert answer(office) == "别人的"


@pytest.mark.parametrize(
    ("changes", "why"), [({"id": "not a name!"}, "not a name!"), ({"id": "x?y"}, "may hold"), ({"id": ""}, "missing")]
)
def test_a_name_that_cannot_be_one_is_told_and_nothing_is_lost(office: Office, changes: Any, why: str) -> None:
    form = form_of(office, **{"zh.answer": "mein Text", **changes, "base": "0"})
    sent = office.send("/console/faq-save", **form, do="keep")
    assert sent.status_code == 422
    assert why in sent.text
    assert "mein Text" in sent.text


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"zh.question": ""}, "question"),
        ({"valid_until": "2026-13-45"}, "valid_until"),
        ({"zh.question": "可以申请CSC奖学金吗？"}, "also the question of"),
    ],
)
def test_what_cannot_be_published_yet_stays_a_draft_and_says_why(office: Office, changes: Any, why: str) -> None:
    assert kept(office, **changes).status_code == 303
    page = office.page("/console/faq-check").text
    assert "It cannot be published yet" in page
    assert why in page
    assert publish(office, anyway="yes").status_code == 422
    assert faqs.show_entry(office.database, "visa")[1][0].number == 1


@pytest.mark.parametrize("name", [ODD, "école", "1.2"])
def test_any_name_that_may_be_one_has_a_page_that_works(office: Office, name: str) -> None:
    form = {"id": name, "base": "0", "en.question": "Is there a dormitory?", "en.answer": "Yes, there is."}
    sent = office.send("/console/faq-save", "editor", **form, do="keep")
    path = sent.headers["location"]
    assert "Yes, there is.</textarea>" in office.page(path).text
    assert publish(office, "").headers["location"] == path
    assert path in office.page("/console/faq?q=dormitory").text
    assert office.page(f"{path}/history").status_code == 200
    assert office.send("/console/faq-save", **form, do="keep").status_code == 409
    assert office.send(f"{path}/archive").status_code == 303
    assert path not in office.page("/console/faq?q=dormitory").text
    assert path in office.page("/console/faq?q=dormitory&status=archived").text
    assert "does not answer with this entry any more" in office.page(path).text


def test_an_earlier_version_comes_back_by_one_click(office: Office) -> None:
    old = faqs.show_entry(office.database, "visa")[0]
    kept(office, **{"zh.answer": "新的"})
    publish(office)
    assert office.send("/console/faq/visa/rollback", number="1").status_code == 303
    assert faqs.show_entry(office.database, "visa")[0] == old


def test_drafts_are_thrown_away_only_when_they_are_named(office: Office) -> None:
    kept(office, **{"zh.answer": "新的"})
    assert office.send("/console/faq-drafts", "editor", do="discard").headers["location"] == "/console/faq-drafts"
    assert faq_drafts.of_entry(office.database, "visa") is not None
    office.send("/console/faq-drafts", "editor", do="discard", names="entry:visa")
    assert faq_drafts.of_entry(office.database, "visa") is None


def test_a_language_behind_its_source_is_marked_until_somebody_says_it_is_right(office: Office) -> None:
    kept(office, **{"zh.answer": "新的"})
    publish(office)
    page = office.page("/console/faq/visa").text
    assert page.count("was changed after this one") == 2
    assert "/console/faq/visa" in office.page("/console/faq?behind=fr").text
    kept(office, current="fr")
    publish(office)
    assert office.page("/console/faq/visa").text.count("was changed after this one") == 1
    assert "/console/faq/visa" not in office.page("/console/faq?behind=fr").text
    assert "/console/faq/visa" in office.page("/console/faq?behind=any").text


def test_the_pieces_of_the_editor_show_the_reply_the_nearest_entries_and_what_may_be_related(office: Office) -> None:
    form = form_of(office, **{"en.answer": "New words", "en.variants": "Can I get a CSC scholarship?"})
    shown = office.send("/console/faq-preview", "editor", **form, show="en").text
    assert "preview: New words" in shown
    assert "9 of 2000 bytes" in shown
    assert office.send("/console/faq-preview", "editor", **form, show="xx").status_code == 404
    near = office.send("/console/faq-near", "editor", **form, show="en", field="variants").text
    assert "/console/faq/csc-grant" in near
    assert "is answered already" in near
    assert "is answered already" not in office.send("/console/faq-near", "editor", **form, show="en", field="x").text
    found = office.send("/console/faq-find", "editor", **form, related_words="grant scholarship").text
    assert 'value="csc-grant"' in found
    assert 'value="visa"' not in found
    without_script = office.send("/console/faq-save", "editor", **form, related_words="eiffel", do="find").text
    assert 'name="related" value="eiffel-grant"' in without_script
    assert "New words</textarea>" in without_script


def test_related_entries_are_ticked_and_kept(office: Office) -> None:
    kept(office, related=["csc-grant", "housing", "visa"])
    draft = faq_drafts.of_entry(office.database, "visa")
    assert draft is not None
    assert draft.content["entry"]["related"] == ["csc-grant", "housing"]


@pytest.mark.parametrize(
    "query",
    ["q=%25", "q=_", 'q="', "q=NEAR(", "q=%5C", "q=(a%2B)%2B$", "page=-1", "page=999999999", "page=x", "lacking=xx",
     "behind=xx", "status=xx", "sort=;drop", "limit=1000000000", "q=" + "x" * 10_000],
)  # fmt: skip
def test_odd_searches_are_searches(office: Office, query: str) -> None:
    assert office.page(f"/console/faq?{query}").status_code == 200


@pytest.mark.parametrize(("sign", "found"), [("%25", 0), ("_", 0), ("%5C", 0), ("csc", 1), ("CSC", 1), ("ÉTUDIANT", 3)])
def test_signs_of_the_database_are_letters_in_a_search_and_case_does_not_matter(
    office: Office, sign: str, found: int
) -> None:
    page = office.page(f"/console/faq?q={sign}").text
    assert page.count('class="list-group-item') == found


def test_filters_find_what_needs_work_and_stay_in_the_address(office: Office) -> None:
    texts = {"en": EntryText("Old one?", "Old."), "zh": EntryText("旧的？", "旧。")}
    ended = Entry("old", texts, category="dates", valid_until=date(2026, 1, 1))
    due = Entry("due", {"en": EntryText("Due one?", "Due.")}, category="dates", review_by=date(2026, 11, 30))
    with office.database.writing() as db:
        stored.save_entries(db, [ended, due], actor="Li", now=NOW)

    def names(query: str) -> set[str]:
        return set(re.findall(r'href="/console/faq/(\w+)"', office.page(f"/console/faq?{query}").text))

    assert names("status=ended") == {"old"}
    assert names("status=ending") == {"due"}
    assert names("category=dates") == {"old", "due"}
    assert names("lacking=zh") == {"due"}
    assert names("lacking=fr&category=dates&q=旧的") == {"old"}
    assert names("status=draft") == set()
    kept(office, "due", **{"en.answer": "Newer."})
    assert names("status=draft") == {"due"}


def test_the_list_is_paged_with_its_filters(office: Office) -> None:
    many = [Entry(f"e{n}", {"en": EntryText(f"Number {n}?", "Yes.")}, category="many") for n in range(60)]
    with office.database.writing() as db:
        stored.save_entries(db, many, actor="Li", now=NOW)
    page = office.page("/console/faq?category=many&q=number").text
    assert page.count('class="list-group-item') == 50
    assert 'href="?q=number&amp;category=many&amp;page=2"' in page
    assert office.page("/console/faq?category=many&q=number&page=2").text.count('class="list-group-item') == 10


def test_what_editors_write_stays_text_on_every_page(office: Office) -> None:
    paths = ("faq", "faq/visa", "faq-drafts", "faq-check", "faq/visa/history")

    def risky() -> list[list[Any]]:
        shapes = [Elements(office.page(f"/console/{path}").text).found for path in paths]
        tags = [[tag for tag, _ in shape if tag in {"script", "img", "svg", "iframe"}] for shape in shapes]
        assert not [name for shape in shapes for _, names in shape for name in names if name.startswith("on")]
        return tags

    kept(office, **{"en.question": "harmless", "category": "harmless"})
    plain, every = risky(), " ".join(PAYLOADS)
    kept(office, **{"en.question": every, "en.answer": every, "en.variants": every, "category": PAYLOADS[1]})
    assert risky() == plain


def test_a_session_that_ends_while_somebody_writes_leads_back_to_the_page(office: Office) -> None:
    sent = office.client.post(
        "/console/faq-save", data=form_of(office), headers={"Referer": "http://bot.example.org/console/faq/visa"},
        follow_redirects=False,
    )  # fmt: skip
    assert sent.headers["location"] == "/console/sign-in?next=/console/faq/visa"
    page = office.page("/console/faq/visa", "editor").text
    assert 'data-keep="visa" data-keep-for="editor"' in page
    assert "faq.js" in page


def test_a_viewer_reads_an_entry_and_has_no_button_to_change_it(office: Office) -> None:
    page = office.page("/console/faq/visa", "viewer").text
    assert "inert" in page
    assert 'name="do" value="check"' not in page


def test_drafts_change_nothing_that_the_bot_reads(office: Office) -> None:
    def epoch() -> int:
        with office.database.reading() as db:
            return epochs.number(db, stored.EPOCH)

    before = epoch()
    kept(office, **{"zh.answer": "新的"})
    faq_drafts.save_concept(office.database, LI, "zebra", {"en": ["zebra"]}, base=digest({}), now=NOW)
    office.page("/console/faq-check")
    assert epoch() == before
