"""How a conversation goes on: more, again, not that, who are you; and words for those who are upset or not well."""

import asyncio

import pytest

from bot.answering.decision import Decision
from bot.core import phrases, phrases_talk
from bot.core.faq import Entry, EntryText
from bot.core.messages import Reply
from tests.handlers.world import ENTRIES, World

LONG = "这是一个很长的回答，" * 20


def talk(world: World, *texts: str) -> list[str]:
    async def all_of_them() -> list[str]:
        return [await world.asked(text) or "" for text in texts]

    return asyncio.run(all_of_them())


def replies(world: World) -> list[Reply]:
    person = next(reversed(world.people._states.values()))
    return [reply for _, reply in person.replies]


def last(world: World) -> Reply:
    return replies(world)[-1]


def options(text: str) -> list[str]:
    return [line[:3] for line in text.splitlines() if line[:1].isdigit()]


@pytest.mark.parametrize(
    "said",
    ["还有吗", "还有别的吗？", "更多", "more", "anything else?", "show me more please", "autre chose ?", "encore"],
)
def test_more_after_an_answer_offers_what_is_near_to_it(world: World, said: str) -> None:
    talk(world, "需要会法语吗？", said)
    reply = last(world)
    assert reply.kind == "choices"
    assert reply.entries[0] == "apply"  # which the entry names as related
    assert "french" not in reply.entries


def test_more_is_answered_by_number(world: World) -> None:
    assert ENTRIES["apply"].texts["zh"].answer in talk(world, "需要会法语吗？", "还有吗", "1")[2]


def test_more_after_choices_gives_the_next_ones_and_then_says_that_there_are_none(world: World) -> None:
    names = tuple(ENTRIES)
    world.answers.decide = lambda *_, **__: Decision("choices", names, 2, 0.4, "zh")  # type: ignore[method-assign]
    talk(world, "什么", "还有吗")
    assert last(world).entries == names[2:]
    assert talk(world, "还有吗")[0].startswith("关于这个，我知道的就这些了")
    assert last(world).kind == "help"


def test_more_of_nothing_asks_what_it_is_about(world: World) -> None:
    assert talk(world, "more")[0].startswith("More about what?")


def test_more_is_forgotten_after_ten_minutes(world: World) -> None:
    talk(world, "需要会法语吗？")
    world.clock.pass_(minutes=11)
    talk(world, "还有吗")
    assert last(world).kind == "help"


def long_entry(world: World) -> None:
    world.answers.entries = {"apply": Entry("apply", {"zh": EntryText("9+9怎么申请？", LONG)})}


def test_the_same_long_answer_is_not_given_twice_in_a_row_without_saying_so(world: World) -> None:
    long_entry(world)
    first, second = talk(world, "9+9怎么申请？", "9+9怎么申请？")
    assert first == LONG
    assert second.startswith(phrases_talk.AS_I_SAID["zh"])
    assert LONG in second
    assert "人工" in second


def test_an_answer_given_before_another_is_given_as_ever(world: World) -> None:
    long_entry(world)
    world.answers.entries = {**world.answers.entries, "french": ENTRIES["french"]}
    assert talk(world, "9+9怎么申请？", "需要会法语吗？", "9+9怎么申请？")[2] == LONG


def test_the_same_delivery_twice_is_no_repetition(world: World) -> None:
    long_entry(world)
    message = world.message("9+9怎么申请？")

    async def twice() -> list[str | None]:
        return [(await world.sent(message)).content for _ in range(2)]

    assert asyncio.run(twice()) == [LONG, LONG]


def test_not_helpful_offers_what_else_could_be_meant_and_a_person(world: World) -> None:
    reply = talk(world, "需要会法语吗？", "没帮助")[1]
    assert last(world).kind == "feedback"
    assert last(world).entries == ("french",)
    assert options(reply) == ["1. ", "2. "]
    assert "msgmenuid=human" in reply
    assert ENTRIES["apply"].texts["zh"].answer in talk(world, "1")[0]


@pytest.mark.parametrize("said", ["都不是", "none of these", "aucune", "no"])
def test_none_of_the_choices_is_feedback_about_no_entry(world: World, said: str) -> None:
    talk(world, "需要会法语吗？", "奖学金", said)
    assert last(world).kind == "feedback"
    assert last(world).entries == ()


@pytest.mark.parametrize("said", ["不用了", "no", "non merci"])
def test_a_no_to_an_offer_ends_it(world: World, said: str) -> None:
    talk(world, "can you book me a flight", said)
    assert last(world).kind == "thanks"


def test_not_helpful_out_of_nowhere_offers_a_person(world: World) -> None:
    reply = talk(world, "not helpful")[0]
    assert options(reply) == []
    assert "msgmenuid=human" in reply


