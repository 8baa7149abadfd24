"""QR codes that say where a follower comes from: made, listed with their scans, downloaded to be printed."""

import segno
from markupsafe import Markup

from bot.actions import channels, qr_codes
from bot.console.asking import Answer, Ask, Blob, Go, Page, Route
from bot.core.errors import BotError, NothingFound

PATH = "/console/qr"


def list_codes(ask: Ask) -> Answer:
    """All of them."""
    return Page("qr_list.html", _values(ask))


def make(ask: Ask) -> Answer:
    """Another one."""
    scene, label = ask.form.get("scene", "").strip(), ask.form.get("label", "")
    try:
        qr_codes.make(ask.database, ask.actor, ask.parts.setup.wechat, scene, label=label, now=ask.now)
    except BotError as error:
        return Page("qr_list.html", {**_values(ask), "fault": str(error), "scene": scene, "label": label}, status=422)
    return Go(PATH, said="The code is made.")


def download(ask: Ask) -> Answer:
    """Its picture, for a poster."""
    name, _, ending = ask.path["file"].rpartition(".")
    if ending not in ("svg", "png"):
        raise NothingFound("There is no such code.")
    code = qr_codes.show(ask.database, ask.parts.setup.wechat.account, name)
    kind = "image/svg+xml" if ending == "svg" else "image/png"
    return Blob(qr_codes.picture(code["url"], ending), kind, name=f"{name}.{ending}")


def _values(ask: Ask) -> dict[str, object]:
    setup = ask.parts.setup
    known = next(one for one in channels.standing(ask.database, setup.accounts()) if one.channel == "wechat")
    rows = qr_codes.listing(ask.database, setup.wechat.account)
    for row in rows:
        drawn = segno.make(row["url"], error="q", micro=False).svg_inline(scale=2, border=2, light="#fff")
        row["svg"] = Markup(drawn)  # noqa: S704 - drawn by us
    return {"codes": rows, "refused": qr_codes.why_not(known.rights), "fault": "", "scene": "", "label": ""}


ROUTES = (
    Route("GET", PATH, "read", list_codes),
    Route("POST", PATH, "qr.make", make),
    Route("GET", f"{PATH}/{{file:str}}", "read", download),
)
