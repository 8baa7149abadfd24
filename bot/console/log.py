"""What students asked and what the bot said."""

from datetime import datetime
from itertools import islice

from bot.actions import log
from bot.console.asking import Answer, Ask, Page, Route

READ = 5000  # newest lines that a search looks at
SHOWN = 100


def list_log(ask: Ask) -> Answer:
    """The newest lines that hold these words and are of this kind."""
    words, kind = ask.query.get("q", "").strip()[:400], ask.query.get("kind", "")
    lines = log.list_log(ask.database, limit=READ)
    kinds = sorted({line["kind"] for line in lines})
    fitting = (
        {**line, "at": datetime.fromisoformat(line["at"])}
        for line in reversed(lines)
        if (not kind or line["kind"] == kind) and words.casefold() in line["reply"].casefold()
    )
    return Page("log_list.html", {"lines": list(islice(fitting, SHOWN)), "q": words, "kind": kind, "kinds": kinds})


ROUTES = (Route("GET", "/console/log", "read", list_log),)
