"""menu: what stands at the bottom of the WeChat chat."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import wiring
from bot.actions import faqs
from bot.actions.menu import read_menu
from bot.commands.output import Config, Json, as_json, table

File = Annotated[
    Path | None, typer.Option("--file", metavar="FILE", help="A menu file (YAML); the bundled one otherwise.")
]

app = typer.Typer(name="menu", help="The menu of the WeChat account.", no_args_is_help=True)


@app.command()
def show(file: File = None, config: Config = None, json: Json = False) -> None:
    """The menu as it would be pushed, checked against the published FAQ."""
    menu = _menu(file, config)
    if json:
        as_json(menu)
    else:
        table(_rows(menu), ("top", "name", "leads_to"))


@app.command()
def push(file: File = None, config: Config = None, json: Json = False) -> None:
    """Put the menu on the account."""
    menu = _menu(file, config)
    with wiring.wechat_channel(config) as channel:
        channel.create_menu(menu)
    if json:
        as_json({"pushed": True, "menu": menu})
    else:
        print("The menu is on the account; phones show it within 5 minutes.")


def _menu(file: Path | None, config: str | None) -> dict[str, Any]:
    with wiring.open_database(config) as database:
        return read_menu(file, [entry.id for entry in faqs.list_faq(database)])


def _rows(menu: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for top in menu["button"]:
        for button in top.get("sub_button", [top]):
            yield {"top": top["name"], "name": button["name"], "leads_to": button.get("key") or button["url"]}
