"""Deleting everything about a person by their wish: asked once more, done everywhere, and nothing comes back."""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.actions.inbox import list_inbox, reply_to_request
from bot.actions.privacy import erase_again, erase_person
from bot.core import phrases
from bot.core.phrases_privacy import (
    ERASE_ASK,
    ERASE_TOO_LATE,
    ERASE_WITHDRAWN,
    ERASED,
    KEPT,
    NOTHING_KEPT,
    NOTHING_TO_CONFIRM,
)
from bot.core.privacy import person_key
from bot.store import erasing
from bot.store.engine import Database
from tests.handlers.world import OPENID, SECRET, World, xml

Make = Callable[..., World]
PERSON = person_key(SECRET, "wechat", OPENID)
DONE = {lang: words.format(contact="china@paristech.fr") for lang, words in ERASED.items()}
WISHES = {
    "zh": ["删除我的数据", "请把我的聊天记录都删掉", "清除我的所有信息", "老师，帮我刪除我的資料"],
    "en": ["delete my data", "Please erase all my messages!", "remove all of my personal information"],
    "fr": ["supprimez mes données", "Effacer mes messages svp", "je veux supprimer toutes mes données"],
}
CONFIRMS = {
    "zh": ["确认", "确认。", "我确认", "確認刪除", "确定"],
    "en": ["confirm", "Confirm!", "I confirm", "yes, confirm"],
    "fr": ["confirmer", "Je confirme", "oui je confirme"],
}
WITHDRAWS = {
    "zh": ["算了，不删了", "取消", "不用了", "还是别删了吧"],
    "en": ["cancel", "never mind", "no, don't delete"],
    "fr": ["annuler", "non merci, laissez tomber", "annulez svp"],
}


def each(words: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(lang, said) for lang, all_said in words.items() for said in all_said]


def talk(world: World, *texts: str) -> list[str]:
    async def all_of_them() -> list[str]:
        return [await world.asked(text) or "" for text in texts]

    return asyncio.run(all_of_them())


def left(world: World) -> frozenset[str]:
    with world.database.reading() as db:
        return erasing.everybody(db) - {""}


def a_past(world: World) -> None:
    """A student with a state, a log, feedback, an open request and an answer not given yet."""
    talk(world, "9+9怎么申请？", "没帮助", "人工", "我的护照号是E12345678", "奖学金")
    request = list_inbox(world.database)[0]["id"]
    reply_to_request(world.database, request, "请补充材料。", room=2000, now=world.clock.now(), actor="Lin")
    world.journal.flush()
    world.clock.pass_(minutes=1)


@pytest.mark.parametrize(("lang", "said"), each(WISHES))
def test_a_wish_is_asked_back_and_nothing_is_deleted_yet(world: World, lang: str, said: str) -> None:
    assert talk(world, said) == [ERASE_ASK[lang]]


@pytest.mark.parametrize(("lang", "said"), each(CONFIRMS))
def test_a_confirmation_deletes(world: World, lang: str, said: str) -> None:
    talk(world, WISHES[lang][0])
    world.clock.pass_(minutes=9)
    assert talk(world, said) == [DONE[lang]]


@pytest.mark.parametrize(("lang", "said"), each(WITHDRAWS))
def test_a_wish_can_be_taken_back(world: World, lang: str, said: str) -> None:
    talk(world, WISHES[lang][0])
    assert talk(world, said) == [ERASE_WITHDRAWN[lang]]
    assert talk(world, CONFIRMS[lang][0])[0].startswith(NOTHING_TO_CONFIRM[lang])


@pytest.mark.parametrize(("lang", "said"), each(CONFIRMS))
def test_a_confirmation_of_nothing_is_helped(world: World, lang: str, said: str) -> None:
    assert talk(world, said) == [f"{NOTHING_TO_CONFIRM[lang]}\n{phrases.HELP[lang]}"]


