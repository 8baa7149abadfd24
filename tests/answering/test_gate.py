"""The dictionary of alternatives finds what plain patterns find."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering import distress, smalltalk
from bot.answering.errands import KINDS
from bot.answering.gate import Gate, alternatives, openings
from bot.answering.kinds import SCRIPTS, forms_of
from bot.answering.normalise import FILLERS, POLITE_GATE, normalise
from bot.answering.smalltalk import plain
from tests.answering.messages import NOT_FOR_THE_FAQ, QUESTIONS
from tests.answering.test_distress import HEARD, SIGHS

POLITE = (
    "你好，我想请问一下学费", "老师您好，麻烦告诉我一下，谢谢", "Could you please tell me the fee? Thanks a lot",
    "Bonjour, je voudrais savoir le prix, s'il vous plaît", "which whitepaper", "你是谁", "who are you", "谢谢啦",
    "merci !",
)  # fmt: skip


@pytest.mark.parametrize("script", SCRIPTS)
def test_it_finds_what_the_patterns_find(script: str) -> None:
    families = [one for kind in KINDS for one in kind.families[script]]
    gate, pattern = Gate(families, words=script == "latin"), re.compile(SCRIPTS[script].format("|".join(families)))
    messages = [normalise(one) for listed in (*NOT_FOR_THE_FAQ.values(), QUESTIONS) for one in listed]
    forms = [form[script] for form in (forms_of(text, plain(text)) for text in messages) if script in form]
    assert [text for text in forms if gate.search(text) != bool(pattern.search(text))] == []
    assert any(map(gate.search, forms)) or script == "signs"


@pytest.mark.parametrize(
    ("pattern", "found"),
    [("a|b(?:c|d)|[|]e", ["a", "b(?:c|d)", "[|]e"]), (r"a\|b", [r"a\|b"]), ("a", ["a"])],
)
def test_only_bars_outside_groups_part_alternatives(pattern: str, found: list[str]) -> None:
    assert alternatives(pattern) == found


@pytest.mark.parametrize(
    ("pattern", "begins"),
    [
        ("abcd", "abc"), ("a?bc", "abc bc"), ("[ab]c", "ac bc"), ("[ab]+c", "a b"), ("(?:ab|c)d", "abd cd"),
        ("(?:ab|c)?d", "abd cd d"), ("(?:ab|c)?de", "abd cde de"), ("a(?:b|c)?d", "abd acd ad"), ("a.b", "a"),
        ("(?<!x)ab", "ab"), ("^ab", "ab"), (r"\bab", "ab"), ("(?:a|b){0,2}cd", "a b cd"), ("(?:a|b){2}c", "a b"),
        ("a", "a"), (r"a\d", "a0 a1 a2 a3 a4 a5 a6 a7 a8 a9"), ("a(?=b)", "a"), ("a*bc", "a bc"),
    ],
)  # fmt: skip
def test_it_is_known_with_what_a_match_begins(pattern: str, begins: str) -> None:
    assert {one for one, _ in openings(pattern)} == set(begins.split())


@pytest.mark.parametrize("pattern", [".a", "[^a]b", r"\w+", "a?", "[a-z]b", "(?:a|.)b", ""])
def test_where_it_cannot_be_known_everything_is_tried(pattern: str) -> None:
    assert "" in {one for one, _ in openings(pattern)}


@pytest.mark.parametrize(
    ("gate", "patterns"),
    [
        (distress.GATE, [one.pattern for one in distress.RECOGNISERS]),
        (POLITE_GATE, FILLERS),
        (smalltalk.WHO_OR_THANKS, [one.pattern for one in (*smalltalk.WHO.values(), *smalltalk.THANKS_WORDS.values())]),
    ],
)
def test_each_recogniser_s_gate_finds_what_its_patterns_find(gate: Gate, patterns: list[str]) -> None:
    pattern = re.compile("|".join(patterns))
    messages = [
        normalise(one) for listed in (*NOT_FOR_THE_FAQ.values(), QUESTIONS, HEARD, SIGHS, POLITE) for one in listed
    ]
    forms = [*messages, *map(plain, messages)]
    assert [text for text in forms if gate.search(text) != bool(pattern.search(text))] == []
    assert any(map(gate.search, forms))


@given(
    st.text("ab ", max_size=12),
    st.sampled_from(["a|b b", "ab?|(?:b|a){2}b", "a+b|b$", r"\bab|(?<!a)b", "(?:a|.)b", "b(?! )a?"]),
)
def test_a_gate_finds_what_re_finds(text: str, pattern: str) -> None:
    assert Gate([pattern]).search(text) == bool(re.search(pattern, text))


def test_a_group_that_is_never_closed_is_told() -> None:
    with pytest.raises(ValueError, match="never closed"):
        openings("(?:ab")
