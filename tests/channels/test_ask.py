"""What the three accounts may do, asked of the emulated platforms and of odd answers."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.http import Deadlines
from bot.channels.wechat import WechatChannel
from bot.channels.x import XChannel
from bot.core.rights import Asked, Finding
from bot.core.tokens import fingerprint
from tests.channels.box import Box
from tests.channels.wire import CANARY, FixedClock, Shelf, http, reset, wire
from tests.channels.worlds import wechat_settings, x_settings

QUICK = Deadlines(connect=0.5, answer=0.4)
WECHAT = ["token", "draft", "material", "mass", "publish", "tags", "menu", "customer", "qr"]


def works(asked: Asked) -> dict[str, bool | None]:
    return {finding.right: finding.works for finding in asked.findings}


def one(asked: Asked) -> Finding:
    [finding] = asked.findings
    return finding


def wechat_answered(*acts: bytes) -> Asked:
    with wire(*acts) as far:
        return WechatChannel(
            wechat_settings(far.base), Shelf(), FixedClock(), lambda point: None, Path("none"), deadlines=QUICK
        ).ask()


def refused(code: int, words: str = "its words") -> bytes:
    return http(json.dumps({"errcode": code, "errmsg": words}))


def test_a_verified_account_may_do_everything(box: Box) -> None:
    asked = box.wechat().ask()
    assert works(asked) == dict.fromkeys(WECHAT, True)
    assert {finding.right: finding.detail for finding in asked.findings}["mass"] == "100 of 100 calls left today"


def test_asking_shows_nothing_and_changes_nothing(box: Box) -> None:
    box.wechat().ask()
    box.weibo().ask()
    box.x().ask()
    assert [box.posts(channel) for channel in ("wechat", "weibo", "x")] == [[], [], []]
    called = {call["api"] for call in box.ask("GET", "/_sandbox/calls")}
    assert not {api for api in called if api.endswith(("/add", "/submit", "/sendall", "/2/tweets"))}
    people = [person["openid"] for person in box.ask("GET", "/_sandbox/followers")]
    assert [box.ask("GET", f"/_sandbox/followers/{openid}") for openid in people] == [[]] * len(people)


def test_an_account_without_verification_has_its_token_and_nothing_else(box: Box) -> None:
    box.state(wechat={"verified": False})
    asked = box.wechat().ask()
    assert works(asked) == {"token": True, **dict.fromkeys(WECHAT[1:], False)}
    assert {finding.code for finding in asked.findings[1:]} == {"48001"}


def test_a_single_right_that_was_taken_away_is_found(box: Box) -> None:
    box.state(wechat={"rights": {"freepublish": False}})
    assert [name for name, works_ in works(box.wechat().ask()).items() if not works_] == ["publish"]


def test_a_menu_or_job_that_is_not_there_is_a_yes(box: Box) -> None:
    box.fault("wechat:/cgi-bin/menu/get", "errcode:46003")
    assert works(box.wechat().ask())["menu"]


def test_an_address_off_the_whitelist_is_named_with_the_way_there() -> None:
    finding = one(wechat_answered(refused(40164, "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist")))
    assert (finding.right, finding.works, finding.code) == ("token", False, "40164")
    assert "设置与开发 → 基本配置 → IP白名单" in finding.why
    assert finding.why.endswith("The address is 203.0.113.7.")


def test_a_wrong_secret_is_the_only_finding(box: Box) -> None:
    finding = one(box.wechat(app_secret="0" * 32).ask())
    assert (finding.right, finding.works, finding.code) == ("token", False, "40125")


def test_a_platform_that_cannot_be_reached_leaves_it_open(box: Box) -> None:
    for name, channel in (("wechat", box.wechat()), ("weibo", box.weibo()), ("x", box.x())):
        box.ask("POST", "/_sandbox/faults", {"api": name, "fault": "refuse"})
        assert one(channel.ask()).works is None


@pytest.mark.parametrize("code", [-1, 45009, 45011, 31337])
def test_what_says_neither_yes_nor_no_leaves_a_right_open(box: Box, code: int) -> None:
    box.fault("wechat:/cgi-bin/draft/count", f"errcode:{code}")
    assert works(box.wechat().ask()) == {**dict.fromkeys(WECHAT, True), "draft": None}


def test_weibo_tells_whose_the_token_is_and_how_long_it_lives(box: Box) -> None:
    weibo = box.weibo()
    asked = weibo.ask()
    assert works(asked) == {"token": True, "calls": True, "share": True}
    assert asked.calls_per_day == 100
    assert asked.findings[1].detail == "99 of 100 calls left"
    assert asked.token is not None
    assert asked.token.began is not None
    assert abs(asked.token.ends - datetime.now(UTC) - timedelta(seconds=157_680_000)) < timedelta(minutes=1)
    assert asked.token_print == fingerprint(box.state()["weibo"]["access_token"])


@pytest.mark.parametrize("code", [10014, 21337])
def test_an_app_that_may_not_post_is_told_before_any_post(box: Box, code: int) -> None:
    box.fault("weibo:/2/statuses/share.json", f"errcode:{code}")
    finding = box.weibo().ask().findings[2]
    assert (finding.right, finding.works, finding.code) == ("share", False, str(code))
    assert "rights and review" in finding.why


def test_x_keys_that_may_only_read_are_told() -> None:
    answer = http('{"data": {"id": "42"}}').replace(b"\r\n\r\n", b"\r\nx-access-level: read\r\n\r\n", 1)
    with wire(answer) as far:
        channel = XChannel(
            x_settings(far.base), Shelf(), FixedClock(), lambda point: None, Path("none"), deadlines=QUICK
        )
        finding = one(channel.ask())
    assert (finding.works, "may only read" in finding.why) == (False, True)


def test_an_account_off_the_whitelist_of_the_emulated_wechat_is_named(box: Box) -> None:
    box.state(wechat={"ip_whitelist": ["203.0.113.9"]})
    finding = one(box.wechat().ask())
    assert (finding.works, finding.code) == (False, "40164")
    assert finding.why.endswith("The address is 127.0.0.1.")


def test_a_subscription_account_has_no_qr_codes(box: Box) -> None:
    box.state(wechat={"account_type": "subscription"})
    assert works(box.wechat().ask()) == {**dict.fromkeys(WECHAT, True), "qr": False}


def test_an_expired_token_asks_to_connect_again(box: Box) -> None:
    finding = one(box.weibo(access_token="2.00wrong").ask())
    assert (finding.works, finding.code) == (False, "21332")
    assert "Connect" in finding.why


def test_another_accounts_token_is_not_ours(box: Box) -> None:
    finding = one(box.weibo(uid="7").ask())
    assert finding.works is False
    assert "another account" in finding.why


def test_weibo_without_a_token_is_not_asked(box: Box) -> None:
    assert "channel connect weibo" in one(box.weibo(access_token="").ask()).why
    assert box.calls("weibo:/oauth2/get_token_info") == []


def test_x_tells_whose_the_keys_are(box: Box) -> None:
    assert one(box.x().ask()).works
    finding = one(box.x(access_secret="0" * 45).ask())
    assert (finding.works, finding.code) == (False, "401")


def test_x_keys_of_another_account_are_told() -> None:
    with wire(http('{"data": {"id": "77", "name": "Other"}}')) as far:
        asked = XChannel(
            x_settings(far.base), Shelf(), FixedClock(), lambda point: None, Path("none"), deadlines=QUICK
        ).ask()
    assert "another account on X (77)" in one(asked).why


def test_no_secret_stands_in_any_finding() -> None:
    found = [wechat_answered(act) for act in (reset, refused(40164), refused(40001), http("<html>"))]
    assert CANARY not in repr(found)
