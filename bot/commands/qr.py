"""qr: QR codes of the WeChat account that say where a follower comes from."""

from pathlib import Path
from typing import Annotated

import typer

from bot import wiring
from bot.actions import qr_codes
from bot.commands.output import Config, Json, as_json, note, table
from bot.core.roles import Actor

app = typer.Typer(name="qr", help="QR codes with scenes, and their scans.", no_args_is_help=True)
OWNER = Actor("command line", "admin")  # whoever may read the settings may do everything
Scene = Annotated[str, typer.Argument(metavar="SCENE", help="Small letters, digits, hyphens, like fair-2026.")]


@app.command("list")
def list_(json: Json = False, config: Config = None) -> None:
    """Every code with its scans."""
    with wiring.open_database(config) as database, wiring.wechat_channel(config) as channel:
        rows = qr_codes.listing(database, channel.account)
    if json:
        as_json(rows)
    else:
        table(rows, ("scene", "label", "scans", "followed", "at"))


@app.command()
def make(
    scene: Scene,
    label: Annotated[str, typer.Option(metavar="WORDS", help="Where it will hang.")],
    json: Json = False,
    config: Config = None,
) -> None:
    """A code that lasts."""
    now = wiring.clock(config).now()
    with wiring.open_database(config) as database, wiring.wechat_channel(config) as channel:
        qr_codes.make(database, OWNER, channel, scene, label=label, now=now)
        made = qr_codes.show(database, channel.account, scene)
    if json:
        as_json(made)
    else:
        note(f"The code is made; get its picture with: paristech-bot qr save {scene} FILE.svg")


@app.command()
def save(
    scene: Scene,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to, ending in .svg or .png.")],
    json: Json = False,
    config: Config = None,
) -> None:
    """The picture of a code."""
    with wiring.open_database(config) as database, wiring.wechat_channel(config) as channel:
        code = qr_codes.show(database, channel.account, scene)
    file.write_bytes(qr_codes.picture(code["url"], file.suffix.lstrip(".")))
    if json:
        as_json({"scene": scene, "file": str(file)})
    else:
        note(f"Written to {file}.")
