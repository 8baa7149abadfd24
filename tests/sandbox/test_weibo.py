"""Weibo: OAuth2, sharing, reading back, limits."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from bot.sandbox.weibo_text import base62
from tests.sandbox.tool import DAY, SECONDS, Tool, jpeg

CALLBACK = "http://127.0.0.1:8000/weibo/callback"


def refusal(answer: requests.Response) -> tuple[int, str]:
    body = answer.json()
    assert answer.status_code in (400, 403)
    assert body["request"] == urlsplit(answer.url).path
    return body["error_code"], body["error"]


def code_of(answer: requests.Response) -> int:
    return refusal(answer)[0] if answer.status_code != 200 else 0


def authorize(box: Tool, **changes: str) -> requests.Response:
    params = {"client_id": box.state()["weibo"]["app_key"], "redirect_uri": CALLBACK, "response_type": "code"}
    url = f"{box.addresses.weibo}/oauth2/authorize"
    return requests.get(url, params={**params, **changes}, allow_redirects=False, timeout=SECONDS)


def exchange(box: Tool, code: str, **changes: str) -> requests.Response:
    weibo = box.state()["weibo"]
    form = {"client_id": weibo["app_key"], "client_secret": weibo["app_secret"], "redirect_uri": CALLBACK, "code": code}
    form["grant_type"] = "authorization_code"
    return requests.post(f"{box.addresses.weibo}/oauth2/access_token", data={**form, **changes}, timeout=SECONDS)


def code_from(box: Tool) -> str:
    return parse_qs(urlsplit(authorize(box).headers["Location"]).query)["code"][0]


def test_authorising_goes_back_at_once_with_code_and_state(box: Tool) -> None:
    answer = authorize(box, state="s1")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(CALLBACK + "?")
    assert parse_qs(urlsplit(answer.headers["Location"]).query)["state"] == ["s1"]


def test_authorising_wrongly_goes_nowhere(box: Tool) -> None:
    assert refusal(authorize(box, client_id="1"))[0] == 21324
    assert refusal(authorize(box, redirect_uri="javascript:alert(1)"))[0] == 21322
    assert refusal(authorize(box, redirect_uri="http://a/\r\nX: y"))[0] == 21322
    error = authorize(box, response_type="token").headers["Location"]
    assert "error=unsupported_response_type" in error


def test_a_code_buys_a_token_once(box: Tool) -> None:
    code = code_from(box)
    bought = exchange(box, code).json()
    assert set(bought) == {"access_token", "remind_in", "expires_in", "uid"}
    assert bought["uid"] == box.state()["weibo"]["uid"]
    assert box.share(access_token=bought["access_token"]).status_code == 200
    assert refusal(exchange(box, code)) == (21325, "invalid_grant")


def test_a_code_is_refused_for_its_own_reasons(box: Tool) -> None:
    assert code_of(exchange(box, code_from(box), client_secret="x")) == 21324
    assert code_of(exchange(box, code_from(box), redirect_uri="http://other")) == 21322
    assert code_of(exchange(box, code_from(box), grant_type="password")) == 21328
    code = code_from(box)
    box.travel(600)
    assert code_of(exchange(box, code)) == 21325


def test_the_app_may_sign_in_by_basic_authentication(box: Tool) -> None:
    weibo = box.state()["weibo"]
    form = {"grant_type": "authorization_code", "code": code_from(box), "redirect_uri": CALLBACK}
    url = f"{box.addresses.weibo}/oauth2/access_token"
    answer = requests.post(url, data=form, auth=(weibo["app_key"], weibo["app_secret"]), timeout=SECONDS)
    assert answer.status_code == 200


def test_token_info_gives_the_remaining_seconds_as_expire_in(box: Tool) -> None:
    box.put({"weibo": {"token_seconds": 1000}})
    box.put({"weibo": {"access_token": "2.00fresh"}})
    box.travel(100)
    info = box.weibo("POST", "/oauth2/get_token_info").json()
    assert 890 <= info["expire_in"] <= 900
    assert str(info["uid"]) == box.state()["weibo"]["uid"]


def test_tokens_end_are_revoked_or_are_no_tokens(box: Tool) -> None:
    assert code_of(box.share(access_token="2.00nothing")) == 21332
    url = f"{box.addresses.weibo}/2/statuses/share.json"
    assert code_of(requests.post(url, data={"status": "a"}, timeout=SECONDS)) == 10006
    assert box.weibo("POST", "/oauth2/revokeoauth2").json() == {"result": "true"}
    assert code_of(box.share()) == 21321
    box.put({"weibo": {"access_token": "2.00fresh", "token_seconds": 50}})
    assert code_of(box.share()) == 0
    box.travel(50)
    assert code_of(box.share()) == 21327


def test_a_token_that_was_put_takes_the_place_of_the_old_one(box: Tool) -> None:
    old = box.state()["weibo"]["access_token"]
    box.put({"weibo": {"access_token": "2.00new"}})
    assert code_of(box.share(access_token=old)) == 21332


def test_the_token_may_stand_in_a_header(box: Tool) -> None:
    headers = {"Authorization": "OAuth2 " + box.state()["weibo"]["access_token"]}
    form = {"status": "一 https://paristech.fr", "rip": "203.0.113.7"}
    url = f"{box.addresses.weibo}/2/statuses/share.json"
    assert requests.post(url, data=form, headers=headers, timeout=SECONDS).status_code == 200


def test_a_share_comes_back_as_a_status_with_a_short_link(box: Tool) -> None:
    row = box.share("说明会 https://paristech.fr/en?u=1 周四").json()
    assert row["text"].startswith("说明会 http://t.cn/")
    assert row["text"].endswith(" 周四")
    assert (row["idstr"], row["mid"], row["id"] > 2**53) == (str(row["id"]), str(row["id"]), True)
    assert row["created_at"].split()[4:] == ["+0800", "2027"]
    (post,) = box.posts("weibo")
    assert (post["kind"], post["id"], post["text"]) == ("share", row["idstr"], row["text"])
    assert post["links"] == [{"shown": row["text"].split()[1], "url": "https://paristech.fr/en?u=1"}]


def test_topics_vanish_without_a_word(box: Tool) -> None:
    row = box.share("#留学# 说明会 https://paristech.fr/a#b 周四 #x#").json()
    assert "#" not in row["text"]
    assert box.posts()[0]["links"][0]["url"] == "https://paristech.fr/a#b"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        ("no link", (10017, "text not find domain!")),
        ("https://elsewhere.example/", (10017, "text not find domain!")),
        ("https://www.paristech.fr/", (10017, "text not find domain!")),
        ("https://paristech.fr中文", (10017, "text not find domain!")),
        ("https://paristech.fr/ and https://elsewhere.example", (10017, "text not find domain!")),
        ("https://[x", (10017, "text not find domain!")),
        ("", (20008, "content is null")),
    ],
)
def test_a_text_must_hold_a_link_to_the_safe_domain_and_no_other(
    box: Tool, status: str, error: tuple[int, str]
) -> None:
    assert refusal(box.share(status)) == error


def test_without_a_safe_domain_nothing_can_be_shared(box: Tool) -> None:
    box.put({"weibo": {"safe_domain": ""}})
    assert refusal(box.share()) == (10017, "appkey not bind domain!")


def test_the_users_address_is_required(box: Tool) -> None:
    assert code_of(box.share(rip="")) == 10016
    assert code_of(box.share(rip="localhost")) == 10017


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("字" * 129, 0),
        ("字" * 130, 20012),
        ("a" * 259, 0),
        ("a" * 260, 20012),
        ("😀" * 64, 0),
        ("😀" * 65, 20012),
        ("字" * 128 + "é" * 3, 0),
    ],
)
def test_length_is_counted_in_chinese_characters(box: Tool, text: str, code: int) -> None:
    """140 in all: 10 for the link however long it is, a half for the space after it, an emoji counts two."""
    assert code_of(box.share("https://paristech.fr/" + "x" * 300 + " " + text)) == code


def test_a_picture_is_told_by_its_first_bytes_and_its_size(box: Tool) -> None:
    def with_picture(content: bytes, number: int) -> requests.Response:
        files = {"pic": ("a.jpg", content, "image/jpeg")}
        return box.share(f"{number} https://paristech.fr", files=files)

    assert with_picture(jpeg(), 1).json()["original_pic"] == box.posts()[0]["media"][0]
    assert code_of(with_picture(b"BM", 2)) == 20005
    assert code_of(with_picture(b"GIF89a" + b"0" * 5 * 1024 * 1024, 3)) == 20006
    assert code_of(box.share(pic="not a file")) == 20007


def test_an_identical_text_is_refused_for_a_day(box: Tool) -> None:
    assert [code_of(box.share()) for _ in range(2)] == [0, 20019]
    box.travel(DAY)
    assert code_of(box.share()) == 0


def test_an_hour_has_thirty_posts(box: Tool) -> None:
    codes = [code_of(box.share(f"{number} https://paristech.fr")) for number in range(31)]
    assert codes == [0] * 30 + [10024]
    box.travel(3600)
    assert code_of(box.share("next https://paristech.fr")) == 0


def test_a_day_has_a_hundred_calls(box: Tool) -> None:
    box.put({"weibo": {"quota": {"calls_day": 3}}})
    path = "/2/statuses/user_timeline.json"
    assert [code_of(box.weibo("GET", path)) for _ in range(4)] == [0, 0, 0, 10023]
    box.travel(DAY)
    assert code_of(box.weibo("GET", path)) == 0
    assert box.weibo("GET", "/2/account/rate_limit_status.json").json()["remaining_user_hits"] == 1


def test_the_timeline_gives_the_latest_five(box: Tool) -> None:
    ids = [box.share(f"{number} https://paristech.fr").json()["id"] for number in range(7)]

    def seen(**params: Any) -> list[int]:
        answer = box.weibo("GET", "/2/statuses/user_timeline.json", **params).json()
        return [status["id"] for status in answer["statuses"]]

    assert seen(count=100) == ids[:1:-1]
    assert seen(since_id=ids[5]) == ids[6:]
    assert seen(max_id=ids[1]) == [ids[1], ids[0]]
    assert seen(count=1) == ids[6:]
    assert seen(page=2) == []
    uid = box.state()["weibo"]["uid"]
    trimmed = box.weibo("GET", "/2/statuses/user_timeline.json", trim_user=1, base_app=1, uid=uid).json()
    assert (trimmed["total_number"], str(trimmed["statuses"][0]["uid"])) == (7, uid)
    assert code_of(box.weibo("GET", "/2/statuses/user_timeline.json", uid="1")) == 21335
    assert code_of(box.weibo("GET", "/2/statuses/user_timeline.json", count="many")) == 10017
    listed = box.weibo("GET", "/2/statuses/user_timeline/ids.json").json()["statuses"]
    assert listed == [str(each) for each in ids[:1:-1]]


def test_a_status_can_be_looked_at(box: Tool) -> None:
    row = box.share().json()
    assert box.weibo("GET", "/2/statuses/show.json", id=row["idstr"]).json() == row
    mid = box.weibo("GET", "/2/statuses/querymid.json", id=row["idstr"], type=1).json()["mid"]
    assert box.posts()[0]["url"].endswith("/" + mid)
    counts = box.weibo("GET", "/2/statuses/count.json", ids=f"{row['idstr']},1").json()
    assert counts == [{"id": row["id"], "comments": 0, "reposts": 0, "attitudes": 0}]
    assert code_of(box.weibo("GET", "/2/statuses/show.json", id="1")) == 20101
    assert code_of(box.weibo("GET", "/2/statuses/show.json")) == 10016


def test_wrong_methods_paths_and_forms_have_their_codes(box: Tool) -> None:
    assert code_of(box.weibo("GET", "/2/statuses/share.json")) == 10021
    assert code_of(box.weibo("POST", "/2/statuses/update.json")) == 10020
    url = f"{box.addresses.weibo}/2/statuses/share.json"
    broken = {"Content-Type": "multipart/form-data; boundary=b"}
    assert code_of(requests.post(url, data=b"--b\r\ncut", headers=broken, timeout=SECONDS)) == 10008


def test_the_permalink_is_written_as_weibo_writes_it() -> None:
    assert base62(3501756485200075) == "z0JH2lOMb"
