"""The HTTP side of the webhook: methods, sizes, the echo, and the exact bytes of an answer."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from handlers import wechat
from tests.handlers.world import TOKEN, World, signature, xml

Make = Callable[..., World]


def echo_query(world: World, **changes: str | None) -> str:
    timestamp, nonce = str(int(world.clock.now().timestamp())), "415670741"
    fields = {
        "signature": signature(TOKEN, timestamp, nonce),
        "timestamp": timestamp,
        "nonce": nonce,
        "echostr": "4375120948",
    }
    return "&".join(f"{name}={value}" for name, value in {**fields, **changes}.items() if value is not None)


@pytest.mark.parametrize("mode", ["safe", "compat", "plain"])
def test_the_address_check_is_echoed_as_plain_text(make_world: Make, mode: str) -> None:
    world = make_world(mode=mode)
    answer = asyncio.run(world.request("GET", echo_query(world)))
    assert (answer.status, answer.body) == (200, b"4375120948")
    assert answer.headers[b"content-type"] == b"text/plain; charset=utf-8"
    assert answer.headers[b"x-content-type-options"] == b"nosniff"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"signature": None}, 403),
        ({"signature": "0" * 40}, 403),
        ({"echostr": "%3Cscript%3E"}, 400),
        ({"echostr": "<script>"}, 400),
        ({"echostr": "a" * 129}, 400),
        ({"echostr": None}, 400),
        ({"timestamp": None}, 400),
        ({"timestamp": "1000000000"}, 403),
        ({"nonce": "a&nonce=b"}, 400),
    ],
)
def test_an_address_check_that_is_not_right_is_refused(world: World, changes: dict[str, Any], status: int) -> None:
    answer = asyncio.run(world.request("GET", echo_query(world, **changes)))
    assert (answer.status, answer.body) == (status, b"")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "CONNECT"])
def test_other_methods_are_not_taken(world: World, method: str) -> None:
    answer = asyncio.run(world.request(method, echo_query(world)))
    assert answer.status == 405
    assert answer.headers[b"allow"] == b"GET, POST"


def post(world: World, body: bytes = b"<xml/>", **options: Any) -> int:
    return asyncio.run(world.request("POST", "signature=x", body, **options)).status


def test_a_large_body_is_refused_before_it_is_read(world: World) -> None:
    assert post(world, chunks=[], headers={b"content-length": b"65537"}) == 413


def test_a_body_that_grows_beyond_its_length_is_refused(world: World) -> None:
    assert post(world, chunks=[b"a" * 40_000, b"a" * 40_000], headers={b"content-length": b"10"}) == 413


@pytest.mark.parametrize("size", [65_537, 1_000_000, 10_000_000])
def test_megabytes_are_refused(world: World, size: int) -> None:
    assert post(world, b"<a>" * (size // 3 + 1)) == 413


def test_a_body_without_a_length_is_refused(world: World) -> None:
    assert post(world, headers={b"content-length": None, b"transfer-encoding": b"chunked"}) == 411


def test_a_length_that_is_no_number_is_refused(world: World) -> None:
    assert post(world, headers={b"content-length": b"many"}) == 400


def test_a_compressed_body_is_refused(world: World) -> None:
    assert post(world, headers={b"content-encoding": b"gzip"}) == 415


def test_a_body_that_does_not_arrive_is_given_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wechat, "BODY_SECONDS", 0.01)
    assert post(world, chunks=[]) == 408


def test_a_body_in_pieces_is_put_together(world: World) -> None:
    query, body = world.signed(xml(**world.message("Do I need French?")), mode="safe")
    answer = asyncio.run(world.request("POST", query, body, chunks=[body[:100], body[100:], b""]))
    assert answer.content


def test_a_caller_who_hangs_up_gets_nothing(world: World) -> None:
    async def gone() -> list[Any]:
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {"method": "POST", "query_string": b"", "headers": [(b"content-length", b"5")]}
        await world.app(scope, receive, send)
        return sent

    assert asyncio.run(gone()) == []


@pytest.mark.parametrize("mode", ["safe", "compat", "plain"])
def test_saying_nothing_is_exactly_success_and_never_sealed(make_world: Make, mode: str) -> None:
    world = make_world(mode=mode)
    answer = asyncio.run(world.posted(xml(**world.event("VIEW", EventKey="https://paristech.fr"))))
    assert (answer.status, answer.body) == (200, b"success")
    assert answer.headers[b"content-type"] == b"text/plain; charset=utf-8"
    assert answer.headers[b"content-length"] == b"7"


@pytest.mark.parametrize(("mode", "sealed"), [("safe", True), ("compat", True), ("plain", False)])
def test_a_reply_is_sealed_when_the_request_was(make_world: Make, mode: str, sealed: bool) -> None:
    world = make_world(mode=mode)
    answer = asyncio.run(world.posted(xml(**world.message("Do I need French?"))))
    assert answer.content is not None
    assert answer.content.startswith("The answer of french.")
    assert answer.sealed is sealed


def test_in_compatible_mode_only_the_sealed_part_counts(make_world: Make) -> None:
    world = make_world(mode="compat")
    query, body = world.signed(xml(**world.message("Do I need French?")), mode="compat")
    forged = body.replace(b"Do I need French?", b"How do I apply for 9+9?")
    answer = asyncio.run(world.request("POST", query, forged))
    assert answer.content is not None
    assert answer.content.startswith("The answer of french.")
    assert world.answers.asked == ["Do I need French?"]
