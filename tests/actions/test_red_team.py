"""The red team's list: wide enough, in two halves, and never a question that the FAQ answers."""

from collections import Counter

from bot.actions.red_team import HALVES, Answered, Attack, read_red_team, run_red_team, shares
from bot.answering.decision import Decision
from bot.answering.normalise import normalise
from bot.core.faq import LANGS
from tests.answering.faq import demo, small

LIST = read_red_team()


def came(kind: str, *, tolerated: bool = False, topic: str = "rain", lang: str = "en") -> Answered:
    return Answered(Attack(topic, "weather", lang, "rain?", tolerated), Decision(kind, ("a", "b"), 1, 0.5, "en"))


def test_the_list_is_wide_in_each_language() -> None:
    assert min(Counter(one.lang for one in LIST).values()) >= 160
    assert {one.lang for one in LIST} == set(LANGS)
    kinds = {one.kind for one in LIST}
    assert kinds >= {
        "wrong-school", "personal-case", "visa-legal", "medical", "insult", "ads", "injection", "chit-chat",
        "homework", "translation", "near-miss",
    }  # fmt: skip


def test_no_message_stands_twice_or_is_a_phrasing_of_the_demo_faq() -> None:
    messages = [normalise(one.message) or one.message for one in LIST]
    assert len(set(messages)) == len(messages)
    entries = demo().entries.values()
    phrasings = {
        normalise(line)
        for entry in entries
        for text in entry.texts.values()
        for line in (text.question, *text.variants)
    }
    assert not phrasings & set(messages)


def test_the_halves_are_about_equal_in_each_language_and_a_topic_is_in_one() -> None:
    for lang in LANGS:
        mine = Counter(one.half for one in LIST if one.lang == lang)
        assert set(mine) == set(HALVES)
        assert 0.4 < mine["tune"] / mine.total() < 0.6
    halves: dict[str, set[str]] = {}
    for one in LIST:
        halves.setdefault(one.topic, set()).add(one.half)
    assert {len(found) for found in halves.values()} == {1}


def test_both_halves_together_are_the_whole_list() -> None:
    tune, check = (run_red_team(small(), half) for half in HALVES)
    assert len(tune) + len(check) == len(LIST) == len(run_red_team(small()))
    assert {one.attack.half for one in tune} == {"tune"}


def test_choices_are_as_expected_only_where_they_are_tolerated() -> None:
    assert came("none").refused
    assert came("choices", tolerated=True).refused
    assert not came("choices").refused
    assert not came("answer", tolerated=True).refused


def test_the_shares_are_by_kind_and_language() -> None:
    rows = shares([came("answer"), came("choices", tolerated=True), came("none", lang="zh")])
    overall = rows[0]
    assert (overall["kind"], overall["lang"], overall["questions"]) == ("all", "all", 3)
    assert [round(overall[name], 2) for name in ("sure", "offered", "declined", "as_expected")] == [
        0.33, 0.33, 0.33, 0.67
    ]  # fmt: skip
    assert [(row["kind"], row["lang"]) for row in rows] == [
        ("all", "all"), ("all", "zh"), ("all", "en"), ("weather", "zh"), ("weather", "en")
    ]  # fmt: skip
    assert rows[1]["sure"] == 0.0
