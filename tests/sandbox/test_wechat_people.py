"""WeChat's customer service messages, followers, tags and menu."""

from typing import Any

import pytest

from tests.sandbox.conftest import ScriptedBot
from tests.sandbox.tool import Tool, jpeg


def write(box: Tool, kind: str = "text", **inside: Any) -> int:
    openid = inside.pop("openid", None)
    inside = inside or {"content": "a colleague"}
    return box.code("message/custom/send", {"touser": openid or box.openids()[0], "msgtype": kind, kind: inside})


def test_nobody_can_be_written_to_out_of_the_blue(box: Tool) -> None:
    assert write(box) == 45015
    assert write(box, openid="oNobody") == 40003


def test_a_message_opens_five_answers_for_48_hours(box: Tool, bot: ScriptedBot) -> None:
    box.send(content="hello")
    assert [write(box) for _ in range(6)] == [0] * 5 + [45047]
    box.send(content="and?")
    assert write(box) == 0
    box.travel(48 * 3600)
    assert write(box) == 45015


@pytest.mark.parametrize(
    "event",
    [
        {"event": "CLICK", "event_key": "k"},
        {"event": "subscribe"},
        {"event": "SCAN", "event_key": "1"},
        {"event": "scancode_waitmsg", "event_key": "k"},
    ],
)
def test_taps_follows_and_scans_open_three_answers_for_a_minute(
    box: Tool, bot: ScriptedBot, event: dict[str, str]
) -> None:
    box.send(type="event", **event)
    assert [write(box) for _ in range(4)] == [0, 0, 0, 45047]
    box.send(type="event", **event)
    box.travel(60)
    assert write(box) == 45015


def test_a_tap_on_a_menu_link_counts_as_a_tap(box: Tool, bot: ScriptedBot) -> None:
    box.send(content="1", bizmsgmenuid="1")
    box.travel(61)
    assert write(box) == 45015


def test_opening_a_link_in_the_menu_opens_nothing(box: Tool, bot: ScriptedBot) -> None:
    box.send(type="event", event="VIEW", event_key="https://u")
    assert write(box) == 45015


def test_whoever_left_cannot_be_written_to(box: Tool, bot: ScriptedBot) -> None:
    box.send(content="hello")
    box.send(type="event", event="unsubscribe")
    assert write(box) == 45015


def test_all_kinds_of_messages_can_be_seen(box: Tool, bot: ScriptedBot) -> None:
    box.send(content="hello")
    media_id = box.upload(jpeg())["media_id"]
    assert write(box, "image", media_id=media_id) == 0
    article = {"title": "T", "description": "D", "url": "https://u", "picurl": "https://p"}
    assert write(box, "news", articles=[article]) == 0
    menu = {"head_content": "满意吗", "list": [{"id": "1", "content": "是"}], "tail_content": "谢谢"}
    assert write(box, "msgmenu", **menu) == 0
    assert write(box, "mpnews", media_id=box.draft()) == 0
    lines = box.chat()[1:]
    assert [line["type"] for line in lines] == ["image", "news", "msgmenu", "mpnews"]
    assert lines[0]["picture"].startswith(box.addresses.control)
    assert lines[2]["list"] == [{"id": "1", "content": "是"}]


def test_messages_out_of_limits_have_their_codes_and_use_nothing_up(box: Tool, bot: ScriptedBot) -> None:
    box.send(content="hello")
    assert write(box, content="") == 44004
    assert write(box, content="字" * 700) == 45002
    assert write(box, "news", articles=[{}, {}]) == 45008
    assert write(box, "image", media_id="x") == 40007
    assert write(box, "wxcard", card_id="x") == 40008
    assert [write(box) for _ in range(5)] == [0] * 5


def test_followers_are_listed_and_described_without_names(box: Tool) -> None:
    listed = box.wechat("user/get")
    assert (listed["total"], listed["count"], listed["data"]["openid"]) == (3, 3, box.openids())
    assert "data" not in box.wechat("user/get", next_openid=listed["next_openid"])
    info = box.wechat("user/info", openid=box.openids()[0], lang="zh_CN")
    assert info["subscribe"] == 1
    assert "nickname" not in info
    people = [{"openid": openid, "lang": "zh_CN"} for openid in box.openids()]
    assert len(box.wechat("user/info/batchget", {"user_list": people})["user_info_list"]) == 3
    assert box.code("user/info", openid="oNobody") == 40003
    assert box.code("user/info/batchget", {"user_list": people * 40}) == 40032


