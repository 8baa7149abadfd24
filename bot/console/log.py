"""What students asked and what the bot said: search, one person's conversation, a sheet of it."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from bot.actions import log
from bot.console.asking import Answer, Ask, Blob, Page, Route
from bot.console.days import begin, day_in, end
from bot.core.faq import LANGS
from bot.core.log_search import Place, Sought
from bot.core.messages import ReplyKind
from bot.core.timing import SHANGHAI

SHOWN = 50
# Words are looked for in so many days unless a first day is given: reading every text of a year takes long.
WORDS_WITHIN = timedelta(days=30)
DECISIONS = ("answer", "choices", "none")
_WORDS = 400  # characters of a search
_NAMES = ("q", "kind", "decision", "lang", "entry", "person", "since", "until")


def list_log(ask: Ask) -> Answer:
    """The newest lines that fit, a page at a time."""
    place = Place.read(ask.query.get("before", ""))
    wanted = sought(ask)
    lines, older = log.search_log(ask.database, wanted, before=place, limit=SHOWN)
    asked = {name: ask.query[name] for name in _NAMES if ask.query.get(name)}
    if wanted.words and wanted.since:
        asked["since"] = f"{wanted.since:%Y-%m-%d}"  # seen in its field, and kept by the links
    values = {
        "lines": lines, "kinds": [str(kind) for kind in ReplyKind], "decisions": DECISIONS, "languages": LANGS,
        "asked": {name: asked.get(name, "") for name in _NAMES}, "first": place is None,
        "older": urlencode({**asked, "before": str(older)}) if older else "",
        "newest": urlencode(asked),
    }  # fmt: skip
    return Page("log_list.html", values)


def talk(ask: Ask) -> Answer:
    """The last messages of one person with their replies."""
    lines = log.conversation(ask.database, ask.path["person"], limit=SHOWN)
    return Page("log_talk.html", {"lines": lines, "person": ask.path["person"]})


def sheet(ask: Ask) -> Answer:
    """The lines that fit as CSV."""
    lines, _ = log.search_log(ask.database, sought(ask), limit=log.ROWS)
    name = f"log-{date.isoformat(ask.now.date())}.csv"
    return Blob(log.as_sheet(lines), "text/csv; charset=utf-8", name)


def sought(ask: Ask) -> Sought:
    """What the address asks for; a value that is none of the known ones is no condition."""
    given: dict[str, Any] = {name: ask.query.get(name, "").strip()[:_WORDS] for name in _NAMES}
    words, since = tuple(given["q"].split()), day_in(given["since"])
    if words and since is None:
        since = ask.now.astimezone(SHANGHAI).date() - WORDS_WITHIN
    return Sought(
        words=words,
        kind=given["kind"] if given["kind"] in set(ReplyKind) else "",
        decision=given["decision"] if given["decision"] in DECISIONS else "",
        lang=given["lang"] if given["lang"] in LANGS else "",
        entry=given["entry"][:80],
        person=given["person"][:43],
        since=begin(since),
        until=end(day_in(given["until"])),
    )


ROUTES = (
    Route("GET", "/console/log", "read", list_log),
    Route("GET", "/console/log.csv", "read", sheet),
    Route("GET", "/console/log/{person:str}", "read", talk),
)
