"""Follow, scan, menu taps, media, and what is only counted."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.core import phrases
from bot.store.account_models import qr_scan
from handlers.events import SILENT
from tests.handlers.world import World


def test_a_first_follow_is_welcomed_in_three_languages(world: World) -> None:
    welcome = asyncio.run(world.tapped("subscribe", EventKey="")) or ""
    assert welcome.startswith(phrases.WELCOME)
    for word in ("人工", "human", "humain", "隐私", "privacy", "confidentialité", "msgmenuid=faq%3Aapply"):
        assert word in welcome
    assert len(welcome.encode()) <= 2000


def test_a_scan_by_a_follower_is_a_short_welcome(world: World) -> None:
    asyncio.run(world.asked("Do I need French?"))
    assert asyncio.run(world.tapped("SCAN", EventKey="visit")) == phrases.WELCOME_KNOWN["en"]


def test_scans_are_counted_by_scene_once_and_without_a_name(world: World) -> None:
    for _ in range(2):  # WeChat says it again when it has heard nothing
        asyncio.run(world.tapped("subscribe", EventKey="qrscene_fair-2026"))
    asyncio.run(world.tapped("SCAN", EventKey="fair-2026"))
    asyncio.run(world.tapped("subscribe", EventKey=""))
    with world.database.reading() as db:
        rows = db.execute(select(qr_scan.c.scene, qr_scan.c.followed)).all()
    assert sorted(tuple(row) for row in rows) == [("fair-2026", False), ("fair-2026", True)]


@pytest.mark.parametrize(
    ("key", "start"),
    [
        ("help", phrases.HELP["en"]),
        ("human", "Done:"),
        ("faq:apply", "The answer of apply."),
        ("old-key", phrases.HELP["en"]),
    ],
)
def test_a_menu_tap_answers_in_the_last_language(world: World, key: str, start: str) -> None:
    asyncio.run(world.asked("Do I need French?"))
    assert (asyncio.run(world.tapped("CLICK", EventKey=key)) or "").startswith(start)


@pytest.mark.parametrize("name", sorted(SILENT))
def test_a_known_event_without_a_reply_is_success(world: World, name: str) -> None:
    assert asyncio.run(world.tapped(name)) is None
    assert world.count("ok") == 1


@pytest.mark.parametrize("name", ["moon_landing", "", None])
def test_an_unknown_event_is_success_and_counted(world: World, name: str) -> None:
    assert asyncio.run(world.sent(world.event(name))).body == b"success"
    assert world.count("unknown_event") == 1


@pytest.mark.parametrize(
    ("kind", "hint"),
    [
        ("image", "image"),
        ("voice", "voice"),
        ("video", "other"),
        ("location", "location"),
        ("link", "other"),
        ("file", "other"),
    ],
)
def test_what_cannot_be_read_gets_a_hint(world: World, kind: str, hint: str) -> None:
    assert asyncio.run(world.asked(MsgType=kind)) == phrases.MEDIA[hint]["zh"]
    assert world.count("ok") == 1


def test_an_unknown_message_type_gets_a_polite_reply_and_is_counted(world: World) -> None:
    assert asyncio.run(world.asked(MsgType="hologram")) == phrases.MEDIA["other"]["zh"]
    assert world.count("unknown_type") == 1


def test_a_sticker_that_the_platform_does_not_pass_on_gets_a_hint(world: World) -> None:
    assert asyncio.run(world.asked("【收到不支持的消息类型，暂无法显示】")) == phrases.MEDIA["other"]["zh"]


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_text_is_asked_for(world: World, text: str) -> None:
    assert asyncio.run(world.asked(text)) == phrases.MEDIA["empty"]["zh"]


def test_a_voice_message_with_a_transcript_is_read_like_text(world: World) -> None:
    asyncio.run(world.asked("奖学金"))
    assert asyncio.run(world.asked(MsgType="voice", Recognition="第二个。")) == "eiffel的回答。 [zh]"


def test_a_picture_leaves_the_open_list_alone(world: World) -> None:
    asyncio.run(world.asked("奖学金"))
    asyncio.run(world.asked(MsgType="image"))
    assert asyncio.run(world.asked("2")) == "eiffel的回答。 [zh]"


def test_a_message_of_yesterday_is_not_answered(world: World) -> None:
    yesterday = int(world.clock.now().timestamp()) - 25 * 3600
    assert asyncio.run(world.sent(world.message("9+9怎么申请？", CreateTime=yesterday))).body == b"success"
    assert world.count("stale") == 1


def test_a_message_of_the_far_future_is_not_answered(world: World) -> None:
    assert asyncio.run(world.sent(world.event("unsubscribe", CreateTime="9999999999"))).body == b"success"
    assert world.count("stale") == 1


def test_every_sample_of_the_wire_gets_an_answer(world: World) -> None:
    for file in sorted((Path(__file__).parent.parent / "wire" / "wechat").glob("*.xml")):
        now = str(int(world.clock.now().timestamp())).encode()
        answer = asyncio.run(world.posted(file.read_bytes().replace(b"1796100000", now)))
        assert answer.status == 200, file.name
        assert answer.content or answer.body == b"success", file.name
