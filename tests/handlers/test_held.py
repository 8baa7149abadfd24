"""What a colleague answered: given once, with the next message, whatever happens between; and what is said to it."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text as sql

from bot.actions.inbox import close_request, list_inbox, reply_to_request
from bot.core import phrases
from bot.core.cutting import cut
from bot.core.messages import ReplyKind
from bot.core.phrases_held import HELD, MORE_HELD
from bot.core.privacy import person_key
from bot.store import inbox
from bot.store.engine import Database
from tests.handlers.world import ANSWERS, OPENID, SECRET, World, xml

Make = Callable[..., World]
PERSON = person_key(SECRET, "wechat", OPENID)
ANSWER = "您好，请把成绩单发到 china@paristech.fr 。"
GIVEN = f"{HELD['zh']}\n{ANSWER}"
APPLY = "apply的回答。 [zh]"


def talk(world: World, *texts: str) -> list[str]:
    async def all_of_them() -> list[str]:
        return [await world.asked(text) or "" for text in texts]

    return asyncio.run(all_of_them())


def staff_says(world: World, *texts: str, room: int = 2000) -> int:
    request: int = list_inbox(world.database)[-1]["id"]
    for text in texts:
        reply_to_request(world.database, request, text, room=room, now=world.clock.now(), actor="Lin")
    return request


def asked_and_answered(world: World, *texts: str) -> int:
    """A student asked for a colleague yesterday, and the colleague answered."""
    talk(world, "人工", "我有门课是重修过的")
    world.clock.pass_(days=1)
    return staff_says(world, *(texts or (ANSWER,)))


def said_to_staff(world: World) -> list[str]:
    return [message["text"] for request in list_inbox(world.database) for message in request["messages"]]


def last_kind(world: World) -> ReplyKind:
    person = world.people.remembered(PERSON)
    assert person is not None
    return person.replies[-1][1].kind


def test_the_answer_comes_with_the_next_message_word_for_word_and_never_again(world: World) -> None:
    asked_and_answered(world)
    assert talk(world, "你好") == [GIVEN]
    assert last_kind(world) is ReplyKind.HELD_ANSWER
    assert ANSWER not in talk(world, "你好")[0]
    assert list_inbox(world.database)[0]["messages"][-1]["delivered_at"]


def test_a_new_question_is_answered_behind_it(world: World) -> None:
    asked_and_answered(world)
    assert talk(world, "9+9怎么申请？") == [f"{GIVEN}\n\n{APPLY}"]
    world.journal.flush()
    person = world.people.remembered(PERSON)
    assert person is not None
    assert person.replies[-1][1].entries[:1] == ("apply",)
    assert person.last_entry == "apply"


def test_all_answers_come_in_one_reply_oldest_first(world: World) -> None:
    asked_and_answered(world, "第一句", "第二句")
    assert talk(world, "老师好") == [f"{HELD['zh']}\n第一句\n\n第二句"]


def test_what_does_not_fit_waits_for_the_message_after(make_world: Make) -> None:
    world = make_world(reply_bytes=600)
    long = ["一" * 110, "二" * 110, "三" * 110]
    asked_and_answered(world, *long)
    first, second, third, fourth = talk(world, "你好", "在吗", "你好", "在吗")
    assert (long[0] in first, MORE_HELD["zh"] in first, long[1] in first) == (True, True, False)
    assert (long[1] in second, long[2] in second) == (True, False)
    assert (long[2] in third, MORE_HELD["zh"] in third) == (True, False)
    assert HELD["zh"] not in fourth
    assert all(len(reply.encode()) <= 600 for reply in (first, second, third))


def test_a_list_behind_it_can_be_answered_by_number(world: World) -> None:
    asked_and_answered(world)
    replies = talk(world, "奖学金", "2")
    assert replies[0].startswith(f"{GIVEN}\n\n{phrases.CHOOSE['zh']}")
    assert replies[1] == "eiffel的回答。 [zh]"


def test_asking_for_a_colleague_again_does_both(world: World) -> None:
    asked_and_answered(world)
    reply = talk(world, "人工")[0]
    assert reply.startswith(GIVEN)
    assert "已转给同事" in reply
    assert said_to_staff(world)[-1] == "人工"
    assert ANSWER not in talk(world, "你好")[0]


def test_a_picture_gets_the_answer_and_the_hint(world: World) -> None:
    asked_and_answered(world)
    assert asyncio.run(world.asked(MsgType="image")) == f"{GIVEN}\n\n{phrases.MEDIA['image']['zh']}"


def test_a_menu_tap_is_no_message(world: World) -> None:
    asked_and_answered(world)
    tapped = asyncio.run(world.tapped("CLICK", EventKey="faq:apply"))
    assert tapped == APPLY
    assert talk(world, "你好") == [GIVEN]


def test_copies_of_the_message_get_the_same_reply_one_after_the_other(world: World) -> None:
    asked_and_answered(world)
    body = xml(**world.message("你好"))

    async def three() -> set[str | None]:
        return {(await world.posted(body)).content for _ in range(3)}

    assert asyncio.run(three()) == {GIVEN}


def test_copies_at_once_get_the_same_reply(world: World) -> None:
    asked_and_answered(world)
    body = xml(**world.message("你好"))

    async def at_once() -> set[str | None]:
        return {reply.content for reply in await asyncio.gather(*(world.posted(body) for _ in range(3)))}

    assert asyncio.run(at_once()) == {GIVEN}


def test_of_two_messages_at_once_one_gets_it(world: World) -> None:
    asked_and_answered(world)

    async def at_once() -> list[str | None]:
        return list(await asyncio.gather(*(world.asked(text) for text in ("9+9怎么申请？", "你好", "在吗"))))

    replies = asyncio.run(at_once())
    assert replies[0] == f"{GIVEN}\n\n{APPLY}"
    assert [ANSWER in (reply or "") for reply in replies] == [True, False, False]


def test_of_two_messages_to_two_processes_one_gets_it(database: Database, make_world: Make) -> None:
    first, second = make_world(database=database, shared=True), make_world(database=database, shared=True)
    asked_and_answered(first)
    second.clock.time = first.clock.time
    both_looked = threading.Barrier(2)
    for world in (first, second):
        world.people.load = _together(world, both_looked)  # type: ignore[method-assign,assignment]

    async def at_once() -> list[str | None]:
        return list(await asyncio.gather(first.asked("9+9怎么申请？"), second.asked("9+9怎么申请？")))

    assert sorted(map(str, asyncio.run(at_once()))) == sorted([APPLY, f"{GIVEN}\n\n{APPLY}"])


def _together(world: World, both: threading.Barrier) -> Callable[[str, str], Any]:
    """Looks into the database once the other process is looking too; only the first time."""
    load, looked = world.people.load, threading.Event()

    def wait(key: str, message: str) -> Any:
        found = load(key, message)
        if not looked.is_set():
            looked.set()
            both.wait(5)
        return found

    return wait


@pytest.mark.parametrize("closed", [False, True])
def test_a_retry_after_a_kill_replays_it(make_world: Make, closed: bool) -> None:
    before = make_world()
    request = asked_and_answered(before)
    if closed:
        close_request(before.database, request, now=before.clock.now(), actor="Lin")
    body = xml(**before.message("你好"))
    assert asyncio.run(before.posted(body)).content == GIVEN
    # Killed behind the commit: nothing is flushed.
    after = make_world(clock=before.clock)
    assert asyncio.run(after.posted(body)).content == GIVEN
    assert ANSWER not in talk(after, "你好")[0]


def test_after_a_restart_it_is_given(make_world: Make) -> None:
    before = make_world()
    asked_and_answered(before)
    assert talk(make_world(clock=before.clock), "你好") == [GIVEN]


def test_while_it_cannot_be_kept_the_question_is_answered_without_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_and_answered(world)
    monkeypatch.setattr("bot.actions.requests.BUSY_SECONDS", 0.05)
    with world.database.writing():
        assert talk(world, "9+9怎么申请？") == [APPLY]
    assert talk(world, "你好") == [GIVEN]


def test_an_answer_to_a_closed_request_is_given_all_the_same(world: World) -> None:
    request = asked_and_answered(world)
    close_request(world.database, request, now=world.clock.now(), actor="Lin")
    assert talk(world, "你好") == [GIVEN]


def test_what_the_student_says_to_it_goes_to_the_colleague(world: World) -> None:
    asked_and_answered(world, "请问是哪一页？")
    replies = talk(world, "你好", "是护照E12345678那一页", "谢谢老师", "还有一页是空白的", "9+9怎么申请？")
    assert said_to_staff(world)[-2:] == ["是护照[passport]那一页", "还有一页是空白的"]
    assert "已加到您的请求里" in replies[1]
    assert replies[2] == phrases.THANKS["zh"]
    assert replies[4].startswith(APPLY)
    assert list_inbox(world.database)[0]["status"] == "open"


def test_a_bare_number_may_be_what_the_colleague_asked_for(world: World) -> None:
    asked_and_answered(world, "请问是第几页？")
    assert "已加到您的请求里" in talk(world, "你好", "3")[1]
    assert said_to_staff(world)[-1] == "3"


def test_a_day_later_a_message_is_for_the_bot_again(world: World) -> None:
    asked_and_answered(world)
    talk(world, "你好")
    world.clock.pass_(hours=25)
    talk(world, "是最后一页")
    assert last_kind(world) is ReplyKind.NONE


@pytest.mark.parametrize("asks", ["有消息了吗", "any news?", "du nouveau ?"])
def test_who_asks_for_news_gets_the_news_and_no_excuse(world: World, asks: str) -> None:
    asked_and_answered(world)
    reply = talk(world, asks)[0]
    assert reply.endswith(ANSWER)


def test_a_thumb_for_an_earlier_answer_counts_and_the_news_comes(world: World) -> None:
    talk(world, "9+9怎么申请？")
    asked_and_answered(world)
    assert talk(world, "👍") == [GIVEN]
    with world.database.reading() as db:
        kept = db.execute(sql("SELECT person_key FROM effect WHERE kind = 'helpful'")).all()
    assert len(kept) == 1


def test_a_sure_question_about_news_is_still_answered(world: World) -> None:
    asked_and_answered(world)
    ANSWERS["面试后多久有消息"] = "apply"
    try:
        assert talk(world, "面试后多久有消息") == [f"{GIVEN}\n\n{APPLY}"]
    finally:
        del ANSWERS["面试后多久有消息"]


def test_details_sent_before_the_answer_was_read_reach_the_colleague(world: World) -> None:
    asked_and_answered(world)
    reply = talk(world, "我补充一句那门课是高等数学")[0]
    assert reply.startswith(GIVEN)
    assert said_to_staff(world)[-1] == "我补充一句那门课是高等数学"


def test_a_text_that_settings_made_too_long_is_cut_rather_than_held_forever(make_world: Make) -> None:
    world = make_world(reply_bytes=300)
    text = "一句话。" * 60
    asked_and_answered(world, text)
    reply = talk(world, "你好")[0]
    assert reply.startswith(f"{HELD['zh']}\n{cut(text, 250)[:60]}")
    assert len(reply.encode()) <= 300
    assert HELD["zh"] not in talk(world, "在吗")[0]


def test_what_is_said_to_an_answer_that_came_by_itself_goes_to_the_colleague(world: World) -> None:
    talk(world, "人工", "我有门课是重修过的")
    world.clock.pass_(hours=1)
    request = list_inbox(world.database)[-1]["id"]
    with world.database.writing() as db:
        message = inbox.answer(db, request, author="Lin", text_=ANSWER, now=world.clock.now(), way=inbox.SENDING)
        inbox.settle(db, message, inbox.SENT, before=inbox.SENDING, now=world.clock.now())
    world.clock.pass_(hours=1)
    talk(world, "成绩单我已经寄出去了")
    assert "成绩单我已经寄出去了" in said_to_staff(world)
    assert ANSWER not in "".join(talk(world, "谢谢"))
