"""staff: colleagues, their roles, and the links by which they enter the console."""

from typing import Annotated

import typer

from bot import wiring
from bot.actions import second_factor, signing_in, staff
from bot.commands.output import Config, Json, as_json, bare_listing, note, table
from bot.core.roles import Actor

app = typer.Typer(name="staff", help="Colleagues: who may do what in the console.", invoke_without_command=True)
OWNER = Actor("command line", "admin")  # whoever may read the settings may do everything
Name = Annotated[str, typer.Argument(metavar="NAME", help="The colleague's name.")]
Role = Annotated[str, typer.Argument(metavar="ROLE", help="viewer, editor, approver or admin.")]


@app.callback()
def _staff(context: typer.Context, json: Json = False, config: Config = None) -> None:
    """Colleagues: who may do what in the console."""
    if bare_listing(context, config, json):
        list_(json=json, config=config)


@app.command("list")
def list_(json: Json = False, config: Config = None) -> None:
    """Everybody, with role and whether they may sign in."""
    with wiring.open_database(config) as database:
        rows = staff.listing(database)
    if json:
        as_json(rows)
    else:
        table(rows, ("name", "role", "active", "second"))


@app.command()
def add(name: Name, role: Role, json: Json = False, config: Config = None) -> None:
    """A new colleague, and the link by which they choose a password."""
    settings = wiring.load_settings(config)
    now = wiring.clock_of(settings).now()
    with wiring.open_database(config) as database:
        staff.add(database, OWNER, name, role=role, now=now)
        secret = signing_in.make_link(database, OWNER, name, purpose=signing_in.JOIN, now=now)
    _tell(name, settings.server.public_url, secret, json)


@app.command()
def link(name: Name, json: Json = False, config: Config = None) -> None:
    """Another link, for one who has lost the password or the first link."""
    settings = wiring.load_settings(config)
    now = wiring.clock_of(settings).now()
    with wiring.open_database(config) as database:
        secret = signing_in.make_link(database, OWNER, name, purpose=signing_in.JOIN, now=now)
    _tell(name, settings.server.public_url, secret, json)


@app.command()
def role(name: Name, role: Role, json: Json = False, config: Config = None) -> None:
    """Another role, at once."""
    with wiring.open_database(config) as database:
        staff.change_role(database, OWNER, name, role=role, now=wiring.clock(config).now())
    _done({"name": name, "role": role}, f"{name} is {role} now.", json)


@app.command()
def disable(name: Name, json: Json = False, config: Config = None) -> None:
    """Let them sign in no longer; they are signed out everywhere."""
    with wiring.open_database(config) as database:
        staff.switch(database, OWNER, name, active=False, now=wiring.clock(config).now())
    _done({"name": name, "active": False}, f"{name} can no longer sign in.", json)


@app.command()
def enable(name: Name, json: Json = False, config: Config = None) -> None:
    """Let them sign in again."""
    with wiring.open_database(config) as database:
        staff.switch(database, OWNER, name, active=True, now=wiring.clock(config).now())
    _done({"name": name, "active": True}, f"{name} can sign in again.", json)


@app.command("second-off")
def second_off(name: Name, json: Json = False, config: Config = None) -> None:
    """Take the second factor from a colleague who has lost phone and recovery codes; the password is enough then."""
    with wiring.open_database(config) as database:
        second_factor.reset(database, OWNER, name, now=wiring.clock(config).now())
    _done({"name": name, "second": False}, f"{name} signs in by password alone now.", json)


def address_of(public_url: str, secret: str) -> str:
    """Where a link leads."""
    return f"{public_url}/console/link/{secret}"


def _tell(name: str, public_url: str, secret: str, json: bool) -> None:
    address = address_of(public_url, secret)
    _done({"name": name, "link": address}, f"For {name}; it works once, for seven days:\n{address}", json)


def _done(value: dict[str, object], words: str, json: bool) -> None:
    if json:
        as_json(value)
    else:
        note(words)
