"""The dictionary of alternatives finds what plain patterns find."""

import re

import pytest

from bot.answering.errands import KINDS
from bot.answering.gate import Gate, alternatives, openings
from bot.answering.kinds import SCRIPTS, forms_of
from bot.answering.normalise import normalise
from bot.answering.smalltalk import plain
from tests.answering.messages import NOT_FOR_THE_FAQ, QUESTIONS


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
    ("pattern", "chars"),
    [
        ("abc", "a"), ("a?bc", "ab"), ("[ab]+c", "ab"), ("(?:ab|c)d", "ac"), ("(?:ab|c)?d", "acd"),
        (r"\d+", "0123456789"),
        ("(?<!x)ab", "a"), ("^ab", "a"), ("(?:a|b){0,2}c", "abc"), ("(?:a|b){2}c", "ab"), ("a", "a"),
    ],
)  # fmt: skip
def test_it_is_known_with_what_a_match_begins(pattern: str, chars: str) -> None:
    assert openings(pattern) == frozenset(chars)


@pytest.mark.parametrize("pattern", [".a", "[^a]b", r"\w+", "a?", "[a-z]b", "(?:a|.)b", ""])
def test_where_it_cannot_be_known_everything_is_tried(pattern: str) -> None:
    assert openings(pattern) is None


def test_a_group_that_is_never_closed_is_told() -> None:
    with pytest.raises(ValueError, match="never closed"):
        openings("(?:ab")
