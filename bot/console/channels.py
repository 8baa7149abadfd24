"""The accounts: what each may do, its token, its quota, its last failure; ask, connect, pause, let go on."""

from urllib.parse import urlencode

from bot.actions import channels, connecting
from bot.console.asking import OPEN, Answer, Ask, Go, Page, Route
from bot.core.announcements import NAMES
from bot.core.errors import BotError, NothingFound

HOME = "/console/channels"
CONNECT = f"{HOME}/weibo"
RETURN = "/weibo/connected"  # where Weibo leads back to, unless the settings say otherwise


def list_channels(ask: Ask) -> Answer:
    """Each account as it stands."""
    return Page("channel_list.html", {**_values(ask), "asked": (), "fault": ""})


def test_channel(ask: Ask) -> Answer:
    """Ask a platform what the account may do; nothing is sent or changed there."""
    setup = ask.parts.setup
    asked = channels.ask(
        ask.database, setup.accounts(), setup.asking(), [_name(ask)], clock=ask.parts.now, actor=ask.actor
    )
    return Page("channel_list.html", {**_values(ask), "asked": asked, "fault": ""})


def pause(ask: Ask) -> Answer:
    """Nothing more goes out there, with the reason for the colleagues."""
    reason = ask.form.get("reason", "").strip()[:200]
    accounts = ask.parts.setup.accounts()
    channels.pause(ask.database, accounts, [_name(ask)], reason=reason, now=ask.now, actor=ask.actor)
    return Go(HOME, said="It is paused; what is planned waits.")


def resume(ask: Ask) -> Answer:
    """Go on."""
    accounts = ask.parts.setup.accounts()
    channels.resume(ask.database, accounts, [_name(ask)], now=ask.now, actor=ask.actor)
    return Go(HOME, said="It goes on; what is late by now waits for a decision under Deliveries.")


def show_connecting(ask: Ask) -> Answer:
    """The way to a token: say yes at Weibo, come back with its answer."""
    return Page("channel_connect.html", _connecting(ask, _brought_back(ask), ""))


def connect(ask: Ask) -> Answer:
    """Exchange Weibo's answer for a token."""
    pasted, bound = ask.form.get("address", ""), ask.signed_in.hash
    other = ask.form.get("other") == "yes"
    try:
        connecting.finish(_weibo(ask), ask.actor, pasted, other_account=other, bound=bound, now=ask.now)
    except BotError as error:
        return Page("channel_connect.html", _connecting(ask, pasted, str(error)), status=422)
    return Go(HOME, said="Weibo is connected.")


def come_back(ask: Ask) -> Answer:
    """Weibo's answer, brought by the browser of whoever said yes; the page that takes it asks who that is."""
    known = {name: ask.query[name] for name in ("code", "state", "error", "error_code") if name in ask.query}
    return Go(f"{CONNECT}?{urlencode(known)}")


def _values(ask: Ask) -> dict[str, object]:
    setup = ask.parts.setup
    rows = channels.listing(ask.database, setup.accounts(), setup.quotas, now=ask.now)
    return {"accounts": rows, "names": NAMES}


def _name(ask: Ask) -> str:
    name = ask.path["name"]
    if name not in {one.channel for one in ask.parts.setup.accounts()}:
        raise NothingFound("No such account is set up.")
    return name


def _weibo(ask: Ask) -> connecting.Connection:
    found = ask.parts.setup.weibo()
    if found is None:
        raise NothingFound("No Weibo app is set up; fill in app_key and app_secret in [weibo] of the settings.")
    return found


def _connecting(ask: Ask, pasted: str, fault: str) -> dict[str, object]:
    address = connecting.begin(_weibo(ask), ask.actor, bound=ask.signed_in.hash, now=ask.now)
    return {"address": address, "pasted": pasted, "fault": fault}


def _brought_back(ask: Ask) -> str:
    known = {name: ask.query[name] for name in ("code", "state", "error", "error_code") if name in ask.query}
    return f"{ask.parts.setup.public_url}{RETURN}?{urlencode(known)}" if known else ""


ROUTES = (
    Route("GET", HOME, "read", list_channels),
    Route("POST", f"{HOME}/{{name:str}}/test", "channel.manage", test_channel),
    Route("POST", f"{HOME}/{{name:str}}/pause", "channel.pause", pause),
    Route("POST", f"{HOME}/{{name:str}}/resume", "channel.pause", resume),
    Route("GET", CONNECT, "channel.manage", show_connecting),
    Route("POST", CONNECT, "channel.manage", connect),
    Route("GET", RETURN, OPEN, come_back, anonymous=True),
)
