"""Long replies are cut by bytes, at a sentence, and never inside a link."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.cutting import MORE, cut

LINK = '<a href="weixin://bizmsgmenu?msgmenucontent=x&msgmenuid=y">a question</a>'


def test_what_fits_is_left_alone() -> None:
    assert cut("好" * 10, 30) == "好" * 10


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [
        ("第一句很长很长。第二句也很长很长。第三句", 55, "第一句很长很长。第二句也很长很长。…"),
        ("One sentence. Another sentence. And a third one.", 40, "One sentence. Another sentence.…"),
        ("Version 9.5 of paristech.fr is out now and here", 30, "Version 9.5 of…"),
        ("好" * 20, 20, "好" * 5 + MORE),
    ],
)
def test_the_cut_comes_at_a_sentence_a_word_or_a_character(text: str, limit: int, kept: str) -> None:
    assert cut(text, limit) == kept


def test_a_link_is_kept_whole_or_left_out() -> None:
    text = f"Is it this one? Here it is: {LINK} and more words after it."
    for limit in range(20, len(text)):
        shorter = cut(text, limit)
        assert shorter.count("<a ") == shorter.count("</a>")


@given(st.text(max_size=400), st.integers(10, 300))
def test_a_cut_text_always_fits_and_is_a_beginning(text: str, limit: int) -> None:
    shorter = cut(text, limit)
    assert len(shorter.encode(errors="surrogatepass")) <= limit
    assert shorter == text or text.startswith(shorter.removesuffix(MORE))
