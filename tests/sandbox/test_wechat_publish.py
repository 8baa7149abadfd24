"""WeChat's publications."""

import xml.etree.ElementTree as ET
from typing import Any

import requests

from tests.sandbox.conftest import ScriptedBot
from tests.sandbox.tool import SECONDS, Tool


def published(box: Tool, **fields: Any) -> str:
    return str(box.wechat("freepublish/submit", {"media_id": box.draft(**fields)})["publish_id"])


def test_a_publication_has_a_page_but_is_sent_to_nobody(box: Tool) -> None:
    publish_id = published(box)
    (row,) = box.posts("wechat")
    assert (row["kind"], row["id"], row["key"], row["audience"]) == ("publish", publish_id, None, {"to": "public"})
    assert requests.get(row["url"], timeout=SECONDS).status_code == 200
    assert box.chat() == []


def test_a_draft_is_used_up_by_publishing(box: Tool) -> None:
    media_id = box.draft()
    assert box.code("freepublish/submit", {"media_id": media_id}) == 0
    assert box.code("freepublish/submit", {"media_id": media_id}) == 40007
    assert box.wechat("draft/count") == {"total_count": 0}


def test_publishing_costs_no_mass_quota(box: Tool) -> None:
    published(box)
    published(box)
    assert box.mass()["errcode"] == 0


def test_the_finish_event_names_the_article(box: Tool, bot: ScriptedBot) -> None:
    publish_id = published(box)
    info = ET.fromstring(bot.next_call().body).find("PublishEventInfo")
    assert info is not None
    assert (info.findtext("publish_id"), info.findtext("publish_status")) == (publish_id, "0")
    assert info.findtext("article_id") == box.posts()[0]["article_id"]
    assert info.findtext("article_detail/item/article_url") == box.posts()[0]["url"]


def test_a_publication_runs_for_a_moment_and_is_then_done(box: Tool) -> None:
    box.put({"wechat": {"finish_event_delay": 1000}})
    publish_id = published(box)
    assert box.wechat("freepublish/get", {"publish_id": publish_id})["publish_status"] == 1
    box.travel(2)
    done = box.wechat("freepublish/get", {"publish_id": publish_id})
    assert (done["publish_status"], done["article_detail"]["count"]) == (0, 1)
    assert done["article_detail"]["item"][0]["article_url"] == box.posts()[0]["url"]
    assert box.code("freepublish/get", {"publish_id": "1"}) == 40007


def test_publications_are_listed_newest_first_and_mass_sends_are_not(box: Tool) -> None:
    published(box, title="one")
    published(box, title="two")
    body = {"filter": {"is_to_all": True}, "msgtype": "mpnews", "mpnews": {"media_id": box.draft(title="three")}}
    assert box.code("message/mass/sendall", body) == 0
    listed = box.wechat("freepublish/batchget", {"offset": 0, "count": 20, "no_content": 0})
    titles = [item["content"]["news_item"][0]["title"] for item in listed["item"]]
    assert (listed["total_count"], titles) == (2, ["two", "one"])


def test_an_article_can_be_read_back_and_deleted_for_ever(box: Tool) -> None:
    publish_id = published(box)
    article_id = box.posts()[0]["article_id"]
    item = box.wechat("freepublish/getarticle", {"article_id": article_id})["news_item"][0]
    assert (item["title"], item["is_deleted"], item["url"]) == ("说明会", False, box.posts()[0]["url"])
    assert box.code("freepublish/delete", {"article_id": article_id, "index": 2}) == 40035
    assert box.code("freepublish/delete", {"article_id": article_id, "index": 1}) == 0
    assert box.wechat("freepublish/get", {"publish_id": publish_id})["publish_status"] == 5
    assert requests.get(box.posts()[0]["url"], timeout=SECONDS).status_code == 404
    assert box.code("freepublish/getarticle", {"article_id": "nothing"}) == 53600


def test_a_day_has_a_hundred_publications(box: Tool) -> None:
    box.put({"wechat": {"quota": {"api": {"/cgi-bin/freepublish/submit": 1}}}})
    published(box)
    assert box.code("freepublish/submit", {"media_id": box.draft()}) == 45009
