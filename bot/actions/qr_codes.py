"""QR codes with scenes: one for each poster, fair or page, so that the office sees what brings followers."""

import io
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

import segno

from bot.core.errors import Conflict, NothingFound, UsageError
from bot.core.rights import Known
from bot.core.roles import Actor, require
from bot.store import audit, qr_codes
from bot.store.audit import Deed
from bot.store.engine import Database

_SCENE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")  # WeChat takes 1 to 64 characters (page api_createqrcode, 2026-11)
LABEL_CHARS = 80
_SCALE = {"svg": 5, "png": 20}
_BORDER = 4  # what scanners are promised (ISO/IEC 18004)


class QrSide(Protocol):
    """The account's side of it (`channels.wechat`)."""

    account: str

    def make_qr(self, scene: str) -> str:
        """What the code holds. Raises PlatformError in words."""


def listing(database: Database, account: str) -> list[dict[str, Any]]:
    """All codes of the account with their scans, as plain values, the newest first."""
    with database.reading() as db:
        return qr_codes.listing(db, account)


def show(database: Database, account: str, scene: str) -> dict[str, Any]:
    """One code. Raises NothingFound."""
    with database.reading() as db:
        found = qr_codes.one(db, account, scene)
    if found is None:
        raise NothingFound("There is no such code.")
    return found


def make(database: Database, actor: Actor, side: QrSide, scene: str, *, label: str, now: datetime) -> None:
    """A code that lasts, for a scene like "fair-2026".

    Raises NotAllowed, UsageError, Conflict when there is one already, PlatformError when WeChat makes none, NotSaved.
    """
    require(actor, "qr.make")
    if not _SCENE.fullmatch(scene):
        raise UsageError("A scene has 1 to 64 small letters, digits and hyphens, like fair-2026.")
    if not 1 <= len(label.strip()) <= LABEL_CHARS:
        raise UsageError("Say in up to 80 characters where the code will hang.")
    with database.reading() as db:
        if qr_codes.one(db, side.account, scene):
            raise Conflict("There is a code for this scene already.")
    url = side.make_qr(scene)
    with database.writing(durable=True) as db:
        qr_codes.add(db, side.account, scene, label=label.strip(), url=url, actor=actor.name, now=now)
        audit.add(db, Deed(actor.name, "qr.make", f"scene:{scene}", after={"label": label.strip()}), now=now)


def picture(url: str, kind: str) -> bytes:
    """A code drawn, as "svg" or "png", large enough for a poster. Raises UsageError for another kind."""
    if kind not in _SCALE:
        raise UsageError("A code is drawn as svg or png.")
    drawn = io.BytesIO()
    segno.make(url, error="q", micro=False).save(drawn, kind=kind, scale=_SCALE[kind], border=_BORDER, light="#fff")
    return drawn.getvalue()


def why_not(known: Mapping[str, Known]) -> str:
    """Why the account cannot have such codes, "" when it can or nobody knows."""
    right = known.get("qr")
    return right.why if right is not None and right.works is False else ""