def test_after_ten_minutes_it_is_too_late(world: World) -> None:
    talk(world, "删除我的数据")
    world.clock.pass_(minutes=11)
    assert talk(world, "确认", "确认")[0] == ERASE_TOO_LATE["zh"]
    assert left(world) | {PERSON} == {PERSON}
    assert world.people.remembered(PERSON) is not None


@pytest.mark.parametrize("said", ["怎么确认录取结果", "I can confirm my arrival date", "ok", "是的"])
def test_other_words_confirm_nothing(world: World, said: str) -> None:
    talk(world, "删除我的数据")
    assert talk(world, said)[0] not in DONE.values()


def test_nothing_about_the_person_is_left(world: World, tmp_path: Path) -> None:
    a_past(world)
    assert left(world) == {PERSON}
    assert talk(world, "删除我的数据", "确认") == [ERASE_ASK["zh"], DONE["zh"]]
    world.journal.flush()
    assert left(world) == frozenset()
    assert list_inbox(world.database) == []
    assert world.people.remembered(PERSON) is None
    world.database.checkpoint()
    files = [file.read_bytes() for file in tmp_path.iterdir() if file.is_file()]
    assert not any(trace.encode() in data for data in files for trace in (PERSON, OPENID, "我的护照号", "请补充材料"))


def test_the_log_keeps_what_was_said_but_not_to_whom(world: World) -> None:
    talk(world, "delete my data", "confirm")
    world.journal.flush()
    with world.database.reading() as db:
        rows = db.execute(text("SELECT kind, person_key, question FROM message_log")).all()
    assert [tuple(row) for row in rows] == [("privacy", "", "")]


@pytest.mark.parametrize("shared", [False, True])
def test_copies_of_the_confirmation_get_the_same_reply_and_bring_nothing_back(
    database: Database, make_world: Make, shared: bool
) -> None:
    world = make_world(database=database, shared=shared)
    a_past(world)
    talk(world, "删除我的数据")
    body = xml(**world.message("确认"))

    async def copies() -> set[str | None]:
        at_once = await asyncio.gather(*(world.posted(body) for _ in range(2)))
        return {reply.content for reply in (*at_once, await world.posted(body))}

    assert asyncio.run(copies()) == {DONE["zh"]}
    world.journal.flush()
    assert left(world) == frozenset()


def test_a_copy_after_a_kill_gets_the_same_reply_and_brings_nothing_back(make_world: Make) -> None:
    before = make_world()
    a_past(before)
    talk(before, "删除我的数据")
    body = xml(**before.message("确认"))
    asyncio.run(before.posted(body))
    after = make_world(clock=before.clock)
    assert asyncio.run(after.posted(body)).content == DONE["zh"]
    after.journal.flush()
    assert left(after) == frozenset()


def test_a_late_copy_does_not_erase_what_was_written_since(world: World) -> None:
    talk(world, "删除我的数据")
    body = xml(**world.message("确认"))
    asyncio.run(world.posted(body))
    world.clock.pass_(seconds=4)
    talk(world, "奖学金")
    assert asyncio.run(world.posted(body)).content == DONE["zh"]
    assert talk(world, "2") == ["eiffel的回答。 [zh]"]


def test_the_person_is_a_new_one_afterwards(world: World) -> None:
    talk(world, "answer in English please", "奖学金", "删除我的数据", "confirm")
    world.clock.pass_(minutes=1)
    assert talk(world, "2", "9+9怎么申请？") == [phrases.NO_OPEN_LIST["zh"], "apply的回答。 [zh]"]
    world.journal.flush()
    assert left(world) == {PERSON}


def test_messages_on_their_way_to_the_database_do_not_arrive(make_world: Make) -> None:
    world = make_world()
    talk(world, "9+9怎么申请？", "删除我的数据", "确认")  # nothing was written before the last one
    world.journal.flush()
    assert left(world) == frozenset()


