"""Announcements: the plan, what each channel's readers will see, the way to approval, and what is changed later."""

from typing import Any

from bot.actions import announcement_compose, announcement_review, announcement_times, announcements
from bot.actions.announcement_checks import Terms
from bot.actions.announcement_times import Moved
from bot.console.announcement_preview import article_blob, shown
from bot.console.asking import Answer, Ask, Go, Page, Route
from bot.console.paging import SHOWN, Paged, page_of, place_of
from bot.core.announcements import NAMES, Problem, Status
from bot.core.delivery import RESOLVABLE, WAITING, State
from bot.core.errors import UsageError
from bot.core.roles import may

_WISHES = ("coming", "asked", "drafts", "all")
_ZONE = "Asia/Shanghai"


def list_announcements(ask: Ask) -> Answer:
    """What is to come, what waits for approval, all drafts, or everything; a page at a time."""
    wish = ask.query.get("show", "coming")
    wish = wish if wish in _WISHES else "coming"
    words = ask.query.get("q", "").strip()[:400]
    values = {"wish": wish, "q": words, "names": NAMES}
    if wish == "all" and not words:
        (_, found) = announcements.newest(ask.database, limit=0, offset=0)
        number, pages = place_of(ask, found)
        lines, _ = announcements.newest(ask.database, limit=SHOWN, offset=(number - 1) * SHOWN)
        return Page("announcement_list.html", {**values, "paged": Paged(lines, found, number, pages)})
    fitting = [one for one in _wished(ask, wish) if words.casefold() in f"{one['id']} {one['title']}".casefold()]
    return Page("announcement_list.html", {**values, "paged": page_of(fitting, ask)})


def show(ask: Ask) -> Answer:
    """One, as its readers see it, and everything that can be done with it."""
    return Page("announcement_show.html", _values(ask, ask.path["id"]))


def article(ask: Ask) -> Answer:
    """Its WeChat article alone."""
    return article_blob(announcement_compose.seen(ask.database, ask.path["id"], _terms(ask)).posts.get("wechat"))


def ask_for_approval(ask: Ask) -> Answer:
    """The author says that it is ready."""
    announcement_review.ask(ask.database, ask.path["id"], ask.actor, now=ask.now)
    return _back(ask, "Asked; the colleagues who approve see it on their first page.")


def approve(ask: Ask) -> Answer:
    """Release it, as it was read."""
    name = ask.path["id"]
    hands = [channel for channel in ask.lists.get("by_hand", ()) if channel in NAMES]
    done = announcements.approve(ask.database, [name], _terms(ask), read_hash=ask.form.get("hash", ""), by_hand=hands)
    if done.problems:
        values = {**_values(ask, name), "refused": "approve", "problems": done.problems}
        return Page("announcement_show.html", values, status=422)
    return _back(ask, "Approved. It goes out at its time, once.")


def give_back(ask: Ask) -> Answer:
    """Back to its author, with a note."""
    name, note = ask.path["id"], ask.form.get("note", "")
    try:
        announcement_review.give_back(
            ask.database, name, ask.actor, note=note, now=ask.now, read_hash=ask.form.get("hash", "")
        )
    except UsageError as error:
        return Page("announcement_show.html", {**_values(ask, name), "refused": str(error), "note": note}, status=422)
    return _back(ask, "Sent back; the author sees your note.")


def cancel(ask: Ask) -> Answer:
    """Stop what has not gone out."""
    done = announcements.cancel(ask.database, ask.path["id"], now=ask.now, actor=ask.signed_in.name)
    if done.under_way or done.out:
        return _back(ask, "Cancelled where it still could be; some of it is out or under way, see below.")
    return _back(ask, "Cancelled; what had not gone out does not.")


def hold(ask: Ask) -> Answer:
    """Keep it from going out, until somebody lets it go."""
    announcement_times.hold(ask.database, ask.path["id"], now=ask.now, actor=ask.signed_in.name)
    return _back(ask, "Held: nothing more of it goes out until somebody lets it go.")


def release(ask: Ask) -> Answer:
    """Let what is held wait for its minute again."""
    name = ask.path["id"]
    done = announcement_times.release(ask.database, name, now=ask.now, actor=ask.signed_in.name)
    if done.kept:
        kept = [Problem(name, channel, "kept", why) for channel, why in done.kept.items()]
        values = {**_values(ask, name), "refused": "release", "problems": kept}
        return Page("announcement_show.html", values, status=409)
    return _back(ask, "It goes out at its time after all.")


