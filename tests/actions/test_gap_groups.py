"""Questions that mean the same are put together, in whatever words and language."""

from bot.actions.gap_groups import Likeness, Wording, grouped
from tests.answering.faq import ENTRIES, LEXICON

PHRASINGS = [text.question for entry in ENTRIES for text in entry.texts.values()]
CANTEEN = {"canteen": {"zh": ["食堂"], "en": ["canteen"], "fr": ["cantine"]}}


def groups(*texts: str | tuple[str, str]) -> list[list[str]]:
    wordings = [Wording(text) if isinstance(text, str) else Wording(*text) for text in texts]
    found = grouped(wordings, Likeness(PHRASINGS, {**LEXICON, **CANTEEN}))
    return [[one.text for one in group] for group in found]


def test_word_order_politeness_and_slips_make_no_difference() -> None:
    english = ["Can I bring my cat to France?", "hello, please can my cat be brought to france"]
    chinese = ["我可以带猫去法国吗", "带猫去法国可以么"]
    assert groups(english[0], chinese[0], english[1], chinese[1]) == [english, chinese]


def test_the_lexicon_brings_languages_together() -> None:
    assert groups("where is the canteen?", "食堂在哪", "la cantine svp", "can I bring a cat?") == [
        ["where is the canteen?", "食堂在哪", "la cantine svp"],
        ["can I bring a cat?"],
    ]


def test_what_has_only_small_words_in_common_stays_apart() -> None:
    assert len(groups("is there a swimming pool?", "is there a piano?", "有游泳池吗", "有钢琴吗")) == 4


def test_a_common_nearest_entry_brings_questions_closer() -> None:
    far = "is the swimming pool heated", "swimming lessons for children"
    assert len(groups(*far)) == 2
    assert len(groups(*((text, "pool") for text in far))) == 1


def test_signs_alone_are_like_nothing() -> None:
    assert groups("?!", "。。") == [["?!"], ["。。"]]
