"""What colleagues answer: held until it is given, given once, whose turn it is, and how long it is kept."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.errors import Conflict, NothingFound
from bot.store import inbox, people
from bot.store.engine import Database
from tests.store.test_people import a_row

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def a_request(database: Database, person: str = "K1") -> int:
    with database.writing() as db:
        return inbox.open_or_add(db, person=person, text_="人工", lang="zh", now=NOW).id


def answered(database: Database, number: int, *texts: str, author: str = "Lin") -> None:
    with database.writing() as db:
        for text in texts:
            inbox.answer(db, number, author=author, text_=text, now=LATER)


def state(database: Database, number: int) -> tuple[Any, ...]:
    with database.reading() as db:
        request = inbox.one(db, number)
    return request["status"], request["assignee"]


def test_whose_turn_it_is_and_who_has_it(database: Database) -> None:
    number = a_request(database)
    assert state(database, number) == ("open", "")
    answered(database, number, "哪一页？")
    assert state(database, number) == ("waiting", "Lin")
    assert a_request(database) == number
    assert state(database, number) == ("open", "Lin")
    answered(database, number, "收到", author="Zhang")
    assert state(database, number) == ("waiting", "Lin")
    with database.writing() as db:
        inbox.close(db, number, now=LATER)
    assert state(database, number) == ("done", "Lin")
    assert a_request(database) != number


def test_a_closed_request_takes_no_answer(database: Database) -> None:
    number = a_request(database)
    with database.writing() as db:
        inbox.close(db, number, now=LATER)
    with pytest.raises(Conflict, match=f"Request {number} is closed"), database.writing() as db:
        inbox.answer(db, number, author="Lin", text_="zu spät", now=LATER)
    with pytest.raises(Conflict), database.writing() as db:
        inbox.close(db, number, now=LATER)


def test_a_request_that_is_not_there_is_said_to_be_missing(database: Database) -> None:
    for act in (inbox.one, lambda db, number: inbox.close(db, number, now=NOW)):
        with pytest.raises(NothingFound, match="no request 77"), database.writing() as db:
            act(db, 77)


def test_held_texts_are_the_persons_own_oldest_first(database: Database) -> None:
    answered(database, a_request(database), "first", "second")
    answered(database, a_request(database, "K2"), "for somebody else")
    with database.reading() as db:
        assert [held.text for held in inbox.held(db, "K1")] == ["first", "second"]
        assert inbox.held(db, "K3") == ()


def test_a_text_is_given_once(database: Database) -> None:
    answered(database, a_request(database), "first", "second")
    with database.writing() as db:
        first, second = inbox.held(db, "K1")
        inbox.give(db, [first.id], now=LATER)
    with pytest.raises(inbox.GivenAlready), database.writing() as db:
        inbox.give(db, [first.id, second.id], now=LATER)
    with database.reading() as db:
        assert inbox.held(db, "K1") == (second,)


def test_of_many_who_give_at_once_one_does(database: Database) -> None:
    answered(database, a_request(database), "only once")
    with database.reading() as db:
        texts = [held.id for held in inbox.held(db, "K1")]
    start, given = threading.Barrier(4), []

    def give() -> None:
        start.wait()
        try:
            with database.writing() as db:
                inbox.give(db, texts, now=LATER)
            given.append(1)
        except inbox.GivenAlready:
            pass

    threads = [threading.Thread(target=give) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert given == [1]


def test_who_waits_for_a_colleague(database: Database) -> None:
    with database.writing() as db:
        people.save_many(db, [a_row("K1"), a_row("K2")])
    number = a_request(database)
    answered(database, number, "an answer")

    def waits() -> tuple[bool, frozenset[str]]:
        with database.reading() as db:
            assert people.one(db, "K2")[1] is False
            return people.one(db, "K1")[1], inbox.all_awaiting(db)

    assert waits() == (True, frozenset({"K1"}))
    with database.writing() as db:
        inbox.close(db, number, now=LATER)
    assert waits() == (True, frozenset({"K1"})), "a closed request's answer is given all the same"
    with database.writing() as db:
        inbox.give(db, [held.id for held in inbox.held(db, "K1")], now=LATER)
    assert waits() == (False, frozenset())


def test_closed_requests_go_after_a_while_with_all_that_was_written(database: Database) -> None:
    closed, kept = a_request(database), a_request(database, "K2")
    answered(database, closed, "an answer")
    with database.writing() as db:
        inbox.close(db, closed, now=NOW)
    with database.writing() as db:
        assert inbox.prune_closed_before(db, LATER) == 1
        assert [request["id"] for request in inbox.listing(db)] == [kept]
        assert inbox.held(db, "K1") == ()
        assert inbox.prune_opened_before(db, LATER) == 1
        assert inbox.listing(db) == []
