"""menu: what stands at the bottom of the WeChat chat."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import wiring
from bot.actions import faqs, menu_desk
from bot.actions.menu import as_wechat_takes_it, read_menu
from bot.commands.output import Config, Json, as_json, table
from bot.core.errors import HasProblems
from bot.core.roles import Actor

OWNER = Actor("command line", "admin")  # whoever may read the settings may do everything
File = Annotated[
    Path | None,
    typer.Option(
        "--file", metavar="FILE", help="A menu file (YAML); else the one saved in the console, else the bundled one."
    ),
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
    now = wiring.clock(config).now()
    with wiring.open_database(config) as database, wiring.wechat_channel(config) as channel:
        if file is None:
            base = menu_desk.written(database, channel.account).revision
            menu_desk.push(database, OWNER, channel, base=base, now=now)
        else:
            menu_desk.push_file(database, OWNER, channel, file, now=now)
    if json:
        as_json({"pushed": True, "menu": menu})
    else:
        print("The menu is on the account; phones show it within 5 minutes.")


def _menu(file: Path | None, config: str | None) -> dict[str, Any]:
    with wiring.open_database(config) as database, wiring.wechat_channel(config) as channel:
        if file is None:
            kept = menu_desk.written(database, channel.account)
            found = menu_desk.problems(database, kept.tops)
            if found:
                raise HasProblems("\n".join(found))
            return as_wechat_takes_it(kept.tops)
        return read_menu(file, [entry.id for entry in faqs.list_faq(database)])


def _rows(menu: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for top in menu["button"]:
        for button in top.get("sub_button", [top]):
            yield {"top": top["name"], "name": button["name"], "leads_to": button.get("key") or button["url"]}
