"""What a student reads, message by message."""

import asyncio
import re
from urllib.parse import unquote

import pytest

from bot.core import phrases
from tests.handlers.world import ENTRIES, World


def talk(world: World, *texts: str) -> list[str]:
    async def all_of_them() -> list[str]:
        return [await world.asked(text) or "" for text in texts]

    return asyncio.run(all_of_them())


def last_kind(world: World) -> str:
    person = next(reversed(world.people._states.values()))
    return person.replies[-1][1].kind


def answer_of(name: str, lang: str) -> str:
    return ENTRIES[name].texts[lang].answer


def test_a_question_gets_its_answer_word_for_word(world: World) -> None:
    assert talk(world, "9+9怎么申请？") == [answer_of("apply", "zh")]


@pytest.mark.parametrize(
    ("question", "lang"), [("需要会法语吗？", "zh"), ("Do I need French?", "en"), ("Faut-il parler français ?", "fr")]
)
def test_the_answer_comes_in_the_language_of_the_question(world: World, question: str, lang: str) -> None:
    assert answer_of("french", lang) in talk(world, question)[0]


def test_a_short_answer_names_related_questions_to_tap(world: World) -> None:
    reply = talk(world, "Do I need French?")[0]
    assert phrases.RELATED["en"] in reply
    assert "msgmenuid=faq%3Aapply" in reply


def test_a_missing_language_falls_back_and_says_so(world: World) -> None:
    world.answers.entries = {"only-en": ENTRIES["only-en"]}
    reply = asyncio.run(world.asked("停车", bizmsgmenuid="faq:only-en"))
    assert reply == f"（暂无中文版，以下是英文）\n{answer_of('only-en', 'en')}"


def test_variables_are_filled_and_a_past_entry_gives_its_later_text(world: World) -> None:
    assert talk(world, "什么时候截止？") == ["1月29日截止。"]
    world.clock.pass_(days=80)
    assert talk(world, "什么时候截止？") == ["已经截止。"]


def test_a_vague_word_gets_numbered_lines_that_can_be_tapped(world: World) -> None:
    reply = talk(world, "奖学金")[0]
    lines = reply.splitlines()
    assert lines[0] == phrases.CHOOSE["zh"]
    assert [line[:3] for line in lines[1:]] == ["1. ", "2. "]
    link = re.fullmatch(r'2\. <a href="weixin://bizmsgmenu\?msgmenucontent=(\S+)&msgmenuid=(\S+)">(.+)</a>', lines[2])
    assert link
    assert unquote(link[1]) == link[3] == "埃菲尔奖学金是什么？"
    assert unquote(link[2]) == "faq:eiffel"


@pytest.mark.parametrize(
    "said",
    [
        "2",
        "２",
        "2。",
        "②",
        "第二个",
        "第二個",
        "选2",
        "the second one",
        "la deuxième",
        "la 2",
        "那第二个呢",
        "最后一个",
    ],
)
def test_a_number_in_any_spelling_picks_from_the_list(world: World, said: str) -> None:
    assert talk(world, "奖学金", said)[1] == answer_of("eiffel", "zh")


def test_a_tapped_link_picks_by_its_id_even_without_a_list(world: World) -> None:
    assert answer_of("eiffel", "zh") in (asyncio.run(world.asked("随便", bizmsgmenuid="faq:eiffel")) or "")


def test_a_tapped_link_without_an_id_picks_by_its_words(world: World) -> None:
    talk(world, "奖学金", "埃菲尔奖学金是什么？")
    assert world.answers.asked == ["奖学金"]


def test_a_list_stays_usable_after_a_choice_and_ends_after_ten_minutes(world: World) -> None:
    talk(world, "奖学金")
    world.clock.pass_(minutes=9)
    assert talk(world, "2") == [answer_of("eiffel", "zh")]
    world.clock.pass_(minutes=9)
    assert talk(world, "那第一个呢") == [answer_of("grants", "zh")]
    world.clock.pass_(minutes=11)
    assert talk(world, "1") == [phrases.NO_OPEN_LIST["zh"]]


@pytest.mark.parametrize("number", ["9", "0"])
def test_a_number_that_is_not_on_the_list_gets_the_same_list_again(world: World, number: str) -> None:
    first, again = talk(world, "奖学金", number)
    assert again.splitlines()[1:] == first.splitlines()[1:]
    assert number in again.splitlines()[0]


def test_a_question_that_begins_with_a_number_is_still_a_question(world: World) -> None:
    talk(world, "奖学金", "第二志愿学校也会看我的材料吗")
    assert world.answers.asked[-1] == "第二志愿学校也会看我的材料吗"


def test_an_unknown_question_gets_an_honest_no_with_topics_and_a_way_to_a_person(world: World) -> None:
    reply = talk(world, "can you book me a flight")[0]
    assert reply.startswith(phrases.NO_ANSWER["en"])
    assert "china@paristech.fr" in reply
    assert "msgmenuid=faq%3Aapply" in reply


