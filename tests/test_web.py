"""Health, metrics and headers, and that the webhook stands before the framework."""

from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from bot.core.measures import Sample
from bot.metrics import Source, exposition
from bot.web import Asgi, Parts, create_app

TOKEN = "a-metrics-token"


async def webhook(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"the webhook"})


def app(**changes: Any) -> Asgi:
    counts = [Sample("webhook", 3, ("ok",)), Sample("webhook", 1, ("badsig",))]
    rows = exposition(Source(lambda: counts, dict, None))
    plain: dict[str, Any] = {"webhook": webhook, "checks": {}, "metrics": rows, "metrics_token": TOKEN}
    return create_app(Parts(**(plain | changes)))


def test_the_webhook_answers_before_the_framework() -> None:
    with TestClient(app()) as client:  # type: ignore[arg-type]
        assert client.post("/wechat").text == "the webhook"


def test_it_is_alive() -> None:
    with TestClient(app()) as client:  # type: ignore[arg-type]
        assert client.get("/livez").status_code == 200


def test_it_is_ready_when_every_check_is_content() -> None:
    with TestClient(app(checks={"database": lambda: ""})) as client:  # type: ignore[arg-type]
        assert (client.get("/readyz").status_code, client.get("/readyz").text) == (200, "ok\n")


def test_it_says_in_a_sentence_why_it_is_not_ready() -> None:
    with TestClient(app(checks={"database": lambda: "it does not answer"})) as client:  # type: ignore[arg-type]
        answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "database: it does not answer\n")


def test_metrics_are_counted_by_result() -> None:
    with TestClient(app()) as client:  # type: ignore[arg-type]
        text = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
    assert 'paristech_bot_webhook_total{result="ok"} 3.0' in text
    assert 'paristech_bot_webhook_total{result="badsig"} 1.0' in text


@pytest.mark.parametrize("given", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}])
def test_metrics_need_the_token(given: dict[str, str]) -> None:
    with TestClient(app()) as client:  # type: ignore[arg-type]
        assert client.get("/metrics", headers=given).status_code == 401


def test_without_a_token_there_are_no_metrics() -> None:
    with TestClient(app(metrics_token="")) as client:  # type: ignore[arg-type]
        assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics", "/nowhere"])
def test_every_answer_carries_the_safe_headers(path: str) -> None:
    with TestClient(app()) as client:  # type: ignore[arg-type]
        headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/wechat/../admin", "/admin", "/console", "/wechat/"])
def test_what_is_not_there_is_not_found(path: str) -> None:
    with TestClient(app()) as client:  # type: ignore[arg-type]
        assert client.get(path).status_code == 404


def test_parts_start_in_order_and_stop_in_order() -> None:
    seen: list[str] = []

    def mark(name: str) -> Callable[[], None]:
        return lambda: seen.append(name)

    with TestClient(app(start=[mark("a"), mark("b")], stop=[mark("c"), mark("d")])):  # type: ignore[arg-type]
        assert seen == ["a", "b"]
    assert seen == ["a", "b", "c", "d"]
