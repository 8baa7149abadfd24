"""What a short message means after an answer, on the demo FAQ: plain cases only, because rankings change."""

import pytest

from bot.answering.answerer import Answerer
from bot.answering.followup import is_short, leans, refers
from bot.core.faq import Entry, EntryText
from tests.answering.faq import demo, small


@pytest.mark.parametrize(
    ("said", "about", "entry"),
    [
        ("材料呢？", "phd-topic-supervisor", "phd-application-file"),
        ("材料呢？", "written-test", "application-documents"),
        ("那什么时候截止", "phd-application-file", "phd-cosupervised-and-dates"),
        ("那什么时候截止", "written-test", "calendar-9plus9"),
        ("what about the documents", "phd-grant-amount-length", "phd-application-file"),
        ("and who is eligible?", "phd-paristech-csc", "phd-eligibility"),
        ("et le diplôme ?", "speit-admission", "speit-degrees-cti"),
        ("面试呢", "visa-tlscontact", "campus-france-interview"),
    ],
)
def test_a_message_without_a_topic_gets_the_one_of_the_answer_before(said: str, about: str, entry: str) -> None:
    decision = demo().decide(said, about=about)
    assert (decision.kind, decision.ids[0]) == ("answer", entry)


@pytest.mark.parametrize(
    ("said", "about", "entry"),
    [
        ("那9+9呢？", "phd-cosupervised-and-dates", "calendar-9plus9"),
        ("那博士的呢？", "application-documents", "phd-application-file"),
        ("and for the PhD?", "calendar-9plus9", "phd-cosupervised-and-dates"),
    ],
)
def test_a_new_topic_alone_is_asked_the_same_as_before(said: str, about: str, entry: str) -> None:
    decision = demo().decide(said, about=about)
    assert (decision.kind, decision.ids[0]) == ("answer", entry)


@pytest.mark.parametrize("about", ["phd-eligibility", "speit", "calendar-9plus9"])
@pytest.mark.parametrize("question", ["CVEC是什么", "How do I get a student visa?", "Y a-t-il des cours en anglais ?"])
def test_a_question_with_a_topic_of_its_own_leans_on_nothing(question: str, about: str) -> None:
    alone, after = demo().decide(question), demo().decide(question, about=about)
    assert (after.kind, after.ids[0]) == (alone.kind, alone.ids[0])


def test_nothing_is_leant_on_when_the_entry_is_gone() -> None:
    assert demo().decide("材料呢？", about="no-such-entry") == demo().decide("材料呢？")


def test_a_long_message_stands_for_itself() -> None:
    said = "那我想知道所有需要准备的材料是不是都要翻译成法语并且公证之后再寄给你们的办公室呢"
    assert demo().decide(said, about="phd-eligibility") == demo().decide(said)


@pytest.mark.parametrize("said", ["材料呢？", "面试", "Which documents do you want?"])
def test_a_message_that_may_mean_several_entries_gets_choices(said: str) -> None:
    decision = demo().decide(said)
    assert decision.kind == "choices"
    assert 2 <= decision.shown <= 4


def test_a_faq_without_categories_and_lexicon_has_follow_ups_too() -> None:
    plain = [Entry(e.id, e.texts) for e in small().entries.values()]
    answerer = Answerer.build(plain, {}, {})
    assert answerer.decide("how long does it take?", about="visa").ids[0] == "visa"
    assert answerer.decide("housing allowance", about="visa").ids[0] == "housing"


def test_an_entry_without_a_topic_changes_nothing() -> None:
    lone = Answerer.build([Entry("a", {"en": EntryText("What is it?", "This.")})], {}, {})
    assert lone.decide("and why?", about="a") == lone.decide("and why?")


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("那截止日期呢?", True),
        ("and the deadline?", True),
        ("et la date ?", True),
        ("is it hard?", False),
        ("when does it start?", True),
        ("est-il possible de postuler ?", False),
        ("学费多少钱", False),
    ],
)
def test_a_message_shows_that_it_goes_on(text: str, shows: bool) -> None:
    assert leans(text) is shows


def test_a_pointer_is_hardly_more_than_a_pronoun() -> None:
    assert refers("when does it start?")
    assert refers("它难吗")
    assert not refers("is it possible to apply?")
    assert not refers("does it matter for the committee whether my school is in the list?")


def test_a_short_message_has_few_words_in_any_script() -> None:
    assert is_short("什么时候截止")
    assert is_short("and what is the deadline?")
    assert not is_short("请" * 30)
    assert not is_short("one two three four five six seven eight nine ten eleven twelve")
