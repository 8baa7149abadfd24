"""Connecting a Weibo account: from the address to the token, against the emulated platform over HTTP."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from bot.channels.http import Deadlines
from bot.channels.weibo_oauth import WeiboOAuth, token_of
from bot.clock import SystemClock
from bot.core.errors import PlatformError
from bot.settings import WeiboSettings
from tests.channels.box import Box
from tests.channels.wire import CANARY, FixedClock, Shelf, http, reset, wire
from tests.channels.worlds import weibo_settings

REDIRECT = "https://bot.example.org/weibo/connected"
NOW = FixedClock().now()


def said_yes(address: str) -> dict[str, str]:
    """What stands in the address to which Weibo leads somebody who says yes."""
    target = requests.get(address, allow_redirects=False, timeout=10).headers["Location"]
    assert target.startswith(REDIRECT + "?")
    return {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}


def connecting(box: Box, redirect: str = REDIRECT, **changed: str) -> WeiboOAuth:
    state = box.state()["weibo"]
    known = {key: state[key] for key in ("app_key", "app_secret", "uid", "api_base")}
    settings = WeiboSettings.model_validate({**known, **changed})
    return WeiboOAuth(settings, redirect, SystemClock(), lambda point: None, deadlines=Deadlines(connect=1, answer=1))


def test_a_yes_becomes_a_token_that_weibo_accepts(box: Box) -> None:
    oauth = connecting(box)
    back = said_yes(oauth.authorize_url("st4te"))
    assert back["state"] == "st4te"
    grant = oauth.exchange(back["code"])
    assert grant.uid == box.state()["weibo"]["uid"]
    assert abs(grant.life.ends - datetime.now(UTC) - timedelta(seconds=157_680_000)) < timedelta(minutes=1)
    assert box.weibo(access_token=grant.token).ask().findings[0].works
    assert grant.token not in repr(grant)


def test_the_life_is_what_the_token_has_not_what_the_reply_promises() -> None:
    reply = http(json.dumps({"access_token": CANARY, "expires_in": 157_680_000, "uid": "5"}))
    told = http(json.dumps({"uid": 5, "appkey": "1", "scope": None, "create_at": 1796871600, "expire_in": 86_400}))
    with wire(reply, told) as far:
        grant = WeiboOAuth(weibo_settings(far.base), REDIRECT, FixedClock(), lambda point: None).exchange("code")
    assert grant.life.ends == NOW + timedelta(days=1)


def test_a_token_that_cannot_be_looked_at_lives_as_the_reply_says() -> None:
    reply = http(json.dumps({"access_token": CANARY, "expires_in": 604_800, "uid": "5"}))
    with wire(reply, reset) as far:
        grant = WeiboOAuth(weibo_settings(far.base), REDIRECT, FixedClock(), lambda point: None).exchange("code")
    assert grant.life.ends == NOW + timedelta(days=7)


def test_a_code_works_once(box: Box) -> None:
    oauth = connecting(box)
    code = said_yes(oauth.authorize_url("s"))["code"]
    oauth.exchange(code)
    with pytest.raises(PlatformError, match=r"used already.*21325"):
        oauth.exchange(code)


def test_another_return_address_than_the_registered_one_is_named(box: Box) -> None:
    code = said_yes(connecting(box).authorize_url("s"))["code"]
    with pytest.raises(PlatformError, match=r"授权回调页.*21322") as refused:
        connecting(box, "https://other.example.org/").exchange(code)
    assert "https://other.example.org/" in str(refused.value)


def test_a_wrong_app_secret_is_told_and_not_shown(box: Box) -> None:
    code = said_yes(connecting(box).authorize_url("s"))["code"]
    with pytest.raises(PlatformError, match=r"app_secret.*21324") as refused:
        connecting(box, app_secret=CANARY).exchange(code)
    assert CANARY not in str(refused.value)


@pytest.mark.parametrize("answer", [reset, http("<html>"), http("{}"), http('{"access_token": "t", "uid": "1"}')])
def test_an_answer_without_a_token_connects_nothing(answer) -> None:
    with wire(answer) as far, pytest.raises(PlatformError):
        WeiboOAuth(weibo_settings(far.base), REDIRECT, FixedClock(), lambda point: None).exchange("code")


def test_somebody_who_presses_cancel_reads_it(box: Box) -> None:
    assert "pressed cancel" in connecting(box).refused("21330")
    assert "did not say why" in connecting(box).refused("")


def test_the_token_of_the_last_connection_goes_before_the_settings_one() -> None:
    settings, shelf = weibo_settings("http://127.0.0.1:9"), Shelf()
    assert token_of(settings, shelf, NOW) == CANARY
    shelf.put("weibo:1234567890", "2.00new", NOW + timedelta(days=1))
    assert token_of(settings, shelf, NOW) == "2.00new"
    assert token_of(settings, shelf, NOW + timedelta(days=1)) == CANARY, "an ended one gives way to what stands there"
