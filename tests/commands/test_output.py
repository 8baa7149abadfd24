"""Tables for people: aligned in any script, times as the office says them."""

from datetime import UTC, datetime

import pytest

from bot.commands.output import plain_text, shortened, table

Capture = pytest.CaptureFixture[str]


def test_chinese_characters_count_two_columns(capsys: Capture) -> None:
    table([{"a": "问题", "b": "x"}, {"a": "four", "b": "y"}], ("a", "b"))
    assert capsys.readouterr().out == "a     b\n问题  x\nfour  y\n"


def test_an_instant_is_shown_in_shanghai_with_paris_beside_it(capsys: Capture) -> None:
    table([{"at": datetime(2026, 12, 3, 10, tzinfo=UTC)}], ("at",))
    assert capsys.readouterr().out.splitlines()[1] == "2026-12-03 18:00 (Paris 11:00)"


def test_lines_of_a_text_stay_on_one_line(capsys: Capture) -> None:
    table([{"a": "one\ntwo\tthree\x1b[31m"}], ("a",))
    assert capsys.readouterr().out.splitlines()[1] == "one ⏎ two three[31m"


def test_a_long_text_is_cut_with_a_sign_and_a_short_one_is_not() -> None:
    assert shortened("abcdef", 6) == "abcdef"
    assert shortened("abcdefg", 6) == "abcde…"


def test_links_of_a_reply_are_shown_by_their_words() -> None:
    reply = '1. <a href="weixin://bizmsgmenu?msgmenucontent=%E4&msgmenuid=faq%3Aa">What & why?</a>\nok'
    assert plain_text(reply) == "1. What & why?\nok"
