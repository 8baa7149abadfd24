"""Logging: what is secret never reaches a line, whatever path it takes."""

import io
import json
import logging
from collections.abc import Callable, Iterator

import pytest
import structlog

from bot import logs

Lines = Callable[[], str]
SECRET = "appsecret-0123456789"


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[Lines]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    kept = io.StringIO()

    def so_far() -> str:
        kept.write(capsys.readouterr().err)
        return kept.getvalue()

    yield so_far
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_known_secret_is_blanked_in_messages_arguments_and_fields(lines: Lines, form: str) -> None:
    logs.set_up(level="info", form=form, secrets=[SECRET])
    logging.getLogger("a").info("fetching with %s", SECRET)
    structlog.get_logger("b").info("fetched", answer=SECRET)
    assert SECRET not in lines()
    assert lines().count("[secret]") == 2


def test_a_known_secret_is_blanked_in_tracebacks(lines: Lines) -> None:
    logs.set_up(level="info", form="json", secrets=[SECRET])
    try:
        raise ConnectionError(f"https://api.weixin.qq.com/cgi-bin/token?secret={SECRET}")
    except ConnectionError:
        logging.getLogger("a").exception("no connection")
    assert "ConnectionError" in lines()
    assert SECRET not in lines()


@pytest.mark.parametrize(
    "text",
    [
        "GET /cgi-bin/draft/add?access_token=86_AbCdEf",
        '{"access_token": "86_AbCdEf", "expires_in": 7200}',
        "appid=wx1&secret=86_AbCdEf&x=1",
        'Authorization: OAuth oauth_token="86_AbCdEf"',
        "client_secret=86_AbCdEf",
    ],
)
def test_what_looks_like_a_token_is_blanked(text: str) -> None:
    assert "86_AbCdEf" not in logs.redact(text)


def test_an_openid_is_blanked() -> None:
    assert "o6_bmjrPTlm6_2sgVt7hMZOPfL2M" not in logs.redact("from o6_bmjrPTlm6_2sgVt7hMZOPfL2M: hello")


def test_ordinary_words_stay() -> None:
    text = "delivery 12 sent to weibo in 0.8 s"
    assert logs.redact(text, ["ab"]) == text


def test_json_lines_are_json(lines: Lines) -> None:
    logs.set_up(level="info", form="json")
    structlog.get_logger("a").info("已发送", delivery=12)
    row = json.loads(lines())
    assert (row["event"], row["delivery"], row["level"]) == ("已发送", 12, "info")


def test_urllib3_never_logs_addresses_even_at_debug(lines: Lines) -> None:
    logs.set_up(level="debug", form="text")
    logging.getLogger("urllib3.connectionpool").debug("GET /token?x=1")
    assert lines() == ""
