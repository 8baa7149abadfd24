"""What the pipeline does when it is too much, too slow, or wrong."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from bot.core import phrases
from bot.core.errors import NotSaved
from bot.store import log
from bot.store.engine import Database
from handlers.people import People
from tests.handlers.world import OPENID, World, bump_faq, xml

Make = Callable[..., World]
APPLY = "apply的回答。 [zh]"


def logged(world: World) -> list[dict[str, Any]]:
    world.journal.flush()
    with world.database.reading() as db:
        return log.listing(db)


def test_an_answer_is_logged_with_what_was_asked_and_said(world: World) -> None:
    asyncio.run(world.asked("9+9怎么申请？"))
    (line,) = logged(world)
    assert (line["kind"], line["decision"], line["entries"], line["shown"], line["lang"]) == (
        "answer", "answer", ["apply", "eiffel"], 1, "zh",
    )  # fmt: skip
    assert line["reply"] == APPLY


def test_a_request_is_logged_with_its_number_in_the_inbox(world: World) -> None:
    asyncio.run(world.asked("人工"))
    assert logged(world)[0]["request_id"] == "1"


def test_a_copy_is_not_logged_again(world: World) -> None:
    body = xml(**world.message("9+9怎么申请？"))
    for _ in range(3):
        asyncio.run(world.posted(body))
    assert len(logged(world)) == 1


def test_an_event_without_a_reply_is_not_logged(world: World) -> None:
    asyncio.run(world.tapped("VIEW"))
    assert logged(world) == []


def test_a_fault_of_ours_asks_to_send_again_and_the_bot_lives_on(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    assert asyncio.run(world.asked("boom")) == phrases.NOT_SAVED["zh"].format(contact="china@paristech.fr")
    assert world.count("error") == 1
    assert OPENID not in caplog.text
    assert asyncio.run(world.asked("9+9怎么申请？")) == APPLY


def test_a_fault_in_an_event_is_silent(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.pipeline.answer", lambda turn: 1 / 0)
    assert asyncio.run(world.sent(world.event("VIEW"))).body == b"success"
    assert asyncio.run(world.sent(world.event("MASSSENDJOBFINISH", MsgID="1"))).status == 500


def test_more_than_twenty_messages_a_minute_are_shed(world: World) -> None:
    async def many() -> list[str | None]:
        return [await world.asked("9+9怎么申请？") for _ in range(22)]

    replies = asyncio.run(many())
    assert replies[:20] == [APPLY] * 20
    assert replies[20:] == [None, None]
    assert world.count("shed") == 2
    world.clock.pass_(minutes=1)
    assert asyncio.run(world.asked("9+9怎么申请？")) == APPLY


def test_somebody_else_is_not_shed(make_world: Make) -> None:
    world = make_world(per_minute=1)
    asyncio.run(world.asked("9+9怎么申请？"))
    assert asyncio.run(world.asked("9+9怎么申请？", FromUserName="oSomebodyElse")) == APPLY


def test_a_request_for_a_person_is_never_shed_without_a_word(make_world: Make) -> None:
    world = make_world(per_minute=1)
    asyncio.run(world.asked("9+9怎么申请？"))
    assert asyncio.run(world.asked("人工")) == phrases.NOT_SAVED["zh"].format(contact="china@paristech.fr")


def test_the_end_of_a_job_is_never_shed(make_world: Make) -> None:
    world = make_world(per_minute=0)
    asyncio.run(world.tapped("MASSSENDJOBFINISH", MsgID="1"))
    assert world.count("ok") == 1


def test_too_many_at_once_are_shed(make_world: Make) -> None:
    world = make_world(in_flight=1)
    entered, go_on = threading.Event(), threading.Event()

    def slow(key: str, message: str) -> Any:
        entered.set()
        go_on.wait(5)
        raise NotSaved

    world.people.at_hand = lambda key: None  # type: ignore[method-assign]
    world.people.load = slow  # type: ignore[method-assign]

    async def two() -> tuple[str | None, str | None]:
        first = asyncio.create_task(world.asked("9+9怎么申请？"))
        await asyncio.to_thread(entered.wait, 5)
        world.people.at_hand = People.at_hand.__get__(world.people)  # type: ignore[method-assign]
        second = await world.asked("需要会法语吗？")
        go_on.set()
        return await first, second

    assert asyncio.run(two()) == (APPLY, None)


def test_a_person_who_cannot_be_looked_up_is_answered_all_the_same(world: World) -> None:
    def unreachable(key: str, message: str) -> Any:
        raise NotSaved

    world.people._known = None
    world.people.load = unreachable  # type: ignore[method-assign]
    assert asyncio.run(world.asked("9+9怎么申请？")) == APPLY


def test_a_slow_database_costs_the_student_no_more_than_the_deadline(make_world: Make) -> None:
    world = make_world(deadline=0.05, load_seconds=10.0)
    go_on = threading.Event()
    world.people._known = None
    world.people.load = lambda key, message: go_on.wait(5)  # type: ignore[method-assign,assignment,return-value]

    async def slowly() -> tuple[str | None, int]:
        reply = await world.asked("9+9怎么申请？")
        job = await world.sent(world.event("MASSSENDJOBFINISH", MsgID="1"))
        go_on.set()
        return reply, job.status

    reply, status = asyncio.run(slowly())
    assert reply == phrases.NOT_SAVED["zh"].format(contact="china@paristech.fr")
    assert status == 500


def test_with_several_processes_the_newest_state_counts(make_world: Make) -> None:
    first, second = make_world(shared=True), make_world(shared=True)
    asyncio.run(first.asked("奖学金"))
    first.journal.flush()
    assert asyncio.run(second.asked("2")) == "eiffel的回答。 [zh]"


def test_a_retry_on_another_process_gets_the_same_answer(make_world: Make) -> None:
    first, second = make_world(shared=True), make_world(shared=True)
    body = xml(**first.message("人工"))
    told = asyncio.run(first.posted(body)).content
    assert asyncio.run(second.posted(body)).content == told


def test_an_edit_of_the_faq_is_seen(world: World) -> None:
    assert not world.knowledge.look()
    bump_faq(world.database)
    assert world.knowledge.look()
    assert not world.knowledge.look()


def test_the_last_good_faq_goes_on_when_the_new_one_cannot_be_loaded(world: World) -> None:
    def broken() -> Any:
        raise NotSaved

    old = world.knowledge.answerer
    world.knowledge._load = broken
    bump_faq(world.database)
    assert not world.knowledge.look()
    assert world.knowledge.answerer is old


def test_the_watching_thread_ends_when_it_is_told(world: World) -> None:
    world.knowledge.start()
    world.knowledge.stop()
    assert not world.knowledge._thread.is_alive()


def test_a_conversation_works_on_either_database(make_world: Make, database: Database) -> None:
    world = make_world(database=database, shared=True)
    body = xml(**world.message("人工"))

    async def talk() -> list[str | None]:
        first = [await world.asked("奖学金"), await world.asked("2")]
        copies = await asyncio.gather(*(world.posted(body) for _ in range(3)))
        return [*first, *(copy.content for copy in copies)]

    _, choice, *requests = asyncio.run(talk())
    assert choice == "eiffel的回答。 [zh]"
    assert len(set(requests)) == 1
    assert [line["kind"] for line in logged(world)] == ["choices", "answer", "handover"]
    asyncio.run(world.tapped("unsubscribe"))
    asyncio.run(world.tapped("MASSSENDJOBFINISH", MsgID="1000000003"))
    assert world.count("error") == 0
