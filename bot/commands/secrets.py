"""secrets: new keys, and what is sealed with the old data key sealed again."""

from dataclasses import asdict
from typing import Annotated

import typer

from bot import wiring
from bot.actions import secrets
from bot.commands.output import Config, Json, NoConfig, as_json, counted, note
from bot.core.errors import UsageError

app = typer.Typer(name="secrets", help="New keys and tokens, while the bot goes on.", no_args_is_help=True)
ACTOR = "command line"


@app.command()
def rotate(config: Config = None, json: Json = False) -> None:
    """Seal everything again with the new data key.

    Before: the old key in security.data_key_previous, the new one in security.data_key, and the bot started again.
    Stopped at any moment and run again, it goes on where it was.
    """
    settings = wiring.load_settings(config)
    if not settings.security.data_key_previous.get_secret_value():
        raise UsageError(
            "security.data_key_previous is empty. Move the present key there, put a new one into security.data_key "
            "(paristech-bot secrets make security.data_key), start the bot again, then run this."
        )
    with wiring.open_database(config) as database:
        now = wiring.clock_of(settings).now()
        done = secrets.rotate(database, wiring.vault(settings), now=now, actor=ACTOR)
    if json:
        as_json({name: asdict(one) for name, one in done.items()})
        return
    for name, one in done.items():
        note(f"{name}: {counted(one.done, 'value')} sealed again, {one.already} were already.")
    note(
        "Nothing is left under the old key: empty security.data_key_previous and start the bot again. Keep the old key "
        "in the password safe as long as there are backups from before."
    )


@app.command()
def make(
    name: Annotated[str, typer.Argument(metavar="SETTING", help=f"One of: {', '.join(secrets.MAKERS)}.")],
    config: NoConfig = None,
    json: Json = False,
) -> None:
    """Print a fresh random value for a setting; nothing is changed."""
    value = secrets.made(name)
    if json:
        as_json({"name": name, "value": value})
    else:
        print(value)
