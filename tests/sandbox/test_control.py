"""The controls: their shapes, what they refuse, and that they are no hole."""

import json

import pytest
import requests

from tests.sandbox.tool import SECONDS, Tool


def test_the_default_world_is_a_verified_service_account_with_three_followers(box: Tool) -> None:
    wechat = box.state()["wechat"]
    assert (wechat["account_type"], wechat["verified"]) == ("service", True)
    people = box.get("followers")
    assert [person["subscribed"] for person in people] == [True] * 3
    assert all(len(person["openid"]) == 28 and person["openid"].startswith("o") for person in people)
    assert set(people[0]) == {"openid", "nickname", "subscribed", "tags"}


def test_the_state_has_the_shape_that_tools_rely_on(box: Tool) -> None:
    state = box.state()
    assert set(state) == {"callback", "app", "wechat", "weibo", "x", "clock_offset"}
    assert set(state["app"]) == {"app_id", "app_secret", "token", "aes_key", "original_id"}
    assert set(state["wechat"]["quota"]) == {"mass_day", "mass_month", "api"}
    assert state["wechat"]["api_base"] == box.addresses.wechat
    assert state["weibo"]["api_base"] == box.addresses.weibo
    assert state["x"]["api_base"] == box.addresses.x
    assert len(state["app"]["aes_key"]) == 43
    assert state["app"]["aes_key"].isalnum()


def test_a_put_merges_and_shows_the_whole(box: Tool) -> None:
    before = box.state()
    after = box.put({"wechat": {"quota": {"api": {"/cgi-bin/draft/add": 3}}}, "weibo": {"safe_domain": "a.fr"}})
    assert after["wechat"]["quota"]["api"] == {"/cgi-bin/draft/add": 3}
    assert after["weibo"]["safe_domain"] == "a.fr"
    assert after["app"] == before["app"]


def test_what_was_got_can_be_put_back(box: Tool) -> None:
    state = box.state()
    assert box.put(state) == state


def test_mass_quotas_follow_the_account_type_unless_they_are_set(box: Tool) -> None:
    state = box.state()
    assert (state["wechat"]["quota"]["mass_day"], state["wechat"]["quota"]["mass_month"]) == (1, 4)
    state["wechat"]["account_type"] = "subscription"
    assert box.put(state)["wechat"]["quota"]["mass_month"] is None
    assert box.put({"wechat": {"quota": {"mass_day": 9}}})["wechat"]["quota"]["mass_day"] == 9


@pytest.mark.parametrize(
    ("patch", "named"),
    [
        ({"wechta": {}}, "wechta"),
        ({"wechat": {"verfied": True}}, "wechat.verfied"),
        ({"wechat": {"quota": {"mass_week": 1}}}, "wechat.quota.mass_week"),
        ({"wechat": {"verified": "yes"}}, "wechat.verified"),
        ({"wechat": {"api_base": "http://elsewhere"}}, "wechat.api_base"),
        ({"wechat": {"rights": {"drafts": False}}}, "drafts"),
        ({"wechat": {"quota": {"api": {"/cgi-bin/nothing": 1}}}}, "/cgi-bin/nothing"),
        ({"wechat": {"token_seconds": -1}}, "wechat.token_seconds"),
        ({"callback": {"mode": "none"}}, "callback.mode"),
        ({"callback": {"url": "file:///etc/passwd"}}, "callback.url"),
        ({"callback": {"url": "http://127.0.0.1:99999/"}}, "callback.url"),
        ({"app": {"aes_key": "short"}}, "app.aes_key"),
        ({"clock_offset": "soon"}, "clock_offset"),
        ({"clock_offset": True}, "clock_offset"),
        ({"clock_offset": -9e9}, "clock_offset"),
        ({"x": None}, "x"),
        ([1], "body"),
    ],
)
def test_a_wrong_setting_is_refused_by_name_and_changes_nothing(box: Tool, patch: object, named: str) -> None:
    before = box.state()
    answer = box.control("PUT", "state", patch)
    assert answer.status_code == 400
    assert named in answer.json()["error"]
    assert box.state() == before


def test_half_a_wrong_put_changes_nothing(box: Tool) -> None:
    box.control("PUT", "state", {"weibo": {"safe_domain": "b.fr"}, "nonsense": 1})
    assert box.state()["weibo"]["safe_domain"] == "paristech.fr"


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_is_no_json_is_400(box: Tool, body: bytes) -> None:
    assert box.control("PUT", "state", data=body).status_code == 400


