"""Deliveries: what became of each send, every attempt, and the decisions that no machine can take."""

from bot.actions import deliveries
from bot.console.asking import Answer, Ask, Go, Page, Route
from bot.console.numbers import number_in
from bot.console.paging import SHOWN, Paged, place_of
from bot.core.addresses import foreign
from bot.core.announcements import NAMES
from bot.core.delivery import State

# Nothing is out there, so sending it once more cannot make a second one.
_SURELY_NOT_OUT = (State.FAILED, State.HELD, State.MISSED)


def list_deliveries(ask: Ask) -> Answer:
    """All, or those that wait for a person, or those of one announcement; a page at a time."""
    of = ask.query.get("of", "")[:80]
    waiting = not of and ask.query.get("show") != "all"
    found = deliveries.count(ask.database, failed=waiting, announcement=of)
    number, pages = place_of(ask, found)
    rows = deliveries.desk(ask.database, failed=waiting, announcement=of, limit=SHOWN, offset=(number - 1) * SHOWN)
    values = {
        "paged": Paged(rows, found, number, pages),
        "waiting": waiting,
        "of": of,
        "names": NAMES,
        "safe": _SURELY_NOT_OUT,
    }
    return Page("delivery_list.html", values)


def is_there(ask: Ask) -> Answer:
    """A person has seen it, or posted it, at this address."""
    number, url = number_in(ask.path["id"]), ask.form.get("url", "").strip()
    done = deliveries.resolve_sent(ask.database, number, url=url, now=ask.now, actor=ask.signed_in.name)
    if foreign(done.channel, url):
        return Go(
            _back(ask), said="Noted: it is out. The address is not on that platform's own site: look at it again."
        )
    return Go(_back(ask), said="Noted: it is out.")


def is_not_there(ask: Ask) -> Answer:
    """A person has looked: it is sent now."""
    number = number_in(ask.path["id"])
    deliveries.resolve_not_sent(ask.database, number, now=ask.now, actor=ask.signed_in.name)
    return Go(_back(ask, "?show=all"), said="It is sent now, once.")


def _back(ask: Ask, otherwise: str = "") -> str:
    of = ask.form.get("of", "")[:80]
    return f"/console/deliveries?of={of}" if of else f"/console/deliveries{otherwise}"


ROUTES = (
    Route("GET", "/console/deliveries", "read", list_deliveries),
    Route("POST", "/console/deliveries/{id:str}/there", "delivery.resolve", is_there),
    Route("POST", "/console/deliveries/{id:str}/not-there", "delivery.resolve", is_not_there),
)