def move(ask: Ask) -> Answer:
    """To another time; from the calendar only the sentence on what became of it is wanted."""
    name = ask.path["id"]
    keep = may(ask.signed_in.role, "announcement.approve")
    keep = keep and not announcement_review.own_work(ask.database, name, _terms(ask))
    done = announcement_times.reschedule(ask.database, name, _wall(ask), _terms(ask), zone=_ZONE, keep_approval=keep)
    if ask.form.get("from") == "calendar":
        return Page("_announcement_moved.html", {"done": done}, status=422 if done.problems else 200)
    return _moved(ask, done, "move", "It goes out at the new time.", "Moved. It is a draft: have it approved.")


def duplicate(ask: Ask) -> Answer:
    """Its like for another time, as a draft."""
    done = announcement_times.duplicate(ask.database, ask.path["id"], _wall(ask), _terms(ask), zone=_ZONE)
    said = "This is the copy, a draft: change what should be different."
    return _moved(ask, done, "copy", said, said)


def _moved(ask: Ask, done: Moved, refused: str, said: str, said_of_draft: str) -> Answer:
    if done.problems:
        values = {**_values(ask, ask.path["id"]), "refused": refused, "problems": done.problems}
        return Page("announcement_show.html", values, status=422)
    return Go(f"/console/announcements/{done.id}", said=said_of_draft if done.status == "draft" else said)


def _values(ask: Ask, name: str) -> dict[str, Any]:
    terms = _terms(ask)
    found = announcements.show(ask.database, name, link_domains=terms.rules.link_domains)
    looks = announcement_compose.seen(ask.database, name, terms)
    states = [State(one["state"]) for one in found["deliveries"]]
    return {
        "one": found,
        "reading": announcement_review.reading(ask.database, name),
        "own_work": announcement_review.own_work(ask.database, name, terms),
        "may_move": found["status"] != "cancelled" and all(one in (State.QUEUED, State.HELD) for one in states),
        "may_hold": any(one in WAITING for one in states),
        "may_release": State.HELD in states,
        "may_cancel": found["status"] == "draft" or any(one in (*WAITING, State.HELD) for one in states),
        "needs_a_person": any(one in RESOLVABLE for one in states),
        "refused": "",
        "problems": (),
        "note": "",
        **shown(ask, looks, article_at=f"/console/announcements/{name}/article"),
    }  # fmt: skip


def _wished(ask: Ask, wish: str) -> list[dict[str, Any]]:
    if wish == "all":
        return announcements.listing(ask.database)[::-1]
    drafts = announcements.listing(ask.database, status=Status.DRAFT)
    if wish == "asked":
        return [one for one in drafts if one["review"] and one["review"]["step"] == "asked"]
    if wish == "drafts":
        return drafts
    ahead = announcements.listing(ask.database, since=ask.now)
    return [*(one for one in drafts if one["publish_at"] < ask.now), *ahead]


def _wall(ask: Ask) -> str:
    return ask.form.get("at", "")[:25].replace("T", " ")


def _terms(ask: Ask) -> Terms:
    return ask.parts.terms(ask.signed_in.name, ask.now)


def _back(ask: Ask, said: str) -> Go:
    return Go(f"/console/announcements/{ask.path['id']}", said=said)


ROUTES = (
    Route("GET", "/console/announcements", "read", list_announcements),
    Route("GET", "/console/announcements/{id:str}", "read", show),
    Route("GET", "/console/announcements/{id:str}/article", "read", article),
    Route("POST", "/console/announcements/{id:str}/ask", "announcement.write", ask_for_approval),
    Route("POST", "/console/announcements/{id:str}/approve", "announcement.approve", approve),
    Route("POST", "/console/announcements/{id:str}/return", "announcement.approve", give_back),
    Route("POST", "/console/announcements/{id:str}/cancel", "announcement.approve", cancel),
    Route("POST", "/console/announcements/{id:str}/hold", "announcement.approve", hold),
    Route("POST", "/console/announcements/{id:str}/release", "announcement.approve", release),
    Route("POST", "/console/announcements/{id:str}/move", "announcement.write", move),
    Route("POST", "/console/announcements/{id:str}/duplicate", "announcement.write", duplicate),
)