@pytest.mark.parametrize("said", ["有用吗？", "Is it useful?", "c'est utile ?"])
def test_to_ask_whether_something_is_useful_is_no_feedback(world: World, said: str) -> None:
    talk(world, "需要会法语吗？", said)
    assert last(world).kind != "feedback"


@pytest.mark.parametrize(
    ("said", "lang"),
    [
        ("你是谁？", "zh"),
        ("你是机器人吗", "zh"),
        ("请问您是真人还是机器人", "zh"),
        ("who are you", "en"),
        ("hey! am I talking to a bot or a human being?", "en"),
        ("T'es un robot ?", "fr"),
        ("Qui êtes-vous ?", "fr"),
    ],
)
def test_who_asks_who_is_there_hears_the_truth(world: World, said: str, lang: str) -> None:
    reply = talk(world, said)[0]
    assert reply.startswith(phrases_talk.WHO[lang].split("{")[0])
    assert last(world).kind == "help"
    assert world.answers.asked == []


@pytest.mark.parametrize(
    "said", ["who are you guys exactly", "你们是什么学校", "你是什么学校的", "qui peut postuler ?"]
)
def test_a_question_that_begins_like_it_is_looked_up(world: World, said: str) -> None:
    talk(world, said)
    assert world.answers.asked == [said]


@pytest.mark.parametrize("said", ["你真蠢，滚", "you stupid useless bot", "tu es vraiment nul"])
def test_an_insult_gets_a_calm_short_word_and_opens_nothing(world: World, said: str) -> None:
    reply = talk(world, said)[0]
    assert reply.split("“")[0].split("«")[0] in {text.split("“")[0].split("«")[0] for text in _said("UNKIND")}
    assert last(world).kind == "none"


def test_an_advertisement_gets_one_too(world: World) -> None:
    world.answers.is_advert = lambda text: True  # type: ignore[method-assign]
    assert talk(world, "代考包过，价格优惠")[0].startswith("谢谢，这里只回答")
    assert last(world).kind == "none"


@pytest.mark.parametrize("said", ["不想活了", "I can't go on", "je n'en peux plus"])
def test_somebody_who_is_not_well_gets_kind_words_help_lines_and_a_person(world: World, said: str) -> None:
    reply = talk(world, said)[0]
    assert "12356" in reply
    assert "3114" in reply
    assert "msgmenuid=human" in reply
    assert last(world).kind == "none"


def test_a_yes_to_it_asks_for_the_person(world: World) -> None:
    talk(world, "不想活了", "好的请转")
    assert last(world).kind == "handover"


def test_an_unknown_part_is_named_without_its_numbers(world: World) -> None:
    reply = talk(world, "9+9怎么申请？和能打13800138000吗")[0]
    assert "13800138000" not in reply
    assert "[phone]" in reply


def test_what_is_left_of_several_questions_is_answered_by_number(world: World) -> None:
    talk(world, "9+9怎么申请？和奖学金")
    assert last(world).entries[:3] == ("apply", "grants", "eiffel")
    assert ENTRIES["eiffel"].texts["zh"].answer in talk(world, "2")[0]


def test_a_follow_up_leans_on_the_last_answer_for_ten_minutes(world: World) -> None:
    leant_on = []

    def decide(question: str, *, lang: str = "", about: str = "") -> Decision:
        leant_on.append(about)
        return Decision("answer", ("apply",), 1, 0.9, "zh")

    world.answers.decide = decide  # type: ignore[method-assign]
    talk(world, "9+9怎么申请？", "谢谢")
    world.clock.pass_(minutes=10)
    talk(world, "那截止日期呢？")
    world.clock.pass_(minutes=11)
    talk(world, "那材料呢？")
    assert leant_on == ["", "apply", ""]


@pytest.mark.parametrize(("confidence", "leant_on"), [(0.6, "grants"), (0.2, "french")])
def test_a_follow_up_leans_on_a_list_just_shown_when_its_first_line_was_likely(
    world: World, confidence: float, leant_on: str
) -> None:
    talk(world, "需要会法语吗？")
    found = []

    def decide(question: str, *, lang: str = "", about: str = "") -> Decision:
        found.append(about)
        return Decision("choices", ("grants", "eiffel"), 2, confidence, "zh")

    world.answers.decide = decide  # type: ignore[method-assign]
    talk(world, "奖学金", "那截止日期呢？")
    assert found == ["french", leant_on]


def test_no_phrase_lacks_a_language() -> None:
    for module in (phrases, phrases_talk):
        for name, phrase in vars(module).items():
            if name.isupper() and isinstance(phrase, dict) and "zh" in phrase:
                assert set(phrase) == {"zh", "en", "fr"}, name


def _said(name: str) -> list[str]:
    return list(getattr(phrases_talk, name).values())
