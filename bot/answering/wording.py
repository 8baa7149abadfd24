"""An entry's words for a student: its question and its answer in their language, or in the nearest that it has."""

from datetime import date

from bot.answering.answerer import Answerer
from bot.core import phrases
from bot.core.faq import fill


def question_text(answerer: Answerer, entry_id: str, lang: str) -> str:
    """The entry's question."""
    entry = answerer.entries[entry_id]
    return entry.texts[entry.language_for(lang)].question


def answer_text(answerer: Answerer, entry_id: str, day: date, lang: str) -> str:
    """The answer as it reads on that day in Shanghai, variables filled; another language than `lang` is said first."""
    entry = answerer.entries[entry_id]
    text = fill(entry.answer_on(day, lang), answerer.variables)
    written_in = entry.language_for(lang)
    if written_in == lang:
        return text
    return f"{phrases.OTHER_LANGUAGE[lang].format(name=phrases.LANG_NAMES[lang][written_in])}\n{text}"
