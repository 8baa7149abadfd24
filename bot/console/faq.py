"""The FAQ: search, history, taking out."""

from urllib.parse import urlencode

from bot.actions import faq_history, faq_list, faqs
from bot.console.asking import Answer, Ask, Go, Page, Route
from bot.console.faq_fields import entry_name
from bot.console.numbers import number_in
from bot.console.paging import asked_page
from bot.console.rendering import entry_path
from bot.core.faq import LANGS
from bot.core.faq_diff import changes
from bot.core.timing import SHANGHAI

_FILTERS = ("q", "category", "status", "lacking", "behind")


def list_entries(ask: Ask) -> Answer:
    """Those that hold all the words and need what is asked for; a page at a time, all of it in the address."""
    filters = {name: ask.query.get(name, "").strip()[:400] for name in _FILTERS}
    today = ask.now.astimezone(SHANGHAI).date()
    listed = faq_list.page(ask.database, filters, asked_page(ask), today=today)
    values = {
        "listed": listed,
        **filters,
        "address": urlencode({name: value for name, value in filters.items() if value}),
        "categories": faq_list.categories(ask.database),
        "statuses": faq_list.STATUSES,
        "languages": LANGS,
        "today": today,
    }
    return Page("faq_list.html", values)


def history(ask: Ask) -> Answer:
    """Every version, with what changed."""
    entry, revisions = faqs.show_entry(ask.database, entry_name(ask.path["id"]))
    lines = [(one, changes(one.before or {}, one.snapshot)) for one in revisions]
    return Page("faq_history.html", {"entry": entry, "lines": lines})


def roll_back(ask: Ask) -> Answer:
    """Back to an earlier version."""
    number = number_in(ask.form.get("number", ""))
    entry_id = entry_name(ask.path["id"])
    faq_history.roll_back(ask.database, entry_id, number=number, actor=ask.signed_in.name, now=ask.now)
    return Go(entry_path(entry_id), said="It is as it was in that version; the bot answers with it within two seconds.")


def archive(ask: Ask) -> Answer:
    """Out of the bot's answers."""
    faq_history.archive_entry(ask.database, entry_name(ask.path["id"]), actor=ask.signed_in.name, now=ask.now)
    return Go("/console/faq", said="It is no longer answered. Its history stays, and saving it brings it back.")


ROUTES = (
    Route("GET", "/console/faq", "read", list_entries),
    Route("GET", "/console/faq/{id:str}/history", "read", history),
    Route("POST", "/console/faq/{id:str}/rollback", "faq.edit", roll_back),
    Route("POST", "/console/faq/{id:str}/archive", "faq.edit", archive),
)
