"""WeChat end to end against the emulated platform: what followers see, and what faults leave behind."""

import hashlib
import json
import urllib.request
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from PIL import Image

from bot.actions.menu import read_menu
from bot.channels import pictures
from bot.core.delivery import Accepted, Post, Refused, Retry, Sent, Unknown, delivery_key
from bot.core.links import marker
from bot.core.posts import article
from tests.channels.box import Box
from tests.channels.wire import Notes, Shelf

BODY = "12月10日19:00，**线上**介绍9+9。详情：https://paristech.fr/en/node/6531"
MASS = Post("wechat", "mass", "zh", "线上说明会", BODY)
PUBLISH = Post("wechat", "publish", "zh", "线上说明会", BODY)
TEXT = Post("wechat", "text", "zh", "线上说明会", BODY)
KEY = delivery_key("info-session", "wechat:gh", 1)
SENDALL = "wechat:/cgi-bin/message/mass/sendall"
SUBMIT = "wechat:/cgi-bin/freepublish/submit"


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    out = BytesIO()
    Image.effect_noise((1600, 900), 90).convert("RGB").save(out, "PNG")
    (tmp_path / "poster.png").write_bytes(out.getvalue())
    return tmp_path


def long_ago() -> datetime:
    return datetime.now(UTC) - timedelta(seconds=5)


def test_an_article_reaches_the_followers_once(box: Box):
    outcome = box.wechat().publish(MASS, KEY, {}, Notes().note)
    assert isinstance(outcome, Accepted)
    [post] = box.posts("wechat")
    assert (post["kind"], post["title"], post["key"]) == ("mass", "线上说明会", KEY)


def test_the_picture_is_cover_and_stands_in_the_article(box: Box, picture: Path):
    with_picture = Post("wechat", "mass", "zh", "海报", "看图", picture="poster.png")
    notes = Notes()
    assert isinstance(box.wechat(picture).publish(with_picture, KEY, {}, notes.note), Accepted)
    assert notes["picture"].startswith("http")
    assert len(box.posts("wechat")) == 1


def test_a_picture_that_is_not_there_keeps_it_from_going_out(box: Box, tmp_path: Path):
    missing = Post("wechat", "mass", "zh", "标题", "正文", picture="gone.jpg")
    refused = box.wechat(tmp_path).publish(missing, KEY, {}, Notes().note)
    assert isinstance(refused, Refused)
    assert "put the approved one back" in refused.why
    assert box.posts("wechat") == []


def test_a_picture_that_is_none_is_refused(box: Box, tmp_path: Path):
    (tmp_path / "bad.jpg").write_text("no picture")
    bad = Post("wechat", "mass", "zh", "标题", "正文", picture="bad.jpg")
    assert isinstance(box.wechat(tmp_path).publish(bad, KEY, {}, Notes().note), Refused)
    assert box.posts("wechat") == []


def test_the_cover_is_uploaded_once_for_all_articles(box: Box):
    shelf = Shelf()
    for number in range(2):
        box.wechat(shelf=shelf).publish(PUBLISH, f"{KEY}{number}", {}, Notes().note)
    assert len(box.calls("wechat:/cgi-bin/material/add_material")) == 1


def test_a_text_reaches_the_followers_of_a_tag(box: Box):
    tagged = Post("wechat", "text", "zh", "标题", "正文", audience="tag:2")
    assert isinstance(box.wechat().publish(tagged, KEY, {}, Notes().note), Accepted)


def test_an_audience_that_does_not_exist_is_refused(box: Box):
    for audience in ("tag:999", "tag:x", "friends"):
        lost = Post("wechat", "text", "zh", "标题", "正文", audience=audience)
        assert isinstance(box.wechat().publish(lost, KEY, {}, Notes().note), Refused)


@pytest.mark.parametrize("fault", ["reset_after", "timeout_after", "html", "empty", "truncated"])
@pytest.mark.parametrize("post", [MASS, TEXT])
def test_a_keyed_send_whose_answer_is_lost_goes_out_once(box: Box, post: Post, fault: str):
    box.state(wechat={"same_key_seconds": 0})
    box.fault(SENDALL, fault)
    notes = Notes()
    channel = box.wechat()
    assert isinstance(channel.publish(post, KEY, dict(notes), notes.note), Retry)
    assert isinstance(channel.publish(post, KEY, dict(notes), notes.note), Accepted)
    assert len(box.posts("wechat")) == 1


@pytest.mark.parametrize("fault", ["reset_before", "http_500"])
def test_a_keyed_send_that_never_arrived_goes_out_with_the_next_try(box: Box, fault: str):
    box.fault(SENDALL, fault)
    notes = Notes()
    assert isinstance(box.wechat().publish(MASS, KEY, dict(notes), notes.note), Retry)
    assert box.posts("wechat") == []
    assert isinstance(box.wechat().publish(MASS, KEY, dict(notes), notes.note), Accepted)
    assert len(box.posts("wechat")) == 1


