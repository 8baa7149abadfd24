"""Variables: values that stand in several answers, and which answers those are."""

from bot.actions import variables
from bot.console.asking import Answer, Ask, Go, Page, Route
from bot.core.errors import HasProblems

HERE = "/console/variables"


def list_variables(ask: Ask) -> Answer:
    """All of them, with the answers that name each."""
    return _page(ask)


def set_variable(ask: Ask) -> Answer:
    """Give one its value; every answer that names it changes at once."""
    name, value = ask.form.get("name", "").strip(), ask.form.get("value", "").strip()
    try:
        variables.set_variables(ask.database, {name: value}, actor=ask.signed_in.name, now=ask.now)
    except HasProblems as error:
        return _page(ask, str(error), name, value, 422)
    return Go(HERE, said="Saved. Every answer that names it says so within two seconds.")


def remove_variable(ask: Ask) -> Answer:
    """Take one away that no answer names."""
    variables.remove_variable(ask.database, ask.form.get("name", ""), actor=ask.signed_in.name, now=ask.now)
    return Go(HERE, said="Removed.")


def _page(ask: Ask, problem: str = "", name: str = "", value: str = "", status: int = 200) -> Answer:
    found = variables.list_variables(ask.database)
    return Page("variables.html", {"variables": found, "problem": problem, "name": name, "value": value}, status)


ROUTES = (
    Route("GET", HERE, "read", list_variables),
    Route("POST", HERE, "faq.edit", set_variable),
    Route("POST", "/console/variables-remove", "faq.edit", remove_variable),
)