def test_tags_are_made_given_listed_and_taken_away(box: Tool) -> None:
    tag = box.wechat("tags/create", {"tag": {"name": "申请人"}})["tag"]
    first, second = box.openids()[:2]
    assert box.code("tags/members/batchtagging", {"openid_list": [first, second], "tagid": tag["id"]}) == 0
    assert {"id": tag["id"], "name": "申请人", "count": 2} in box.wechat("tags/get")["tags"]
    assert box.wechat("user/tag/get", {"tagid": tag["id"], "next_openid": ""})["data"]["openid"] == [first, second]
    assert box.code("tags/members/batchuntagging", {"openid_list": [second], "tagid": tag["id"]}) == 0
    assert box.wechat("tags/getidlist", {"openid": first}) == {"tagid_list": [tag["id"]]}
    assert box.code("tags/update", {"tag": {"id": tag["id"], "name": "2027"}}) == 0
    assert box.get("followers")[0]["tags"] == [tag["id"]]
    assert box.code("tags/delete", {"tag": {"id": tag["id"]}}) == 0
    assert box.get("followers")[0]["tags"] == []


def test_tags_out_of_limits_have_their_codes(box: Tool) -> None:
    def create(name: str) -> int:
        return box.code("tags/create", {"tag": {"name": name}})

    assert create("字" * 11) == 45158
    assert create("") == 45157
    assert (create("a"), create("a")) == (0, 45157)
    assert box.code("tags/update", {"tag": {"id": 2, "name": "b"}}) == 45058
    assert box.code("tags/delete", {"tag": {"id": 999}}) == 45159
    assert [create(f"tag {number}") for number in range(100)] == [0] * 99 + [45056]
    everybody = box.openids()
    assert box.code("tags/members/batchtagging", {"openid_list": everybody * 17, "tagid": 100}) == 40032
    mixed = box.wechat("tags/members/batchtagging", {"openid_list": [everybody[0], "oNobody"], "tagid": 100})
    assert (mixed["errcode"], mixed["fail_openid_list"]) == (45171, ["oNobody"])
    codes = [
        box.code("tags/members/batchtagging", {"openid_list": everybody[:1], "tagid": 100 + number})
        for number in range(21)
    ]
    assert codes == [0] * 20 + [45059]


MENU = {
    "button": [
        {"name": "申请", "sub_button": [{"type": "click", "name": "9+9怎么申请", "key": "how"}]},
        {"type": "view", "name": "网站", "url": "https://paristech.fr"},
    ]
}


def test_a_menu_is_made_shown_and_taken_away(box: Tool) -> None:
    assert box.get("menu") is None
    assert box.code("menu/get") == 46003
    assert box.code("menu/create", MENU) == 0
    assert box.wechat("menu/get") == {"menu": box.get("menu")}
    assert box.get("menu")["button"][0]["sub_button"][0]["key"] == "how"
    assert box.code("menu/delete") == 0
    assert box.get("menu") is None


def button(**changes: Any) -> dict[str, Any]:
    return {"type": "click", "name": "a", "key": "k", **changes}


@pytest.mark.parametrize(
    ("buttons", "code"),
    [
        ([], 40016),
        ([button()] * 4, 40016),
        ([{"name": "a", "sub_button": [button()] * 6}], 40023),
        ([button(name="字" * 6)], 40018),
        ([{"name": "a", "sub_button": [button(name="字" * 21)]}], 40018),
        ([button(key="k" * 129)], 40019),
        ([button(key="")], 40019),
        ([button(type="dance")], 40017),
        ([{"type": "view", "name": "a", "url": "https://a/" + "a" * 1024}], 40020),
        ([{"type": "view", "name": "a", "url": "ftp://a"}], 40020),
        ([{"name": "a", "sub_button": [{"type": "view", "name": "a", "url": f"https://{x}"} for x in "abcd"]}], 65316),
    ],
)
def test_a_menu_out_of_limits_has_its_code(box: Tool, buttons: list[dict[str, Any]], code: int) -> None:
    assert box.code("menu/create", {"button": buttons}) == code
    assert box.get("menu") is None
