"""The rehearsal against a real database: queues, the ledger, pauses and drafts."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert, select, update

from bot.actions import announcement_drafts, announcements, calendar, channels
from bot.actions.announcement_checks import Terms
from bot.actions.channels import Account
from bot.channels.pictures import fault
from bot.core.announcements import Announcement
from bot.core.roles import Actor
from bot.store.engine import Database
from bot.store.models import announcement, attempt, audit, delivery, quota_ledger
from tests.announcing import ACCOUNTS, LINK, NOW, RULES, an_announcement

LI = Actor("Li", "approver")
TERMS = Terms(RULES, ACCOUNTS, NOW, "Li")
DUE = NOW + timedelta(days=7)


def talk(number: int, days: int = 0, channel: str = "wechat") -> Announcement:
    texts = {"zh": (f"第{number}场", f"第{number}场。{LINK}"), "en": (f"Talk {number}", f"Talk {number} {LINK}")}
    return an_announcement(f"talk-{number}", channels=(channel,), texts=texts, at=DUE + timedelta(days=days))


def approved(database: Database, *made: Announcement) -> None:
    assert announcement_drafts.write(database, made, TERMS).problems == []
    assert announcements.approve(database, None, TERMS).problems == []


def codes(database: Database, **options: object) -> list[tuple[str, bool, list[str]]]:
    rows = calendar.dry_run(database, TERMS, **options)  # type: ignore[arg-type]  # any option
    return [(row["announcement"], row["draft"], [one["code"] for one in row["problems"]]) for row in rows]


def spend(database: Database, kind: str, period: str, state: str, *, times: int = 1) -> None:
    """As if so much of the quota had been used by what went out."""
    with database.writing() as db:
        number = db.scalar(select(delivery.c.id).order_by(delivery.c.id).limit(1))
        for each in range(times):
            row = {"account": "wechat:gh_1", "kind": f"{kind}#{each}" if times > 1 else kind, "period": period}
            db.execute(insert(quota_ledger).values(**row, delivery_id=number, state=state, at=NOW))


def test_drafts_and_what_is_queued_share_the_quota(database: Database) -> None:
    approved(database, *(talk(n, 4 * n) for n in range(4)))
    january = an_announcement("january", channels=("wechat",), at=DUE + timedelta(days=31))
    assert announcement_drafts.write(database, [january], TERMS).problems == []
    assert codes(database) == [*((f"talk-{n}", False, []) for n in range(4)), ("january", True, [])]
    assert codes(database, weeks=1) == []


def test_what_the_ledger_holds_is_counted_but_not_a_sends_own_reservation(database: Database) -> None:
    approved(database, talk(1))
    spend(database, "mass_month", "2026-12", "reserved")
    assert codes(database) == [("talk-1", False, [])]
    spend(database, "mass_month", "2026-11", "used", times=4)  # another month's
    assert codes(database) == [("talk-1", False, [])]


def test_what_was_used_by_hand_or_is_said_to_be_spent_stops_it(database: Database) -> None:
    approved(database, talk(1))
    spend(database, "mass_month", "2026-12", "used", times=4)
    assert codes(database) == [("talk-1", False, ["quota"])]
    with database.writing() as db:
        db.execute(quota_ledger.delete())
    spend(database, "mass_day", "2026-12-01", "exhausted")
    assert codes(database) == [("talk-1", False, ["quota"])]


def test_what_went_out_is_not_rehearsed_and_counts(database: Database) -> None:
    approved(database, talk(1), talk(2, 1))
    with database.writing() as db:
        mine = delivery.c.announcement_id == "talk-1"
        db.execute(update(delivery).where(mine).values(state="sent"))
        db.execute(update(delivery).where(~mine).values(due_at=DUE + timedelta(hours=1)))
        db.execute(
            update(announcement).where(announcement.c.id == "talk-2").values(publish_at=DUE + timedelta(hours=1))
        )
    assert codes(database) == [("talk-2", False, ["quota_day"])]


def test_a_paused_account_keeps_everything_back(database: Database) -> None:
    approved(database, talk(1), talk(2, channel="x"))
    channels.pause(database, [Account("x", "x:1", "")], [], reason="", now=NOW, actor=LI)
    assert codes(database) == [("talk-1", False, []), ("talk-2", False, ["paused"])]


def test_what_a_person_posts_is_rehearsed_as_such_and_no_pause_concerns_it(database: Database) -> None:
    assert announcement_drafts.write(database, [talk(1)], TERMS).problems == []
    assert announcements.approve(database, None, TERMS, by_hand=["wechat"]).problems == []
    channels.pause(database, [Account("wechat", "wechat:gh_1", "")], [], reason="", now=NOW, actor=LI)
    lost = replace(RULES, missing_rights={("wechat", "mass"): "The account is not verified: verify it."})
    [row] = calendar.dry_run(database, replace(TERMS, rules=lost))
    assert (row["fate"], row["account"], row["problems"]) == ("by hand", "wechat:by-hand", [])
    assert "somebody must post it at that minute" in " ".join(hint["message"] for hint in row["hints"])


def test_pictures_are_looked_at_as_sending_would(database: Database, tmp_path: Path) -> None:
    terms = replace(TERMS, pictures=tmp_path, fault_of=fault)
    photo = (Path(announcements.__file__).parents[1] / "content" / "cover.jpg").read_bytes()
    (tmp_path / "photo.jpg").write_bytes(photo)
    shown = replace(talk(1), picture="photo.jpg")
    assert announcement_drafts.write(database, [shown], terms).problems == []
    assert announcements.approve(database, None, terms).problems == []

    def found() -> list[str]:
        return [one["code"] for row in calendar.dry_run(database, terms) for one in row["problems"]]

    assert found() == []
    (tmp_path / "photo.jpg").write_bytes(photo + b" ")
    assert found() == ["picture_changed"]
    (tmp_path / "photo.jpg").write_bytes(b"")
    assert found() == ["picture_unreadable", "picture_changed"]
    (tmp_path / "photo.jpg").unlink()
    assert found() == ["picture_missing"]


def test_a_rehearsal_writes_nothing(database: Database) -> None:
    approved(database, talk(1))

    def everything() -> list[object]:
        with database.reading() as db:
            tables = (announcement, delivery, attempt, quota_ledger, audit)
            return [tuple(row) for table in tables for row in db.execute(select(table))]

    before = everything()
    calendar.dry_run(database, TERMS)
    calendar.planned(database, now=NOW)
    calendar.feed(database, now=NOW)
    assert everything() == before
