"""Sign in, sign out, join by a link, one's own account."""

import re
from collections.abc import Mapping

from bot.actions import second_factor, signing_in
from bot.actions.signing_in import JOIN, Visitor
from bot.console.asking import OPEN, Answer, Ask, Go, Page, Route
from bot.console.rendering import LANGS
from bot.core.errors import CodeWanted, NotAllowed, NothingFound, UsageError

HOME = "/console"
SIGN_IN = "/console/sign-in"
# Only paths of our own: a scheme, a second slash or a backslash would lead elsewhere.
_OURS = re.compile(r"/console(?:/[\w~%-][\w.~%-]*)*(?:\?[\w.~%=&+-]*)?", re.ASCII)


def show_sign_in(ask: Ask) -> Answer:
    """The door, or home for whoever is in already."""
    if ask.session:
        return Go(HOME)
    return Page("sign_in.html", {"next": next_of(ask.query), "name": "", "fault": ""})


def do_sign_in(ask: Ask) -> Answer:
    """Name and password."""
    name, goal = ask.form.get("name", "").strip(), next_of(ask.form)
    try:
        cookie = signing_in.sign_in(ask.database, name, ask.form.get("password", ""), visitor(ask), now=ask.now)
    except CodeWanted as wanted:
        return code_page(wanted.step, goal)
    except NotAllowed as error:
        return Page("sign_in.html", {"next": goal, "name": name, "fault": str(error)}, status=401)
    return Go(goal, cookie=cookie)


def show_link(ask: Ask) -> Answer:
    """What a one-time link is for; looking at it does not use it up."""
    colleague, purpose = signing_in.look_at_link(ask.database, ask.path["secret"], now=ask.now)
    return Page("join.html", {"name": colleague.name, "joins": purpose == JOIN, "fault": ""})


def use_link(ask: Ask) -> Answer:
    """Sign in by it, with the password chosen."""
    secret, password = ask.path["secret"], ask.form.get("password", "")
    colleague, purpose = signing_in.look_at_link(ask.database, secret, now=ask.now)
    fault = "The two passwords are not the same." if password != ask.form.get("again", "") else ""
    if not fault:
        try:
            return Go(HOME, cookie=signing_in.use_link(ask.database, secret, password, visitor(ask), now=ask.now))
        except CodeWanted as wanted:
            return code_page(wanted.step, HOME)
        except UsageError as error:
            fault = str(error)
    return Page("join.html", {"name": colleague.name, "joins": purpose == JOIN, "fault": fault}, status=422)


def sign_out(ask: Ask) -> Answer:
    """Here, or everywhere."""
    everywhere = ask.form.get("everywhere") == "yes"
    signing_in.sign_out(ask.database, ask.signed_in, everywhere=everywhere, now=ask.now)
    return Go(SIGN_IN, cookie="")


def show_account(ask: Ask) -> Answer:
    """One's own password, second factor, language and browsers."""
    return Page("account.html", account_values(ask))


def change_password(ask: Ask) -> Answer:
    """Another password."""
    new = ask.form.get("password", "")
    fault = "The two passwords are not the same." if new != ask.form.get("again", "") else ""
    if not fault:
        try:
            signing_in.change_password(ask.database, ask.signed_in, ask.form.get("old", ""), new, now=ask.now)
            return Go("/console/account", said="The password is changed; other browsers are signed out.")
        except (NotAllowed, UsageError) as error:
            fault = str(error)
    return Page("account.html", {**account_values(ask), "fault": fault}, status=422)


def choose_language(ask: Ask) -> Answer:
    """The language of the pages."""
    lang = ask.form.get("lang", "")
    if lang in LANGS:
        signing_in.choose_language(ask.database, ask.signed_in, lang)
    return Go(next_of(ask.form))


def account_values(ask: Ask) -> dict[str, object]:
    """What the page of one's own account shows."""
    return {
        "sessions": signing_in.sessions_of(ask.database, ask.signed_in, now=ask.now),
        "second": second_factor.standing(ask.database, ask.signed_in),
        "fault": "",
        "second_fault": "",
    }


def code_page(step: str, goal: str, fault: str = "") -> Page:
    """The second step of signing in."""
    return Page("sign_in_code.html", {"step": step, "next": goal, "fault": fault}, 401 if fault else 200)


def visitor(ask: Ask) -> Visitor:
    """Who knocks."""
    return Visitor(ask.network, ask.browser, ask.session.hash if ask.session else "")


def next_of(given: Mapping[str, str]) -> str:
    """Where to go afterwards: a page of ours, else home."""
    goal = given.get("next", "")
    return goal if _OURS.fullmatch(goal) else HOME


def nowhere(ask: Ask) -> Answer:
    """Any other address below the console's."""
    raise NothingFound("There is no such page.")


ROUTES = (
    Route("GET", "/console/{rest:path}", OPEN, nowhere),
    Route("GET", SIGN_IN, OPEN, show_sign_in),
    Route("POST", SIGN_IN, OPEN, do_sign_in),
    Route("GET", "/console/link/{secret:str}", OPEN, show_link),
    Route("POST", "/console/link/{secret:str}", OPEN, use_link),
    Route("POST", "/console/sign-out", "own", sign_out),
    Route("GET", "/console/account", "own", show_account),
    Route("POST", "/console/account/password", "own", change_password),
    Route("POST", "/console/account/language", "own", choose_language),
)
