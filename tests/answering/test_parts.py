"""The pieces below a decision: normalising, languages, lexicon, tokens, calibration."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.calibration import Calibration, Signs, calibrated
from bot.answering.language import Languages
from bot.answering.lexicon import Lexicon
from bot.answering.logistic import fit, probability
from bot.answering.normalise import fold, normalise, without_politeness
from bot.answering.ranking import Ranking
from bot.answering.smalltalk import smalltalk
from bot.answering.tokens import Tokeniser
from tests.answering.faq import ENTRIES, LEXICON, small


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("９＋９", "9+9"),
        ("9➕9", "9+9"),
        ("獎學金", "奖学金"),
        ("[抱拳]签证[Smile]怎么办😂", "签证怎么办"),
        ("我 可以 在哪里", "我可以在哪里"),
        ("L’ÉCOLE  des\nPonts", "l'école des ponts"),
        ("1️⃣", "1"),
    ],
)
def test_a_text_is_brought_into_one_form(written: str, normal: str) -> None:
    assert normalise(written) == normal


@given(st.text(max_size=100))
@settings(max_examples=150, deadline=None)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert len(once) <= 1000
    assert normalise(normalise(once)) == normalise(once)


def test_accents_fold_away() -> None:
    assert fold("délai où çà") == "delai ou ca"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("请问一下学费多少", "学费多少"),
        ("could you please tell me the fees", "the fees"),
        ("est-ce que le visa est cher s'il vous plaît", "le visa est cher"),
        ("thanks", "thanks"),
        ("老师好", "老师好"),
    ],
)
def test_politeness_is_left_out_unless_it_is_all_there_is(text: str, rest: str) -> None:
    assert without_politeness(text) == rest


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("学费多少", "zh"),
        ("diplôme d'ingénieur 和 master 一样吗", "zh"),
        ("liste des 成员学校 de ParisTech", "fr"),
        ("报名 9+9 when does it start", "en"),
        ("je n'ai pas de visa", "fr"),
        ("quel delai", "fr"),
        ("what about housing", "en"),
        ("bayuan gaokao duoshao fen", "zh"),
        ("9+9", "zh"),
    ],
)
def test_a_language_is_told_by_script_small_words_and_sound(text: str, lang: str) -> None:
    assert Languages([]).detect(text) == lang


def test_the_words_of_the_faq_tell_a_language_too() -> None:
    assert small().detect("find flat") == "en"
    assert Languages([("fr", "logement"), ("en", "housing")]).detect("logement") == "fr"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("国家留学基金委的奖学金", ["csc", "grant"]),
        ("bourses et scholarships", ["grant", "grant"]),
        ("9+9怎么申请", ["nine"]),
        ("grantham", []),
        ("19+9", []),
        ("Île-de-France", ["region"]),
    ],
)
def test_concepts_are_found_by_their_longest_term(text: str, found: list[str]) -> None:
    lexicon = Lexicon(
        {
            "csc": {"zh": ["国家留学基金委", "基金委"]},
            "fund": {"zh": ["基金"]},
            "grant": {"zh": ["奖学金"], "en": ["scholarship", "grant"], "fr": ["bourse"]},
            "nine": {"zh": ["9+9", "九加九"]},
            "region": {"fr": ["Ile de France"]},
        }
    )
    assert [one.concept for one in lexicon.concepts_in(normalise(text))] == found


def test_the_segmenter_knows_the_lexicon_and_is_nobody_elses() -> None:
    with_term = Tokeniser(Lexicon({"x": {"zh": ["巴黎高科"]}}))
    without = Tokeniser(Lexicon({}))
    assert "=巴黎高科" in with_term.words("巴黎高科资助", "zh")
    assert "=巴黎高科" not in without.words("巴黎高科资助", "zh")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("谢谢老师", "thanks"),
        ("hello there!", "greeting"),
        ("je veux parler à un humain", "person"),
        ("人工智能", ""),
        ("you are useless, stupid bot", "insult"),
        ("什么破机器人，连学费要多少都说不清", ""),
        ("merci, et le visa ?", ""),
        ("哈哈哈哈", "chatter"),
        ("", ""),
    ],
)
def test_small_talk_is_recognised_and_questions_are_not(text: str, kind: str) -> None:
    assert smalltalk(normalise(text)) == kind


def test_a_fit_finds_the_curve_that_made_the_rows() -> None:
    rows = [((1.0, x / 10), x > 0, 1.0) for x in range(-50, 51)]
    weights = fit(rows, (0.0, 0.0), 0.1)
    assert weights[1] > 1.0
    assert probability(weights, (1.0, 5.0)) > 0.95
    assert probability(weights, (1.0, -5.0)) < 0.05


def test_without_rows_the_prior_holds() -> None:
    assert fit([], (0.5, -0.5), 2.0) == pytest.approx((0.5, -0.5))


def calibration() -> Calibration:
    return calibrated(Ranking({entry.id: entry for entry in ENTRIES}, Tokeniser(Lexicon(LEXICON))))


@given(st.floats(-3, 1.5), st.floats(0, 2), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=100, deadline=None)
def test_a_better_score_and_more_lead_never_lower_confidence(
    score: float, more: float, lead: float, further: float, unknown: float
) -> None:
    weak = Signs((1.0, score, unknown, unknown), (1.0, score, lead))
    strong = Signs((1.0, score + more, unknown, unknown), (1.0, score + more, min(1.0, lead + further)))
    assert FITTED.confidence(weak) <= FITTED.confidence(strong) + 1e-12


@given(st.floats(-3, 1.5), st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=100, deadline=None)
def test_what_is_unexplained_never_raises_confidence(score: float, less: float, more: float) -> None:
    low, high = sorted((less, more))
    clear = Signs((1.0, score, low, low), (1.0, score, 0.5))
    unclear = Signs((1.0, score, high, high), (1.0, score, 0.5))
    assert FITTED.confidence(unclear) <= FITTED.confidence(clear) + 1e-12


FITTED = calibration()


def test_both_lines_lie_between_nothing_and_certainty() -> None:
    assert 0.0 < FITTED.maybe < 1.0
    assert 0.0 < FITTED.sure < 1.0
