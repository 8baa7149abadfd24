"""Approving and cancelling: checked again, frozen, laid out once, written down."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.actions import announcement_drafts, announcements
from bot.actions.announcement_checks import Terms
from bot.core.announcements import Announcement, Event, Status
from bot.core.delivery import State
from bot.core.errors import Conflict, HasProblems, NothingFound
from bot.core.posts import visible
from bot.store import announcements as stored
from bot.store import audit, deliveries
from bot.store.engine import Database
from tests.announcing import ACCOUNTS, LINK, NOW, RULES, an_announcement

TERMS = Terms(RULES, ACCOUNTS, NOW, "Anne")


def write(database: Database, *made: Announcement) -> None:
    assert announcement_drafts.write(database, made, TERMS).problems == []


def sends(database: Database) -> list[dict[str, Any]]:
    with database.reading() as db:
        return deliveries.listing(db)


def masses(count: int) -> list[Announcement]:
    return [
        an_announcement(
            f"mass-{n}", channels=("wechat",), texts={"zh": ("提醒", f"第{n}次")}, at=NOW + timedelta(hours=2 * n)
        )
        for n in range(1, count + 1)
    ]


def test_approval_lays_out_one_send_for_each_channel(database: Database) -> None:
    starts = NOW + timedelta(days=8)
    write(database, an_announcement(event=Event("Session", starts), late_after_seconds=60))
    done = announcements.approve(database, ["opening"], TERMS)
    assert (done.approved, done.problems) == (["opening"], [])
    assert [(row["channel"], row["state"]) for row in sends(database)] == [
        ("wechat", "queued"),
        ("weibo", "queued"),
        ("x", "queued"),
    ]
    with database.reading() as db:
        laid = {one.account: one for one in deliveries.of_announcement(db, "opening")}
    assert set(laid) == set(ACCOUNTS.values())
    wechat = laid["wechat:gh_1"]
    assert (wechat.due_at, wechat.useful_until) == (NOW + timedelta(days=7), starts)
    assert (wechat.late_after, wechat.post.author) == (timedelta(seconds=60), "ParisTech")


def test_approving_twice_changes_nothing(database: Database) -> None:
    write(database, an_announcement())
    announcements.approve(database, ["opening"], TERMS)
    before = sends(database)
    again = announcements.approve(database, ["opening", "opening"], TERMS)
    assert (again.approved, again.already) == ([], ["opening"])
    assert sends(database) == before


def test_two_approvals_at_once_lay_out_once(database: Database) -> None:
    write(database, an_announcement())
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: announcements.approve(database, ["opening"], TERMS), range(4)))
    assert sorted(len(one.approved) for one in done) == [0, 0, 0, 1]
    assert len(sends(database)) == 3


def test_two_approvals_at_once_do_not_share_the_last_send_of_the_day(database: Database) -> None:
    first, second = masses(2)
    with database.writing() as db:  # drafts that were written before the account's rights changed
        for one in (first, second):
            stored.save(db, one, now=NOW, actor="Li")
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda one: announcements.approve(database, [one.id], TERMS), (first, second)))
    assert sorted(len(one.approved) for one in done) == [0, 1]
    assert [problem.code for one in done for problem in one.problems] == ["quota_day"]


def test_the_second_one_of_a_day_names_the_first(database: Database) -> None:
    with database.writing() as db:
        for one in masses(2):
            stored.save(db, one, now=NOW, actor="Li")
    done = announcements.approve(database, None, TERMS)
    assert done.approved == ["mass-1"]
    [problem] = done.problems
    assert (problem.id, problem.channel) == ("mass-2", "wechat")
    assert "“mass-1”" in problem.message


def test_what_is_cancelled_gives_its_place_back(database: Database) -> None:
    with database.writing() as db:
        for one in masses(2):
            stored.save(db, one, now=NOW, actor="Li")
    announcements.approve(database, ["mass-1"], TERMS)
    announcements.cancel(database, "mass-1", now=NOW, actor="Anne")
    assert announcements.approve(database, ["mass-2"], TERMS).approved == ["mass-2"]


def test_a_draft_whose_time_has_passed_is_not_approved(database: Database) -> None:
    write(database, an_announcement())
    late = replace(TERMS, now=NOW + timedelta(days=8))
    assert [problem.code for problem in announcements.approve(database, None, late).problems] == ["time_past"]
    assert sends(database) == []


def test_a_channel_that_is_not_set_up_is_not_approved(database: Database) -> None:
    write(database, an_announcement())
    terms = replace(TERMS, accounts={"wechat": "wechat:gh_1", "x": "x:1"})
    [problem] = announcements.approve(database, ["opening"], terms).problems
    assert (problem.channel, problem.code) == ("weibo", "no_account")


def test_an_approval_is_for_what_was_read(database: Database) -> None:
    write(database, an_announcement())
    read = announcements.show(database, "opening")["hash"]
    write(database, an_announcement(kind="results"))
    with pytest.raises(Conflict, match="changed since"):
        announcements.approve(database, ["opening"], TERMS, read_hash=read)
    read = announcements.show(database, "opening")["hash"]
    assert announcements.approve(database, ["opening"], TERMS, read_hash=read).approved


def test_approving_what_is_cancelled_or_not_there_is_refused(database: Database) -> None:
    write(database, an_announcement())
    announcements.cancel(database, "opening", now=NOW, actor="Anne")
    with pytest.raises(Conflict, match="cancelled"):
        announcements.approve(database, ["opening"], TERMS)
    with pytest.raises(NothingFound, match="nothing"):
        announcements.approve(database, ["nothing"], TERMS)


def test_cancelling_stops_what_waits_and_can_be_repeated(database: Database) -> None:
    write(database, an_announcement())
    announcements.approve(database, ["opening"], TERMS)
    done = announcements.cancel(database, "opening", now=NOW, actor="Anne")
    assert set(done.stopped) == {"wechat", "weibo", "x"}
    assert {row["state"] for row in sends(database)} == {"cancelled"}
    assert announcements.cancel(database, "opening", now=NOW, actor="Anne").stopped == ()
    assert announcements.show(database, "opening")["status"] == "cancelled"


def test_cancelling_a_draft_needs_no_send(database: Database) -> None:
    write(database, an_announcement())
    announcements.cancel(database, "opening", now=NOW, actor="Anne")
    assert announcements.listing(database)[0]["overall"] == "Cancelled; nothing was sent."


def set_states(database: Database, **states: State) -> None:
    with database.writing() as db:
        for one in deliveries.of_announcement(db, "opening"):
            if one.channel in states:
                assert deliveries.shift(db, one, State.CLAIMED, now=NOW)
        for one in deliveries.of_announcement(db, "opening"):
            if one.channel in states:
                assert deliveries.shift(db, one, State.SENDING, now=NOW)
        for one in deliveries.of_announcement(db, "opening"):
            if states.get(one.channel, State.SENDING) is not State.SENDING:
                assert deliveries.shift(db, one, states[one.channel], now=NOW)


def test_cancelling_says_what_can_no_longer_be_stopped(database: Database) -> None:
    write(database, an_announcement())
    announcements.approve(database, ["opening"], TERMS)
    set_states(database, wechat=State.SENDING, weibo=State.SENT)
    done = announcements.cancel(database, "opening", now=NOW, actor="Anne")
    assert (done.stopped, done.under_way, done.out) == (("x",), ("wechat",), ("weibo",))


def test_cancelling_too_late_is_refused_with_how_it_stands(database: Database) -> None:
    write(database, an_announcement())
    announcements.approve(database, ["opening"], TERMS)
    set_states(database, wechat=State.SENT, weibo=State.SENT, x=State.SENT)
    with pytest.raises(Conflict, match="It is out on"):
        announcements.cancel(database, "opening", now=NOW, actor="Anne")


def test_a_send_that_failed_does_not_count_against_the_next(database: Database) -> None:
    write(database, an_announcement())
    announcements.approve(database, ["opening"], TERMS)
    set_states(database, wechat=State.FAILED, weibo=State.FAILED, x=State.FAILED)
    write(database, an_announcement("again"))


def test_every_write_is_written_down(database: Database) -> None:
    write(database, an_announcement())
    write(database, an_announcement(kind="results"))
    announcements.approve(database, None, TERMS)
    announcements.cancel(database, "opening", now=NOW, actor="Li")
    with database.reading() as db:
        deeds = [(row["actor"], row["action"], row["object"]) for row in audit.listing(db)]
    assert deeds[::-1] == [
        ("Anne", "announcement.created", "announcement:opening"),
        ("Anne", "announcement.changed", "announcement:opening"),
        ("Anne", "announcement.approved", "announcement:opening"),
        ("Li", "announcement.cancelled", "announcement:opening"),
    ]


def test_show_gives_each_channels_words(database: Database) -> None:
    write(database, an_announcement())
    shown = announcements.show(database, "opening")
    assert shown["posts"]["weibo"]["text"].startswith("【报名今天开放】")
    assert shown["posts"]["wechat"]["act"] == "mass"
    assert (shown["status"], shown["deliveries"]) == ("draft", [])
    with pytest.raises(NothingFound):
        announcements.show(database, "nothing")


@pytest.mark.parametrize("day", ["2026-11-24", "2027-12-25", "2028-01-01", "2028-02-22", "2031-06-30"])
def test_the_demo_announcement_is_good_at_any_date(database: Database, day: str) -> None:
    now = datetime.fromisoformat(f"{day}T15:59:59.5+00:00")
    name = announcements.queue_demo(database, now=now, rules=RULES, accounts=ACCOUNTS)
    shown = announcements.show(database, name)
    assert shown["status"] == Status.APPROVED
    assert timedelta(seconds=59) < shown["publish_at"] - now <= timedelta(seconds=60)
    assert set(shown["states"]) == {"wechat", "weibo", "x"}
    assert "{" not in str([post["text"] for post in shown["posts"].values()])


def test_the_demo_names_the_day_in_each_language(sqlite_database: Database) -> None:
    name = announcements.queue_demo(sqlite_database, now=NOW, rules=RULES, accounts=ACCOUNTS)
    posts = announcements.show(sqlite_database, name)["posts"]
    assert "12月1日（周二）19:00" in posts["weibo"]["text"]
    assert "Tue 1 December 2026, 19:00 Beijing time" in posts["x"]["text"]


def test_the_demo_says_what_is_wrong_with_the_settings(sqlite_database: Database) -> None:
    rules = replace(RULES, weibo_domain="example.org")
    with pytest.raises(HasProblems, match=r"example\.org"):
        announcements.queue_demo(sqlite_database, now=NOW, rules=rules, accounts=ACCOUNTS)


def test_the_content_of_pictures_is_frozen_at_approval(database: Database, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"main")
    (tmp_path / "b.jpg").write_bytes(b"inside")
    terms = replace(TERMS, pictures=tmp_path)
    texts = {"zh": ("校园", f"![门](b.jpg) {LINK}")}
    told = an_announcement(texts=texts, channels=("wechat", "weibo"), picture="a.jpg")
    assert announcement_drafts.write(database, [told], terms).problems == []
    assert announcements.approve(database, None, terms).approved == ["opening"]
    with database.reading() as db:
        digests = {one.channel: one.post.digests for one in deliveries.of_announcement(db, "opening")}
    main, inside = (hashlib.sha256(content).hexdigest() for content in (b"main", b"inside"))
    assert digests == {"wechat": {"a.jpg": main, "b.jpg": inside}, "weibo": {"a.jpg": main}}


def test_a_picture_that_is_gone_by_then_keeps_it_from_being_approved(database: Database, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"main")
    terms = replace(TERMS, pictures=tmp_path)
    announcement_drafts.write(database, [an_announcement(channels=("weibo",), picture="a.jpg")], terms)
    (tmp_path / "a.jpg").unlink()
    [problem] = announcements.approve(database, None, terms).problems
    assert (problem.channel, problem.code) == ("weibo", "picture_missing")


def test_a_missing_right_is_a_hint_in_a_draft_and_keeps_it_from_being_approved(database: Database) -> None:
    rules = replace(RULES, missing_rights={("wechat", "mass"): "The account may not send to all: have it verified."})
    terms = replace(TERMS, rules=rules)
    written = announcement_drafts.write(database, [an_announcement()], terms)
    assert (written.created, [hint.code for hint in written.hints if hint.channel == "wechat"]) == (
        ["opening"],
        ["no_right"],
    )
    [problem] = announcements.approve(database, None, terms).problems
    assert "announce package opening" in problem.message
    assert sends(database) == []


def test_links_are_approved_with_their_parameters(database: Database) -> None:
    terms = replace(TERMS, rules=replace(RULES, link_domains="paristech.fr"))
    write(database, an_announcement(channels=("weibo",)))
    announcements.approve(database, None, terms)
    with database.reading() as db:
        [one] = deliveries.of_announcement(db, "opening")
    assert (one.post.link_domains, one.intact) == ("paristech.fr", True)
    assert f"{LINK}?utm_source=weibo&utm_medium=social&utm_campaign=opening" in visible(one.post)
