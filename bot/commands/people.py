"""log, inbox: what people asked, from the command line."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from bot import wiring
from bot.actions import inbox as requests
from bot.actions import log as lines
from bot.commands.output import Config, Json, as_json, table
from bot.core.errors import UsageError

log = typer.Typer(name="log", help="What people asked and what the bot said.", no_args_is_help=True)
inbox = typer.Typer(name="inbox", help="What people asked a colleague.", no_args_is_help=True)


@log.callback()
def _log() -> None:
    """What people asked and what the bot said."""


@inbox.callback()
def _inbox() -> None:
    """What people asked a colleague."""


@log.command("list")
def list_log(
    since: Annotated[str, typer.Option(help="From this instant on, like 2026-12-10T19:00+08:00.")] = "",
    key: Annotated[str, typer.Option(help="Only the message with this key.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, help="At most so many, the newest.")] = 1000,
    config: Config = None,
    json: Json = False,
) -> None:
    """The message log, oldest first."""
    start = _instant(since) if since else None
    with wiring.open_database(config) as database:
        found = lines.list_log(database, since=start, key=key, limit=limit)
    if json:
        as_json(found)
    else:
        table(found, ("at", "kind", "lang", "entries", "reply"))


@inbox.command("list")
def list_inbox(
    status: Annotated[str, typer.Option(help="open, waiting or done; all otherwise.")] = "",
    config: Config = None,
    json: Json = False,
) -> None:
    """The requests to a colleague, the one that waits longest first."""
    with wiring.open_database(config) as database:
        found = requests.list_inbox(database, status=status)
    if json:
        as_json(found)
        return
    rows = ({**row, "question": " / ".join(message["text"] for message in row["messages"])} for row in found)
    table(rows, ("id", "status", "opened_at", "lang", "question"))


def _instant(text: str) -> datetime:
    """An instant in ISO 8601, or in seconds since 1970; without an offset it is this machine's time."""
    try:
        return datetime.fromtimestamp(float(text), UTC)
    except (ValueError, OverflowError, OSError):
        pass
    try:
        return datetime.fromisoformat(text.strip().replace(" ", "T", 1)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(f'--since must be like 2026-12-10T19:00+08:00, not "{text}"') from error