def test_a_second_try_goes_on_with_the_same_draft(box: Box):
    box.fault(SENDALL, "http_500")
    notes = Notes()
    box.wechat().publish(MASS, KEY, dict(notes), notes.note)
    box.wechat().publish(MASS, KEY, dict(notes), notes.note)
    assert len(box.calls("wechat:/cgi-bin/draft/add")) == 1


def test_a_closed_port_is_certainly_not_sent(box: Box):
    channel, notes = box.wechat(), Notes()
    box.ask("POST", "/_sandbox/faults", {"api": "wechat", "fault": "refuse"})
    outcome = channel.publish(TEXT, KEY, {}, notes.note)
    assert isinstance(outcome, Retry)
    assert "refused" in outcome.why


def test_what_became_of_a_mass_send_can_be_asked(box: Box):
    box.state(wechat={"finish_event_delay": 0})
    channel = box.wechat()
    accepted = channel.publish(TEXT, KEY, {}, Notes().note)
    assert channel.follow_up(accepted.remote_id, "text") in (Sent(accepted.remote_id), Accepted(accepted.remote_id))
    assert isinstance(channel.follow_up("123", "mass"), Accepted)


def test_a_publication_gets_its_address(box: Box):
    box.state(wechat={"finish_event_delay": 0})
    channel = box.wechat()
    accepted = channel.publish(PUBLISH, KEY, {}, Notes().note)
    sent = channel.follow_up(accepted.remote_id, "publish")
    assert isinstance(sent, Sent)
    assert sent.url.startswith("http")


def test_a_publication_whose_answer_is_lost_is_found_in_the_list(box: Box):
    box.state(wechat={"finish_event_delay": 0})
    box.fault(SUBMIT, "reset_after")
    notes, since = Notes(), long_ago()
    channel = box.wechat()
    assert isinstance(channel.publish(PUBLISH, KEY, {}, notes.note), Unknown)
    found = channel.look_for(PUBLISH, KEY, notes, since)
    assert isinstance(found, Sent)
    assert found.url.startswith("http")


def test_a_publication_that_did_not_arrive_is_not_found(box: Box):
    box.fault(SUBMIT, "reset_before")
    notes = Notes()
    channel = box.wechat()
    assert isinstance(channel.publish(PUBLISH, KEY, {}, notes.note), Unknown)
    assert "draft box" in channel.look_for(PUBLISH, KEY, notes, long_ago()).why


def test_an_interrupted_preparation_was_certainly_not_sent(box: Box):
    assert isinstance(box.wechat().look_for(PUBLISH, KEY, {"draft": "D"}, long_ago()), Retry)


def test_an_account_without_the_right_is_told_what_to_do(box: Box):
    box.state(wechat={"verified": False})
    refused = box.wechat().publish(TEXT, KEY, {}, Notes().note)
    assert isinstance(refused, Refused)
    assert (refused.code, "认证" in refused.why, refused.no_right) == ("48001", True, True)


def test_a_day_without_mass_sends_left_spends_the_quota(box: Box):
    box.state(wechat={"quota": {"mass_day": 0}})
    assert box.wechat().publish(TEXT, KEY, {}, Notes().note).quota_spent


def test_an_account_that_waits_for_the_admins_tap_takes_the_next_one_later(box: Box):
    box.state(wechat={"group_send_protection": True})
    assert isinstance(box.wechat().publish(TEXT, KEY, {}, Notes().note), Accepted)
    second = box.wechat().publish(TEXT, f"{KEY}2", {}, Notes().note)
    assert isinstance(second, Retry)
    assert "phone" in second.why


def test_a_wrong_secret_is_refused_at_the_token(box: Box):
    refused = box.wechat(app_secret="0" * 32).publish(TEXT, KEY, {}, Notes().note)
    assert isinstance(refused, Refused)
    assert refused.code == "40125"


def test_an_expired_token_is_renewed_on_the_way(box: Box):
    shelf = Shelf()
    channel = box.wechat(shelf=shelf)
    shelf.put("wechat:" + box.state()["app"]["app_id"], "90_" + "x" * 133, datetime.now(UTC) + timedelta(hours=2))
    assert isinstance(channel.publish(TEXT, KEY, {}, Notes().note), Accepted)


def test_one_token_serves_many_sends(box: Box):
    channel = box.wechat()
    for number in range(3):
        channel.publish(TEXT, f"{KEY}{number}", {}, Notes().note)
    assert len(box.calls("wechat:/cgi-bin/stable_token")) == 1


