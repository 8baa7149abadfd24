"""Which messages choose a number, in every spelling; and which only hold one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.numbers import LAST, chosen_number

TWO = (
    "2", "２", "2。", "2.", "2)", "(2)", "②", "2️⃣", "第二个", "第二個", "第2个", "二",
    "两", "选2", "我选第二个", "2号", "那第二个呢",
    "the second one", "second", "2nd", "number 2", "no. 2", "option 2 please",
    "two", "and the second?", "ok 2", "2 please",
    "show me the second one please", "I meant number 2", "#2", "n°2", "actually the second",
    "还是第二个吧", "换成2", "看一下第二个", "第二个是什么", "第2条", "non, plutôt la deuxième", "deuxième svp",
    "la deuxième", "la 2", "le 2 s'il vous plaît", "la seconde", "numéro 2", "Je prends la 2", "la 2e", "deux",
)  # fmt: skip


@pytest.mark.parametrize("said", TWO)
def test_two_is_understood(said: str) -> None:
    assert chosen_number(said) == 2


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("0", 0),
        ("9", 9),
        ("十", 10),
        ("12", 12),
        ("the last one", LAST),
        ("最后一个", LAST),
        ("le dernier", LAST),
        ("最后那个吧", LAST),
        ("头一个", 1),
        ("and the first?", 1),
    ],
)
def test_other_numbers_are_understood(said: str, number: int) -> None:
    assert chosen_number(said) == number


@pytest.mark.parametrize(
    "said",
    [
        "", "?", "9+9", "1/2", "-2", "1%", "2 €", "1.5", "deux ans", "十二月", "the first year", "第一次申请",
        "1 2", "2024", "二维码", "三个月", "一下",
        "第二志愿学校也会看我的材料吗", "1月29号之后还能交9+9的申请吗",
        "I have two questions about fees", "the second interview", "la deuxième année", "2 ans",
        "ok", "谢谢", "个", "2" * 50,
    ],
)  # fmt: skip
def test_a_sentence_with_a_number_is_no_choice(said: str) -> None:
    assert chosen_number(said) is None


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    assert chosen_number(text) is None or isinstance(chosen_number(text), int)
