"""Try it: what a student would get, and why."""

from bot.console.asking import Answer, Ask, Page, Route

MOST = 1000  # characters of a question; WeChat's box takes fewer


def try_it(ask: Ask) -> Answer:
    """A phone on one side, the reasons on the other."""
    question = ask.query.get("q", "").strip()[:MOST]
    lang = ask.query.get("in", "")
    tried = ask.parts.try_out(question, lang, ask.now) if question else None
    return Page("try_it.html", {"q": question, "in_lang": lang, "tried": tried})


ROUTES = (Route("GET", "/console/try", "read", try_it),)
