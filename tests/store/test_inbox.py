"""The inbox: one open request a person, also when two messages come at once."""

import threading
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from bot.store import inbox
from bot.store.engine import Database
from bot.store.models import inbox_request

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_what_a_person_writes_next_is_added_to_their_request(database: Database) -> None:
    with database.writing() as db:
        first = inbox.open_or_add(db, person="K1", text_="人工", lang="zh", now=NOW)
        second = inbox.open_or_add(db, person="K1", text_="签证问题", lang="zh", now=NOW + timedelta(minutes=1))
        other = inbox.open_or_add(db, person="K2", text_="a person please", lang="en", now=NOW)
    assert (first.is_new, second.is_new, other.is_new) == (True, False, True)
    assert second.id == first.id
    with database.reading() as db:
        listed = inbox.listing(db)
    assert [row["person"] for row in listed] == ["K1", "K2"]
    assert [message["text"] for message in listed[0]["messages"]] == ["人工", "签证问题"]
    assert listed[0]["opened_at"] == "2026-12-01T08:00:00+00:00"
    message = listed[0]["messages"][1]
    said = {"at": "2026-12-01T08:01:00+00:00", "author": "student", "text": "签证问题", "delivered_at": None, "way": ""}
    assert {name: message[name] for name in said} == said


def test_after_a_closed_request_a_new_one_opens(database: Database) -> None:
    with database.writing() as db:
        first = inbox.open_or_add(db, person="K1", text_="one", lang="en", now=NOW)
        db.execute(update(inbox_request).values(status="done", closed_at=NOW))
        second = inbox.open_or_add(db, person="K1", text_="two", lang="en", now=NOW)
    assert second.is_new
    assert second.id != first.id
    with database.reading() as db:
        assert [row["id"] for row in inbox.listing(db, status="open")] == [second.id]
        assert len(inbox.listing(db)) == 2


def test_two_messages_at_once_open_one_request(database: Database) -> None:
    start = threading.Barrier(4)

    def ask(number: int) -> None:
        start.wait()
        with database.writing() as db:
            inbox.open_or_add(db, person="K1", text_=f"question {number}", lang="en", now=NOW)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as db:
        (request,) = inbox.listing(db)
    assert {message["text"] for message in request["messages"]} == {f"question {n}" for n in range(4)}
