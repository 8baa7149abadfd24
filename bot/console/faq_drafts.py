"""Drafts of the FAQ: the list, what they would bring, and publishing them together."""

from collections.abc import Sequence
from urllib.parse import quote

from bot.actions import faq_drafts
from bot.actions.faq_drafts import NotSeen
from bot.actions.problems import MOST_PROBLEMS_SHOWN
from bot.console.asking import Answer, Ask, Go, Page, Route
from bot.console.rendering import entry_path
from bot.core.errors import HasProblems, NothingFound
from bot.core.faq_faults import ERROR

PATIENCE = 0.8  # seconds that a page waits for a check before it shows how far it is
DRAFTS = "/console/faq-drafts"
_MOST = 512 * 1024  # bytes: the names of many drafts


def list_drafts(ask: Ask) -> Answer:
    """What is written and not published."""
    return Page("faq_drafts.html", {"drafts": faq_drafts.listing(ask.database)})


def choose(ask: Ask) -> Answer:
    """Look at what some of them would bring, or throw them away."""
    names = ask.lists.get("names", ())
    if not names:
        return Go(DRAFTS, said="Tick at least one draft.")
    if ask.form.get("do") == "discard":
        faq_drafts.discard(ask.database, ask.actor, names, now=ask.now)
        return Go(DRAFTS, said="Thrown away. The bot answers as before.")
    return Go(f"/console/faq-check?only={quote(','.join(names))}")


def check(ask: Ask) -> Answer:
    """What these drafts would bring; how far the check is, while it runs."""
    return _checked(ask, _names(ask.query.get("only", "")), again=ask.query.get("going") != "on")


def publish(ask: Ask) -> Answer:
    """All that were checked, together."""
    names = _names(ask.form.get("only", ""))
    seen, anyway = ask.form.get("seen", ""), ask.form.get("anyway") == "yes"
    try:
        done = faq_drafts.publish(ask.parts.gate, ask.actor, names, seen=seen, anyway=anyway, now=ask.now)
    except NotSeen as error:
        return _checked(ask, names, problem=str(error), status=409)
    except HasProblems:
        said = "Golden questions or errors speak against it; say that it is to be published anyway."
        return _checked(ask, names, problem=said, status=422)
    only_one = len(done.entries) == 1 and not done.concepts
    goal = entry_path(done.entries[0]) if only_one else "/console/faq"
    return Go(goal, said="Published. The bot answers with it within two seconds.")


def _checked(
    ask: Ask, names: Sequence[str] | None, *, again: bool = True, problem: str = "", status: int = 200
) -> Answer:
    checked = ask.parts.gate.look(names, patience=PATIENCE, again=again)
    result = checked.run.result or {}
    faults = result.get("faults", ())
    values = {
        "drafts": [name.partition(":") for name in checked.names],
        "only": ",".join(checked.names) if names is not None else "",
        "key": checked.key,
        "state": checked.run.state,
        "percent": 100 * checked.run.done // checked.run.total if checked.run.total else 0,
        "failure": result.get("problem", ""),
        "problems": result.get("problems", ()),
        "faults": faults[:MOST_PROBLEMS_SHOWN],
        "more": max(0, len(faults) - MOST_PROBLEMS_SHOWN),
        "golden": result.get("golden", ()),
        "asked": result.get("asked", 0),
        "needs_a_word": bool(result.get("golden")) or any(one["severity"] == ERROR for one in faults),
        "problem": problem,
    }
    return Page("faq_check.html", values, status)


def _names(listed: str) -> list[str] | None:
    names = [name for name in listed.split(",") if name]
    if any(":" not in name for name in names):
        raise NothingFound("There is no such page.")
    return names or None


ROUTES = (
    Route("GET", DRAFTS, "read", list_drafts),
    Route("POST", DRAFTS, "faq.edit", choose, most=_MOST),
    Route("GET", "/console/faq-check", "faq.edit", check),
    Route("POST", "/console/faq-publish", "faq.edit", publish, most=_MOST),
)
