"""How the bot is, what is left before it goes live, and the settings as they count now."""

from importlib.metadata import version

from bot.console.asking import Answer, Ask, Page, Route
from bot.core.health import State, is_green

_ORDER = {State.WRONG: 0, State.UNKNOWN: 1, State.HINT: 2, State.OFF: 3, State.OK: 4}


def show_status(ask: Ask) -> Answer:
    """What is wrong first; the checklist stays until all of it is green."""
    checks = sorted(ask.parts.setup.health(), key=lambda check: _ORDER[check.state])
    todo = [check for check in checks if check.state in (State.WRONG, State.UNKNOWN)]
    values = {"checks": checks, "todo": todo, "green": is_green(checks), "now": ask.now}
    return Page("status.html", {**values, "version": version("paristech-bot")})


def show_settings(ask: Ask) -> Answer:
    """Every setting, where it comes from; secrets only as set or not."""
    return Page("settings.html", {"lines": ask.parts.setup.settings})


ROUTES = (
    Route("GET", "/console/status", "read", show_status),
    Route("GET", "/console/settings", "settings.read", show_settings),
)
