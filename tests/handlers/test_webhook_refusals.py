"""What is not from WeChat, not fresh, seen before or out of form."""

import asyncio
import base64
from collections.abc import Callable

import pytest

from handlers import parse
from handlers.aes import Box
from tests.handlers.world import APP_ID, TOKEN, World, signature, xml

Make = Callable[..., World]


def status(world: World, body: bytes, **options: str | None) -> int:
    return asyncio.run(world.posted(body, **options)).status  # type: ignore[arg-type]


@pytest.fixture
def plain(make_world: Make) -> World:
    return make_world(mode="plain")


BROKEN = {
    "empty body": b"",
    "spaces only": b"   \n ",
    "plain words": b"hello",
    "json": b'{"ToUserName":"gh_x"}',
    "cut off": b"<xml><ToUserName>gh</ToUserName",
    "another root": b"<message><ToUserName>a</ToUserName></message>",
    "a root with a namespace": b'<xml xmlns="urn:x"><a/></xml>',
    "a prefixed root": b'<x:xml xmlns:x="urn:x"><a/></x:xml>',
    "no fields": b"<xml/>",
    "only words": b"<xml>abc</xml>",
    "utf-16": "<xml></xml>".encode("utf-16"),
    "bytes that are no utf-8": b"<xml><Content>\xff\xfe</Content></xml>",
    "a nul character": b"<xml><Content>\x00</Content></xml>",
    "a numbered nul": b"<xml><Content>&#0;</Content></xml>",
    "a backspace": b"<xml><Content>\x08</Content></xml>",
    "half a surrogate pair": b"<xml><Content>&#xD800;</Content></xml>",
    "an unknown entity": b"<xml><Content>&nope;</Content></xml>",
    "a billion laughs": b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><xml><Content>&b;</Content></xml>',
    "an external entity": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Content>&a;</Content></xml>',
    "a parameter entity": b'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]><xml/>',
    "an external dtd": b'<!DOCTYPE xml SYSTEM "http://127.0.0.1/x.dtd"><xml><Content>a</Content></xml>',
    "a default attribute": b'<!DOCTYPE xml [<!ATTLIST Content a CDATA "b">]><xml><Content>a</Content></xml>',
    "deep nesting": b"<xml>" + b"<a>" * 6000 + b"</a>" * 6000 + b"</xml>",
    "many siblings": b"<xml>" + b"".join(b"<a%d/>" % n for n in range(100)) + b"</xml>",
    "many attributes": b"<xml><Content " + b" ".join(b'a%d=""' % n for n in range(4000)) + b"/></xml>",
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("mode", ["plain", "safe"])
def test_a_body_out_of_form_is_refused(make_world: Make, mode: str, body: bytes) -> None:
    assert status(make_world(mode=mode), body) == 400


@pytest.mark.parametrize("name", [name for name, body in BROKEN.items() if body.startswith(b"<!DOCTYPE")])
def test_a_document_type_is_refused_before_it_is_parsed(
    make_world: Make, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    world = make_world(mode="plain")
    monkeypatch.setattr(parse, "XMLParser", None)
    with caplog.at_level("INFO"):
        assert status(world, BROKEN[name]) == 400
    assert "400 dtd_forbidden" in caplog.text


@pytest.mark.parametrize("body", [b"", b" \n"])
def test_an_empty_body_is_called_so_in_the_log(plain: World, caplog: pytest.LogCaptureFixture, body: bytes) -> None:
    with caplog.at_level("INFO"):
        assert status(plain, body) == 400
    assert "400 empty_body" in caplog.text


FIELDS: dict[str, dict[str, object]] = {
    "no type": {"MsgType": None},
    "an empty type": {"MsgType": ""},
    "a CreateTime in words": {"CreateTime": "abc"},
    "a CreateTime of twenty digits": {"CreateTime": "1" * 20},
    "a negative CreateTime": {"CreateTime": "-1"},
    "no CreateTime": {"CreateTime": None},
    "a MsgId in words": {"MsgId": "abc"},
    "a MsgId of sixty digits": {"MsgId": "1" * 60},
    "a MsgId of 0": {"MsgId": 0},
    "an empty sender": {"FromUserName": ""},
    "a very long sender": {"FromUserName": "o" * 10_000},
    "a sender with a colon": {"FromUserName": "o:x"},
    "a sender with a line break": {"FromUserName": "o\nx"},
    "no sender": {"FromUserName": None},
}


@pytest.mark.parametrize("fields", FIELDS.values(), ids=FIELDS)
def test_a_field_out_of_form_is_refused(world: World, fields: dict[str, object]) -> None:
    message = {name: value for name, value in {**world.message("hi"), **fields}.items() if value is not None}
    assert status(world, xml(**message)) == 400


@pytest.mark.parametrize(
    "extra",
    [
        "<MsgType>text</MsgType>",
        "<Content>again</Content>",
        "<EventKey><a>b</a></EventKey>",
        "<Recognition><a>b</a></Recognition>",
        "<Other a='b'>c</Other>",
        "<List><a/>words</List>",
    ],
)
def test_a_repeated_nested_or_decorated_field_is_refused(world: World, extra: str) -> None:
    body = xml(**world.message("hi")).replace(b"</xml>", extra.encode() + b"</xml>")
    assert status(world, body) == 400


@pytest.mark.parametrize("inner", ["<b>bold</b>", "<![CDATA[a]]><b/>"])
def test_a_text_with_tags_inside_is_refused(world: World, inner: str) -> None:
    body = xml(**world.message("HERE")).replace(b"<![CDATA[HERE]]>", inner.encode())
    assert status(world, body) == 400


def test_a_message_for_another_account_is_refused(world: World) -> None:
    assert status(world, xml(**world.message("hi", ToUserName="gh_other"))) == 403


@pytest.mark.parametrize("name", ["timestamp", "nonce", "msg_signature"])
def test_a_missing_empty_or_repeated_parameter_is_refused(world: World, name: str) -> None:
    body = xml(**world.message("hi"))
    assert status(world, body, **{name: None}) == 400
    assert status(world, body, **{name: ""}) == 400
    query, sealed = world.signed(body, mode="safe")
    assert asyncio.run(world.request("POST", f"{query}&{name}=1", sealed)).status == 400


@pytest.mark.parametrize("change", [str.upper, lambda s: s[:-1], lambda s: "0" * 40, lambda s: s + "0"])
def test_a_wrong_signature_is_refused(world: World, change: Callable[[str], str]) -> None:
    query, body = world.signed(xml(**world.message("hi")), mode="safe")
    given = dict(pair.split("=") for pair in query.split("&"))["msg_signature"]
    changed = query.replace(f"msg_signature={given}", f"msg_signature={change(given)}")
    assert asyncio.run(world.request("POST", changed, body)).status == 403
    assert world.count("badsig") == 1


@pytest.mark.parametrize("shift", [1, 3, -1])
def test_digits_moved_between_timestamp_and_nonce_are_refused(plain: World, shift: int) -> None:
    timestamp, nonce = str(int(plain.clock.now().timestamp())), "12345"
    both = timestamp + nonce
    cut = len(timestamp) + shift
    moved = {"timestamp": both[:cut], "nonce": both[cut:]}
    signed = signature(TOKEN, timestamp, nonce)
    assert status(plain, xml(**plain.message("hi")), **moved, signature=signed) == 403


@pytest.mark.parametrize("minutes", [-10, 10, -5.02, 5.02])
def test_a_request_that_is_not_fresh_is_refused(world: World, minutes: float) -> None:
    query, body = world.signed(xml(**world.message("hi")), mode="safe")
    world.clock.pass_(minutes=minutes)
    assert asyncio.run(world.request("POST", query, body)).status == 403
    assert world.count("stale") == 1


def test_how_far_off_a_stale_request_is_stands_in_the_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    query, body = world.signed(xml(**world.message("hi")), mode="safe")
    world.clock.pass_(minutes=10)
    with caplog.at_level("INFO"):
        asyncio.run(world.request("POST", query, body))
    assert "403 stale by +600 s" in caplog.text


def test_a_skew_within_five_minutes_is_taken(world: World) -> None:
    query, body = world.signed(xml(**world.message("hi")), mode="safe")
    world.clock.pass_(minutes=4.9)
    assert asyncio.run(world.request("POST", query, body)).status == 200


def test_three_copies_get_the_same_reply_and_a_fourth_is_a_replay(world: World) -> None:
    query, body = world.signed(xml(**world.message("Do I need French?")), mode="safe")

    async def four() -> list[tuple[int, str | None]]:
        answers = [await world.request("POST", query, body) for _ in range(4)]
        return [(answer.status, answer.content) for answer in answers]

    first, second, third, fourth = asyncio.run(four())
    assert first == second == third
    assert first[0] == 200
    assert fourth[0] == 403
    assert world.count("replay") == 1
    assert world.count("dup") == 2


def test_a_copy_after_thirty_seconds_is_a_replay(world: World) -> None:
    query, body = world.signed(xml(**world.message("hi")), mode="safe")
    asyncio.run(world.request("POST", query, body))
    world.clock.pass_(seconds=31)
    assert asyncio.run(world.request("POST", query, body)).status == 403


@pytest.mark.parametrize("mode", ["plain", "safe"])
def test_the_same_signature_with_another_body_is_refused(make_world: Make, mode: str) -> None:
    world = make_world(mode=mode)
    query, body = world.signed(xml(**world.message("hi")), mode=mode)
    asyncio.run(world.request("POST", query, body))
    assert asyncio.run(world.request("POST", query, body.replace(b"</xml>", b"<a/></xml>"))).status == 403


def test_a_signature_from_a_get_cannot_sign_a_post(plain: World) -> None:
    query, body = plain.signed(xml(**plain.message("hi")), mode="plain")
    assert asyncio.run(plain.request("GET", f"{query}&echostr=42")).status == 200
    assert asyncio.run(plain.request("POST", query, body)).status == 403


@pytest.mark.parametrize(("configured", "sent"), [("safe", "plain"), ("compat", "plain"), ("plain", "safe")])
def test_a_message_in_a_weaker_or_other_mode_is_refused(make_world: Make, configured: str, sent: str) -> None:
    world = make_world(mode=configured)
    assert status(world, xml(**world.message("hi")), mode=sent) == 403


def sealed_as(world: World, encrypted: str) -> int:
    timestamp, nonce = str(int(world.clock.now().timestamp())), "abc123"
    signed = signature(TOKEN, timestamp, nonce, encrypted)
    query = f"timestamp={timestamp}&nonce={nonce}&encrypt_type=aes&msg_signature={signed}"
    return asyncio.run(world.request("POST", query, xml(ToUserName="gh", Encrypt=encrypted))).status


@pytest.mark.parametrize(
    "encrypted",
    ["not base64!", "AAAA", "A" * 64, base64.b64encode(b"r" * 96).decode(), base64.b64encode(b"r" * 80).decode(), "é"],
)
def test_every_crypto_fault_gets_the_same_answer(world: World, encrypted: str) -> None:
    assert sealed_as(world, encrypted) == 403


def test_base64_with_junk_in_it_is_refused(world: World) -> None:
    sealed = world.box.seal(xml(**world.message("hi")))
    assert sealed_as(world, f"{sealed[:20]}*{sealed[20:]}") == 403


def test_a_message_sealed_for_another_app_is_refused(world: World) -> None:
    other = Box("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", APP_ID[:-1] + "0")
    assert sealed_as(world, other.seal(xml(**world.message("hi")))) == 403


@pytest.mark.parametrize(
    "envelope", [b"<xml><a/></xml>", b"<xml><Encrypt/></xml>", b"<xml><Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>"]
)
def test_an_envelope_without_one_sealed_text_is_refused(world: World, envelope: bytes) -> None:
    query, _ = world.signed(b"", mode="safe")
    assert asyncio.run(world.request("POST", query, envelope)).status == 400
