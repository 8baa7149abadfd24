"""Colleagues, and the record of who did what."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.errors import Conflict, UsageError
from bot.store import audit, epochs, staff
from bot.store.engine import Database

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_a_colleague_is_added_once(database: Database) -> None:
    with database.writing() as db:
        staff.add(db, "Wang", role="admin", now=NOW)
        staff.add(db, "Li", role="editor", now=NOW)
        with pytest.raises(Conflict, match="already a colleague named Li"):
            staff.add(db, "Li", role="viewer", now=NOW)
        assert [(row["name"], row["role"], row["active"]) for row in staff.listing(db)] == [
            ("Li", "editor", True),
            ("Wang", "admin", True),
        ]


def test_an_unknown_role_is_refused(database: Database) -> None:
    with database.writing() as db, pytest.raises(UsageError, match="viewer, editor, approver, admin"):
        staff.add(db, "Li", role="king", now=NOW)


def test_the_latest_deed_is_shown_first(database: Database) -> None:
    with database.writing() as db:
        audit.add(db, audit.Deed("Li", "faq.save", "faq:a", before={"q": "?"}), now=NOW)
        audit.add(db, audit.Deed("Wang", "faq.save", "faq:b", after=["x"]), now=NOW + timedelta(seconds=1))
        listed = audit.listing(db)
        assert [(row["actor"], row["before"], row["after"]) for row in listed] == [
            ("Wang", None, ["x"]),
            ("Li", {"q": "?"}, None),
        ]
        assert listed[0]["at"] == "2026-12-01T08:00:01+00:00"
        assert len(audit.listing(db, limit=1)) == 1


def test_an_epoch_grows_with_each_bump_and_each_name_has_its_own(database: Database) -> None:
    with database.writing() as db:
        assert epochs.number(db, "faq") == 0
        epochs.hold(db, "faq")
        assert epochs.number(db, "faq") == 0
        assert [epochs.bump(db, "faq"), epochs.bump(db, "faq")] == [1, 2]
        assert epochs.bump(db, "announcements") == 1
        assert epochs.number(db, "faq") == 2
