"""The message log keeps each message once, shows the newest, and forgets in batches."""

from datetime import UTC, datetime, timedelta

from bot.core.messages import LogLine
from bot.store import log
from bot.store.engine import Database

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


def a_line(number: int, reply: str = "In March.") -> LogLine:
    return LogLine(
        f"M{number}", NOW + timedelta(seconds=number), "K1", "answer", "answer", ("csc-dates",), 1, "en", 0.9,
        "when?", reply, f"r{number}", 0.4,
    )  # fmt: skip


def test_a_line_has_the_promised_shape(database: Database) -> None:
    with database.writing() as db:
        log.add_many(db, [a_line(1)])
    with database.reading() as db:
        assert log.listing(db) == [
            {
                "key": "M1", "at": "2026-12-01T08:00:01+00:00", "kind": "answer", "decision": "answer",
                "entries": ["csc-dates"], "shown": 1, "lang": "en", "request_id": "r1", "reply": "In March.",
            }
        ]  # fmt: skip


def test_the_same_message_again_is_ignored_and_the_others_are_kept(database: Database) -> None:
    with database.writing() as db:
        log.add_many(db, [a_line(1)])
    with database.writing() as db:
        log.add_many(db, [a_line(1, "another"), a_line(2), a_line(2, "another")])
        log.add_many(db, [])
    with database.reading() as db:
        assert [(row["key"], row["reply"]) for row in log.listing(db)] == [("M1", "In March."), ("M2", "In March.")]


def test_the_newest_lines_are_shown_oldest_first(database: Database) -> None:
    with database.writing() as db:
        log.add_many(db, [a_line(n) for n in (3, 1, 4, 2)])
    with database.reading() as db:
        assert [row["key"] for row in log.listing(db, limit=3)] == ["M2", "M3", "M4"]
        assert [row["key"] for row in log.listing(db, since=NOW + timedelta(seconds=3))] == ["M3", "M4"]
        assert [row["key"] for row in log.listing(db, key="M2")] == ["M2"]
        assert log.listing(db, key="M9") == []


def test_old_lines_go_in_batches(database: Database) -> None:
    with database.writing() as db:
        log.add_many(db, [a_line(n) for n in range(10)])
    limit = NOW + timedelta(seconds=7)
    with database.writing() as db:
        assert [log.prune_before(db, limit, batch=3) for _ in range(4)] == [3, 3, 1, 0]
        assert [row["key"] for row in log.listing(db)] == ["M7", "M8", "M9"]
