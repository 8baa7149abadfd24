"""The recording channel keeps what it gets."""

import logging
from datetime import UTC, datetime

from bot.channels.notify import LogNotifier
from bot.channels.recording import RecordingChannel
from bot.core.delivery import Post, Sent, Unknown
from bot.core.ports import Channel, Notifier

POST = Post("x", "tweet", "en", "Title", "Body")
NOW = datetime(2026, 12, 10, tzinfo=UTC)


def test_a_post_is_kept_once_for_its_key():
    channel = RecordingChannel("wechat", "wechat:a")
    first = channel.publish(POST, "k", {}, lambda name, value: None)
    assert channel.publish(POST, "k", {}, lambda name, value: None) == first == Sent("wechat-1")
    assert [each.post for each in channel.posts] == [POST]


def test_it_can_be_looked_for():
    channel: Channel = RecordingChannel("x", "x:a")
    assert isinstance(channel.look_for(POST, "k", {}, NOW), Unknown)
    channel.publish(POST, "k", {}, lambda name, value: None)
    assert channel.look_for(POST, "k", {}, NOW) == Sent("x-1")
    assert channel.follow_up("x-1", "tweet") == Sent("x-1")


def test_only_wechats_mass_sends_are_keyed():
    assert RecordingChannel("wechat", "a").is_keyed("mass")
    assert not RecordingChannel("wechat", "a").is_keyed("publish")
    assert not RecordingChannel("weibo", "a").is_keyed("share")


def test_staff_are_told_by_the_log(caplog):
    notifier: Notifier = LogNotifier()
    with caplog.at_level(logging.WARNING):
        notifier.tell("Weibo", "Connect the account again.")
    assert "Weibo: Connect the account again." in caplog.text
