"""Today: what waits for a person, each with the page that deals with it."""

from datetime import datetime, timedelta

from bot.actions import announcements, deliveries, inbox
from bot.console.asking import Answer, Ask, Page, Route
from bot.core.announcements import NAMES, Status
from bot.core.faq_faults import SOON
from bot.core.timing import SHANGHAI
from bot.store import faq_list

SHOWN = 5  # of each kind; the rest is one click away
TOKEN_WITHIN = timedelta(days=7)


def today(ask: Ask) -> Answer:
    """The office's first page of the day."""
    written = announcements.listing(ask.database, status=Status.DRAFT)
    waiting = [one for one in written if one["review"] and one["review"]["step"] == "asked"]
    drafts = [one for one in written if one not in waiting]
    drafts.sort(key=lambda one: one["review"] is None)  # what was sent back first
    day = ask.now.astimezone(SHANGHAI).date()
    with ask.database.reading() as db:
        ageing, old = faq_list.ageing(db, day, day + SOON, limit=SHOWN)
    seen = ask.parts.gaps.look(ask.now)
    values = {
        "waiting": waiting, "drafts": drafts, "ageing": ageing, "old": old, "today": day,
        "asked": inbox.count_inbox(ask.database)["open"],
        "requests": inbox.list_inbox(ask.database, status="open", limit=SHOWN),
        "stuck": deliveries.listing(ask.database, failed=True),
        "missed": len(seen.gaps), "gaps": [seen.plain(gap, examples=0) for gap in seen.gaps[:SHOWN]],
        "finding": seen.at is None, "health": _health(ask, ask.now), "shown": SHOWN,
    }  # fmt: skip
    return Page("today.html", values)


def _health(ask: Ask, now: datetime) -> list[tuple[str, str]]:
    """What keeps a channel from working: its name, and a sentence with what to do."""
    rules = ask.parts.terms(ask.signed_in.name, now).rules
    found = [(NAMES[channel], sentence) for channel, sentence in rules.paused.items()]
    for channel, ends in rules.tokens_end.items():
        if ends - now < TOKEN_WITHIN:
            until = f"{ends.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
            found.append((NAMES[channel], f"{until}: paristech-bot channel connect {channel}"))
    seen: dict[tuple[str, str], None] = {}
    for (channel, _), why in rules.missing_rights.items():
        seen.setdefault((NAMES[channel], why), None)
    return [*found, *seen]


ROUTES = (Route("GET", "/console", "read", today),)
