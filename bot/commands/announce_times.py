"""announce hold, release, reschedule, duplicate: what changes about when an announcement goes out."""

from dataclasses import asdict
from typing import Annotated

import typer

from bot.actions import announcement_times
from bot.actions.announcement_times import Moved
from bot.commands.announce_desk import Which, desk, explain, findings, say_too_late
from bot.commands.output import Config, Json, as_json, moment, note
from bot.core.announcements import NAMES, Status

app = typer.Typer()
At = Annotated[str, typer.Option("--at", metavar="TIME", help='The new time, like "2026-12-10 19:00".')]
Zone = Annotated[str, typer.Option(metavar="ZONE", help="The time zone of --at; else the announcement's own.")]


@app.command()
def hold(announcement: Which, json: Json = False, config: Config = None) -> None:
    """Keep an approved one from going out, until a person lets it go or cancels it."""
    with desk(config) as (database, terms, _):
        done = announcement_times.hold(database, announcement, now=terms.now, actor=terms.actor)
    if json:
        as_json({"id": announcement, **asdict(done)})
        return
    for channel in done.held:
        print(f"{announcement} is held on {NAMES[channel]}.")
    say_too_late(done.under_way, done.out)
    note(f"Let it go with `announce release {announcement}`, or stop it with `announce cancel {announcement}`.")


@app.command()
def release(announcement: Which, json: Json = False, config: Config = None) -> None:
    """Let a held one wait for its minute again, as long as it is useful; exits with 1 when some of it stays held."""
    with desk(config) as (database, terms, _):
        done = announcement_times.release(database, announcement, now=terms.now, actor=terms.actor)
    if json:
        as_json({"id": announcement, **asdict(done)})
    else:
        for channel in done.released:
            print(f"{announcement} goes out on {NAMES[channel]} at its time.")
        for channel, why in done.kept.items():
            note(f"{NAMES[channel]}: {why}")
    raise typer.Exit(1 if done.kept else 0)


@app.command()
def reschedule(
    announcement: Which,
    at: At,
    zone: Zone = "",
    keep_approval: Annotated[
        bool, typer.Option("--keep-approval", help="Approve it for the new time too, if it was approved.")
    ] = False,
    json: Json = False,
    config: Config = None,
) -> None:
    """Move it to another time, if nothing of it has begun; what was approved is a draft again.

    An approval is for one content and one time; with --keep-approval you give yours for the new time in the same act.
    """
    with desk(config) as (database, terms, _):
        done = announcement_times.reschedule(database, announcement, at, terms, zone=zone, keep_approval=keep_approval)
    _tell(done, json, "Nothing was changed; choose another time.")


@app.command()
def duplicate(
    announcement: Which,
    at: At,
    zone: Zone = "",
    new_id: Annotated[str, typer.Option("--id", metavar="ID", help="The new one's id; else ID-copy.")] = "",
    json: Json = False,
    config: Config = None,
) -> None:
    """Write its like as a draft for another time."""
    with desk(config) as (database, terms, _):
        done = announcement_times.duplicate(database, announcement, at, terms, zone=zone, new_id=new_id)
    _tell(done, json, "Nothing was saved; mend this first.")


def _tell(done: Moved, json: bool, refused: str) -> None:
    if json:
        said = {"id": done.id, "status": done.status, "publish_at": done.publish_at}
        as_json({**said, **findings(done.problems, done.hints)})
    else:
        explain([*done.problems, *done.hints])
        if done.problems:
            note(refused)
        else:
            print(f"{done.id} is planned for {moment(done.publish_at)}.")
            if done.status is Status.DRAFT:
                note(f"It is a draft: nothing goes out before `announce approve {done.id}`.")
    raise typer.Exit(1 if done.problems else 0)
