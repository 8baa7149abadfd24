"""What is decided for whole questions, on the demo FAQ and on a small one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.answerer import Answerer
from bot.answering.decision import Decision
from tests.answering.faq import ENTRIES, LEXICON, demo, small

ANY_TEXT = st.one_of(
    st.text(max_size=200),
    st.text(alphabet="9+ 怎么申请奖学金獎學金巴黎?？。bourse visa é'’\ud800\u200d\ufe0f👍[]", max_size=80),
)


def given_or_offered(decision: Decision) -> tuple[str, ...]:
    return decision.ids[: decision.shown]


@pytest.mark.parametrize(
    ("question", "lang", "entries"),
    [
        ("9+9怎么申请", "zh", {"programme-9plus9", "eligibility-9plus9", "calendar-9plus9"}),
        ("do I need French?", "en", {"french-level"}),
        ("quelles bourses ?", "fr", {"csc-scholarship-engineers"}),
        ("请问老师，学费是多少呀", "zh", {"tuition-fees"}),
        ("quel est le montant des frais de scolarite svp", "fr", {"tuition-fees"}),
    ],
)
def test_a_students_question_finds_its_entry_in_its_language(question: str, lang: str, entries: set[str]) -> None:
    decision = demo().decide(question)
    assert decision.kind in {"answer", "choices"}
    assert decision.lang == lang
    assert entries & set(given_or_offered(decision))


@pytest.mark.parametrize("word", ["奖学金", "獎學金", "面试", "bourse", "fees?", "internship"])
def test_a_vague_word_gets_choices(word: str) -> None:
    decision = demo().decide(word)
    assert decision.kind == "choices"
    assert 2 <= decision.shown <= 4
    assert len(set(given_or_offered(decision))) == decision.shown


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("学费是多少", "tuition-fees"),
        ("How much is the tuition?", "tuition-fees"),
        ("quelles bourses ?", "csc-scholarship-engineers"),
        ("What level of French is required?", "french-level"),
        ("9+9是什么", "programme-9plus9"),
    ],
)
def test_a_plain_question_gets_an_answer_and_not_a_list(question: str, entry: str) -> None:
    decision = demo().decide(question)
    assert (decision.kind, decision.ids[0]) == ("answer", entry)


@pytest.mark.parametrize(
    "errand", ["动机信我不会写，帮我写一份吧", "Write my motivation letter", "Écris ma lettre de motivation"]
)
def test_an_errand_is_never_answered_as_if_it_were_a_question(errand: str) -> None:
    assert demo().decide(errand).kind != "answer"


@pytest.mark.parametrize("word", ["学费", "CVEC？", "tuition?", "PhD 奖学金多少"])
def test_a_word_that_fits_one_entry_is_not_refused(word: str) -> None:
    assert demo().decide(word).kind != "none"


@pytest.mark.parametrize(
    "nonsense", ["asdf qwer zxcv", "土豆炖牛肉怎么做", "blorf", "？？？", "", "  \n ", "😊👍", "0"]
)
def test_nonsense_gets_an_honest_no(nonsense: str) -> None:
    decision = demo().decide(nonsense)
    assert (decision.kind, decision.shown) == ("none", 0)


@pytest.mark.parametrize(
    "message", ["谢谢老师", "hi there 👋", "merci beaucoup !", "你是傻子吧", "tu es nul comme robot", "人工"]
)
def test_small_talk_asks_nothing_of_the_faq(message: str) -> None:
    decision = demo().decide(message)
    assert (decision.kind, decision.ids, decision.confidence) == ("none", (), 0.0)


def test_a_greeting_before_a_question_does_not_hide_it() -> None:
    assert given_or_offered(demo().decide("老师您好！请问学费一年多少钱？谢谢"))[0] == "tuition-fees"


def test_two_questions_in_one_message_get_a_part_each() -> None:
    decision = demo().decide(
        "Bonjour, quel niveau de français demandez-vous, et y a-t-il des cours de langue juste avant la rentrée ?"
    )
    assert [part.ids[0] for part in decision.parts] == ["french-level", "intensive-french"]
    assert decision.kind == "answer"
    assert set(given_or_offered(decision)) == {"french-level", "intensive-french"}


def test_one_question_has_no_parts() -> None:
    assert demo().decide("学费一年多少钱？").parts == ()


@given(ANY_TEXT)
@settings(max_examples=150, deadline=None)
def test_any_text_gets_the_same_sound_decision_twice(text: str) -> None:
    decision = small().decide(text)
    assert decision == small().decide(text)
    assert 0.0 <= decision.confidence <= 1.0
    assert len(decision.ids) <= 10
    assert len(set(decision.ids)) == len(decision.ids)
    shown = {"none": (0, 0), "answer": (1, 3), "choices": (2, 4)}[decision.kind]
    assert shown[0] <= decision.shown <= min(shown[1], len(decision.ids))


def test_a_very_long_message_is_decided_too() -> None:
    assert small().decide("签证 visa \ufdfa" * 50_000).lang == "zh"


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [("可以申請埃菲爾獎學金嗎", "可以申请埃菲尔奖学金吗"), ("簽證要多久", "签证要多久"), ("怎麼找房子", "怎么找房子")],
)
def test_traditional_characters_decide_like_simplified_ones(traditional: str, simplified: str) -> None:
    assert small().decide(traditional) == small().decide(simplified)


@pytest.mark.parametrize(("wide", "plain"), [("ＶＩＳＡ？", "visa?"), ("Délai du VISA", "delai du visa")])
def test_width_case_and_accents_do_not_change_the_entry(wide: str, plain: str) -> None:
    assert small().decide(wide).ids == small().decide(plain).ids


def test_the_remembered_language_decides_where_the_word_does_not() -> None:
    assert small().decide("CSC?").lang == "zh"
    assert small().decide("CSC?", lang="fr").lang == "fr"
    assert small().decide("Comment trouver un logement ?", lang="zh").lang == "fr"


def test_a_lexicon_bridges_two_languages() -> None:
    english = [type(e)(e.id, {"en": e.texts["en"]}) for e in ENTRIES]
    assert Answerer.build(english, LEXICON, {}).decide("签证").ids[:1] == ("visa",)
    assert Answerer.build(english, {}, {}).decide("签证").ids == ()


def test_an_empty_faq_knows_nothing() -> None:
    decision = Answerer.build([], {}, {}).decide("学费多少")
    assert decision == Decision("none", (), 0, 0.0, "zh")
    assert decision.reason == "Nothing in the message occurs in any phrasing or answer."


def test_one_entry_alone_is_answered_or_refused_never_a_choice_of_one() -> None:
    alone = Answerer.build(ENTRIES[:1], LEXICON, {})
    assert alone.decide("CSC scholarship").kind in {"answer", "none"}


def test_the_lines_can_be_set_by_hand() -> None:
    strict = Answerer.build(ENTRIES, LEXICON, {}, sure=0.999, maybe=0.001)
    assert (strict.calibration.sure, strict.calibration.maybe) == (0.999, 0.001)
    assert strict.decide("How do I get a student visa?").kind == "choices"


def test_the_reason_names_the_words_and_the_second() -> None:
    decision = demo().decide("学费一年多少钱")
    assert "学费" in decision.reason
    assert decision.runner_up in decision.reason
