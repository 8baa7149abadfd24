"""Words as students shorten them."""

import pytest

from bot.answering.shorthand import in_full
from tests.answering.faq import demo


@pytest.mark.parametrize(
    ("text", "lang", "full"),
    [
        ("签证咋办", "zh", "签证怎么办"),
        ("啥时候面试", "zh", "什么时候面试"),
        ("can u tell me b4 june", "en", "can you tell me before june"),
        ("c koi le dossier pr la bourse", "fr", "c quoi le dossier pour la bourse"),
        ("jpeux bosser pdt les cours", "fr", "je peux travailler pendant les cours"),
    ],
)
def test_shorthand_is_written_out(text: str, lang: str, full: str) -> None:
    assert in_full(text, lang) == full


@pytest.mark.parametrize(
    ("text", "lang"), [("l'ucac", "fr"), ("university", "en"), ("pour", "fr"), ("签证", "zh"), ("u", "xx")]
)
def test_nothing_else_is_touched(text: str, lang: str) -> None:
    assert in_full(text, lang) == text


def test_a_question_in_shorthand_finds_its_entry() -> None:
    decision = demo().decide("cb coutent les etudes pr 2 ans")
    assert "tuition-fees" in decision.ids[: decision.shown]
