"""What must be on disk before the reply: requests, feedback, follows, the end of a mass send; and nothing twice."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.core import phrases
from bot.core.privacy import person_key
from bot.store import inbox, people
from bot.store.engine import Database
from tests.handlers.world import OPENID, SECRET, Answered, World, xml

Make = Callable[..., World]
PERSON = person_key(SECRET, "wechat", OPENID)


def talk(world: World, *texts: str) -> list[str]:
    async def all_of_them() -> list[str]:
        return [await world.asked(text) or "" for text in texts]

    return asyncio.run(all_of_them())


def said_to_staff(world: World) -> list[list[str]]:
    with world.database.reading() as db:
        return [[message["text"] for message in request["messages"]] for request in inbox.listing(db)]


def rows(world: World, sql: str) -> list[Any]:
    with world.database.reading() as db:
        return list(db.execute(text(sql)))


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """Another program holds the database."""
    file = rows_file(database)
    with sqlite3.connect(file, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
    other.close()


def rows_file(database: Database) -> str:
    with database.reading() as db:
        return str(db.execute(text("PRAGMA database_list")).one()[2])


def test_the_word_for_a_person_puts_the_last_question_into_the_inbox(world: World) -> None:
    replies = talk(world, "重修会影响资格吗", "人工")
    assert said_to_staff(world) == [["重修会影响资格吗"]]
    assert "已转给同事" in replies[1]


def test_a_wish_in_a_sentence_is_kept_as_it_was_said(world: World) -> None:
    talk(world, "I'd rather talk to a real person about my grant")
    assert said_to_staff(world) == [["I'd rather talk to a real person about my grant"]]


def test_what_follows_is_added_to_the_same_request_once(world: World) -> None:
    replies = talk(world, "人工", "我有门课是重修过的", "9+9怎么申请？")
    assert said_to_staff(world) == [["人工", "我有门课是重修过的"]]
    assert replies[1] == phrases.handover("zh", world.pipeline._rules.office, world.clock.now(), added=True)
    assert world.answers.asked == ["9+9怎么申请？"]


def test_a_picture_in_between_does_not_end_the_request(world: World) -> None:
    talk(world, "人工")
    asyncio.run(world.asked(MsgType="image"))
    talk(world, "这是我的成绩单")
    assert said_to_staff(world) == [["人工", "这是我的成绩单"]]


def test_asking_again_opens_no_second_request(world: World) -> None:
    talk(world, "转人工", "人工客服在吗")
    assert len(said_to_staff(world)) == 1


def test_the_office_hours_are_told(world: World) -> None:
    assert "周一至周五 9:00–18:00" in talk(world, "人工")[0]
    world.clock.time = datetime(2026, 12, 11, 10, 5, tzinfo=UTC)  # Friday, 18:05 in Shanghai
    assert "12月14日（周一）9:00" in talk(world, "人工")[0]
    assert "lundi 14 décembre à 9:00" in talk(world, "humain")[0]


def test_numbers_and_addresses_reach_neither_the_inbox_nor_the_log(world: World) -> None:
    talk(world, "human", "I'm Li Lei, passport E00000000, call me on +86 138 0013 8000 or li.lei@example.com")
    world.journal.flush()
    assert said_to_staff(world)[0][-1] == "I'm Li Lei, passport [passport], call me on [phone] or [e-mail]"
    dump = str(rows(world, "SELECT * FROM message_log") + rows(world, "SELECT state FROM person"))
    assert "13800138000" not in dump.replace(" ", "")
    assert "E00000000" not in dump
    assert "example.com" not in dump


def test_somebody_who_sent_numbers_is_asked_not_to(world: World) -> None:
    assert phrases.NO_NUMBERS_PLEASE["en"] in talk(world, "human", "call me on +86 138 0013 8000")[1]


def test_the_openid_is_stored_with_the_request_and_sealed(world: World) -> None:
    talk(world, "人工")
    with world.database.reading() as db:
        assert people.openid(db, world.vault, PERSON) == OPENID
    assert OPENID not in str(rows(world, "SELECT * FROM person"))


def test_a_yes_after_an_honest_no_asks_for_a_person(world: World) -> None:
    talk(world, "can you book me a flight", "yes please")
    assert said_to_staff(world) == [["can you book me a flight"]]


def test_the_word_for_a_person_can_be_tapped(world: World) -> None:
    reply = talk(world, "can you book me a flight")[0]
    assert 'msgmenucontent=human&msgmenuid=human">human</a>' in reply
    asyncio.run(world.asked("human", bizmsgmenuid="human"))
    assert said_to_staff(world) == [["can you book me a flight"]]


def test_a_yes_out_of_the_blue_asks_for_nobody(world: World) -> None:
    talk(world, "yes please")
    assert said_to_staff(world) == []


def test_feedback_is_kept_with_the_entry_it_is_about(world: World) -> None:
    talk(world, "9+9怎么申请？", "没帮助", "👍")
    kept = rows(world, "SELECT kind, json_extract(reply, '$.entries[0]') FROM effect ORDER BY at, kind DESC")
    assert sorted(map(tuple, kept)) == [("helpful", "apply"), ("not_helpful", "apply")]


def test_a_repeated_message_gets_the_same_reply_and_acts_once(world: World) -> None:
    async def twice() -> list[Answered]:
        body = xml(**world.message("人工"))
        return [await world.posted(body) for _ in range(3)]  # fresh signatures, same MsgId

    replies = asyncio.run(twice())
    assert len({reply.content for reply in replies}) == 1
    assert said_to_staff(world) == [["人工"]]


def test_parallel_copies_get_one_decision(world: World) -> None:
    async def at_once() -> list[Answered]:
        body = xml(**world.message("人工"))
        return list(await asyncio.gather(*(world.posted(body) for _ in range(3))))

    replies = asyncio.run(at_once())
    assert len({reply.content for reply in replies}) == 1
    assert replies[0].content
    assert said_to_staff(world) == [["人工"]]
    assert world.count("ok") == 1
    assert world.count("dup") == 2


def test_after_a_restart_a_retry_replays_the_stored_reply(make_world: Make) -> None:
    before = make_world()
    body = xml(**before.message("人工"))
    first = asyncio.run(before.posted(body)).content
    before.clock.pass_(seconds=5)
    # Killed: nothing is flushed.
    after = make_world()
    after.clock.pass_(hours=7)  # the office has closed, so a new reply would read differently
    assert asyncio.run(after.posted(body)).content == first
    assert said_to_staff(after) == [["人工"]]


def test_a_conversation_goes_on_after_a_restart(make_world: Make) -> None:
    before = make_world()
    talk(before, "奖学金")
    before.journal.flush()
    after = make_world()
    assert talk(after, "2") == ["eiffel的回答。 [zh]"]


def test_a_busy_database_makes_the_student_send_it_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.actions.requests.BUSY_SECONDS", 0.05)
    with locked(world.database):
        assert talk(world, "human") == [phrases.NOT_SAVED["en"].format(contact="china@paristech.fr")]
    assert said_to_staff(world) == []
    assert "colleague" in talk(world, "human")[0]


def test_a_question_is_answered_while_the_database_is_busy(world: World) -> None:
    with locked(world.database):
        assert talk(world, "9+9怎么申请？") == ["apply的回答。 [zh]"]


def test_a_welcome_is_said_even_when_the_follow_could_not_be_kept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.actions.requests.BUSY_SECONDS", 0.05)
    with locked(world.database):
        assert asyncio.run(world.tapped("subscribe"))


@pytest.mark.parametrize("name", ["MASSSENDJOBFINISH", "PUBLISHJOBFINISH", "unsubscribe"])
def test_an_event_that_cannot_be_kept_is_asked_for_again(
    world: World, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.actions.requests.BUSY_SECONDS", 0.05)
    body = xml(**world.event(name, MsgID="1000000003"))
    with locked(world.database):
        assert asyncio.run(world.posted(body)).status == 500
    assert asyncio.run(world.posted(body)).status == 200


@pytest.mark.parametrize("file", ["event_masssendjobfinish", "event_publishjobfinish"])
def test_the_end_of_a_job_is_kept_once(world: World, file: str) -> None:
    body = (Path(__file__).parent.parent / "wire" / "wechat" / f"{file}.xml").read_bytes()
    world.clock.time = datetime.fromtimestamp(1796100000, UTC)

    async def three() -> list[bytes]:
        return [(await world.posted(body)).body for _ in range(3)]

    assert asyncio.run(three()) == [b"success"] * 3
    kept = rows(world, "SELECT kind, remote_id FROM platform_event")
    assert [tuple(row) for row in kept] in (
        [("masssendjobfinish", "1000000003")],
        [("publishjobfinish", "2247503051")],
    )


def follows(world: World) -> bool:
    return bool(rows(world, "SELECT follows FROM person")[0][0])


def test_following_and_leaving_are_kept_in_the_order_of_the_platform(world: World) -> None:
    later = int(world.clock.now().timestamp())
    asyncio.run(world.tapped("unsubscribe", CreateTime=later))
    assert not follows(world)
    asyncio.run(world.tapped("subscribe", CreateTime=later - 60))  # told late
    assert not follows(world)
    asyncio.run(world.tapped("subscribe", CreateTime=later + 1))
    assert follows(world)


def test_an_open_list_is_gone_after_leaving(world: World) -> None:
    talk(world, "奖学金")
    asyncio.run(world.tapped("unsubscribe"))
    world.clock.pass_(seconds=5)
    welcome = asyncio.run(world.tapped("subscribe"))
    assert welcome is not None
    assert welcome.startswith(phrases.WELCOME_KNOWN["zh"])
    assert talk(world, "2") == [phrases.NO_OPEN_LIST["zh"]]
