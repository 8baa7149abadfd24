"""Forty planted secrets through every way into a log, to standard error and to the file: none shows."""

import asyncio
import base64
import json
import logging
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import structlog

from bot import logs

FORMS = ("text", "json")
# What settings hold: letters, base64 with its signs, quotes and accents as a person may choose a password.
KNOWN = [
    *(f"canary{number:02d}abcdefgh" for number in range(10)),
    *(base64.b64encode(f"canary-{number:02d}-0123456789abcdef".encode()).decode() for number in range(5)),
    *(f'can"ary\\{number} é密码 +/=&%' for number in range(5)),
]
# What comes at run time, and is known by its shape only.
SHAPES = [
    "https://api.weixin.qq.com/cgi-bin/menu/get?access_token={}&x=1",
    'answer {{"access_token": "{}", "expires_in": 7200}}',
    "{{'refresh_token': '{}'}}",
    "appid=wx1&secret={}&grant_type=client_credential",
    'Authorization: OAuth oauth_token="{}", oauth_signature="x"',
    'oauth_signature="{}"',
    "client_secret={}",
    "password={}",
    "appsecret: {}",
    "postgresql://bot:{}@db.example.org/bot",
    "http://user:{}@10.0.0.2:3128",
    "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={}",
    "ACCESS_TOKEN={}",
    "GET /x?client_secret={}&code=1",
    "oauth_consumer_key={}",
    '{{"password": "{}"}}',
    "access_token = {}",
]
TOKENS = {shape: f"90_planted{number:02d}abcdefghijklmnop" for number, shape in enumerate(SHAPES)}
OPENIDS = [f"oPlanted{number:02d}_bcdefghijklmnopqr" for number in range(3)]
ALL = [*KNOWN, *TOKENS.values(), *OPENIDS]
TEXTS = [*(f"the value is {secret} here" for secret in KNOWN), *(s.format(t) for s, t in TOKENS.items()), *OPENIDS]

Way = Callable[[str], None]


def message(text: str) -> None:
    logging.getLogger("a.b").warning(text)


def argument(text: str) -> None:
    logging.getLogger("a").error("something with %s in it", text)


def mapping(text: str) -> None:
    logging.getLogger("a").error("%(what)s", {"what": text})


def nested(text: str) -> None:
    logging.getLogger("a").error("%r", {"deep": [{"er": (text, text.encode())}]})


def event(text: str) -> None:
    structlog.get_logger("s").info(text)


def field(text: str) -> None:
    structlog.get_logger("s").info("happened", detail={"a": [text]}, plain=text)


def bound(text: str) -> None:
    structlog.get_logger("s").bind(who=text).info("happened")


def raised(text: str) -> None:
    try:
        raise ValueError(text)
    except ValueError:
        logging.getLogger("a").exception("it failed")


def chained(text: str) -> None:
    try:
        try:
            raise KeyError(text)
        except KeyError as error:
            raise RuntimeError(f"because of {text}") from error
    except RuntimeError:
        structlog.get_logger("s").exception("it failed twice")


def grouped(text: str) -> None:
    try:
        raise ExceptionGroup("several", [ValueError(text), OSError(text)])
    except* (ValueError, OSError):
        logging.getLogger("a").exception("they failed")


def stack(text: str) -> None:
    logging.getLogger("a").error("where", extra={"stack": text}, stack_info=True)


def warned(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(True)
        warnings.warn(text, stacklevel=1)


def library(text: str) -> None:
    logging.getLogger("uvicorn.error").error("Exception in ASGI application: %s", text)
    logging.getLogger("urllib3.connectionpool").warning("Retrying %s", text)


def event_loop(text: str) -> None:
    loop = asyncio.new_event_loop()
    loop.call_exception_handler({"message": "unhandled", "exception": ValueError(text)})
    loop.close()


def thread(text: str) -> None:
    def dies() -> None:
        raise ValueError(text)

    before, threading.excepthook = threading.excepthook, logs._thread_died
    dying = threading.Thread(target=dies)
    dying.start()
    dying.join()
    threading.excepthook = before


def in_an_address(text: str) -> None:
    logging.getLogger("a").info("https://example.org/?%s", urlencode({"token": text}))
    logging.getLogger("a").info("https://example.org/%s", quote(text, safe=""))


def as_json(text: str) -> None:
    logging.getLogger("a").info(json.dumps({"body": text}))
    logging.getLogger("a").info(json.dumps({"body": text}, ensure_ascii=False))


WAYS: tuple[Way, ...] = (
    message, argument, mapping, nested, event, field, bound, raised, chained, grouped, stack, warned, library,
    event_loop, thread, as_json,
)  # fmt: skip


@pytest.fixture
def quiet() -> Iterator[None]:
    root, hook = logging.getLogger(), threading.excepthook
    before, level = root.handlers[:], root.level
    yield
    for handler in set(root.handlers) - set(before):
        handler.close()
    root.handlers[:] = before
    root.setLevel(level)
    threading.excepthook = hook
    logging.captureWarnings(False)
    structlog.reset_defaults()


def test_there_are_forty() -> None:
    assert len(set(ALL)) == 40


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_planted_secret_shows(
    way: Way, form: str, quiet: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bot.log"
    logs.set_up(level="debug", form=form, secrets=KNOWN, file=logs.File(file, 10**9, 3))
    for text in TEXTS:
        way(text)
    for out in (capsys.readouterr().err, file.read_text("utf-8")):
        assert out.count("\n") >= len(ALL)
        assert [
            secret for secret in ALL if secret in out or json.dumps(secret)[1:-1] in out or repr(secret)[1:-1] in out
        ] == []


@pytest.mark.parametrize("form", FORMS)
def test_a_known_secret_is_found_in_an_address_too(form: str, quiet: None, capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(level="info", form=form, secrets=KNOWN)
    for secret in KNOWN:
        in_an_address(secret)
    out = capsys.readouterr().err
    assert [secret for secret in KNOWN if secret in out or quote(secret, safe="") in out or quote(secret) in out] == []


def test_the_file_is_for_its_owner_and_begun_anew_when_it_is_full(quiet: None, tmp_path: Path) -> None:
    file = tmp_path / "bot.log"
    logs.set_up(level="info", form="json", file=logs.File(file, 2000, 3))
    for number in range(100):
        logging.getLogger("a").info("line %d %s", number, "x" * 60)
    kept = sorted(path.name for path in tmp_path.iterdir() if path.suffix != ".lock")
    assert kept == ["bot.log", "bot.log.1", "bot.log.2"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir())
    assert all(path.stat().st_size < 2200 for path in tmp_path.iterdir())
    newest = [json.loads(line)["event"] for line in file.read_text("utf-8").splitlines()]
    assert newest[-1].startswith("line 99 ")


def test_several_writers_lose_no_line_when_the_file_is_begun_anew(quiet: None, tmp_path: Path) -> None:
    # Handlers of their own, as in processes of their own: each has the file open by itself.
    writers = [logs.SharedFile(tmp_path / "bot.log", 3000, 1000) for _ in range(4)]

    def write(number: int) -> None:
        for line in range(200):
            writers[number].emit(logging.LogRecord("a", logging.INFO, "f", 1, f"{number}:{line}", None, None))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    for writer in writers:
        writer.close()
    found = [line for path in tmp_path.glob("bot.log*") for line in path.read_text("utf-8").splitlines()]
    assert sorted(found) == sorted(f"{number}:{line}" for number in range(4) for line in range(200))
