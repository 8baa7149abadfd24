"""Today: what waits for a person, each with the page that deals with it."""

from datetime import timedelta

from bot.actions import announcements, deliveries, faqs, inbox
from bot.console.asking import Answer, Ask, Page, Route
from bot.core.announcements import Status
from bot.core.timing import SHANGHAI

SHOWN = 5  # of each kind; the rest is one click away
REVIEW_WITHIN = timedelta(days=30)


def today(ask: Ask) -> Answer:
    """The office's first page of the day."""
    written = announcements.listing(ask.database, status=Status.DRAFT)
    waiting = [one for one in written if one["review"] and one["review"]["step"] == "asked"]
    drafts = [one for one in written if one not in waiting]
    drafts.sort(key=lambda one: one["review"] is None)  # what was sent back first
    students = [one for one in inbox.list_inbox(ask.database) if one["status"] != "done"]
    stuck = deliveries.listing(ask.database, failed=True)
    soon = (ask.now + REVIEW_WITHIN).astimezone(SHANGHAI).date()
    dated = [(entry.review_by, entry) for entry in faqs.list_faq(ask.database) if entry.review_by is not None]
    old = [entry for by, entry in sorted(dated, key=lambda pair: pair[0]) if by <= soon]
    values = {"asked": waiting, "drafts": drafts, "requests": students, "stuck": stuck, "old": old, "shown": SHOWN}
    return Page("today.html", values)


ROUTES = (Route("GET", "/console", "read", today),)