def test_what_another_process_had_still_to_write_goes_too(make_world: Make) -> None:
    first, second = make_world(shared=True), make_world(shared=True)
    talk(first, "9+9怎么申请？")
    for world in (first, second):
        world.clock.pass_(minutes=1)
    talk(second, "删除我的数据", "确认")
    first.journal.flush()
    assert left(first) == frozenset()
    assert talk(first, "2") == [phrases.NO_OPEN_LIST["zh"]]


def test_an_erasure_from_the_command_line_reaches_a_running_bot(make_world: Make) -> None:
    world = make_world()
    a_past(world)
    office = make_world(clock=world.clock)  # as a process of its own: nothing of the first one's memory
    erase_person(office.database, PERSON, now=world.clock.now(), actor="Lin", tombstones=office.tombstones)
    world.clock.pass_(minutes=1)
    world.journal.flush()
    assert talk(world, "2") == [phrases.NO_OPEN_LIST["zh"]]
    assert list_inbox(world.database) == []


def test_a_restored_backup_does_not_bring_anybody_back(make_world: Make, tmp_path: Path) -> None:
    world = make_world()
    a_past(world)
    world.database.checkpoint()
    shutil.copy(tmp_path / "bot.db", tmp_path / "old.db")
    talk(world, "删除我的数据", "确认")
    world.clock.pass_(minutes=1)
    talk(world, "9+9怎么申请？")
    with Database(f"sqlite:///{tmp_path / 'old.db'}") as restored:
        assert erase_again(restored, world.tombstones) > 0
        with restored.reading() as db:
            assert erasing.everybody(db) == frozenset()
    world.journal.flush()
    erase_again(world.database, world.tombstones)
    assert left(world) == {PERSON}, "what was written after the erasure stays"


def test_while_it_cannot_be_done_nothing_is_deleted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    a_past(world)
    talk(world, "删除我的数据")
    monkeypatch.setattr("bot.actions.privacy.BUSY_SECONDS", 0.05)
    with world.database.writing():
        assert talk(world, "确认") == [phrases.NOT_SAVED["zh"].format(contact="china@paristech.fr")]
    assert left(world) == {PERSON}
    assert talk(world, "确认") == [DONE["zh"]]


def test_a_full_disk_for_the_mark_deletes_nothing(world: World, tmp_path: Path) -> None:
    a_past(world)
    talk(world, "删除我的数据")
    (tmp_path / "erased-people.txt").mkdir()
    assert talk(world, "确认") == [phrases.NOT_SAVED["zh"].format(contact="china@paristech.fr")]
    assert left(world) == {PERSON}
    (tmp_path / "erased-people.txt").rmdir()
    assert talk(world, "确认") == [DONE["zh"]]


def test_a_colleagues_answer_waits_while_deletion_is_asked_about(world: World) -> None:
    a_past(world)
    assert talk(world, "删除我的数据", "取消", "你好")[2].endswith("请补充材料。")


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "导出我的数据"), ("en", "show me my data"), ("fr", "je voudrais exporter mes données")]
)
def test_who_asks_is_shown_what_is_kept(world: World, lang: str, said: str) -> None:
    assert talk(world, said) == [NOTHING_KEPT[lang]]
    talk(world, "人工", "我的护照号是E12345678")
    world.journal.flush()
    reply = talk(world, said)[0]
    assert reply.startswith(KEPT[lang].format(since="2026-12-01", messages=3, requests=1, contact="china@paristech.fr"))
    assert "12-01 12:40 我的护照号是[passport]" in reply


def test_of_many_messages_the_latest_are_shown_as_far_as_there_is_room(make_world: Make) -> None:
    world = make_world(reply_bytes=700)
    for number in range(19):
        talk(world, f"第{number}个很长的问题，没有人知道它的答案")
        world.clock.pass_(minutes=1)
    world.journal.flush()
    reply = talk(world, "导出我的数据")[0]
    assert len(reply.encode()) <= 700
    assert "第18个" in reply
    assert "第0个" not in reply