def test_two_questions_in_one_message_are_both_answered(world: World) -> None:
    reply = talk(world, "9+9怎么申请？和需要会法语吗？")[0]
    assert answer_of("apply", "zh") in reply
    assert answer_of("french", "zh") in reply


def test_the_part_that_is_not_known_is_admitted(world: World) -> None:
    reply = talk(world, "9+9怎么申请？和食堂好吃吗")[0]
    assert answer_of("apply", "zh") in reply
    assert "关于“食堂好吃吗”，我还没有现成的答案" in reply


def test_a_long_answer_is_cut_at_a_sentence_and_fits(make_world) -> None:  # type: ignore[no-untyped-def]
    world = make_world(reply_bytes=300)
    text = ENTRIES["apply"].texts["zh"]
    long = type(text)(text.question, "这一句话很长很长很长。" * 40)
    world.answers.entries = {"apply": type(ENTRIES["apply"])("apply", {"zh": long})}
    reply = talk(world, "9+9怎么申请？")[0]
    assert len(reply.encode()) <= 300
    assert reply.endswith("。…")


@pytest.mark.parametrize(
    ("said", "lang"),
    [
        ("中文", "zh"),
        ("English", "en"),
        ("français", "fr"),
        ("switch to Chinese please", "zh"),
        ("English again pls", "en"),
        ("以后都用法语回复我吧，我想多练练", "fr"),
        ("还是用中文回答吧", "zh"),
        ("en français s'il vous plaît", "fr"),
        ("Pouvez-vous répondre en anglais ?", "en"),
        ("can you speak French?", "fr"),
    ],
)
def test_a_wish_for_a_language_is_remembered(world: World, said: str, lang: str) -> None:
    switched, answer = talk(world, said, "9+9怎么申请？")
    assert switched == phrases.LANGUAGE_SET[lang]
    assert answer == answer_of("apply", lang)


@pytest.mark.parametrize(
    "said",
    [
        "Is it possible to do the whole programme in English without any French class?",
        "9+9的面试可以全程说英语吗",
        "面试可以用英语回答吗",
        "courses in English",
        "Faut-il parler français ?",
        "Do I need to speak French?",
    ],
)
def test_a_question_about_a_language_is_no_switch(world: World, said: str) -> None:
    talk(world, said)
    assert world.answers.asked == [said]


def test_without_a_wish_the_reply_follows_each_message(world: World) -> None:
    replies = talk(world, "9+9怎么申请？", "Do I need French?", "Faut-il parler français ?")
    assert [reply[-30:] != "" for reply in replies]
    assert answer_of("apply", "zh") in replies[0]
    assert answer_of("french", "en") in replies[1]
    assert answer_of("french", "fr") in replies[2]


SMALL_TALK = {
    "greeting": ["你好", "hi there 👋", "Bonjour !", "在吗", "hello?"],
    "thanks": [
        "谢谢", "懂了，谢谢老师[抱拳]", "好的，多谢", "好的謝謝您", "收到，谢谢老师", "thx 👍", "🙏", "👍👍",
        "ok merci 👍",
        "great, thank you very much", "Pas grave, merci, c'est plus clair", "Merci infiniment 🙏",
    ],
    "help": ["帮助", "help", "aide", "？？？", "確認"],
    "privacy": [
        "隐私", "隱私", "删除我的数据", "wait, what do you do with my messages? privacy",
        "vous gardez mes donnees perso combien de temps ? confidentialite svp",
    ],
    "feedback": [
        "没帮助", "沒幫助", "pas utile", "not helpful", "0", "有用👍", "very helpful", "C'est utile", "👎",
    ],
    "handover": [
        "人工", "转人工", "轉人工", "人工客服在吗", "真人", "human", "humain",
        "no thanks, I'd rather talk to a real person",
        "je prefere parler a quelqu un svp", "Oui, je préfère voir ça avec quelqu'un du bureau",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("said", "kind"), [(said, kind) for kind, texts in SMALL_TALK.items() for said in texts])
def test_small_talk_is_understood(world: World, said: str, kind: str) -> None:
    talk(world, said)
    assert last_kind(world) == kind
    assert world.answers.asked == []


@pytest.mark.parametrize(
    "said",
    [
        "想学人工智能，去你们哪所学校比较好",
        "谢谢，那签证一般几周能下来",
        "老师好，想去法国读博",
        "bonsoir, du nouveau ?",
        "do you have human resources courses",
        "Super, et une fois l'avion posé, je commence par quoi ?",
        "how can you help me with the visa",
        "1月29号之后还能交9+9的申请吗",
    ],
)
def test_a_question_with_small_talk_in_it_is_looked_up(world: World, said: str) -> None:
    talk(world, said)
    assert world.answers.asked == [said]
