"""Several questions in one message: where it is divided, and what is decided for all of them."""

import pytest

from bot.answering.decision import Decision
from bot.answering.parts import questions_at_commas, questions_in, with_parts, wonders
from tests.answering.faq import demo


def part(kind: str, *ids: str, shown: int = 1) -> Decision:
    return Decision(kind, ids, shown if kind != "none" else 0, 0.8, "zh", asked="?")


WHOLE = Decision("choices", ("a", "b", "c"), 3, 0.4, "zh")


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("学费多少?还有签证要多久?", ["学费多少", "签证要多久"]),
        ("how much is it? and when is the deadline?", ["how much is it", "and when is the deadline"]),
        ("你好!学费多少?谢谢", ["学费多少"]),
        ("quel niveau faut-il, et y a-t-il des cours ?", ["quel niveau faut-il", "y a-t-il des cours"]),
        ("今年还有机会申请9+9吗", []),
        ("what is 9.5? where is paristech.fr?", ["what is 9.5", "where is paristech.fr"]),
        ("一?二?", []),
        ("学费多少?还有怎么申请签证?火星呢?", ["学费多少", "怎么申请签证", "火星呢"]),
        ("学费?签证?", ["学费", "签证"]),
        ("在吗?学费多少?签证要多久?", ["学费多少", "签证要多久"]),
        ("要法语吗?是吗?怎么办?", ["要法语吗"]),
        ("第一个问题?第二个问题?第三个问题?第四个问题?", ["第一个问题", "第二个问题", "第三个问题"]),
    ],
)
def test_a_message_is_divided_where_a_question_ends(text: str, clauses: list[str]) -> None:
    assert questions_in(text) == clauses


def test_commas_divide_only_as_a_guess() -> None:
    assert questions_in("学费多少,签证要多久") == []
    assert questions_at_commas("学费多少,签证要多久") == ["学费多少", "签证要多久"]
    assert questions_at_commas("学费多少然后签证要多久") == ["学费多少", "签证要多久"]


def test_each_answered_part_is_given() -> None:
    parts = [part("answer", "b"), part("answer", "c")]
    decision = with_parts(WHOLE, parts)
    assert (decision.kind, decision.ids, decision.shown) == ("answer", ("b", "c", "a"), 2)
    assert decision.parts == tuple(parts)


def test_parts_that_mean_the_same_are_one_question() -> None:
    assert with_parts(WHOLE, [part("answer", "b"), part("choices", "b", "c", shown=2)]) == WHOLE


def test_parts_without_an_answer_are_offered_in_turn() -> None:
    decision = with_parts(WHOLE, [part("choices", "a", "d", shown=2), part("choices", "b", "e", shown=2)])
    assert (decision.kind, decision.ids[: decision.shown]) == ("choices", ("a", "b", "d", "e"))


def test_an_unknown_part_stays_among_the_parts() -> None:
    decision = with_parts(WHOLE, [part("answer", "b"), part("none")])
    assert [one.kind for one in decision.parts] == ["answer", "none"]
    assert decision.shown == 1


def test_a_guess_holds_only_where_every_part_has_an_answer() -> None:
    assert with_parts(WHOLE, [part("answer", "b"), part("none")], bold=True) == WHOLE
    assert with_parts(WHOLE, [part("answer", "b"), part("answer", "c")], bold=True).shown == 2


def test_nothing_known_of_any_part_leaves_the_whole() -> None:
    assert with_parts(WHOLE, [part("none"), part("none")]) == WHOLE


def test_the_unanswered_third_of_three_is_kept_too() -> None:
    decision = demo().decide("学费多少？还有怎么申请签证？土豆炖牛肉怎么做？")
    assert [(one.asked, one.kind) for one in decision.parts][2] == ("土豆炖牛肉怎么做", "none")


def test_a_part_knows_what_was_asked() -> None:
    decision = demo().decide("How do I get a student visa? And do you sell bicycles there?")
    assert [one.asked for one in decision.parts] == ["how do i get a student visa", "and do you sell bicycles there"]


@pytest.mark.parametrize(
    ("text", "is_one"), [("学费多少", True), ("ok?", True), ("i can not go on", False), ("our school", False)]
)
def test_a_question_word_or_mark_asks(text: str, is_one: bool) -> None:
    assert wonders(text) is is_one
