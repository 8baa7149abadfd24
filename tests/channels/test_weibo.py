"""Weibo: what its answers mean, and posts end to end against the emulated platform."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.channels.codes import Means
from bot.channels.http import Deadlines
from bot.channels.weibo import WeiboChannel
from bot.channels.weibo_codes import CODES
from bot.core.delivery import Post, Refused, Retry, Sent, Unknown
from tests.channels.box import Box
from tests.channels.wire import CANARY, FixedClock, Notes, Shelf, Wire, http, reset, silent, wire
from tests.channels.worlds import weibo_settings

POST = Post(
    "weibo", "share", "zh", "线上说明会", "12月10日19:00 & 介绍“9+9”。详情：https://paristech.fr/en/node/6531。欢迎"
)
SHARE = "weibo:/2/statuses/share.json"
EARLIER = {"submitted": "2026-12-10T11:00:00+00:00"}


def channel(far: Wire, **changed) -> WeiboChannel:
    settings = weibo_settings(far.base).model_copy(update=changed)
    quick = Deadlines(connect=0.5, answer=0.4)
    return WeiboChannel(settings, Shelf(), FixedClock(), lambda point: None, Path("none"), deadlines=quick)


def send(*acts, notes: Notes | None = None):
    notes = notes if notes is not None else Notes()
    with wire(*acts) as far:
        return channel(far).publish(POST, "key", dict(notes), notes.note)


def says(code: object, status: str = "400 Bad Request") -> bytes:
    return http(json.dumps({"request": "/2/statuses/share.json", "error_code": code, "error": "its words"}), status)


def since() -> datetime:
    return datetime.now(UTC) - timedelta(seconds=5)


@pytest.mark.parametrize(
    "act",
    [
        reset,
        silent,
        http(""),
        http("<html>"),
        http('{"id": 1'),
        http("null"),
        http("[]"),
        http("{}"),
        http('{"idstr": "1"}', "502 Bad Gateway"),
        http("gone", "504 Gateway Timeout"),
        says(19999),
        says("soon"),
        says(10001),
    ],
)
def test_whatever_may_have_been_posted_is_unknown(act):
    assert isinstance(send(act), Unknown)


def test_a_security_check_that_fails_twice_is_refused_without_a_promise():
    notes = Notes()
    assert isinstance(send(says(20014), notes=notes), Retry)
    refused = send(says(20014), notes=notes)
    assert isinstance(refused, Refused)
    assert refused.why.endswith("Send it again later, or by hand.")


@pytest.mark.parametrize("code", sorted(CODES))
def test_each_listed_code_has_an_outcome_and_a_sentence(code):
    outcome = send(says(code))
    expected = {
        Means.DONE: Sent, Means.CHECK: Unknown, Means.REFUSED: Refused, Means.NO_RIGHT: Refused,
        Means.REPEATED: Refused,
    }.get(CODES[code].means, Retry)  # fmt: skip
    assert type(outcome) is expected
    assert len(CODES[code].says) > 20


@pytest.mark.parametrize("code", [20032, "20032"])
def test_published_but_slow_is_success_without_a_number(code):
    sent = send(says(code))
    assert sent == Sent("", "https://weibo.com/u/1234567890")


def test_an_address_is_the_one_that_weibo_shows():
    # A post of 2012 whose number and address are both public.
    sent = send(http('{"idstr": "3501756485200075"}'))
    assert sent.url == "https://weibo.com/1234567890/z0JH2lOMb"


def test_the_hourly_limit_waits_for_the_next_hour_and_spends_the_quota():
    limited = send(says(10023, "403 Forbidden"))
    assert limited.after == timedelta(minutes=20)
    assert limited.quota_spent


def test_the_limit_of_the_address_is_one_an_hour_however_often_it_comes():
    notes = Notes()
    first, second = (send(says(10022, "403 Forbidden"), notes=notes) for _ in range(2))
    assert first.after == second.after == timedelta(minutes=20)
    assert second.spent == "posts_hour"


@pytest.mark.parametrize("code", [10023, 10024])
def test_a_limit_that_holds_twice_in_a_row_waits_for_the_next_day_in_shanghai(code):
    notes = Notes()
    first, second = (send(says(code, "403 Forbidden"), notes=notes) for _ in range(2))
    assert (first.after, first.spent) == (timedelta(minutes=20), "posts_hour")
    assert FixedClock().at + second.after == datetime(2026, 12, 10, 16, 0, tzinfo=UTC)  # 00:00 in Shanghai
    assert (second.spent, second.quota_spent) == ("calls_day", True)
    assert not notes["submitted"]


def test_repeated_content_after_a_lost_try_of_ours_is_looked_for():
    row = {"idstr": "99", "created_at": "Thu Dec 10 19:00:30 +0800 2026", "text": _shown()}
    listed = http(json.dumps({"statuses": [row]}))
    assert send(says(20019), listed, notes=Notes(EARLIER)) == Sent("99", "https://weibo.com/1234567890/1B")
    assert isinstance(send(says(20019), http('{"statuses": []}'), notes=Notes(EARLIER)), Unknown)


def _shown() -> str:
    return "【线上说明会】12月10日19:00 &amp; 介绍“9+9”。详情：http://t.cn/Ab12345 。欢迎"


@pytest.mark.parametrize(
    ("text", "created", "found"),
    [
        (_shown(), "Thu Dec 10 19:00:30 +0800 2026", True),
        (_shown(), "Thu Dec 10 18:50:00 +0800 2026", False),  # an older twin
        ("【线上说明会】12月10日19:00", "Thu Dec 10 19:00:30 +0800 2026", False),
        (_shown(), "yesterday", False),
        (None, "Thu Dec 10 19:00:30 +0800 2026", False),
    ],
)
def test_a_post_is_recognised_by_its_text_without_links_and_by_its_time(text, created, found):
    rows = [{"idstr": "7", "created_at": created, "text": text}, None, 5]
    with wire(http(json.dumps({"statuses": rows}))) as far:
        started = datetime(2026, 12, 10, 11, 0, tzinfo=UTC)
        assert isinstance(channel(far).look_for(POST, "key", EARLIER, started), Sent) is found


def test_a_text_that_weibo_has_cut_is_recognised_by_its_beginning():
    long = Post("weibo", "share", "zh", "", "很长的正文" * 30)
    row = {"idstr": "7", "created_at": "Thu Dec 10 19:00:30 +0800 2026", "text": "很长的正文" * 20 + "...全文"}
    with wire(http(json.dumps({"statuses": [row]}))) as far:
        found = channel(far).look_for(long, "key", EARLIER, datetime(2026, 12, 10, 11, 0, tzinfo=UTC))
    assert isinstance(found, Sent)


@pytest.mark.parametrize("answer", [http("<html>"), http("[]"), says(21332, "403 Forbidden"), reset])
def test_a_look_that_fails_leaves_it_unknown(answer):
    with wire(answer) as far:
        assert isinstance(channel(far).look_for(POST, "key", EARLIER, FixedClock().at), Unknown)


def test_an_account_that_is_not_connected_says_so():
    with wire(reset) as far:
        outcome = channel(far, uid="").publish(POST, "key", {}, Notes().note)
    assert isinstance(outcome, Refused)
    assert "connect" in outcome.why


def test_no_secret_stands_in_any_outcome():
    outcomes = [send(act) for act in (reset, silent, says(19999), says(21332), http("x" * 2_000_000))]
    assert CANARY not in repr(outcomes)


def test_a_post_appears_once_with_a_space_after_its_link(box: Box):
    sent = box.weibo().publish(POST, "key", {}, Notes().note)
    [post] = box.posts("weibo")
    assert sent == Sent(post["id"], post["url"])
    assert post["text"].startswith("【线上说明会】12月10日19:00")


def test_a_picture_goes_with_it(box: Box, tmp_path: Path):
    out = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "PNG")
    (tmp_path / "p.png").write_bytes(out.getvalue())
    post = Post("weibo", "share", "zh", "海报", "看图 https://paristech.fr/en", picture="p.png")
    assert isinstance(box.weibo(tmp_path).publish(post, "key", {}, Notes().note), Sent)
    assert box.posts("weibo")[0]["media"]


@pytest.mark.parametrize("fault", ["reset_after", "timeout_after", "html", "empty", "truncated"])
def test_a_post_whose_answer_is_lost_is_found_on_the_timeline(box: Box, fault: str):
    box.fault(SHARE, fault)
    notes, weibo = Notes(), box.weibo()
    assert isinstance(weibo.publish(POST, "key", {}, notes.note), Unknown)
    assert isinstance(weibo.look_for(POST, "key", notes, since()), Sent)
    assert len(box.posts("weibo")) == 1


@pytest.mark.parametrize("fault", ["reset_before", "http_500"])
def test_a_post_that_never_arrived_is_not_found(box: Box, fault: str):
    box.fault(SHARE, fault)
    notes, weibo = Notes(), box.weibo()
    assert isinstance(weibo.publish(POST, "key", {}, notes.note), Unknown)
    assert isinstance(weibo.look_for(POST, "key", notes, since()), Unknown)


def test_a_closed_port_is_certainly_not_sent_and_leaves_no_trace(box: Box):
    weibo, notes = box.weibo(), Notes()
    box.ask("POST", "/_sandbox/faults", {"api": "weibo", "fault": "refuse"})
    assert isinstance(weibo.publish(POST, "key", {}, notes.note), Retry)
    assert isinstance(weibo.look_for(POST, "key", notes, since()), Retry)


@pytest.mark.parametrize(
    ("body", "code"),
    [("没有链接", "10017"), ("别处 https://example.org/", "10017"), ("长" * 150 + " https://paristech.fr/", "20012")],
)
def test_what_weibo_refuses_is_refused_in_words(box: Box, body: str, code: str):
    refused = box.weibo().publish(Post("weibo", "share", "zh", "", body), "key", {}, Notes().note)
    assert isinstance(refused, Refused)
    assert refused.code == code


def test_the_same_text_twice_is_refused_the_second_time(box: Box):
    box.weibo().publish(POST, "key", {}, Notes().note)
    assert isinstance(box.weibo().publish(POST, "other", {}, Notes().note), Refused)


def test_an_expired_authorisation_asks_to_connect_again(box: Box):
    refused = box.weibo(access_token="2.00wrong").publish(POST, "key", {}, Notes().note)
    assert isinstance(refused, Refused)
    assert "Connect" in refused.why


def test_an_empty_picture_is_refused_and_not_left_out(box: Box, tmp_path):
    (tmp_path / "photo.jpg").write_bytes(b"")
    notes = Notes()
    refused = box.weibo(tmp_path).publish(replace(POST, picture="photo.jpg"), "key", notes, notes.note)
    assert isinstance(refused, Refused)
    assert "is empty" in refused.why
    assert box.posts("weibo") == []
