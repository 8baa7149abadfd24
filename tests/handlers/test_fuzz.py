"""Random damage: the webhook answers with a status of its own and never falls over; replies survive a parser."""

import asyncio
import random
import time
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.render import text_reply
from tests.handlers.world import World, xml

ALLOWED = {200, 400, 403, 411, 413, 415}
SAMPLES = [file.read_bytes() for file in sorted((Path(__file__).parent.parent / "wire" / "wechat").glob("*.xml"))]
PIECES = [
    b"<",
    b">",
    b"</",
    b"]]>",
    b"<![CDATA[",
    b"<!DOCTYPE a>",
    b"&#0;",
    b"&lt;",
    b"\x00",
    b"\xff",
    b"<xml>",
    b'a="b"',
    b"<a><b>",
]
relaxed = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    body = draw(st.sampled_from(SAMPLES))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(body)))
        how = draw(st.integers(0, 3))
        until = min(len(body), at + draw(st.integers(0, 40)))
        piece = draw(st.sampled_from(PIECES) | st.binary(max_size=8))
        body = [
            body[:at] + piece + body[at:],
            body[:at] + body[until:],
            body[:at] + piece + body[until:],
            body[:until] * 2,
        ][how]
    return body


@pytest.fixture(params=["plain", "safe"])
def patient(request: pytest.FixtureRequest, make_world: Callable[..., World]) -> World:
    """A bot that does not mind many messages from one person."""
    return make_world(mode=request.param, per_minute=10**9)


@relaxed
@given(body=damaged())
def test_damaged_messages_are_answered_or_refused(patient: World, body: bytes) -> None:
    assert asyncio.run(patient.posted(body)).status in ALLOWED


@relaxed
@given(query=st.text(alphabet="abcdefgsintuormp=&%_0123456789 \x00é", max_size=200), body=st.binary(max_size=500))
def test_noise_is_refused(world: World, query: str, body: bytes) -> None:
    assert asyncio.run(world.request("POST", query.encode().decode("latin-1"), body)).status in {400, 403}


@settings(max_examples=1000, deadline=None)
@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from(["]]>", "<a>", "&amp;", "]]", ">", "\r\n", "\u202e", "\x0b", "好"])).map("".join)
)
def test_a_reply_comes_out_of_a_parser_as_it_went_in(text: str) -> None:
    root = ElementTree.fromstring(text_reply(text, to="oX", sender="gh_x", seconds=1))
    expected = text.replace("\r\n", "\n").replace("\r", "\n")
    expected = "".join(
        c for c in expected if c in "\t\n" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )
    assert (root.findtext("Content") or "") == expected
    assert [child.tag for child in root] == ["ToUserName", "FromUserName", "CreateTime", "MsgType", "Content"]


def test_hostile_texts_are_only_texts(world: World) -> None:
    chance = random.Random(7)
    texts = [
        "<script>alert(1)</script>",
        "{{7*7}}",
        "%n%s{0}{contact}",
        "'; DROP TABLE person; --",
        "😀" * 600,
        "\u202egnp.exe",
        "好" * 2000,
    ]
    texts += ["".join(chance.choices("人工第二个2 ?!éàç<>&'\"", k=200)) for _ in range(10)]
    for text in texts:
        world.clock.pass_(minutes=1)
        started = time.perf_counter()
        assert asyncio.run(world.posted(xml(**world.message(text.replace("]]>", ""))))).status == 200
        assert time.perf_counter() - started < 0.5
    assert asyncio.run(world.asked("9+9怎么申请？"))
