"""Announcements in the database: what is saved comes back, drafts change, approved ones stay."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.announcements import Announcement, ChannelText, Event, Status, content_hash
from bot.core.delivery import State
from bot.core.errors import Conflict
from bot.core.posts import posts_for
from bot.store import announcements, deliveries
from bot.store.announcements import Stored
from bot.store.engine import Database
from tests.announcing import NOW, an_announcement


def save(database: Database, announcement: Announcement) -> str:
    with database.writing() as db:
        return announcements.save(db, announcement, now=NOW, actor="Li")


def one(database: Database, wanted: str = "opening") -> Stored | None:
    with database.reading() as db:
        return announcements.one(db, wanted)


def move(database: Database, found: Stored, to: Status) -> bool:
    with database.writing() as db:
        return announcements.set_status(db, found, to, now=NOW, actor="Anne")


def test_what_is_saved_comes_back_with_the_same_hash(database: Database) -> None:
    full = an_announcement(
        event=Event("Tag der offenen Tür", NOW, NOW + timedelta(hours=1), "Europe/Paris", online=True, place="上海"),
        channels=("x", "wechat"),
        picture="a.jpg",
        picture_bytes=5,
        picture_alt={"zh": "合影"},
        late_after_seconds=0,
        useful_until=NOW + timedelta(days=9, microseconds=5),
    )
    full = replace(full, channels=(*full.channels, ChannelText("weibo", "share", "fr", "all", "T", "B")))
    assert save(database, full) == "created"
    found = one(database)
    assert found is not None
    assert replace(found.announcement, channels=()) == replace(full, channels=())
    assert set(found.announcement.channels) == set(full.channels)
    assert content_hash(found.announcement) == found.content_hash == content_hash(full)
    assert (found.status, found.created_by, found.states) == (Status.DRAFT, "Li", {})


def test_a_draft_is_written_over_and_the_same_again_changes_nothing(database: Database) -> None:
    save(database, an_announcement())
    assert save(database, an_announcement()) == "unchanged"
    assert save(database, an_announcement(channels=("x",), texts={"en": ("A", "B")})) == "changed"
    found = one(database)
    assert found is not None
    assert dict(found.announcement.texts) == {"en": ("A", "B")}
    assert [channel.channel for channel in found.announcement.channels] == ["x"]


@pytest.mark.parametrize("status", [Status.APPROVED, Status.CANCELLED])
def test_what_is_no_draft_any_more_is_not_edited(database: Database, status: Status) -> None:
    save(database, an_announcement())
    found = one(database)
    assert found is not None
    assert move(database, found, status)
    with pytest.raises(Conflict, match=str(status)):
        save(database, an_announcement(kind="results"))


def test_a_status_moves_once_and_for_the_content_that_was_read(database: Database) -> None:
    save(database, an_announcement())
    found = one(database)
    assert found is not None
    assert not move(database, replace(found, content_hash="another"), Status.APPROVED)
    assert move(database, found, Status.APPROVED)
    assert not move(database, found, Status.APPROVED)
    approved = one(database)
    assert approved is not None
    assert (approved.status, approved.approved_by, approved.approved_at) == (Status.APPROVED, "Anne", NOW)


def test_a_listing_is_by_time_and_can_be_narrowed(database: Database) -> None:
    for days, name in ((3, "c"), (1, "a"), (2, "b")):
        save(database, an_announcement(name, at=NOW + timedelta(days=days)))
    found = one(database, "b")
    assert found is not None
    move(database, found, Status.APPROVED)
    with database.reading() as db:
        assert [row.announcement.id for row in announcements.listing(db)] == ["a", "b", "c"]
        assert [row.announcement.id for row in announcements.listing(db, status=Status.APPROVED)] == ["b"]
        since = NOW + timedelta(days=2)
        assert [row.announcement.id for row in announcements.listing(db, since=since)] == ["b", "c"]
        assert set(announcements.standing(db, ["a", "b", "none"])) == {"a", "b"}


def test_the_states_of_its_sends_come_along(database: Database) -> None:
    save(database, an_announcement())
    posts = {f"{name}:1": post for name, post in posts_for(an_announcement()).items()}
    with database.writing() as db:
        deliveries.lay_out(db, "opening", posts, due_at=NOW, late_after_seconds=900, useful_until=None, now=NOW)
    found = one(database)
    assert found is not None
    assert found.states == dict.fromkeys(("wechat", "weibo", "x"), State.QUEUED)


def test_an_unknown_id_is_none(database: Database) -> None:
    assert one(database, "nothing") is None
