"""Programs that work with the bot by its interface: their tokens, and what the interface offers."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.actions import api_tokens
from bot.console.asking import Answer, Ask, Go, Page, Route
from bot.console.numbers import number_in
from bot.core.errors import UsageError
from bot.core.roles import ROLES

PATH = "/console/tokens"


def list_tokens(ask: Ask) -> Answer:
    """All of them."""
    return Page("token_list.html", {**_values(ask), "token": "", "fault": ""})


def make(ask: Ask) -> Answer:
    """Another one, shown once."""
    days = ask.form.get("days", "")
    number = int(days) if days.isascii() and days.isdigit() and len(days) < 6 else 0
    try:
        token = api_tokens.make(
            ask.database, ask.actor, ask.form.get("name", ""), role=ask.form.get("role", ""), days=number, now=ask.now
        )
    except UsageError as error:
        return Page("token_list.html", {**_values(ask), "token": "", "fault": str(error)}, status=422)
    return Page("token_list.html", {**_values(ask), "token": token, "fault": ""})


def revoke(ask: Ask) -> Answer:
    """Taken back."""
    api_tokens.revoke(ask.database, ask.actor, number_in(ask.path["id"]), now=ask.now)
    return Go(PATH, said="The token works no longer.")


def show_interface(ask: Ask) -> Answer:
    """What a program can call, from the description that programs read too."""
    return Page("api_docs.html", {"calls": list(_calls(ask.parts.setup.interface()))})


def _calls(described: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Each call of an OpenAPI description, as the page shows it."""
    shapes = described.get("components", {}).get("schemas", {})
    for path, methods in described["paths"].items():
        for method, call in methods.items():
            body = call.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            shape = shapes.get(body.get("$ref", "").rsplit("/", 1)[-1], {})
            yield {
                "method": method.upper(),
                "path": path,
                "says": call.get("description", ""),
                "parameters": [
                    {"name": one["name"], "says": one.get("description", ""), "needed": one.get("required", False)}
                    for one in call.get("parameters", ())
                ],
                "body": [
                    {"name": name, "needed": name in shape.get("required", ())} for name in shape.get("properties", {})
                ],
            }


def _values(ask: Ask) -> dict[str, object]:
    return {"tokens": api_tokens.listing(ask.database, ask.actor), "roles": ROLES, "now": ask.now}


ROUTES = (
    Route("GET", PATH, "token.manage", list_tokens),
    Route("POST", PATH, "token.manage", make),
    Route("POST", f"{PATH}/{{id:str}}/revoke", "token.manage", revoke),
    Route("GET", "/console/interface", "read", show_interface),
)
