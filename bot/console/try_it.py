"""Try it: what a student would get, on which day and in which language, and why."""

from bot.console.asking import Answer, Ask, Page, Route
from bot.console.days import day_in, noon
from bot.core.faq import LANGS

MOST = 1000  # characters of a question; WeChat's box takes fewer


def try_it(ask: Ask) -> Answer:
    """A phone on one side, the reasons on the other."""
    question = ask.query.get("q", "").strip()[:MOST]
    lang = ask.query.get("in", "") if ask.query.get("in", "") in LANGS else ""
    day = day_in(ask.query.get("on", ""))
    moment = noon(day) if day else ask.now
    tried = ask.parts.try_out(question, lang, moment) if question else None
    return Page("try_it.html", {"q": question, "in_lang": lang, "on": day, "tried": tried})


ROUTES = (Route("GET", "/console/try", "read", try_it),)
