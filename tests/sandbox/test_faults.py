"""Faults: each one does what its name says, before or after the effect, as often as ordered."""

import threading
import time

import pytest
import requests

from tests.sandbox.tool import SECONDS, Tool, eventually

MASS = "wechat:/cgi-bin/message/mass/sendall"
SHARE = "weibo:/2/statuses/share.json"
TWEETS = "x:/2/tweets"


def test_a_reset_before_leaves_nothing_behind(box: Tool) -> None:
    box.fault(SHARE, "reset_before")
    with pytest.raises(requests.ConnectionError):
        box.share()
    assert box.posts() == []


def test_a_reset_after_has_the_effect(box: Tool) -> None:
    box.fault(SHARE, "reset_after")
    with pytest.raises(requests.ConnectionError) as caught:
        box.share()
    assert "reset" in str(caught.value).lower()
    assert len(box.posts()) == 1


def test_a_fault_strikes_as_often_as_ordered(box: Tool) -> None:
    box.fault(TWEETS, "reset_before", times=2)
    for _ in range(2):
        with pytest.raises(requests.ConnectionError):
            box.tweet("hello")
    assert box.tweet("hello").status_code == 201


def test_faults_of_one_api_strike_in_the_order_of_their_orders(box: Tool) -> None:
    box.fault(TWEETS, "http_500")
    box.fault(TWEETS, "empty")
    assert box.tweet("one").status_code == 500
    assert box.tweet("one").text == ""


def test_a_fault_strikes_its_own_api_only(box: Tool) -> None:
    box.fault(MASS, "http_500")
    assert box.code("draft/count") == 0
    assert box.tweet("hello").status_code == 201


def test_a_timeout_after_has_the_effect_and_never_answers(box: Tool) -> None:
    box.fault(SHARE, "timeout_after")
    state = box.state()["weibo"]
    form = {"access_token": state["access_token"], "status": "一 https://paristech.fr", "rip": "203.0.113.7"}
    with pytest.raises(requests.ReadTimeout):
        requests.post(f"{box.addresses.weibo}/2/statuses/share.json", data=form, timeout=0.3)
    assert len(box.posts()) == 1


def test_a_held_call_is_listed_without_a_status(box: Tool) -> None:
    box.fault(TWEETS, "timeout_after", seconds=0.1)
    with pytest.raises(requests.ConnectionError):
        box.tweet("hello")
    (call,) = box.get("calls?api=x:/2/tweets")
    assert (call["status"], call["fault"]) == (None, "timeout_after")


def test_a_slow_answer_drips_beyond_every_read_timeout(box: Tool) -> None:
    box.fault(TWEETS, "slow", seconds=0.8)
    began = time.monotonic()
    answer = box.tweet("hello")
    assert time.monotonic() - began >= 0.7
    assert answer.status_code == 201
    assert len(box.posts()) == 1


def test_a_500_comes_before_the_effect(box: Tool) -> None:
    box.fault(SHARE, "http_500")
    assert box.share().status_code == 500
    assert box.posts() == []


def test_a_proxys_page_an_empty_and_a_truncated_answer_come_after_the_effect(box: Tool) -> None:
    for number, fault in enumerate(("html", "empty", "truncated"), 1):
        box.fault(TWEETS, fault)
        answer = box.tweet(f"hello {number}")
        with pytest.raises(ValueError, match=r"Expecting|Unterminated|delimiter"):
            answer.json()
        assert len(box.posts()) == number


def test_an_ordered_errcode_has_no_effect(box: Tool) -> None:
    box.fault(MASS, "errcode:45009")
    answer = box.mass()
    assert answer["errcode"] == 45009
    assert " rid: " in answer["errmsg"]
    assert box.posts() == []
    assert box.mass()["errcode"] == 0


def test_an_ordered_minus_one_is_a_busy_system(box: Tool) -> None:
    box.fault("wechat:/cgi-bin/freepublish/submit", "errcode:-1")
    assert box.code("freepublish/submit", {"media_id": box.draft()}) == -1


def test_codes_that_mean_done_have_the_effect(box: Tool) -> None:
    box.fault(SHARE, "errcode:20032")
    answer = box.share()
    assert (answer.status_code, answer.json()["error_code"]) == (400, 20032)
    box.fault(MASS, "errcode:45065")
    sent = box.mass()
    assert sent["errcode"] == 45065
    assert [row["id"] for row in box.posts("wechat")] == [str(sent["msg_id"])]
    assert len(box.posts("weibo")) == 1


