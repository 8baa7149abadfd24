"""Slips of the keyboard, of the ear and of those who type Chinese in letters."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.normalise import normalise
from bot.answering.sounds import sounds, syllables_in
from bot.answering.spelling import Spelling
from tests.answering.faq import demo

WORDS = ("巴黎高科", "签证", "学费", "多少", "application", "scholarship", "logement", "visa")
KNOWN = {"公示", "education", "applique", "logemens"}


def segments(text: str) -> list[str]:
    """As a segmenter would: the words that it knows, else single characters."""
    found, at = [], 0
    while at < len(text):
        size = next((n for n in (4, 3, 2) if text[at : at + n] in {*WORDS, *KNOWN, "提高", "可信"}), 1)
        found.append(text[at : at + size])
        at += size
    return found


SPELLING = Spelling(WORDS, segments, lambda word, _: word in KNOWN)


@pytest.mark.parametrize(
    ("slip", "mended"),
    [
        ("签正要几天", "签证要几天"),
        ("雪费多少", "学费多少"),
        ("巴黎高可", "巴黎高科"),
        ("xuefei duoshao", "学费 多少"),
        ("wo de qianzheng", "wo de 签证"),
        ("aplication", "application"),
        ("scolarshp", "scholarship"),
        ("logemant", "logement"),
        ("applicatoin", "application"),
    ],
)
def test_a_slip_becomes_the_word_of_the_faq(slip: str, mended: str) -> None:
    assert SPELLING.mended(slip, "fr" if slip.startswith("log") else "zh" if slip[0] != "a" else "en") == mended


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("提高可信", "zh"),  # sounds like a part of the term, but stands inside other words
        ("education", "en"),
        ("applique", "fr"),  # a word of its own, however near
        ("logemens", "fr"),
        ("vasi", "en"),  # too short to tell
        ("hello there", "en"),
        ("why so late", "en"),
        ("学费", "zh"),
    ],
)
def test_a_word_that_exists_stays_what_it_is(text: str, lang: str) -> None:
    assert SPELLING.mended(text, lang) == text


def test_two_characters_are_not_changed_for_two_others() -> None:
    assert SPELLING.mended("千正", "zh") == "千正"


@pytest.mark.parametrize(
    ("letters", "syllables"),
    [("gaokao", ("gao", "kao")), ("xian", ("xian",)), ("zhuangxiu", ("zhuang", "xiu")), ("visa", ()), ("", ())],
)
def test_a_word_in_letters_is_divided_into_as_few_syllables_as_can_be(letters: str, syllables: tuple[str, ...]) -> None:
    assert tuple(syllables_in(letters)) == syllables


def test_characters_that_sound_alike_have_the_same_syllable() -> None:
    assert sounds("签证") == sounds("千正") == ("qian", "zheng")
    assert sounds("㐂") == ("㐂",)


@given(st.text(max_size=60), st.sampled_from(["zh", "en", "fr"]))
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_mended_and_stays_mended(text: str, lang: str) -> None:
    once = SPELLING.mended(normalise(text), lang)
    assert SPELLING.mended(once, lang) == SPELLING.mended(once, lang)


@pytest.mark.parametrize(
    ("slip", "entry"),
    [
        ("巴黎高可是什么学校", "what-is-paristech"),
        ("tuision fees", "tuition-fees"),
        ("面是怎么准备", "interview-9plus9"),
    ],
)
def test_the_demo_faq_understands_slips(slip: str, entry: str) -> None:
    decision = demo().decide(slip)
    assert entry in decision.ids[: decision.shown]
