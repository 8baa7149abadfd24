"""A shortened year: what is past its retention is gone, and the file stays as large as its retention asks for."""

from pathlib import Path

from bot.store.engine import Database
from tests.faults.year import EVERY, live

DAYS, MESSAGES, CHAT_DAYS = 40, 12, 10


def test_a_year_of_traffic_leaves_the_database_at_its_size(sqlite_database: Database, tmp_path: Path) -> None:
    year = live(sqlite_database, tmp_path, days=DAYS, messages=MESSAGES, chat_days=CHAT_DAYS)
    assert year.faults() == []
    assert year.answered == DAYS * MESSAGES
    assert year.sent == -(-DAYS // EVERY)
    assert year.days[-1].rows["message_log"] == MESSAGES * CHAT_DAYS
    assert year.days[5].rows["message_log"] == MESSAGES * 6  # nothing goes before its time