def test_a_code_that_means_done_yields_to_a_real_refusal(box: Tool) -> None:
    box.fault(SHARE, "errcode:20032")
    assert box.share("no link").json()["error_code"] == 10017


@pytest.mark.parametrize(
    ("code", "status", "title"),
    [
        ("429", 429, "Too Many Requests"),
        ("usage-capped", 429, "UsageCapExceeded"),
        ("403", 403, "Forbidden"),
        ("187", 403, "Forbidden"),
        ("500", 500, "Internal Server Error"),
        ("503", 503, "Service Unavailable"),
    ],
)
def test_x_answers_ordered_codes_in_its_own_shapes(box: Tool, code: str, status: int, title: str) -> None:
    box.fault(TWEETS, f"errcode:{code}")
    answer = box.tweet("hello")
    assert (answer.status_code, answer.json()["title"], answer.json()["status"]) == (status, title, status)
    assert ("x-rate-limit-reset" in answer.headers) is True


def test_a_full_rate_window_and_a_usage_cap_differ_in_what_is_left(box: Tool) -> None:
    box.fault(TWEETS, "errcode:429")
    assert box.tweet("hello").headers["x-rate-limit-remaining"] == "0"
    box.fault(TWEETS, "errcode:usage-capped")
    capped = box.tweet("hello")
    assert capped.headers["x-rate-limit-remaining"] != "0"
    assert capped.json()["type"].endswith("/usage-capped")


def test_refuse_closes_a_platforms_port_until_the_faults_are_cleared(box: Tool) -> None:
    box.fault("weibo", "refuse")
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{box.addresses.weibo}/2/statuses/show.json", timeout=SECONDS)
    assert box.tweet("still there").status_code == 201
    assert box.control("DELETE", "faults").status_code == 200
    assert box.share().status_code == 200


def test_refuse_twice_is_refuse_once(box: Tool) -> None:
    box.fault("x", "refuse")
    box.fault("x", "refuse")
    box.control("DELETE", "faults")
    assert box.tweet("hello").status_code == 201


def test_refuse_can_end_by_itself(box: Tool) -> None:
    box.fault("x", "refuse", seconds=0.2)

    def answers() -> bool:
        try:
            return box.tweet("hello").status_code == 201
        except requests.ConnectionError:
            return False

    assert eventually(answers)


def test_refuse_cuts_calls_that_are_held(box: Tool) -> None:
    box.fault(TWEETS, "timeout_after")
    ended = threading.Event()

    def call() -> None:
        with pytest.raises(requests.ConnectionError):
            requests.post(f"{box.addresses.x}/2/tweets", json={"text": "a"}, auth=auth, timeout=SECONDS)
        ended.set()

    auth = box.auth()
    caller = threading.Thread(target=call)
    caller.start()
    eventually(lambda: box.posts("x"))
    box.fault("x", "refuse")
    caller.join(5)
    assert ended.is_set()
    box.control("DELETE", "faults")


def test_clearing_forgets_orders(box: Tool) -> None:
    box.fault(TWEETS, "http_500", times=9)
    box.control("DELETE", "faults")
    assert box.tweet("hello").status_code == 201


@pytest.mark.parametrize(
    "order",
    [
        {"api": "wechat:/cgi-bin/nothing", "fault": "empty"},
        {"api": "fax:/2/tweets", "fault": "empty"},
        {"api": MASS, "fault": "explode"},
        {"api": MASS, "fault": "errcode:many"},
        {"api": TWEETS, "fault": "errcode:12345"},
        {"api": MASS, "fault": "refuse"},
        {"api": MASS, "fault": "empty", "times": 0},
        {"api": MASS, "fault": "slow", "seconds": -1},
        {"api": MASS, "fault": "slow", "seconds": 1e12},
        {"api": MASS, "fault": "empty", "tmies": 2},
        {"api": MASS},
        [],
    ],
)
def test_an_order_that_makes_no_sense_is_refused(box: Tool, order: object) -> None:
    answer = box.control("POST", "faults", order)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_an_api_with_an_id_in_its_path_can_be_named_either_way(box: Tool) -> None:
    me = box.x("GET", "/2/users/me").json()["data"]["id"]
    for api in ("x:/2/users/:id/tweets", f"x:/2/users/{me}/tweets"):
        box.fault(api, "http_500")
        assert box.x("GET", f"/2/users/{me}/tweets").status_code == 500
