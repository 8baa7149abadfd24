"""log: what people asked and what the bot said, from the command line."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import typer

from bot import wiring
from bot.actions import log as lines
from bot.commands.output import Config, Json, as_json, instant, note, plain_text, shortened, table
from bot.commands.staff import OWNER
from bot.core.log_search import Sought

ALL, FOR_PEOPLE = 1_000_000, 1000  # lines of the log when no limit is given: a program gets all that there are
SHOWN_CHARS = 80  # of a reply; one line of a table

log = typer.Typer(name="log", help="What people asked and what the bot said.", no_args_is_help=True)


@log.callback()
def _log() -> None:
    """What people asked and what the bot said."""


@log.command("list")
def list_log(
    since: Annotated[str, typer.Option(metavar="TIME", help="From this instant on, like 2026-12-10T19:00+08:00.")] = "",
    key: Annotated[str, typer.Option(metavar="KEY", help="Only the message with this key.")] = "",
    limit: Annotated[int | None, typer.Option(metavar="N", min=1, max=ALL, help="At most so many, the newest.")] = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """The message log, oldest first."""
    start = instant("--since", since) if since else None
    with wiring.open_database(config) as database:
        found = lines.list_log(database, since=start, key=key, limit=limit or (ALL if json else FOR_PEOPLE))
    if json:
        as_json(found)
    else:
        table((_line(row) for row in found), ("at", "kind", "lang", "entries", "reply"))


@log.command()
def search(
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORD...]", help="All in question or reply.")] = None,
    kind: Annotated[str, typer.Option(metavar="KIND", help="Of this kind, like answer or handover.")] = "",
    entry: Annotated[str, typer.Option(metavar="ENTRY", help="Answered with this entry.")] = "",
    person: Annotated[str, typer.Option(metavar="KEY", help="Of this person.")] = "",
    since: Annotated[str, typer.Option(metavar="TIME", help="From this instant on.")] = "",
    limit: Annotated[int, typer.Option(metavar="N", min=1, max=ALL, help="At most so many, the newest.")] = 50,
    config: Config = None,
    json: Json = False,
) -> None:
    """The newest messages that fit, newest first, with what was asked and the number by which `log wrong` takes one."""
    start = instant("--since", since) if since else None
    sought = Sought(tuple(words or ()), kind, entry=entry, person=person, since=start)
    with wiring.open_database(config) as database:
        found, _ = lines.search_log(database, sought, limit=limit)
    if json:
        as_json(found)
    else:
        shown = ({**row, "reply": shortened(plain_text(row["reply"]), SHOWN_CHARS)} for row in found)
        table(shown, ("id", "at", "kind", "lang", "entry", "question", "reply"))


@log.command()
def wrong(
    number: Annotated[int, typer.Argument(metavar="ID", help="The message's number, as `log search` shows it.")],
    config: Config = None,
    json: Json = False,
) -> None:
    """Say that an answer was wrong: its question stands among the gaps then."""
    now = wiring.clock(config).now()
    with wiring.open_database(config) as database:
        new = lines.mark_wrong(database, OWNER, number, now=now)
    if json:
        as_json({"id": number, "new": new})
    else:
        note("Noted: it stands among the gaps now." if new else "It was marked as wrong already.")


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a person wants to see of a line of the log; --json has all of it."""
    reply = shortened(plain_text(row["reply"]), SHOWN_CHARS)
    entries = row["entries"][: row["shown"]] if row["decision"] else row["entries"]
    return {**row, "at": datetime.fromisoformat(row["at"]), "entries": entries, "reply": reply}
