"""A small FAQ in three languages, and the demo FAQ as it is shipped."""

from functools import cache
from importlib import resources
from pathlib import Path

from bot.actions.answers import answerer_from_files
from bot.actions.meanings import load_meanings
from bot.actions.outside import outside_messages
from bot.answering.answerer import Answerer
from bot.core.faq import Entry, EntryText

LEXICON = {
    "scholarship": {"zh": ["奖学金", "资助"], "en": ["scholarship", "grant"], "fr": ["bourse", "bourses"]},
    "visa": {"zh": ["签证"], "en": ["visa"], "fr": ["visa"]},
}


def entry(entry_id: str, **texts: tuple[str, ...]) -> Entry:
    return Entry(
        entry_id,
        {
            lang: EntryText(first, f"answer of {entry_id} in {lang}", tuple(rest))
            for lang, (first, *rest) in texts.items()
        },
    )


ENTRIES = (
    entry(
        "csc-grant",
        zh=("可以申请CSC奖学金吗？", "留基委奖学金有名额吗", "CSC奖学金怎么申请"),
        en=("Can I get a CSC scholarship?", "is there a CSC grant for engineers", "CSC scholarship application"),
        fr=("Peut-on avoir une bourse CSC ?", "la bourse CSC pour ingénieurs", "comment demander la bourse CSC"),
    ),
    entry(
        "eiffel-grant",
        zh=("可以申请埃菲尔奖学金吗？", "法国政府奖学金有哪些", "Eiffel奖学金怎么申请"),
        en=("Can I get an Eiffel scholarship?", "French government scholarships", "Eiffel grant for Chinese students"),
        fr=(
            "Peut-on avoir la bourse Eiffel ?",
            "bourses du gouvernement français",
            "bourse Eiffel pour étudiant chinois",
        ),
    ),
    entry(
        "visa",
        zh=("怎么办签证？", "学生签证要多久", "在哪里递签"),
        en=("How do I get a student visa?", "how long does the visa take", "where to apply for a visa"),
        fr=("Comment obtenir le visa étudiant ?", "délai du visa", "où déposer la demande de visa"),
    ),
    entry(
        "housing",
        zh=("在巴黎怎么找房子？", "学校提供宿舍吗", "租房补贴怎么申请"),
        en=("How do I find a flat in Paris?", "is there a student residence", "housing allowance"),
        fr=("Comment trouver un logement à Paris ?", "y a-t-il une résidence étudiante", "aide au logement CAF"),
    ),
)


@cache
def small() -> Answerer:
    return Answerer.build(ENTRIES, LEXICON, {}, meanings=load_meanings(), outside=outside_messages())


@cache
def demo() -> Answerer:
    content = Path(str(resources.files("bot.content")))
    return answerer_from_files(content / "faq.yaml", content / "lexicon.yaml")
