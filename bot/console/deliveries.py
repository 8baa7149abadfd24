"""Deliveries: what became of each send, and the decisions that no machine can take."""

from bot.actions import deliveries
from bot.console.asking import Answer, Ask, Go, Page, Route
from bot.console.numbers import number_in


def list_deliveries(ask: Ask) -> Answer:
    """All, or those that wait for a person."""
    waiting = ask.query.get("show") != "all"
    found = deliveries.listing(ask.database, failed=waiting)
    return Page("delivery_list.html", {"deliveries": found, "waiting": waiting})


def is_there(ask: Ask) -> Answer:
    """A person has seen it, at this address."""
    number, url = number_in(ask.path["id"]), ask.form.get("url", "").strip()
    deliveries.resolve_sent(ask.database, number, url=url, now=ask.now, actor=ask.signed_in.name)
    return Go("/console/deliveries", said="Noted: it is out.")


def is_not_there(ask: Ask) -> Answer:
    """A person has looked: it is sent now."""
    number = number_in(ask.path["id"])
    deliveries.resolve_not_sent(ask.database, number, now=ask.now, actor=ask.signed_in.name)
    return Go("/console/deliveries?show=all", said="It is sent now, once.")


ROUTES = (
    Route("GET", "/console/deliveries", "read", list_deliveries),
    Route("POST", "/console/deliveries/{id:str}/there", "delivery.resolve", is_there),
    Route("POST", "/console/deliveries/{id:str}/not-there", "delivery.resolve", is_not_there),
)
