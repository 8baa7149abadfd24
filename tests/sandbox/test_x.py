"""X: signatures, posts, reading back, pictures, rates."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import quote

import pytest
import requests
from authlib.integrations.requests_client import OAuth1Auth

from tests.sandbox.tool import DAY, SECONDS, Tool, jpeg


def problem(answer: requests.Response) -> tuple[int, str]:
    body = answer.json()
    assert body["status"] == answer.status_code
    return answer.status_code, body["detail"]


def timeline(box: Tool, **params: Any) -> requests.Response:
    me = box.x("GET", "/2/users/me").json()["data"]["id"]
    return box.x("GET", f"/2/users/{me}/tweets", params={"max_results": 5, **params})


def test_a_post_comes_back_with_its_id_and_short_links(box: Tool) -> None:
    answer = box.tweet("Session https://paristech.fr/en?u=1 周四")
    data = answer.json()["data"]
    assert answer.status_code == 201
    assert data["text"].startswith("Session https://t.co/")
    assert data["text"].endswith(" 周四")
    (row,) = box.posts("x")
    assert (row["kind"], row["id"], row["text"], row["title"]) == ("tweet", data["id"], data["text"], None)
    assert row["links"][0]["url"] == "https://paristech.fr/en?u=1"


@pytest.mark.parametrize("key", ["consumer_key", "consumer_secret", "access_token", "access_secret"])
def test_every_key_counts(box: Tool, key: str) -> None:
    answer = box.x("POST", "/2/tweets", json={"text": "a"}, auth=box.auth(**{key: "wrong"}))
    assert problem(answer) == (401, "Unauthorized")
    assert box.posts() == []


def test_no_signature_is_401_and_a_bearer_token_403(box: Tool) -> None:
    assert problem(box.x("POST", "/2/tweets", json={"text": "a"}, auth=None))[0] == 401
    headers = {"Authorization": "Bearer abc"}
    answer = box.x("POST", "/2/tweets", json={"text": "a"}, auth=None, headers=headers)
    assert (answer.status_code, answer.json()["title"]) == (403, "Unsupported Authentication")


def signed(box: Tool, auth: OAuth1Auth, path: str = "/2/users/me") -> requests.PreparedRequest:
    return requests.Request("GET", f"{box.addresses.x}{path}", auth=auth).prepare()


def test_a_signature_works_once(box: Tool) -> None:
    request = signed(box, box.auth())
    assert [box.session.send(request, timeout=SECONDS).status_code for _ in range(2)] == [200, 401]


def test_a_signature_belongs_to_its_address_and_query(box: Tool) -> None:
    request = signed(box, box.auth(), "/2/users/me?a=1&b=%20x")
    assert box.session.send(request, timeout=SECONDS).status_code == 200
    request = signed(box, box.auth(), "/2/users/me?a=1")
    request.url = str(request.url).replace("a=1", "a=2")
    assert box.session.send(request, timeout=SECONDS).status_code == 401


def test_a_form_body_is_part_of_the_signature(box: Tool) -> None:
    answer = box.x("POST", "/2/tweets", data={"text": "form"})
    assert (answer.status_code, answer.json()["title"]) == (400, "Invalid Request")


def test_signatures_of_the_machines_clock_hold_whatever_the_sandboxs_says(box: Tool) -> None:
    box.put({"clock_offset": 40 * 365 * DAY})
    assert box.tweet("from the future").status_code == 201


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("字" * 140, 201),
        ("字" * 141, 403),
        ("a" * 280, 201),
        ("a" * 281, 403),
        ("字" * 128 + " https://paristech.fr/" + "x" * 200, 201),
        ("字" * 129 + " https://paristech.fr/" + "x" * 200, 403),
        ("👨‍👩‍👧‍👦" * 140, 201),
        ("paristech.org " + "a" * 256, 201),
        ("paristech.org " + "a" * 257, 403),
    ],
)
def test_length_is_weighted_as_x_weighs_it(box: Tool, text: str, status: int) -> None:
    assert box.tweet(text).status_code == status


def test_what_is_too_long_is_not_permitted(box: Tool) -> None:
    assert problem(box.tweet("a" * 281)) == (403, "You are not permitted to perform this action.")


def test_the_same_text_is_refused_without_naming_the_first(box: Tool) -> None:
    first = box.tweet("once").json()["data"]["id"]
    again = box.tweet("once")
    assert problem(again) == (403, "You are not allowed to create a Tweet with duplicate content.")
    assert again.json()["type"] == "about:blank"
    assert first not in again.text
    box.travel(DAY)
    assert box.tweet("once").status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'{"text": ""}',
        b'{"text": 1}',
        b'{"text": "a", "colour": "red"}',
        b'{"text": "a", "media": {"media_ids": []}}',
        b'{"text": "a", "media": {"media_ids": ["1"]}}',
        b'{"text": "half an emoji \\ud83d"}',
    ],
)
def test_a_body_that_makes_no_sense_is_an_invalid_request(box: Tool, body: bytes) -> None:
    answer = box.x("POST", "/2/tweets", data=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["title"]) == (400, "Invalid Request")
    assert box.posts() == []


def test_posts_are_read_back_newest_first_with_their_links(box: Tool) -> None:
    ids = [box.tweet(f"{number} https://paristech.fr/{number}").json()["data"]["id"] for number in range(6)]
    answer = timeline(box, **{"tweet.fields": "created_at,text,entities"}).json()
    assert [row["id"] for row in answer["data"]] == ids[:0:-1]
    assert answer["meta"] == {"result_count": 5, "newest_id": ids[5], "oldest_id": ids[1]}
    newest = answer["data"][0]
    (link,) = newest["entities"]["urls"]
    assert link["expanded_url"] == "https://paristech.fr/5"
    assert newest["text"][link["start"] : link["end"]] == link["url"]
    assert newest["created_at"].startswith("2027-03-15T04:0")
    assert "entities" not in timeline(box).json()["data"][0]
    assert [row["id"] for row in timeline(box, since_id=ids[4]).json()["data"]] == [ids[5]]


def test_an_empty_timeline_has_only_its_meta(box: Tool) -> None:
    assert timeline(box).json() == {"meta": {"result_count": 0}}
    assert problem(timeline(box, max_results=4))[0] == 400
    assert problem(timeline(box, since_id="x"))[0] == 400
    assert box.x("GET", "/2/users/1/tweets").json()["errors"][0]["resource_type"] == "user"


def test_a_bare_domain_becomes_a_link_too(box: Tool) -> None:
    box.tweet("see paristech.fr now")
    assert box.posts()[0]["links"][0]["url"] == "http://paristech.fr"


def upload(box: Tool, content: bytes) -> requests.Response:
    form = {"media_category": "tweet_image"}
    return box.x("POST", "/2/media/upload", data=form, files={"media": ("a.jpg", content, "image/jpeg")})


def test_a_picture_is_uploaded_and_posted_for_a_day(box: Tool) -> None:
    data = upload(box, jpeg()).json()["data"]
    assert data["expires_after_secs"] == DAY
    media = {"media_ids": [data["id"]]}
    assert box.tweet("with a picture", media=media).status_code == 201
    assert requests.get(box.posts()[0]["media"][0], timeout=SECONDS).content == jpeg()
    box.travel(DAY)
    assert problem(box.tweet("later", media=media))[0] == 400


def test_pictures_out_of_limits_are_invalid(box: Tool) -> None:
    assert problem(upload(box, b"%PDF-1.7"))[0] == 400
    assert problem(upload(box, b"\xff\xd8\xff" + b"0" * 5 * 1024 * 1024))[0] == 400
    assert upload(box, b"GIF89a" + b"0" * 6 * 1024 * 1024).status_code == 200
    assert problem(box.x("POST", "/2/media/upload", data={"media": "text"}))[0] == 400
    ids = [upload(box, jpeg()).json()["data"]["id"] for _ in range(5)]
    assert problem(box.tweet("five", media={"media_ids": ids}))[0] == 400
    assert box.tweet("four", media={"media_ids": ids[:4]}).status_code == 201


def test_a_quarter_of_an_hour_has_a_hundred_posts(box: Tool) -> None:
    auth = box.auth()

    def post(number: int) -> requests.Response:
        return box.x("POST", "/2/tweets", json={"text": f"n{number}"}, auth=auth)

    first = post(0)
    assert (first.headers["x-rate-limit-limit"], first.headers["x-rate-limit-remaining"]) == ("100", "99")
    assert [post(number).status_code for number in range(1, 101)] == [201] * 99 + [429]
    full = post(101)
    assert problem(full) == (429, "Too Many Requests")
    assert full.headers["x-rate-limit-remaining"] == "0"
    assert int(full.headers["x-rate-limit-reset"]) % 900 == 0
    assert "Retry-After" not in full.headers
    box.travel(900)
    assert post(102).status_code == 201


def test_unknown_paths_and_methods_are_problems_too(box: Tool) -> None:
    assert problem(box.x("GET", "/3/tweets"))[0] == 404
    assert problem(box.x("DELETE", "/2/tweets"))[0] == 405


def by_hand(box: Tool, stamp: int) -> requests.Response:
    """Post with a signature worked out here, because a client's and the sandbox's code could share a mistake."""
    x = box.state()["x"]
    oauth = (
        f"oauth_consumer_key={x['consumer_key']}&oauth_nonce=n1&oauth_signature_method=HMAC-SHA1"
        f"&oauth_timestamp={stamp}&oauth_token={x['access_token']}&oauth_version=1.0"
    )
    url = f"{box.addresses.x}/2/tweets"
    base = "&".join(["POST", quote(url, safe=""), quote(oauth, safe="")])
    key = f"{x['consumer_secret']}&{x['access_secret']}"
    signature = base64.b64encode(hmac.digest(key.encode(), base.encode(), hashlib.sha1)).decode()
    pairs = [*(pair.split("=") for pair in oauth.split("&")), ("oauth_signature", quote(signature, safe=""))]
    header = "OAuth " + ", ".join(f'{name}="{value}"' for name, value in pairs)
    body = json.dumps({"text": "by hand"})
    return requests.post(url, data=body, headers={"Authorization": header}, timeout=SECONDS)


def test_the_signature_is_that_of_the_standard(box: Tool) -> None:
    assert by_hand(box, int(time.time())).status_code == 201


@pytest.mark.parametrize("seconds", [-400, 400])
def test_a_signature_from_another_time_is_refused(box: Tool, seconds: int) -> None:
    assert by_hand(box, int(time.time()) + seconds).status_code == 401
    assert box.posts() == []
