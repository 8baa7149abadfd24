"""The second factor of one's own account, and the second step at the door."""

import segno
from markupsafe import Markup

from bot.actions import second_factor, signing_in
from bot.console.asking import OPEN, Answer, Ask, Go, Page, Route
from bot.console.door import SIGN_IN, account_values, code_page, next_of, visitor
from bot.core.errors import NotAllowed, NothingFound

ACCOUNT = "/console/account"
STEP = f"{SIGN_IN}/code"


def give_code(ask: Ask) -> Answer:
    """The code, or one from the paper."""
    step, goal = ask.form.get("step", ""), next_of(ask.form)
    vault, code = ask.parts.setup.vault, ask.form.get("code", "")
    try:
        return Go(goal, cookie=signing_in.give_code(ask.database, vault, step, code, visitor(ask), now=ask.now))
    except NotAllowed as error:
        return code_page(step, goal, str(error))
    except NothingFound as error:
        return Page("sign_in.html", {"next": goal, "name": "", "fault": str(error)}, status=401)


def begin(ask: Ask) -> Answer:
    """A secret for the app, once the password has been given again."""
    password = ask.form.get("password", "")
    try:
        made = second_factor.offer(ask.database, ask.parts.setup.vault, ask.signed_in, password, now=ask.now)
    except NotAllowed as error:
        return _refused(ask, str(error))
    return _offered(made)


def confirm(ask: Ask) -> Answer:
    """The first code: from now on it is asked for."""
    vault, sealed, code = ask.parts.setup.vault, ask.form.get("sealed", ""), ask.form.get("code", "")
    try:
        codes = second_factor.switch_on(ask.database, vault, ask.signed_in, sealed, code, now=ask.now)
    except NotAllowed as error:
        return _offered(second_factor.offer_again(vault, ask.signed_in, sealed, now=ask.now), str(error))
    return Page("account_codes.html", {"codes": codes})


def renew_codes(ask: Ask) -> Answer:
    """Other recovery codes."""
    try:
        codes = second_factor.renew_codes(ask.database, ask.signed_in, ask.form.get("password", ""), now=ask.now)
    except NotAllowed as error:
        return _refused(ask, str(error))
    return Page("account_codes.html", {"codes": codes})


def switch_off(ask: Ask) -> Answer:
    """The password is enough again."""
    try:
        second_factor.switch_off(ask.database, ask.signed_in, ask.form.get("password", ""), now=ask.now)
    except NotAllowed as error:
        return _refused(ask, str(error))
    return Go(ACCOUNT, said="The second factor is off.")


def _offered(made: second_factor.Offer, fault: str = "") -> Page:
    drawn = segno.make(made.uri, error="m").svg_inline(scale=5, border=3, light="#fff")
    values = {"qr": Markup(drawn), "key": made.key, "sealed": made.sealed, "fault": fault}  # noqa: S704 - drawn by us
    return Page("account_second.html", values, 422 if fault else 200)


def _refused(ask: Ask, fault: str) -> Answer:
    return Page("account.html", {**account_values(ask), "second_fault": fault}, status=422)


ROUTES = (
    Route("POST", STEP, OPEN, give_code),
    Route("POST", "/console/account/second/begin", "own", begin),
    Route("POST", "/console/account/second/confirm", "own", confirm),
    Route("POST", "/console/account/second/codes", "own", renew_codes),
    Route("POST", "/console/account/second/off", "own", switch_off),
)
