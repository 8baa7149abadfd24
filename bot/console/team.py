"""Colleagues: who may do what, and links by which they join."""

import json
from datetime import datetime
from typing import Any

from bot.actions import second_factor, staff
from bot.actions.signing_in import JOIN, make_link
from bot.console.asking import Answer, Ask, Go, Page, Route
from bot.core.roles import ROLES

AUDIT_PAGE, _LAST_PAGE = 50, 1_000_000


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
    """Who did what, newest first, what it was before and what after; filtered, a page at a time."""
    actor, words = ask.query.get("actor", ""), ask.query.get("q", "")[:400]
    given = ask.query.get("page", "")
    page = min(max(int(given), 1), _LAST_PAGE) if given.isascii() and given.isdigit() and len(given) < 9 else 1
    found = staff.audit_trail(
        ask.database, limit=AUDIT_PAGE + 1, offset=(page - 1) * AUDIT_PAGE, actor=actor, words=words
    )
    deeds = [{**one, "at": datetime.fromisoformat(one["at"]), **_plain(one)} for one in found[:AUDIT_PAGE]]
    more = len(found) > AUDIT_PAGE
    values = {"deeds": deeds, "page": page, "more": more, "actor": actor, "q": words}
    return Page("audit_list.html", {**values, "actors": staff.audit_actors(ask.database)})


def _plain(deed: dict[str, Any]) -> dict[str, str]:
    """Before and after as a person reads them: only what differs, a line a field."""
    before, after = deed["before"], deed["after"]
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return {"before": _words(before), "after": _words(after)}
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {
        "before": "\n".join(f"{name}: {_words(before[name])}" for name in names if name in before),
        "after": "\n".join(f"{name}: {_words(after[name])}" for name in names if name in after),
    }


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{name}: {_words(inner)}" for name, inner in value.items())
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _values(ask: Ask) -> dict[str, object]:
    return {"team": staff.listing(ask.database), "roles": ROLES}


ROUTES = (
    Route("GET", "/console/team", "staff.manage", list_team),
    Route("POST", "/console/team/invite", "staff.manage", invite),
    Route("POST", "/console/team/change", "staff.manage", change),
    Route("POST", "/console/team/second-off", "staff.manage", reset_second),
    Route("GET", "/console/audit", "audit.read", audit_trail),
)
