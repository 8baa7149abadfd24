"""The pieces of the ranking: the table of meanings, the index, what an entry explains, what lies outside."""

from collections.abc import Sequence

import numpy as np
import pytest

from bot.actions.meanings import load_meanings
from bot.answering.answerer import Answerer
from bot.answering.index import Index, Postings, spans
from bot.answering.lexicon import Lexicon
from bot.answering.meanings import Meanings
from bot.answering.normalise import normalise
from bot.answering.ranking import CHEAP, FEATURES, Ranking
from bot.answering.tokens import Tokeniser
from bot.answering.weights import CHEAP_WEIGHTS, FIRST_WEIGHTS, KNOWN_WEIGHTS, WEIGHTS
from tests.answering.faq import ENTRIES, LEXICON, entry, small

TABLE = Meanings(
    {"zh": ["学费", "学", "费"], "en": ["fee", "price", "moon"], "fr": ["prix"]},
    np.array([[9, 1], [9, 0], [0, 9], [8, 1], [9, 2], [-3, 9], [9, 1]], np.int8),
    np.array([100, 5, 5, 90, 80, 255, 70], np.uint8),
)


def ranking(meanings: Meanings, outside: Sequence[tuple[str, str]] = ()) -> Ranking:
    return Ranking({one.id: one for one in ENTRIES}, Tokeniser(Lexicon(LEXICON)), meanings, outside)


PLAIN = ranking(Meanings.none())
FULL = ranking(load_meanings())


def near(one: str, other: str, table: Meanings, langs: tuple[str, str] = ("en", "en")) -> float:
    first, second = table.vector(one, langs[0]), table.vector(other, langs[1])
    assert first is not None
    assert second is not None
    return float(first @ second)


def test_words_that_mean_the_same_point_the_same_way() -> None:
    assert near("fee", "price", TABLE) > 0.9 > near("fee", "moon", TABLE)
    assert near("fee", "prix", TABLE, ("en", "fr")) > 0.9
    assert near("学费", "price", TABLE, ("zh", "en")) > 0.9


def test_an_unknown_chinese_word_means_what_its_characters_mean() -> None:
    assert not TABLE.knows("费学", "zh")
    assert near("费学", "学费", TABLE, ("zh", "zh")) > 0.5
    assert TABLE.vector("xyz", "en") is None
    assert TABLE.rarity("xyz", "en") == 1.0


def test_a_latin_word_of_the_other_language_is_found() -> None:
    assert TABLE.knows("prix", "en")
    assert TABLE.knows("moon", "zh")


def test_a_table_whose_parts_do_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="2 words, 1 vectors"):
        Meanings({"en": ["a", "b"]}, np.zeros((1, 2), np.int8), np.zeros(1, np.uint8))


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        (("lost", "en"), ("stolen", "en"), ("happi", "en")),
        (("money", "en"), ("argent", "fr"), ("music", "en")),
        (("签证", "zh"), ("visa", "en"), ("天气", "zh")),
        (("房子", "zh"), ("maison", "fr"), ("考试", "zh")),
    ],
)
def test_the_table_that_is_shipped_knows_near_from_far_in_three_languages(
    one: tuple[str, str], other: tuple[str, str], far: tuple[str, str]
) -> None:
    table = load_meanings()
    assert near(one[0], other[0], table, (one[1], other[1])) > 0.15 + near(one[0], far[0], table, (one[1], far[1]))


def test_stretches_are_numbered_one_after_the_other() -> None:
    assert spans(np.array([5, 0, 9]), np.array([2, 1, 3])).tolist() == [5, 6, 0, 9, 10, 11]


def test_the_index_finds_the_same_similarities_as_a_plain_product() -> None:
    postings = Postings(kinds=2)
    postings.add(0, 6, {"b": 1.2, "c": 1.6}, 0.5)
    for number, words in enumerate([{"a": 0.6, "b": 0.8}, {"b": 1.0}, {}]):
        postings.add(0, number, words)
    for number, grams in enumerate([{"a": 1.0}, {}, {"c": 1.0}], start=3):
        postings.add(1, number, grams)
    index = Index(postings, 7)
    found = index.similarities(({"b": 0.5, "x": 0.5}, {"c": 0.25, "a": 0.5}))
    assert found == pytest.approx(np.array([0.4, 0.5, 0.0, 0.5, 0.0, 0.25, 0.3]))
    assert not index.similarities(({"x": 1.0}, {})).any()


