"""The red team's list: wide enough, in two halves, and never a question that the FAQ answers."""

from collections import Counter

from bot.actions.answers import Material
from bot.actions.outside import HALVES, Attack, outside_messages, read_outside
from bot.actions.red_team import Answered, run_red_team, shares
from bot.answering.calibration import SIGNS
from bot.answering.decision import Decision
from bot.answering.normalise import normalise
from bot.core.faq import LANGS
from tests.answering.faq import ENTRIES, LEXICON, demo

LIST = read_outside()
SMALL = Material(ENTRIES, LEXICON, {}, [])
FIRST_TUNE = next(number for number, one in enumerate(LIST) if one.half == "tune")
OUTSIDE = SIGNS.index("outside")


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
    tune, check = (run_red_team(SMALL, half) for half in HALVES)
    assert len(tune) + len(check) == len(LIST)
    assert {one.attack.half for one in tune} == {"tune"}
    assert set(outside_messages("tune")) | set(outside_messages("check")) == set(outside_messages())


def test_no_message_is_refused_because_it_was_written_down_itself() -> None:
    (before,) = [one for one in run_red_team(SMALL, "tune") if one.attack == LIST[FIRST_TUNE]]
    told = Material(ENTRIES, LEXICON, {}, []).answerer().read(LIST[FIRST_TUNE].message)
    asked = (
        Material(ENTRIES, LEXICON, {}, [], outside=outside_messages("check")).answerer().read(LIST[FIRST_TUNE].message)
    )
    assert told is not None
    assert asked is not None
    assert told.signs[OUTSIDE] > 2.9 > asked.signs[OUTSIDE]
    assert before.decision.confidence > 0.0


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
