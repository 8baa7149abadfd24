"""Every message and event of the platform, parsed; and compared with wechatpy's reading of the same bytes."""

from pathlib import Path

import pytest
from wechatpy import parse_message

from bot.core.errors import BadMessage
from bot.core.messages import Incoming, Kind
from handlers.parse import incoming_from, xml_fields
from tests.handlers.world import ACCOUNT, OPENID, SECRET

FILES = sorted((Path(__file__).parent.parent / "wire" / "wechat").glob("*.xml"))
every_sample = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def read(name: str, *changes: tuple[str, str]) -> Incoming:
    text = next(file for file in FILES if file.stem == name).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return incoming_from(xml_fields(text.encode()), ACCOUNT, SECRET)


@every_sample
def test_every_sample_is_read(file: Path) -> None:
    incoming = incoming_from(xml_fields(file.read_bytes()), ACCOUNT, SECRET)
    assert incoming.sender == OPENID
    assert incoming.sent_at.timestamp() == 1796100000
    assert len(incoming.key) == len(incoming.person) == 43


@every_sample
def test_wechatpy_reads_the_same(file: Path) -> None:
    ours = incoming_from(xml_fields(file.read_bytes()), ACCOUNT, SECRET)
    theirs = parse_message(file.read_bytes())
    raw = theirs._data  # what wechatpy has no class for is only there
    assert (theirs.source, theirs.target, int(raw["CreateTime"])) == (
        ours.sender,
        ours.account,
        ours.sent_at.timestamp(),
    )
    assert raw["MsgType"] == {Kind.UNKNOWN: "hologram"}.get(ours.kind, ours.kind) or raw["MsgType"] == "shortvideo"
    assert (raw.get("Content") or raw.get("Recognition") or "") == ours.text
    # wechatpy makes "subscribe_scan" of a follow by QR code.
    assert (raw.get("Event") or "").lower().removesuffix("_scan") == ours.event
    assert (raw.get("EventKey") or "") == ours.event_key.removeprefix("qrscene_")
    flat = {name: value or "" for name, value in raw.items() if isinstance(value, str | None)}
    assert {name: flat[name] for name in ours.fields if name in flat} == {
        n: v for n, v in ours.fields.items() if n in flat
    }


def test_a_nested_event_becomes_flat_fields() -> None:
    fields = read("event_masssendjobfinish_eight_articles").fields
    assert fields["MsgID"] == "1000000003"
    assert fields["ArticleUrlResult.ResultList.item.ArticleUrl"] == "http://mp.weixin.qq.com/s/1"
    assert fields["ArticleUrlResult.ResultList.item.8.ArticleUrl"] == "http://mp.weixin.qq.com/s/8"
    assert read("event_publishjobfinish").fields["PublishEventInfo.article_detail.item.article_url"].endswith("/1")
    assert read("event_pic_sysphoto").fields["SendPicsInfo.PicList.item.2.PicMd5Sum"] == "b" * 32


def test_copies_of_a_message_share_a_key_and_messages_do_not() -> None:
    assert read("text").key == read("text", ("怎么申请", "几时开始")).key
    assert read("text").key != read("text", ("7300000000000000001", "7300000000000000002")).key
    assert read("text").key != read("text", (OPENID, "oSomebodyElse")).key


def test_a_message_without_an_id_is_known_by_its_time_and_words() -> None:
    without = ("<MsgId>7300000000000000001</MsgId>", "")
    assert read("text", without).key == read("text", without).key
    assert read("text", without).key != read("text", without, ("怎么申请", "几时开始")).key


def test_two_events_in_one_second_have_two_keys() -> None:
    assert read("event_click").key != read("event_click", ("help", "human")).key
    assert read("event_click").key != read("event_view").key
    assert read("event_subscribe").key != read("event_unsubscribe").key


def test_the_end_of_a_job_has_one_key_whenever_it_is_told() -> None:
    assert read("event_masssendjobfinish").key == read("event_masssendjobfinish", ("1796100000", "1796100009")).key
    assert read("event_masssendjobfinish").key != read("event_masssendjobfinish", ("1000000003", "1000000004")).key


@pytest.mark.parametrize(
    "prolog",
    [
        "\ufeff",
        '<?xml version="1.0"?>',
        '<?xml version="1.0" encoding="gbk"?>\n',
        '\ufeff<?xml version="1.0" encoding="UTF-8"?>',
    ],
)
def test_a_byte_order_mark_and_a_wrong_declaration_do_no_harm(prolog: str) -> None:
    text = next(file for file in FILES if file.stem == "text").read_text(encoding="utf-8")
    assert incoming_from(xml_fields((prolog + text).encode()), ACCOUNT, SECRET).text == "9+9怎么申请？"


def test_somebody_may_ask_about_a_doctype() -> None:
    assert read("text", ("9+9怎么申请？", "what is <!DOCTYPE html>?")).text == "what is <!DOCTYPE html>?"


@pytest.mark.parametrize("comment", ["<!-- a -->", "<?php echo 1 ?>"])
def test_nothing_may_stand_before_the_root(comment: str) -> None:
    with pytest.raises(BadMessage, match="400"):
        xml_fields(f"{comment}<xml><a/></xml>".encode())
