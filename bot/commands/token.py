"""token: what programs sign in with at the interface."""

from datetime import datetime
from typing import Annotated

import typer

from bot import wiring
from bot.actions import api_tokens
from bot.commands.output import Config, Json, as_json, note, table
from bot.core.roles import Actor

app = typer.Typer(name="token", help="Tokens of programs that use /api/v1.", no_args_is_help=True)
OWNER = Actor("command line", "admin")  # whoever may read the settings may do everything


@app.command("list")
def list_(json: Json = False, config: Config = None) -> None:
    """Every token without its secret: for which program, with which role, until when, when last used."""
    with wiring.open_database(config) as database:
        rows = api_tokens.listing(database, OWNER)
    if json:
        as_json(rows)
    else:
        table(rows, ("id", "name", "role", "expires_at", "used_at", "revoked_at"))


@app.command()
def make(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Which program it is for.")],
    role: Annotated[str, typer.Argument(metavar="ROLE", help="viewer, editor, approver or admin.")],
    days: Annotated[int, typer.Option(metavar="N", help="How many days it works.")] = 90,
    json: Json = False,
    config: Config = None,
) -> None:
    """A new token, shown once."""
    now: datetime = wiring.clock(config).now()
    with wiring.open_database(config) as database:
        token = api_tokens.make(database, OWNER, name, role=role, days=days, now=now)
    if json:
        as_json({"name": name, "role": role, "days": days, "token": token})
    else:
        note("It is shown only now; programs send it as “Authorization: Bearer …”.")
        print(token)


@app.command()
def revoke(
    number: Annotated[int, typer.Argument(metavar="ID", help="The token's number, as list shows it.")],
    json: Json = False,
    config: Config = None,
) -> None:
    """Let a token work no longer, at once."""
    with wiring.open_database(config) as database:
        api_tokens.revoke(database, OWNER, number, now=wiring.clock(config).now())
    if json:
        as_json({"id": number, "revoked": True})
    else:
        note("It works no longer.")
