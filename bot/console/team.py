"""Colleagues: who may do what, and links by which they join."""

from bot.actions import second_factor, staff
from bot.actions.signing_in import JOIN, make_link
from bot.console.asking import Answer, Ask, Go, Page, Route
from bot.core.roles import ROLES


def list_team(ask: Ask) -> Answer:
    """Everybody."""
    return Page("team_list.html", {**_values(ask), "link": "", "invited": ""})


def invite(ask: Ask) -> Answer:
    """A new colleague, or a new link for one; the link is shown once."""
    name, role = ask.form.get("name", "").strip(), ask.form.get("role", "")
    if role:
        staff.add(ask.database, ask.actor, name, role=role, now=ask.now)
    secret = make_link(ask.database, ask.actor, name, purpose=JOIN, now=ask.now)
    return Page("team_list.html", {**_values(ask), "link": f"/console/link/{secret}", "invited": name})


def change(ask: Ask) -> Answer:
    """Another role, or switched off or on."""
    name = ask.form.get("name", "")
    if "role" in ask.form:
        staff.change_role(ask.database, ask.actor, name, role=ask.form["role"], now=ask.now)
    if "active" in ask.form:
        staff.switch(ask.database, ask.actor, name, active=ask.form["active"] == "yes", now=ask.now)
    return Go("/console/team", said="Saved.")


def reset_second(ask: Ask) -> Answer:
    """Take the second factor from a colleague who has lost it."""
    second_factor.reset(ask.database, ask.actor, ask.form.get("name", ""), now=ask.now)
    return Go("/console/team", said="The second factor is off; the password is enough until they set up another one.")


def audit_trail(ask: Ask) -> Answer:
    """Who did what, newest first."""
    return Page("audit_list.html", {"deeds": staff.audit_trail(ask.database)})


def _values(ask: Ask) -> dict[str, object]:
    return {"team": staff.listing(ask.database), "roles": ROLES}


ROUTES = (
    Route("GET", "/console/team", "staff.manage", list_team),
    Route("POST", "/console/team/invite", "staff.manage", invite),
    Route("POST", "/console/team/change", "staff.manage", change),
    Route("POST", "/console/team/second-off", "staff.manage", reset_second),
    Route("GET", "/console/audit", "audit.read", audit_trail),
)
