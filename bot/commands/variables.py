"""variables: the values that answers name, like {deadline}, from the command line."""

from typing import Annotated

import typer

from bot import wiring
from bot.actions import variables
from bot.commands.faq import ACTOR
from bot.commands.output import Config, Json, as_json, bare_listing, note, table

NOT_SET = "(not set: students read the name)"

app = typer.Typer(name="variables", help="Values that stand in several answers, like {deadline}.")


@app.callback(invoke_without_command=True)
def variables_(context: typer.Context, config: Config = None, json: Json = False) -> None:
    """Values that stand in several answers as {name}; without a word behind it, the list."""
    if bare_listing(context, config, json):
        list_(config, json)


@app.command("list")
def list_(config: Config = None, json: Json = False) -> None:
    """All variables, and where each is used."""
    with wiring.open_database(config) as database:
        found = variables.list_variables(database)
    if json:
        as_json(found)
        return
    rows = (
        {
            "name": one["name"],
            "value": NOT_SET if one["value"] is None else one["value"],
            "used by": list(dict.fromkeys(place["entry"] for place in one["used"])) or "–",
        }
        for one in found
    )
    table(rows, ("name", "value", "used by"))


@app.command("set")
def set_(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As it stands between the braces: deadline.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="What students read in its place.")],
    config: Config = None,
    json: Json = False,
) -> None:
    """Give a variable its value, in all answers at once; they change within two seconds."""
    now = wiring.clock_of(wiring.load_settings(config)).now()
    with wiring.open_database(config) as database:
        used = variables.set_variables(database, {name: value}, actor=ACTOR, now=now)
    if json:
        as_json({"name": name, "value": value.strip(), "entries": used[name]})
        return
    print(f"{{{name}}} is “{value.strip()}” now.")
    note(f"It stands in {', '.join(used[name])}." if used[name] else f"No answer names {{{name}}} yet.")


@app.command()
def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Which one.")], config: Config = None, json: Json = False
) -> None:
    """Take a variable away that no answer uses."""
    now = wiring.clock_of(wiring.load_settings(config)).now()
    with wiring.open_database(config) as database:
        variables.remove_variable(database, name, actor=ACTOR, now=now)
    if json:
        as_json({"removed": name})
    else:
        print("Removed.")
