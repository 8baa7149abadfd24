"""Announcements: the plan, what each channel's readers will see, approval."""

from bot.actions import announcements
from bot.console.asking import Answer, Ask, Go, Page, Route


def list_announcements(ask: Ask) -> Answer:
    """What is to come, or everything."""
    every = ask.query.get("show") == "all"
    lines = announcements.listing(ask.database)
    coming = [one for one in lines if one["status"] == "draft" or one["publish_at"] >= ask.now]
    return Page("announcement_list.html", {"lines": lines if every else coming, "every": every})


def show(ask: Ask) -> Answer:
    """One, as its readers see it."""
    terms = ask.parts.terms(ask.signed_in.name, ask.now)
    found = announcements.show(ask.database, ask.path["id"], link_domains=terms.rules.link_domains)
    return Page("announcement_show.html", {"one": found, "problems": ()})


def approve(ask: Ask) -> Answer:
    """Release it, as it was read."""
    name = ask.path["id"]
    terms = ask.parts.terms(ask.signed_in.name, ask.now)
    done = announcements.approve(ask.database, [name], terms, read_hash=ask.form.get("hash", ""))
    if done.problems:
        found = announcements.show(ask.database, name, link_domains=terms.rules.link_domains)
        return Page("announcement_show.html", {"one": found, "problems": done.problems}, status=422)
    return Go(f"/console/announcements/{name}", said="Approved. It goes out at its time, once.")


def cancel(ask: Ask) -> Answer:
    """Stop what has not gone out."""
    name = ask.path["id"]
    announcements.cancel(ask.database, name, now=ask.now, actor=ask.signed_in.name)
    return Go(f"/console/announcements/{name}", said="Cancelled; what had not gone out does not.")


ROUTES = (
    Route("GET", "/console/announcements", "read", list_announcements),
    Route("GET", "/console/announcements/{id:str}", "read", show),
    Route("POST", "/console/announcements/{id:str}/approve", "announcement.approve", approve),
    Route("POST", "/console/announcements/{id:str}/cancel", "announcement.approve", cancel),
)
