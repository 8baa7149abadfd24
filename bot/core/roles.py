"""Who may do what: a deed that is not listed may be done by nobody."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.errors import NotAllowed

ROLES = ("viewer", "editor", "approver", "admin")  # each may do what those before it may
# The least role for a deed.
LEAST: Mapping[str, str] = {
    "own": "viewer",  # one's own password, language, sessions
    "read": "viewer",
    "faq.edit": "editor",
    "gap.decide": "editor",
    "inbox.answer": "editor",
    "announcement.write": "editor",
    "announcement.approve": "approver",
    "delivery.resolve": "approver",
    "staff.manage": "admin",
    "audit.read": "admin",
    "channel.pause": "approver",
    "channel.manage": "admin",  # asked, connected
    "menu.edit": "editor",
    "menu.push": "approver",  # everybody who follows sees it at once
    "qr.make": "editor",
    "settings.read": "admin",
    "token.manage": "admin",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who does something: the name for the audit log, and the role."""

    name: str
    role: str


def may(role: str, deed: str) -> bool:
    """Whether a role is enough for a deed."""
    least = LEAST.get(deed)
    return least is not None and role in ROLES and ROLES.index(role) >= ROLES.index(least)


def require(actor: Actor, deed: str) -> None:
    """Raise NotAllowed unless the actor may do this."""
    if not may(actor.role, deed):
        least = LEAST.get(deed, "nobody")
        raise NotAllowed(f"This needs the role “{least}”; you have “{actor.role}”. Ask an admin.")