def test_a_huge_body_is_413(box: Tool) -> None:
    assert box.control("POST", "messages", data=b'"' + b"a" * 1_100_000 + b'"').status_code == 413


def test_a_body_that_lies_about_its_size_is_refused(box: Tool) -> None:
    url = f"{box.addresses.control}/_sandbox/state"
    for headers, status in (({"Content-Length": "99999999999"}, 413), ({"Content-Length": "abc"}, 400)):
        request = requests.Request("PUT", url).prepare()
        request.headers.update(headers)
        with requests.Session() as session:
            assert session.send(request, timeout=SECONDS).status_code == status


def test_unknown_paths_are_404_and_wrong_methods_405(box: Tool) -> None:
    assert box.control("GET", "nothing").status_code == 404
    assert box.control("GET", "followers/oNobody").status_code == 404
    assert box.control("POST", "state", {}).status_code == 405
    assert box.control("PATCH", "state", {}).status_code == 405
    assert box.control("GET", "faults").status_code == 405


def test_pages_of_other_sites_are_turned_away(box: Tool) -> None:
    assert box.control("GET", "state", headers={"Origin": "https://evil.example"}).status_code == 403
    assert box.control("GET", "state", headers={"Host": "evil.example:8001"}).status_code == 403
    assert box.control("GET", "state", headers={"Origin": box.addresses.control}).status_code == 200


def test_posts_can_be_asked_for_by_channel(box: Tool) -> None:
    assert box.share().status_code == 200
    assert box.tweet("hello").status_code == 201
    assert [row["channel"] for row in box.posts()] == ["weibo", "x"]
    assert [row["channel"] for row in box.posts("x")] == ["x"]
    assert box.control("GET", "posts?channel=fax").status_code == 400


def test_a_post_has_the_fields_that_tools_rely_on(box: Tool) -> None:
    box.mass("你好", clientmsgid="k1")
    (row,) = box.posts("wechat")
    fields = {"channel", "kind", "id", "key", "title", "text", "media", "at", "audience"}
    assert fields <= set(row)
    assert (row["kind"], row["key"], row["text"], row["audience"]) == ("mass", "k1", "你好", {"to": "all", "count": 3})


def test_calls_are_listed_without_their_secrets(box: Tool) -> None:
    box.mass("hello")
    box.share()
    box.tweet("hello")
    state = box.state()
    listed = json.dumps(box.get("calls"))
    secrets = (state["app"]["app_secret"], box.token(), state["weibo"]["access_token"], state["x"]["access_token"])
    assert not [secret for secret in secrets if secret in listed]
    (call,) = box.get("calls?api=wechat:/cgi-bin/message/mass/sendall")
    assert (call["method"], call["status"], call["errcode"]) == ("POST", 200, 0)
    assert call["body"]["text"] == {"content": "hello"}
    assert call["at"].endswith("Z")


def test_calls_name_uploads_by_size_and_unknown_paths_as_they_came(box: Tool) -> None:
    box.upload(b"\xff\xd8\xff" + b"0" * 97, kind="thumb")
    box.wechat("no/such/api")
    rows = box.get("calls")
    assert rows[-2]["body"]["media"] == {"filename": "a.jpg", "bytes": 100}
    assert (rows[-1]["api"], rows[-1]["errcode"]) == ("wechat:/cgi-bin/no/such/api", 40066)


def test_a_reset_begins_a_fresh_world_but_keeps_the_credentials(box: Tool) -> None:
    box.put({"callback": {"url": "http://127.0.0.1:1/"}, "wechat": {"verified": False}, "clock_offset": 500})
    app, openids = box.state()["app"], box.openids()
    box.share()
    box.fault("x:/2/tweets", "empty")
    assert box.control("POST", "reset").status_code == 200
    state = box.state()
    assert (state["app"], state["callback"]["url"]) == (app, "http://127.0.0.1:1/")
    assert (state["wechat"]["verified"], state["clock_offset"]) == (True, 0)
    assert box.openids() == openids
    assert box.posts() == []
    assert box.get("calls") == []
    assert box.tweet("hello").json()["data"]["id"]
    assert box.share().status_code == 200