def test_an_index_of_nothing_finds_nothing() -> None:
    assert Index(Postings(kinds=2), 0).similarities(({"a": 1.0}, {})).shape == (0,)


def test_every_feature_has_its_weights_and_every_sign_too() -> None:
    assert set(WEIGHTS) == set(FEATURES)
    assert set(CHEAP_WEIGHTS) == set(CHEAP)
    assert set(FIRST_WEIGHTS) == set(KNOWN_WEIGHTS)


@pytest.mark.parametrize("built", [PLAIN, FULL])
def test_a_phrasing_finds_its_own_entry_and_does_without_itself(built: Ranking) -> None:
    for number, phrasing in enumerate(built.phrasings):
        question = built.written(number)
        ranked = built.rank(question)
        assert ranked.entries[0] == phrasing.entry
        assert built.closest(question, phrasing.entry).text == phrasing.text
        without = built.rank(question, without=number)
        scores = dict(zip(without.entries, without.scores, strict=True))
        assert scores.get(phrasing.entry, -1e9) < ranked.scores[0]


def test_asking_without_a_phrasing_is_as_if_it_had_not_been_written() -> None:
    shorter = [*ENTRIES[:3], entry("housing", zh=("在巴黎怎么找房子？", "学校提供宿舍吗"))]
    alone = entry("housing", zh=("在巴黎怎么找房子？", "学校提供宿舍吗", "租房补贴怎么申请"))
    whole = Ranking({one.id: one for one in [*ENTRIES[:3], alone]}, Tokeniser(Lexicon({})), load_meanings())
    cut = Ranking({one.id: one for one in shorter}, Tokeniser(Lexicon({})), load_meanings())
    number = next(n for n, one in enumerate(whole.phrasings) if one.text == "租房补贴怎么申请")
    question = whole.written(number)
    left_out = whole.rank(question, without=number)
    asked = cut.question(cut.tokens("租房补贴怎么申请", "zh"), "zh")
    never = cut.rank(asked)
    features = [one.features[:, one.entries.index("housing")].tolist() for one in (left_out, never)]
    # Rarities differ a little, because the one FAQ knows words that the other has never seen.
    assert features[0] == pytest.approx(features[1], abs=0.12)


def test_what_no_phrasing_has_is_missing_unless_something_near_is_said() -> None:
    def missing(text: str, built: Ranking) -> tuple[str, float]:
        question = built.question(built.tokens(normalise(text), "en"), "en")
        ranked = built.rank(question)
        assert ranked.entries[0] == "housing"
        return ranked.missing(question)

    assert missing("student residence", FULL)[1] < 0.05
    assert missing("student residence dentist", FULL)[0] == "dentist"
    assert missing("apartment in paris", FULL)[1] < missing("apartment in paris", PLAIN)[1]


def test_words_in_another_language_find_the_entry_by_their_meaning() -> None:
    english_only = [entry("rent", en=("How do I rent a flat?",)), entry("food", en=("Where can I eat lunch?",))]
    answerer = Answerer.build(english_only, {}, {}, meanings=load_meanings())
    assert answerer.decide("我想租一套房子住").ids[0] == "rent"
    assert answerer.decide("où manger à midi").ids[0] == "food"


def test_a_message_near_to_one_outside_is_told_and_what_the_faq_answers_is_not_outside() -> None:
    outside = [("en", "what is the weather in paris"), ("en", "how long does the visa take")]
    built = ranking(load_meanings(), outside)

    def fit(text: str, counted: int = len(outside)) -> float:
        return built.rank(built.question(built.tokens(text, "en"), "en")).likeness(counted)

    assert fit("weather in paris today") > 1.5 > fit("how long does the visa take")
    assert fit("weather in paris today", 0) == 0.0


def test_one_stray_likeness_is_no_certainty() -> None:
    assert small().decide("blorf").kind == "none"
