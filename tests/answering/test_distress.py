"""Who needs a kind word: in three languages, and not everybody who sighs."""

import pytest

from bot.answering.distress import sounds_distressed
from bot.answering.normalise import normalise
from tests.answering.faq import demo

HEARD = (
    "不想活了", "壓力好大，真的撐不下去了", "我快崩溃了", "想死", "活着没意思", "我受不了了", "好绝望",
    "I want to kill myself", "I can't go on", "I can't take this anymore", "I feel so hopeless", "no one cares",
    "je n'en peux plus", "J'en peux plus !!", "je n'ai plus envie de vivre", "je veux mourir", "envie d'en finir",
)  # fmt: skip
SIGHS = (
    "这个面试要把我累死了，怎么准备", "笑死我了", "我想死你们了", "系统崩溃了怎么办",
    "材料太多我要崩溃了，到底要交哪些",
    "I can't take the TCF twice", "Can I live alone in Paris?", "I am desperate for a room, where do I look?",
    "j'en peux plus de la paperasse, quels documents faut-il ?", "je veux en finir avec ce dossier",
    "le coût de la vie",
)  # fmt: skip


@pytest.mark.parametrize("said", HEARD)
def test_distress_is_heard(said: str) -> None:
    assert sounds_distressed(normalise(said))
    assert (demo().decide(said).kind, demo().decide(said).ids) == ("none", ())


@pytest.mark.parametrize("said", SIGHS)
def test_a_sigh_is_no_distress(said: str) -> None:
    assert not sounds_distressed(normalise(said))


def test_no_phrasing_of_the_faq_sounds_like_it() -> None:
    for entry in demo().entries.values():
        for text in entry.texts.values():
            assert not [one for one in (text.question, *text.variants) if sounds_distressed(normalise(one))]
