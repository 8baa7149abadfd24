"""privacy: one person's data, handed out or deleted, by the openid that they write with."""

import re
from typing import Annotated

import typer

from bot import wiring
from bot.actions import privacy
from bot.commands.output import Config, Json, as_json, note
from bot.core.errors import UsageError

ACTOR = "command line"
_OPENID = re.compile(r"[A-Za-z0-9_-]{1,64}")

app = typer.Typer(name="privacy", help="One person's data: handed out, or deleted.", no_args_is_help=True)
Openid = Annotated[str, typer.Argument(metavar="OPENID", help="The person's WeChat openid.")]


@app.callback()
def _privacy() -> None:
    """One person's data: handed out, or deleted."""


@app.command()
def export(openid: Openid, config: Config = None, json: Json = False) -> None:
    """Everything that is kept of a person, as JSON (with or without --json)."""
    settings = wiring.load_settings(config)
    person, now = wiring.person_of(settings, _checked(openid)), wiring.clock_of(settings).now()
    with wiring.open_database(config) as database:
        as_json(privacy.export_person(database, person, now=now, actor=ACTOR))


@app.command()
def erase(openid: Openid, config: Config = None, json: Json = False) -> None:
    """Delete everything that is kept of a person, at once and for good."""
    path, settings = wiring.settings_at(config)
    person, now = wiring.person_of(settings, _checked(openid)), wiring.clock_of(settings).now()
    tombstones = wiring.tombstones_of(path, settings)
    with wiring.open_database(config) as database:
        gone = privacy.erase_person(database, person, now=now, actor=ACTOR, tombstones=tombstones)
    if json:
        as_json({"erased": gone})
    else:
        note(f"Everything kept of this person is deleted ({gone} rows).")


def _checked(openid: str) -> str:
    if not _OPENID.fullmatch(openid):
        raise UsageError("An openid is 1 to 64 letters, digits, - and _; there are no wildcards.")
    return openid
