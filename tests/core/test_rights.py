"""What an account may do, by its kind and by what the platform has said."""

from datetime import UTC, datetime

import pytest

from bot.core.rights import ACTS, Known, missing, rights

ASKED = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
ALL = {("wechat", "mass"), ("wechat", "text"), ("wechat", "publish")}


def lacking(account_type: str = "service", *, verified: bool = True, **learnt: Known) -> dict[tuple[str, str], str]:
    return missing("wechat", rights("wechat", account_type, verified=verified, learnt=learnt))


@pytest.mark.parametrize("account_type", ["service", "subscription"])
def test_a_verified_account_may_do_all_that_announcements_need(account_type: str) -> None:
    assert lacking(account_type) == {}


@pytest.mark.parametrize("account_type", ["service", "subscription"])
def test_without_verification_nothing_goes_out_by_interface(account_type: str) -> None:
    found = lacking(account_type, verified=False)
    assert found.keys() == ALL
    assert "认证" in found["wechat", "mass"]
    assert found["wechat", "mass"].endswith("Until then copy the text and send it from the phone.")


def test_only_service_accounts_have_qr_codes_that_say_where_from() -> None:
    assert rights("wechat", "subscription", verified=True, learnt={})["qr"].works is False
    assert rights("wechat", "service", verified=True, learnt={})["qr"].works


def test_what_wechat_said_goes_over_what_the_settings_say() -> None:
    works = Known(True, at=ASKED)
    assert lacking(verified=False, mass=works, draft=works, material=works, publish=works) == {}
    refused = Known(False, "WeChat has taken the right away.", "48001", "api unauthorized", ASKED)
    found = lacking(publish=refused)
    assert found.keys() == {("wechat", "publish")}
    assert "asked on 2026-11-25" in found["wechat", "publish"]
    assert "channel test wechat" in found["wechat", "publish"]


def test_a_text_needs_no_drafts() -> None:
    assert lacking(draft=Known(False, "No.", at=ASKED)).keys() == ALL - {("wechat", "text")}


def test_of_weibo_and_x_the_settings_tell_nothing() -> None:
    assert rights("weibo", "service", verified=False, learnt={})["token"].works is None
    assert missing("x", rights("x", "service", verified=False, learnt={})) == {}


def test_every_act_needs_rights_that_there_are() -> None:
    names = {channel: set(rights(channel, "service", verified=True, learnt={})) for channel in ("wechat", "weibo", "x")}
    assert all(set(needed) <= names[channel] for (channel, _), needed in ACTS.items())
