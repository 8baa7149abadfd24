"""What a platform says of a job is kept once, and claimed by one delivery."""

from datetime import UTC, datetime

from bot.store import events
from bot.store.engine import Database
from bot.store.events import PlatformEvent

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


def an_event(key: str, remote_id: str) -> PlatformEvent:
    return PlatformEvent(key, "wechat", "masssendjobfinish", remote_id, {"Status": "send success"}, NOW)


def test_an_event_is_kept_once_and_waits_until_it_is_claimed(database: Database) -> None:
    with database.writing(durable=True) as db:
        assert events.keep(db, an_event("A", "1001"))
        assert not events.keep(db, an_event("A", "1001"))
        events.keep(db, an_event("B", "1002"))
        assert events.unmatched(db) == [an_event("A", "1001"), an_event("B", "1002")]
        assert events.unmatched(db, remote_id="1002") == [an_event("B", "1002")]
        assert events.match(db, "A", 7)
        assert not events.match(db, "A", 8)
        assert not events.match(db, "C", 7)
        assert events.unmatched(db) == [an_event("B", "1002")]
