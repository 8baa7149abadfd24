"""WeChat's access tokens, rights and call quotas."""

import requests

from tests.sandbox.tool import DAY, SECONDS, Tool


def classic(box: Tool) -> str:
    url = f"{box.addresses.wechat}/cgi-bin/token"
    return str(requests.get(url, params=box.credentials(), timeout=SECONDS).json()["access_token"])


def test_a_stable_token_stays_the_same_and_counts_down(box: Tool) -> None:
    first = box.stable()
    box.travel(600)
    again = box.stable()
    assert again["access_token"] == first["access_token"]
    assert (first["expires_in"], 6590 <= again["expires_in"] <= 6600) == (7200, True)
    assert "errcode" not in first


def test_a_stable_token_is_renewed_five_minutes_before_its_end_and_both_work_then(box: Tool) -> None:
    old = box.token()
    box.travel(7200 - 290)
    new = box.stable()
    assert new["access_token"] != old
    assert new["expires_in"] == 7200
    assert box.code("draft/count", token=old) == 0
    assert box.code("draft/count", token=new["access_token"]) == 0


def test_a_token_ends_with_42001(box: Tool) -> None:
    token = box.token()
    box.travel(7200)
    assert box.code("draft/count", token=token) == 42001


def test_token_seconds_can_be_short(box: Tool) -> None:
    box.put({"wechat": {"token_seconds": 100}})
    first = box.stable()
    assert first["expires_in"] == 100
    assert box.stable()["access_token"] == first["access_token"]
    box.travel(51)
    assert box.stable()["access_token"] != first["access_token"]


def test_a_forced_refresh_kills_the_token_before_and_is_ignored_within_30_seconds(box: Tool) -> None:
    old = box.token()
    forced = box.stable(force_refresh=True)["access_token"]
    assert forced != old
    assert box.code("draft/count", token=old) == 40001
    assert box.stable(force_refresh=True)["access_token"] == forced
    box.travel(31)
    assert box.stable(force_refresh=True)["access_token"] != forced


def test_a_day_has_twenty_forced_refreshes(box: Tool) -> None:
    for _ in range(20):
        assert "access_token" in box.stable(force_refresh=True)
        box.travel(31)
    assert box.stable(force_refresh=True)["errcode"] == 45009
    box.travel(DAY)
    assert "access_token" in box.stable(force_refresh=True)


def test_each_classic_token_is_new_and_the_one_before_works_five_minutes_more(box: Tool) -> None:
    first, second = classic(box), classic(box)
    assert first != second
    assert box.code("draft/count", token=first) == 0
    box.travel(301)
    assert box.code("draft/count", token=first) == 40001
    assert box.code("draft/count", token=second) == 0


def test_the_two_families_do_not_touch_each_other(box: Tool) -> None:
    stable = box.token()
    classic(box)
    classic(box)
    box.travel(400)
    assert box.code("draft/count", token=stable) == 0


def test_wrong_credentials_have_their_codes(box: Tool) -> None:
    codes = [
        box.stable(**wrong)["errcode"]
        for wrong in ({"grant_type": "x"}, {"appid": "wx0"}, {"secret": "s"}, {"secret": 1})
    ]
    assert codes == [40002, 40013, 40125, 40125]


def test_missing_unknown_and_malformed_tokens_have_their_codes(box: Tool) -> None:
    url = f"{box.addresses.wechat}/cgi-bin/draft/count"
    assert requests.get(url, timeout=SECONDS).json()["errcode"] == 41001
    assert box.code("draft/count", token="nonsense") == 40014
    assert box.code("draft/count", token="9" * 136) == 40001


def test_an_error_ends_with_a_rid_that_begins_with_the_time(box: Tool) -> None:
    answer = box.wechat("draft/count", token="nonsense")
    rid = answer["errmsg"].rpartition("rid: ")[2]
    box.travel(1000)
    later = box.wechat("draft/count", token="nonsense")["errmsg"].rpartition("rid: ")[2]
    assert 1000 <= int(later.split("-")[0], 16) - int(rid.split("-")[0], 16) <= 1060


def test_wrong_methods_and_unknown_paths_have_their_codes(box: Tool) -> None:
    assert box.code("draft/add") == 43002
    assert box.code("draft/count", {}) == 43001
    assert box.code("no/such/api") == 40066


def test_bodies_must_be_raw_utf8_json_objects(box: Tool) -> None:
    assert box.code("draft/get", b"{") == 47001
    assert box.code("draft/get", b"[1]") == 47001
    assert box.code("draft/get", b"[" * 100_000) == 47001
    assert box.code("draft/get", b" ") == 47001
    assert box.code("menu/create", b'{"button": [{"name": "\\u4f60", "type": "click", "key": "k"}]}') == 40033


def test_rights_can_be_taken_away_one_by_one_or_by_family(box: Tool) -> None:
    box.put({"wechat": {"rights": {"/cgi-bin/draft/count": False, "freepublish": False}}})
    assert box.code("draft/count") == 48001
    assert box.code("draft/batchget", {"offset": 0, "count": 1}) == 0
    assert box.code("freepublish/get", {"publish_id": "1"}) == 48001
    box.put({"wechat": {"rights": {"/cgi-bin/draft/count": True}}})
    assert box.code("draft/count") == 0


def test_without_verification_only_the_basics_are_left(box: Tool) -> None:
    box.put({"wechat": {"verified": False}})
    for path in ("draft/count", "menu/get", "user/get"):
        assert box.code(path) == 48001
    for path in ("message/mass/sendall", "freepublish/submit", "message/custom/send", "tags/create"):
        assert box.code(path, {}) == 48001
    assert box.upload(b"x")["errcode"] == 48001
    assert box.code("getcallbackip") == 0


def test_a_days_calls_end_with_45009_until_the_next_beijing_day(box: Tool) -> None:
    box.put({"wechat": {"quota": {"api": {"/cgi-bin/draft/count": 2}}}})
    assert [box.code("draft/count") for _ in range(3)] == [0, 0, 45009]
    box.travel(DAY)
    assert box.code("draft/count") == 0


def test_clear_quota_forgets_the_counts_ten_times_a_month(box: Tool) -> None:
    box.put({"wechat": {"quota": {"api": {"draft/count": 1}}}})
    app_id = box.state()["app"]["app_id"]
    assert [box.code("draft/count") for _ in range(2)] == [0, 45009]
    assert box.code("clear_quota", {"appid": app_id}) == 0
    assert box.code("draft/count") == 0
    assert [box.code("clear_quota", {"appid": app_id}) for _ in range(10)] == [0] * 9 + [48006]
    assert box.code("clear_quota", {"appid": "wx0"}) == 40013


def test_the_quota_of_an_api_can_be_asked_for(box: Tool) -> None:
    box.code("draft/count")
    quota = box.wechat("openapi/quota/get", {"cgi_path": "/cgi-bin/draft/count"})["quota"]
    assert quota == {"daily_limit": 1000, "used": 1, "remain": 999}
    assert box.code("openapi/quota/get", {"cgi_path": "/cgi-bin/nothing"}) == 76021


def test_the_callback_addresses_are_listed(box: Tool) -> None:
    assert box.wechat("getcallbackip")["ip_list"] == ["127.0.0.1"]