def test_the_bundled_menu_is_taken(box: Box):
    faq = yaml.safe_load((pictures.COVER.parent / "faq.yaml").read_text("utf-8"))
    entries = faq["entries"] if isinstance(faq, dict) else faq
    box.wechat().create_menu(read_menu(None, [entry["id"] for entry in entries]))


INSIDE = Post("wechat", "mass", "zh", "校园", "看：\n\n![北门](gate.png)\n\n和\n\n![海报](poster.png) ![又](gate.png)")
UPLOAD = "wechat:/cgi-bin/media/uploadimg"


@pytest.fixture
def album(picture: Path) -> Path:
    exif = Image.Exif()
    exif[0x010F] = "CAMERA-OF-A-COLLEAGUE"
    Image.new("RGB", (300, 200), "navy").save(picture / "gate.png", exif=exif)
    return picture


def drafted(box: Box) -> str:
    """The content of the article as it was handed to WeChat."""
    [call] = box.calls("wechat:/cgi-bin/draft/add")
    return json.dumps(call, ensure_ascii=False)


def test_pictures_in_the_text_go_out_with_their_words(box: Box, album: Path):
    notes = Notes()
    assert isinstance(box.wechat(album).publish(INSIDE, KEY, {}, notes.note), Accepted)
    kept = {name: address for name, address in notes.items() if name.startswith("picture:")}
    assert len(kept) == 2
    content = article(INSIDE, key=KEY, pictures=dict(zip(("gate.png", "poster.png"), kept.values(), strict=True)))
    assert content.count("<img") == 3
    assert 'alt="北门"' in content
    assert len(box.calls(UPLOAD)) == 2  # the same picture twice is one
    assert len(box.posts("wechat")) == 1
    for address in kept.values():
        with urllib.request.urlopen(address, timeout=5) as shown:
            raw = shown.read()
        assert len(raw) < 1024 * 1024
        assert b"CAMERA" not in raw


def test_a_second_try_uploads_no_picture_again(box: Box, album: Path):
    box.fault("wechat:/cgi-bin/draft/add", "http_500")
    notes = Notes()
    assert isinstance(box.wechat(album).publish(INSIDE, KEY, dict(notes), notes.note), Retry)
    assert isinstance(box.wechat(album).publish(INSIDE, KEY, dict(notes), notes.note), Accepted)
    assert len(box.calls(UPLOAD)) == 2
    assert len(box.posts("wechat")) == 1


def test_an_upload_that_is_cut_off_goes_on_where_it_was(box: Box, album: Path):
    channel, notes = box.wechat(album), Notes()
    box.fault(UPLOAD, "reset_after")
    assert isinstance(channel.publish(INSIDE, KEY, dict(notes), notes.note), Retry)
    assert isinstance(channel.publish(INSIDE, KEY, dict(notes), notes.note), Accepted)
    assert len(box.calls(UPLOAD)) == 3  # the one that was lost, again, and the other


@pytest.mark.parametrize(
    ("changed", "words"),
    [("gone", "“poster.png” is not in the pictures folder"), ("other", "no longer the one that was approved")],
)
def test_an_article_with_a_picture_missing_or_changed_is_not_sent(box: Box, album: Path, changed: str, words: str):
    digest = hashlib.sha256((album / "poster.png").read_bytes()).hexdigest()
    if changed == "gone":
        (album / "poster.png").unlink()
    else:
        Image.new("RGB", (9, 9)).save(album / "poster.png")
    refused = box.wechat(album).publish(replace(INSIDE, digests={"poster.png": digest}), KEY, {}, Notes().note)
    assert isinstance(refused, Refused)
    assert words in refused.why
    assert box.posts("wechat") == box.calls(UPLOAD) == []


def test_a_picture_of_another_site_is_not_sent(box: Box, album: Path):
    elsewhere = replace(INSIDE, body="![x](https://example.org/x.png)")
    assert "another site" in box.wechat(album).publish(elsewhere, KEY, {}, Notes().note).why
    assert box.posts("wechat") == []


def test_links_on_our_own_site_carry_where_they_were_read(box: Box):
    tracked = replace(PUBLISH, link_domains="paristech.fr", utm="utm_source=wechat")
    box.wechat().publish(tracked, KEY, {}, Notes().note)
    assert f"/en/node/6531?utm_source=wechat&u={marker(KEY)}" in drafted(box)
    text = replace(TEXT, link_domains="paristech.fr", utm="utm_source=wechat")
    box.wechat().publish(text, KEY, {}, Notes().note)
    assert f"/en/node/6531?utm_source=wechat&u={marker(KEY)}" in box.posts("wechat")[-1]["text"]
