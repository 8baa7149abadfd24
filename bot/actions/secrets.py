"""Changing the keys: what is sealed at rest is sealed again with the new data key while the bot goes on."""

import base64
import secrets
import string
from collections.abc import Callable
from datetime import datetime

from bot.core.backups import Progress, quietly
from bot.core.errors import Conflict, UsageError
from bot.store import audit, sealed
from bot.store.audit import Deed
from bot.store.engine import Database
from bot.store.sealed import PLACES, Resealed
from bot.store.vault import Vault

_LETTERS = string.ascii_letters + string.digits


def rotate(
    database: Database, vault: Vault, *, now: datetime, actor: str, progress: Progress = quietly
) -> dict[str, Resealed]:
    """Seal everything again with the present data key; by table.

    Killed at any moment and run again, it goes on: whatever is sealed anew already is left alone. Raises Conflict for
    values that neither the present nor the previous key opens.
    """
    done = {}
    for place in PLACES:
        name = place.table.name

        def tell(count: int, name: str = name) -> None:
            progress(name, count, 0)

        done[name] = sealed.reseal(database, vault, place, tell)
    left = sealed.left(database, vault)
    if left:
        raise Conflict(
            f"{left} values were sealed with the old key meanwhile: some process of the bot still runs with the old "
            "settings. Start it again, then run this again."
        )
    with database.writing() as db:
        counts = {name: one.done for name, one in done.items()}
        audit.add(db, Deed(actor, "secrets.rotate", "security.data_key", after=counts), now=now)
    return done


def data_key() -> str:
    """32 random bytes in base64."""
    return base64.b64encode(secrets.token_bytes(32)).decode("ascii")


def letters(count: int) -> str:
    """So many random letters and digits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(count))


# What can be made anew → how. The AES key is made by WeChat's console too; its form is the same.
MAKERS: dict[str, Callable[[], str]] = {
    "security.data_key": data_key,
    "wechat.token": lambda: letters(32),
    "wechat.aes_key": lambda: letters(43),
    "server.metrics_token": lambda: letters(32),
}


def made(name: str) -> str:
    """A fresh value for this setting. Raises UsageError for one that is not made here."""
    if name not in MAKERS:
        raise UsageError(f"“{name}” is not made here; these are: {', '.join(MAKERS)}.")
    return MAKERS[name]()
