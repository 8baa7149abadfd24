"""An entry's words: in the asked language, or in another one and saying so."""

from datetime import date

import pytest

from bot.answering.answerer import Answerer
from bot.answering.wording import answer_text, question_text
from bot.core.faq import Entry, EntryText

DAY = date(2026, 12, 1)


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    fees = Entry(
        "fees",
        {"zh": EntryText("学费多少？", "每年{fee}欧元。", after="去年的数字。")},
        valid_until=date(2026, 12, 31),
    )
    return Answerer.build([fees], {}, {"fee": "601"})


def test_an_answer_is_given_as_written_with_its_variables(answerer: Answerer) -> None:
    assert answer_text(answerer, "fees", DAY, "zh") == "每年601欧元。"


@pytest.mark.parametrize(("lang", "name"), [("en", "Chinese"), ("fr", "chinois")])
def test_another_language_is_said_first_in_the_readers_own(answerer: Answerer, lang: str, name: str) -> None:
    note, text = answer_text(answerer, "fees", DAY, lang).split("\n")
    assert name in note
    assert text == "每年601欧元。"


def test_past_its_last_day_the_later_text_is_given(answerer: Answerer) -> None:
    assert answer_text(answerer, "fees", date(2027, 1, 1), "zh") == "去年的数字。"


def test_a_question_falls_back_to_the_language_there_is(answerer: Answerer) -> None:
    assert question_text(answerer, "fees", "fr") == "学费多少？"
