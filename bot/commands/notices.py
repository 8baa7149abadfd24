"""notices: what staff are told, whether each way works, and the weekly digest."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from bot import account_settings, wiring
from bot.actions import notices
from bot.commands.output import Config, Json, as_json, note, table
from bot.core.errors import NothingFound

app = typer.Typer(name="notices", help="What staff are told of, and by which ways.", no_args_is_help=True)
ACTOR = "command line"
NO_WAY = "No way to tell staff is set up: fill in [notify] (mail, or a WeCom group). Until then only the log tells."
EXIT_PLATFORM = 3


@app.command("list")
def list_(
    everything: Annotated[bool, typer.Option("--all", help="Also what is over or put away.")] = False,
    config: Config = None,
    json: Json = False,
) -> None:
    """What is open: each with a sentence, and who has been told by which way."""
    with wiring.open_database(config) as database:
        found = notices.list_notices(database, everything=everything)
    if json:
        as_json(found)
        return
    table(
        [{**row, "told": _told(row["ways"])} for row in found],
        ("id", "severity", "opened_at", "told", "subject", "text"),
    )
    if not wiring.notice_ways(config):
        note(NO_WAY)


@app.command()
def close(
    number: Annotated[int, typer.Argument(metavar="ID", help="The notice's number.")],
    config: Config = None,
    json: Json = False,
) -> None:
    """Put a notice away: you have seen to it. A new cause is told again."""
    with wiring.open_database(config) as database:
        now = wiring.clock(config).now()
        done = notices.close_notice(database, number, now=now, actor=ACTOR)
    if json:
        as_json(done)
    else:
        note(f"Notice {number} is put away.")


@app.command("test")
def try_ways(config: Config = None, json: Json = False) -> None:
    """Send a test message by each way that is set up."""
    _report(notices.try_ways(_ways(config), now=wiring.clock(config).now()), json=json)


@app.command()
def digest(
    send: Annotated[
        bool, typer.Option("--send", help="Send it now, too; the weekly one goes out all the same.")
    ] = False,
    config: Config = None,
    json: Json = False,
) -> None:
    """The weekly digest, as it would be now."""
    now = wiring.clock(config).now()
    ways = _ways(config) if send else ()
    with wiring.open_database(config) as database:
        text = notices.digest_now(database, account_settings.accounts(wiring.load_settings(config)).values(), now=now)
    if not json:
        print(text)
    if send:
        _report(notices.send_digest(ways, text, now=now), json=json, text=text)
    elif json:
        as_json({"text": text})


def _ways(config: str | None) -> Any:
    ways = wiring.notice_ways(config)
    if not ways:
        raise NothingFound(NO_WAY)
    return ways


def _report(results: Sequence[dict[str, str]], *, json: bool, text: str = "") -> None:
    if json:
        as_json({"text": text, "ways": results} if text else results)
    for result in results:
        if not json:
            note(f"{result['way']}: {result['error'] or 'sent.'}")
    if any(result["error"] for result in results):
        raise typer.Exit(EXIT_PLATFORM)


def _told(ways: dict[str, Any]) -> str:
    return ", ".join(f"{way}: {how['error'] or ('told' if how['told_at'] else 'waits')}" for way, how in ways.items())
