"""deliveries: what became of each announcement on each channel, and the decisions that only a person can make."""

from typing import Annotated

import typer

from bot import wiring
from bot.actions import backups, deliveries
from bot.commands.output import Config, Json, as_json, moment, note, table
from bot.core.addresses import foreign
from bot.core.announcements import NAMES
from bot.core.errors import UsageError

app = typer.Typer(name="deliveries", help="What became of each announcement on each channel.")
ACTOR = "command line"


@app.callback(invoke_without_command=True)
def list_(
    context: typer.Context,
    failed: Annotated[bool, typer.Option("--failed", help="Only those that wait for a person.")] = False,
    json: Json = False,
    config: Config = None,
) -> None:
    """What became of each announcement on each channel, by its minute."""
    if context.invoked_subcommand:
        if failed or json or config:
            raise UsageError(
                f"Options stand after “{context.invoked_subcommand}”: "
                f"paristech-bot deliveries {context.invoked_subcommand} ID … --config FILE"
            )
        return
    with wiring.open_database(config) as database:
        found = deliveries.listing(database, failed=failed)
    if json:
        as_json(found)
    else:
        table(found, ("id", "announcement", "channel", "state", "attempts", "url", "error"))


@app.command()
def resolve(
    number: Annotated[int, typer.Argument(metavar="ID", help="The delivery's number.")],
    sent: Annotated[str | None, typer.Option("--sent", metavar="URL", help="It is there, at this address.")] = None,
    not_sent: Annotated[bool, typer.Option("--not-sent", help="It is not there: send it now.")] = False,
    config: Config = None,
    json: Json = False,
) -> None:
    """Decide what no machine can know: it is there, or not.

    For a delivery that is unknown, failed, held or missed, and for one that you posted by hand. When it is not there,
    it is sent now.
    """
    if (sent is None) is not not_sent:
        raise UsageError("Say one of the two: --sent URL when it is there, --not-sent when it is not.")
    with wiring.open_database(config) as database:
        now = wiring.clock_of(wiring.load_settings(config)).now()
        if sent is not None:
            done = deliveries.resolve_sent(database, number, url=sent, now=now, actor=ACTOR)
        else:
            done = deliveries.resolve_not_sent(database, number, now=now, actor=ACTOR)
    hint = foreign(done.channel, done.url) if sent is not None else ""
    if json:
        as_json({"id": done.id, "state": done.state, "key": done.key, "url": done.url, "hint": hint})
    else:
        if hint:
            note(f"hint: {hint}")
        note(f"Delivery {done.id} is {done.state} now.")


@app.command()
def release(
    numbers: Annotated[list[int] | None, typer.Argument(metavar="ID…", help="The deliveries' numbers.")] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="What the bot itself holds and has its time still to come.")
    ] = False,
    config: Config = None,
    json: Json = False,
) -> None:
    """Let held deliveries go out at their own time after all.

    For what a restore, or a colleague, has held and is not out. What a colleague holds is let go by its number only.
    """
    if all_ is bool(numbers):
        raise UsageError("Name the deliveries by their numbers, or say --all.")
    with wiring.open_database(config) as database:
        now = wiring.clock_of(wiring.load_settings(config)).now()
        done = backups.release(database, None if all_ else numbers, now=now, actor=ACTOR)
    if json:
        as_json({"released": done.released, "kept": done.kept})
        return
    for each in done.released:
        note(f"Delivery {each['id']} goes out at its time, {moment(each['due_at'])}.")
    if not done.released:
        note("The bot holds nothing whose time is still to come.")
    if done.kept:
        note(f"Still held, {len(done.kept)}:")
    for each in done.kept:
        note(f"  {each['id']} ({each['announcement']} on {NAMES.get(each['channel'], each['channel'])}): {each['why']}")
