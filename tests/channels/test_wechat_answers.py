"""What WeChat's odd answers mean: for a keyed send, for a publication, and before either."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.codes import Means
from bot.channels.http import Deadlines
from bot.channels.wechat import WechatChannel
from bot.channels.wechat_codes import CODES, STILL_SENDING, TAP_WAITS
from bot.core.delivery import Accepted, Post, Refused, Retry, Sent, Unknown
from bot.core.errors import NotSaved, PlatformError
from tests.channels.wire import CANARY, SOON, FixedClock, Notes, Shelf, Wire, drip, http, reset, silent, wire
from tests.channels.worlds import wechat_settings

TEXT = Post("wechat", "text", "zh", "标题", "正文")
ARTICLE = Post("wechat", "publish", "zh", "标题", "正文")
KEY = "a" + "b" * 25
GARBLED = [b"", b"<html>busy</html>", b'{"errcode":0,"msg_i', b"null", b"[1]", b'{"errcode":0}', b'{"errcode":"soon"}']


def channel(far: Wire, shelf: Shelf | None = None, *, token: bool = True, fault=lambda point: None) -> WechatChannel:
    shelf = shelf or Shelf()
    if token:
        shelf.put("wechat:wx" + "0" * 16, CANARY + "token", FixedClock().at + timedelta(hours=1))
    quick = Deadlines(connect=0.5, answer=0.4)
    return WechatChannel(wechat_settings(far.base), shelf, FixedClock(), fault, Path("none"), deadlines=quick)


def send(act, *, notes: Notes | None = None):
    """A text to all followers, answered by this act."""
    notes = notes if notes is not None else Notes()
    with wire(act) as far:
        return channel(far).publish(TEXT, KEY, dict(notes), notes.note)


def submit(act, *, notes: Notes | None = None):
    """A prepared article to publish, answered by this act."""
    notes = notes if notes is not None else Notes(draft="DRAFT")
    with wire(act) as far:
        return channel(far).publish(ARTICLE, KEY, dict(notes), notes.note)


def says(code: int, **more: object) -> bytes:
    return http(json.dumps({"errcode": code, "errmsg": "its words", **more}))


@pytest.mark.parametrize("act", [*map(http, GARBLED), http("{}", "502 Bad Gateway"), reset, silent, drip(b"HTTP/1.1 ")])
def test_a_lost_answer_to_a_keyed_send_is_asked_for_again_with_the_key(act):
    outcome = send(act)
    assert isinstance(outcome, Retry)
    assert outcome.after >= timedelta(seconds=65)


@pytest.mark.parametrize(
    "act", [*map(http, GARBLED), http("{}", "502 Bad Gateway"), reset, silent, says(-1), says(31337)]
)
def test_a_lost_answer_to_a_publication_is_unknown(act):
    assert isinstance(submit(act), Unknown)


def test_an_unlisted_code_to_a_keyed_send_is_unknown_and_shows_the_words():
    assert send(says(31337)) == Unknown(send(says(31337)).why, "31337", "its words")


@pytest.mark.parametrize("code", sorted(CODES))
def test_each_listed_code_has_an_outcome_and_a_sentence(code):
    outcome = send(says(code))
    # TOKEN: the wire repeats itself, so the token's own interface says it too, and that is for a person.
    certain = dict.fromkeys((Means.REFUSED, Means.NO_RIGHT, Means.QUOTA, Means.TOKEN), Refused)
    expected = {Means.DONE: Unknown, **certain}.get(CODES[code].means, Retry)
    assert type(outcome) is expected
    assert len(outcome.why) > 20
    assert outcome.why.endswith((".", "."))


@pytest.mark.parametrize("code", sorted(CODES))
def test_no_code_repeats_a_publication_that_may_be_out(code):
    outcome = submit(says(code))
    certain = (Means.LATER, Means.TOKEN, Means.NO_RIGHT, Means.REFUSED, Means.QUOTA)
    assert isinstance(outcome, Retry | Refused if CODES[code].means in certain else Unknown)


def test_the_job_number_makes_it_accepted():
    assert send(says(0, msg_id=1000000003)) == Accepted("1000000003")
    assert submit(says(0, publish_id="2247503051")) == Accepted("2247503051")


def test_a_key_that_was_used_is_success_with_the_old_number():
    assert send(says(45065, msg_id=77)) == Accepted("77")


@pytest.mark.parametrize("code", [89504, 89505])
def test_waiting_for_the_admin_is_accepted_only_under_a_number(code):
    accepted = send(says(code, msg_id=78))
    assert isinstance(accepted, Accepted)
    assert accepted.remote_id == "78"
    assert "phone" in accepted.waiting
    assert isinstance(send(says(code)), Retry)


def test_no_mass_send_left_says_that_the_quota_is_spent():
    assert send(says(45028)).quota_spent


def test_busy_is_repeated_three_times_at_most():
    notes = Notes()
    outcomes = [send(says(-1), notes=notes) for _ in range(3)]
    assert [type(outcome) for outcome in outcomes] == [Retry, Retry, Refused]


def test_a_used_up_draft_means_that_the_earlier_try_went_out():
    notes = Notes(draft="DRAFT", submitted="2026-12-10T11:00:00+00:00")
    assert isinstance(submit(says(40007), notes=notes), Unknown)


def test_a_draft_that_was_deleted_before_any_try_is_made_again():
    notes = Notes(draft="DRAFT")
    assert isinstance(submit(says(40007), notes=notes), Retry)
    assert notes["draft"] == ""


def test_the_intent_is_kept_before_the_call_and_taken_back_when_nothing_went_out():
    notes = Notes()
    send(says(45028), notes=notes)
    assert notes["submitted"] == ""
    send(reset, notes=notes)
    assert notes["submitted"].startswith("2026-12-10")


def test_a_note_that_cannot_be_kept_stops_the_send():
    def refuse(name: str, value: str) -> None:
        raise RuntimeError("the lease is lost")

    with wire(says(0, msg_id=1)) as far:
        with pytest.raises(RuntimeError):
            channel(far).publish(TEXT, KEY, {}, refuse)
        assert far.seen == []


def test_a_full_database_before_the_call_is_certainly_not_sent():
    def refuse(name: str, value: str) -> None:
        raise NotSaved("The disk is full; make room.")

    with wire(says(0, msg_id=1)) as far:
        outcome = channel(far).publish(TEXT, KEY, {}, refuse)
        assert far.seen == []
    assert isinstance(outcome, Retry)
    assert "disk is full" in outcome.why


def test_a_full_database_after_the_call_does_not_hide_the_outcome():
    calls: list[str] = []

    def full_later(name: str, value: str) -> None:
        calls.append(name)
        if len(calls) > 1:
            raise NotSaved

    with wire(says(48001)) as far:
        assert isinstance(channel(far).publish(TEXT, KEY, {}, full_later), Refused)


def test_many_threads_fetch_one_token():
    token = http(json.dumps({"access_token": "fresh", "expires_in": 7200}))
    with wire(token, says(0, msg_id=5)) as far, ThreadPoolExecutor(8) as pool:
        sender = channel(far, token=False)
        outcomes = list(pool.map(lambda n: sender.publish(TEXT, f"{KEY}{n}", {}, Notes().note), range(8)))
        assert sum(b"stable_token" in seen for seen in far.seen) == 1
    assert outcomes == [Accepted("5")] * 8


def test_only_the_publishing_call_holds_the_crash_point():
    passed: list[str] = []
    with wire(says(0, msg_id=5, publish_id="6", msg_status="SENDING")) as far:
        sender = channel(far, fault=passed.append)
        sender.follow_up("5", "mass")
        assert passed == []
        sender.publish(TEXT, KEY, {}, Notes().note)
        sender.publish(ARTICLE, KEY, {"draft": "DRAFT"}, Notes().note)
    assert passed == ["P3", "P3"]


@pytest.mark.parametrize("act", [reset, silent, *map(http, GARBLED[:5])])
def test_a_fault_while_preparing_is_certainly_not_published(act):
    outcome = submit(act, notes=Notes())
    assert isinstance(outcome, Retry)
    assert "not sent" in outcome.why


def test_an_unlisted_code_while_preparing_is_a_refusal():
    assert isinstance(submit(says(31337), notes=Notes()), Refused)


def test_a_failed_token_fetch_leaves_nothing_in_doubt():
    with wire(reset) as far:
        assert isinstance(channel(far, token=False).publish(TEXT, KEY, {}, Notes().note), Retry)
    with wire(says(40125)) as far:
        assert isinstance(channel(far, token=False).publish(TEXT, KEY, {}, Notes().note), Refused)


def test_a_secret_that_is_not_accepted_is_named_not_only_the_missing_token():
    with wire(says(40001)) as far:
        outcome = channel(far, token=False).publish(TEXT, KEY, {}, Notes().note)
    assert "Check app_id and app_secret" in outcome.why
    assert outcome.code == "40001"


@pytest.mark.parametrize("code", [40001, 40013, 40125, 40164, 40243, 89503, 89506, 89507])
def test_what_only_a_person_can_mend_about_the_token_is_asked_at_once(code):
    with wire(says(code)) as far:
        sender = channel(far, token=False)
        outcomes = [sender.publish(post, KEY, {}, Notes().note) for post in (TEXT, ARTICLE)]
        assert all(b"stable_token" in seen for seen in far.seen)
    assert [type(outcome) for outcome in outcomes] == [Refused, Refused]
    assert {outcome.words for outcome in outcomes} == {"its words"}
    assert outcomes[0].why.endswith(".")


def test_a_new_token_that_is_not_accepted_either_is_tried_once_more_and_then_asked_about():
    token = http(json.dumps({"access_token": "fresh", "expires_in": 7200}))
    notes = Notes()
    outcomes = []
    for _ in range(2):
        with wire(says(40001), token, says(40001)) as far:
            outcomes.append(channel(far).publish(TEXT, KEY, dict(notes), notes.note))
    assert [type(outcome) for outcome in outcomes] == [Retry, Refused]
    assert outcomes[0].after > timedelta(minutes=5)


@pytest.mark.parametrize("code", [48001, 48004, 89503, 89506, 89507])
def test_a_right_that_is_gone_is_for_a_person_whatever_was_sent(code):
    assert isinstance(send(says(code)), Refused)
    assert isinstance(submit(says(code)), Refused)


def test_an_unlisted_answer_to_a_write_stays_unknown():
    assert isinstance(send(says(31337)), Unknown)
    assert isinstance(submit(says(31337)), Unknown)


def test_a_refused_address_is_named_with_the_way_to_the_whitelist():
    refused = send(http(json.dumps({"errcode": 40164, "errmsg": "invalid ip 203.0.113.7, not in whitelist"})))
    assert "设置与开发 → 基本配置 → IP白名单" in refused.why
    assert "203.0.113.7" in refused.words


def test_a_stale_token_is_renewed_once_and_no_more():
    token = http(json.dumps({"access_token": "fresh", "expires_in": 7200}))
    with wire(says(40001), token, says(40001)) as far:
        outcome = channel(far).publish(TEXT, KEY, {}, Notes().note)
        assert len(far.seen) == 3
        assert b"access_token=fresh" in far.seen[2]
    assert isinstance(outcome, Retry)


def test_a_token_is_forced_only_when_the_ordinary_way_gives_the_stale_one():
    same = http(json.dumps({"access_token": CANARY + "token", "expires_in": 7200}))
    other = http(json.dumps({"access_token": "forced", "expires_in": 7200}))
    with wire(says(42001), same, other, says(0, msg_id=5)) as far:
        assert channel(far).publish(TEXT, KEY, {}, Notes().note) == Accepted("5")
        assert [b'"force_refresh": true' in seen for seen in far.seen] == [False, False, True, False]


def test_chinese_goes_out_as_it_is_with_a_content_type():
    with wire(says(0, msg_id=1)) as far:
        channel(far).publish(TEXT, KEY, {}, Notes().note)
        assert "标题".encode() in far.seen[0]
        assert b"\\u" not in far.seen[0]
        assert b"content-type: application/json" in far.seen[0].lower()


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"errcode": 0, "msg_id": 9, "msg_status": "SEND_SUCCESS"}, Sent("9")),
        ({"msg_id": 9, "msg_status": "SENDING"}, Accepted("9", waiting=STILL_SENDING, waits=TAP_WAITS)),
        ({"msg_id": 9, "msg_status": "DELETE"}, Sent("9")),
        ({"errcode": 45009, "errmsg": "quota"}, Accepted("9")),
        ([], Accepted("9")),
    ],
)
def test_the_follow_up_of_a_mass_send(answer, outcome):
    with wire(http(json.dumps(answer))) as far:
        assert channel(far).follow_up("9", "mass") == outcome


def test_a_failed_mass_send_is_refused():
    with wire(http('{"msg_id": 9, "msg_status": "SEND_FAIL"}')) as far:
        assert isinstance(channel(far).follow_up("9", "text"), Refused)


@pytest.mark.parametrize("status", [2, 3, 4, 6])
def test_a_failed_publication_is_refused_with_a_next_step(status):
    with wire(http(json.dumps({"publish_id": "9", "publish_status": status}))) as far:
        assert isinstance(channel(far).follow_up("9", "publish"), Refused)


def test_a_menu_that_is_refused_says_why():
    with wire(says(48001)) as far, pytest.raises(PlatformError, match="48001"):
        channel(far).create_menu({"button": []})
    with wire(says(0)) as far:
        channel(far).create_menu({"button": []})


def test_no_secret_stands_in_any_outcome():
    acts = [reset, silent, says(31337), says(40001), http("x" * 2_000_000)]
    outcomes = [send(act) for act in acts] + [submit(act) for act in acts]
    with wire(reset) as far:
        outcomes.append(channel(far, token=False).publish(TEXT, KEY, {}, Notes().note))
    assert CANARY not in repr(outcomes)


def test_a_slow_platform_is_left_at_the_deadline():
    began = time.monotonic()
    assert isinstance(send(drip(b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"errcode": 0')), Retry)
    assert timedelta(seconds=time.monotonic() - began) < SOON / 20
