"""WeChat's uploads and draft box."""

from typing import Any

import pytest
import requests

from tests.sandbox.tool import DAY, SECONDS, Tool, jpeg, png


def test_a_picture_gets_an_id_and_an_address_that_shows_it(box: Tool) -> None:
    kept = box.upload(png())
    assert set(kept) == {"media_id", "url"}
    shown = requests.get(kept["url"], timeout=SECONDS)
    assert (shown.content, shown.headers["Content-Type"]) == (png(), "image/png")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        (b"<svg/>", "image", 40137),
        (b"GIF89a" + b"0" * (10 * 1024 * 1024), "image", 40009),
        (b"\x89PNG\r\n\x1a\n", "thumb", 40005),
        (b"\xff\xd8\xff" + b"0" * (64 * 1024), "thumb", 40012),
        (b"#!AMR" + b"0" * (2 * 1024 * 1024), "voice", 40010),
        (b"0000ftyp" + b"0" * (10 * 1024 * 1024), "video", 40011),
        (b"\xff\xd8\xff", "poster", 40004),
        (b"", "image", 41005),
    ],
)
def test_files_are_told_by_their_first_bytes_and_their_size(box: Tool, content: bytes, kind: str, code: int) -> None:
    assert box.upload(content, kind=kind)["errcode"] == code


def test_the_largest_thumb_that_fits_is_taken(box: Tool) -> None:
    assert set(box.upload(b"\xff\xd8\xff" + b"0" * (64 * 1024 - 3), kind="thumb")) == {"media_id"}


def test_pictures_in_articles_are_jpg_or_png_below_a_megabyte(box: Tool) -> None:
    assert box.upload(jpeg(), "media/uploadimg")["url"].startswith(box.addresses.control)
    assert box.upload(b"GIF89a", "media/uploadimg")["errcode"] == 40005
    assert box.upload(b"\xff\xd8\xff" + b"0" * 1024 * 1024, "media/uploadimg")["errcode"] == 40009


def test_a_temporary_file_lives_three_days_and_is_no_cover(box: Tool) -> None:
    kept = box.upload(jpeg(), "media/upload", "image")
    assert set(kept) == {"type", "media_id", "created_at"}
    assert box.code("draft/add", {"articles": [box.article(thumb_media_id=kept["media_id"])]}) == 40007
    image = {"filter": {"is_to_all": True}, "msgtype": "image", "image": {"media_id": kept["media_id"]}}
    box.travel(3 * DAY)
    assert box.code("message/mass/sendall", image) == 40007


def test_an_upload_without_a_file_is_41005(box: Tool) -> None:
    assert box.code("material/add_material", b"not a form", type="image") == 41005


def test_a_draft_comes_back_as_it_was_kept(box: Tool) -> None:
    media_id = box.draft(author="办公室", digest="摘要", content_source_url="https://paristech.fr/en")
    kept = box.wechat("draft/get", {"media_id": media_id})
    (article,) = kept["news_item"]
    assert (article["title"], article["author"], article["digest"]) == ("说明会", "办公室", "摘要")
    assert article["content"] == "<p>周四19:00</p>"
    assert article["content_source_url"] == "https://paristech.fr/en"
    assert kept["create_time"] == kept["update_time"]
    assert box.wechat("draft/count") == {"total_count": 1}


def test_a_missing_digest_is_the_beginning_of_the_text(box: Tool) -> None:
    media_id = box.draft(content=f"<p>{'字' * 100}</p>")
    assert box.wechat("draft/get", {"media_id": media_id})["news_item"][0]["digest"] == "字" * 54


def test_scripts_frames_foreign_pictures_and_outside_links_are_taken_out(box: Tool) -> None:
    own = box.upload(jpeg(), "media/uploadimg")["url"]
    content = (
        f'<p style="color:#333" class="x" onclick="a()">a<script>alert(1)</script><img src="{own}">'
        '<img src="https://elsewhere.example/p.jpg"><iframe src="https://x"></iframe>'
        '<a href="https://elsewhere.example">b</a><a href="javascript:alert(1)">c</a></p>'
    )
    kept = box.wechat("draft/get", {"media_id": box.draft(content=content)})["news_item"][0]["content"]
    assert own in kept
    assert 'style="color:#333"' in kept
    for gone in ("script", "alert", "iframe", "elsewhere", "onclick", "class"):
        assert gone not in kept


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": "字" * 33}, 45003),
        ({"title": ""}, 45003),
        ({"author": "字" * 17}, 45110),
        ({"digest": "字" * 129}, 45004),
        ({"content": "字" * 20_000}, 45002),
        ({"content": " "}, 45166),
        ({"content_source_url": "https://a/" + "a" * 1024}, 41039),
        ({"content_source_url": "javascript:alert(1)"}, 41039),
        ({"content_source_url": "http://[x"}, 41039),
        ({"thumb_media_id": "no-such-media"}, 40007),
        ({"article_type": "poem"}, 40035),
        ({"article_type": "newspic"}, 40007),
    ],
)
def test_an_article_out_of_limits_has_its_code(box: Tool, fields: dict[str, Any], code: int) -> None:
    assert box.code("draft/add", {"articles": [box.article(**fields)]}) == code


def test_an_article_at_its_limits_is_kept(box: Tool) -> None:
    assert box.draft(title="字" * 32, author="字" * 16, digest="字" * 128, content="字" * 19_999)


def test_a_cover_is_required(box: Tool) -> None:
    article = box.article()
    del article["thumb_media_id"]
    assert box.code("draft/add", {"articles": [article]}) == 40007


def test_a_draft_has_one_to_eight_articles(box: Tool) -> None:
    article = box.article()
    assert box.code("draft/add", {"articles": []}) == 44003
    assert box.code("draft/add", {"articles": ["x"]}) == 44003
    assert box.code("draft/add", {"articles": [article] * 9}) == 45008
    assert box.code("draft/add", {"articles": [article] * 8}) == 0


def test_a_picture_post_needs_pictures(box: Tool) -> None:
    image = box.upload(jpeg())["media_id"]
    info = {"image_list": [{"image_media_id": image}]}
    fields = {"title": "图", "content": "text", "article_type": "newspic"}
    assert box.code("draft/add", {"articles": [{**fields, "image_info": info}]}) == 0


def test_a_draft_can_be_changed_listed_and_thrown_away(box: Tool) -> None:
    media_id = box.draft()
    changed = {"media_id": media_id, "index": 0, "articles": box.article(title="新标题")}
    assert box.code("draft/update", changed) == 0
    assert box.code("draft/update", {**changed, "index": 1}) == 40035
    listed = box.wechat("draft/batchget", {"offset": 0, "count": 20, "no_content": 1})
    assert (listed["total_count"], listed["item_count"]) == (1, 1)
    (article,) = listed["item"][0]["content"]["news_item"]
    assert (article["title"], article["content"]) == ("新标题", "")
    assert box.code("draft/batchget", {"offset": 0, "count": 21}) == 40035
    assert box.code("draft/delete", {"media_id": media_id}) == 0
    assert box.code("draft/get", {"media_id": media_id}) == 40007
