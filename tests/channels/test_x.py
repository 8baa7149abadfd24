"""X: what its answers mean, and posts end to end against the emulated platform."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.channels.http import Deadlines
from bot.channels.x import XChannel
from bot.channels.x_codes import LINES
from bot.core.delivery import Post, Refused, Retry, Sent, Unknown, delivery_key
from bot.core.links import marker
from tests.channels.box import Box
from tests.channels.wire import CANARY, FixedClock, Notes, Shelf, Wire, http, reset, silent, wire
from tests.channels.worlds import x_settings

POST = Post("x", "tweet", "en", "Online session", "Schools & scholarships, see https://paristech.fr/en/node/6531")
PLAIN = Post("x", "tweet", "en", "Online session", "Schools & scholarships at paristech.fr")
KEY = delivery_key("info-session", "x:42", 1)
TWEETS = "x:/2/tweets"
EARLIER = {"submitted": "2026-12-10T11:00:00+00:00"}


def channel(far: Wire) -> XChannel:
    quick = Deadlines(connect=0.5, answer=0.4)
    return XChannel(
        x_settings(far.base),
        Shelf(),
        FixedClock(),
        lambda point: None,
        Path("none"),
        own_domains="paristech.fr",
        deadlines=quick,
    )


def send(*acts, notes: Notes | None = None):
    notes = notes if notes is not None else Notes()
    with wire(*acts) as far:
        return channel(far).publish(POST, KEY, dict(notes), notes.note)


def says(status: int, kind: str = "about:blank", detail: str = "its words", **headers: object) -> bytes:
    return http(json.dumps({"title": "T", "detail": detail, "type": kind, "status": status}), f"{status} T", **headers)


def since() -> datetime:
    return datetime.now(UTC) - timedelta(seconds=5)


@pytest.mark.parametrize(
    "act",
    [
        reset,
        silent,
        http(""),
        http("<html>"),
        http('{"data": {"id": "1"', "201 Created"),
        http("{}", "201 Created"),
        http('{"data": []}', "201 Created"),
        http("null", "403 Forbidden"),
        http("<html>", "403 Forbidden"),
        says(403, detail="some new reason"),
        says(418),
        says(500),
        says(503),
    ],
)
def test_whatever_may_have_been_posted_is_unknown(act):
    assert isinstance(send(act), Unknown)


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.status} {line.needle}")
def test_each_listed_answer_is_certain_and_has_a_sentence(line):
    outcome = send(says(line.status, f"https://api.x.com/2/problems/{line.needle}", line.needle))
    assert isinstance(outcome, Retry | Refused)
    assert outcome.why.endswith(".")


def test_too_many_posts_wait_for_the_window_to_end():
    now = int(FixedClock().at.timestamp())
    assert send(says(429, x_rate_limit_reset=now + 300)).after == timedelta(seconds=300)
    assert send(says(429, x_rate_limit_reset=now - 5)).after == timedelta(seconds=1)
    assert send(says(429)).after == timedelta(minutes=15)
    assert send(says(429, x_rate_limit_reset="soon")).after == timedelta(minutes=15)
    day = {"x_user_limit_24hour_remaining": 0, "x_user_limit_24hour_reset": now + 7200, "x_rate_limit_reset": now + 9}
    assert send(says(429, **day)).after == timedelta(hours=2)


def test_a_spent_cap_is_no_matter_of_waiting():
    capped = send(says(429, "https://api.twitter.com/2/problems/usage-capped", x_rate_limit_reset=1))
    assert isinstance(capped, Refused)
    assert capped.quota_spent


def test_duplicate_content_after_a_lost_try_of_ours_is_looked_for():
    duplicate = says(403, detail="You are not allowed to create a Tweet with duplicate content.")
    link = {"url": "https://t.co/a", "expanded_url": f"https://paristech.fr/en/node/6531?u={KEY}"}
    tweet = {
        "id": "9",
        "text": "x https://t.co/a",
        "created_at": "2026-12-10T11:00:05.000Z",
        "entities": {"urls": [link]},
    }
    listed = http(json.dumps({"data": [tweet]}))
    assert send(duplicate, listed, notes=Notes(EARLIER)) == Sent("9", "https://x.com/i/web/status/9")
    assert isinstance(send(duplicate, http("{}"), notes=Notes(EARLIER)), Unknown)
    assert isinstance(send(duplicate), Refused)


def test_another_post_with_the_same_words_is_not_taken_for_ours():
    link = {"url": "https://t.co/a", "expanded_url": "https://paristech.fr/en/node/6531?u=other"}
    text = "Online session\nSchools &amp; scholarships, see https://t.co/a"
    tweet = {"id": "9", "text": text, "created_at": "2026-12-10T11:00:05.000Z", "entities": {"urls": [link]}}
    with wire(http(json.dumps({"data": [tweet]}))) as far:
        assert isinstance(channel(far).look_for(POST, KEY, EARLIER, FixedClock().at - timedelta(hours=1)), Unknown)


@pytest.mark.parametrize("answer", [http("<html>"), http("[]"), says(401), reset, http('{"data": [null, {}, 5]}')])
def test_a_look_that_fails_leaves_it_unknown(answer):
    with wire(answer) as far:
        assert isinstance(channel(far).look_for(POST, KEY, EARLIER, FixedClock().at), Unknown)


def test_no_secret_stands_in_any_outcome():
    outcomes = [send(act) for act in (reset, silent, says(401), says(418), http("x" * 2_000_000))]
    assert CANARY not in repr(outcomes)


def test_a_post_appears_once_with_its_marker(box: Box):
    sent = box.x().publish(POST, KEY, {}, Notes().note)
    assert isinstance(sent, Sent)
    [post] = box.posts("x")
    assert post["text"].startswith("Online session\nSchools & scholarships")
    assert marker(KEY) in json.dumps(post)


def test_a_picture_goes_with_it(box: Box, tmp_path: Path):
    out = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "PNG")
    (tmp_path / "p.png").write_bytes(out.getvalue())
    post = Post("x", "tweet", "en", "Poster", "See the picture", picture="p.png")
    notes = Notes()
    assert isinstance(box.x(tmp_path).publish(post, KEY, {}, notes.note), Sent)
    assert box.posts("x")[0]["media"]
    assert notes["media"].isdigit()


@pytest.mark.parametrize("post", [POST, PLAIN], ids=["marker", "words"])
@pytest.mark.parametrize("fault", ["reset_after", "timeout_after", "html", "empty", "truncated"])
def test_a_post_whose_answer_is_lost_is_found(box: Box, fault: str, post: Post):
    box.fault(TWEETS, fault)
    notes, x = Notes(), box.x()
    assert isinstance(x.publish(post, KEY, {}, notes.note), Unknown)
    assert isinstance(x.look_for(post, KEY, notes, since()), Sent)
    assert len(box.posts("x")) == 1


@pytest.mark.parametrize("fault", ["reset_before", "http_500"])
def test_a_post_that_never_arrived_is_not_found(box: Box, fault: str):
    box.fault(TWEETS, fault)
    notes, x = Notes(), box.x()
    assert isinstance(x.publish(POST, KEY, {}, notes.note), Unknown)
    assert isinstance(x.look_for(POST, KEY, notes, since()), Unknown)


def test_a_closed_port_is_certainly_not_sent_and_leaves_no_trace(box: Box):
    x, notes = box.x(), Notes()
    box.ask("POST", "/_sandbox/faults", {"api": "x", "fault": "refuse"})
    assert isinstance(x.publish(POST, KEY, {}, notes.note), Retry)
    assert isinstance(x.look_for(POST, KEY, notes, since()), Retry)


def test_a_lost_upload_is_certainly_not_posted(box: Box, tmp_path: Path):
    Image.new("RGB", (40, 30)).save(tmp_path / "p.png")
    box.fault("x:/2/media/upload", "reset_after")
    post = Post("x", "tweet", "en", "Poster", "See the picture", picture="p.png")
    assert isinstance(box.x(tmp_path).publish(post, KEY, {}, Notes().note), Retry)
    assert box.posts("x") == []


def test_wrong_keys_ask_for_new_ones(box: Box):
    refused = box.x(consumer_secret="wrong").publish(POST, KEY, {}, Notes().note)
    assert isinstance(refused, Refused)
    assert "keys" in refused.why


def test_an_account_without_keys_says_so(box: Box):
    refused = box.x(access_secret="").publish(POST, KEY, {}, Notes().note)
    assert isinstance(refused, Refused)
    assert "not connected" in refused.why


def test_an_empty_picture_is_refused_and_not_left_out(box: Box, tmp_path):
    (tmp_path / "photo.jpg").write_bytes(b"")
    notes = Notes()
    refused = box.x(tmp_path).publish(replace(POST, picture="photo.jpg"), "key", notes, notes.note)
    assert isinstance(refused, Refused)
    assert "is empty" in refused.why
    assert box.posts("x") == []
