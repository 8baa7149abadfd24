"""The text that a student gets for a decision, without the platform's links: for the command line and previews."""

from datetime import date

from bot.answering.answerer import Answerer
from bot.answering.decision import Decision
from bot.answering.wording import answer_text, question_text
from bot.core import phrases

NEAREST_SHOWN = 3


def reply_text(answerer: Answerer, decision: Decision, day: date, lang: str = "") -> str:
    """The answer as it reads on that day, the numbered choices, or the honest no; `lang` wins over the question's."""
    lang = lang or decision.lang
    if decision.kind == "answer":
        given = [part.ids[0] for part in decision.parts if part.kind == "answer"] or list(decision.ids[:1])
        unknown = any(part.kind == "none" for part in decision.parts)
        texts = [answer_text(answerer, entry, day, lang) for entry in given]
        return "\n\n".join([*texts, *([phrases.NO_ANSWER_TO_PART[lang]] if unknown else [])])
    questions = [question_text(answerer, entry, lang) for entry in decision.ids[: decision.shown or NEAREST_SHOWN]]
    if decision.kind == "choices":
        numbered = [f"{number}. {question}" for number, question in enumerate(questions, start=1)]
        return "\n".join([phrases.CHOOSE[lang], *numbered])
    return "\n".join([phrases.NO_ANSWER[lang], *([phrases.NEAREST[lang], *questions] if questions else [])])
