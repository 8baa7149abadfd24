"""Names that could be taken for each other."""

import pytest

from bot.core.names import mixes_scripts, same_look


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mei", "mei"),
        ("Mei", "Ｍｅｉ"),
        ("Mei", "Mei "),
        ("Li Mei", "Li  Mei"),
        ("мае", "mae"),
        ("AI", "Al"),
        ("Ο", "O"),
    ],
)
def test_two_names_that_look_the_same_are_seen(one: str, other: str) -> None:
    assert same_look(one, other)
    assert same_look(other, one)


@pytest.mark.parametrize(("one", "other"), [("Ai", "Al"), ("Mei", "Mai"), ("李", "季"), ("Zoé", "Zoe")])
def test_two_names_that_differ_are_two(one: str, other: str) -> None:
    assert not same_look(one, other)


def test_letters_that_nobody_mixes_are_seen() -> None:
    assert mixes_scripts("Mеi")  # with a Cyrillic е
    assert not mixes_scripts("李 Mei")
    assert not mixes_scripts("Zoé-2")
