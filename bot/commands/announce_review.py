"""announce ask, return, changes, export: the way to an approval, and all announcements as a file."""

from pathlib import Path
from typing import Annotated

import typer

from bot.actions import announcement_review, announcements
from bot.commands.announce_desk import ACTOR, Which, desk
from bot.commands.output import Config, Json, as_json, moment, note, save
from bot.core.roles import Actor

app = typer.Typer()
_OWNER = Actor(ACTOR, "admin")  # whoever has the settings may do everything


@app.command()
def ask(announcement: Which, json: Json = False, config: Config = None) -> None:
    """Say that a draft is ready: those who approve see it on the console's first page."""
    with desk(config) as (database, terms, _):
        announcement_review.ask(database, announcement, _OWNER, now=terms.now)
    if json:
        as_json({"id": announcement, "step": "asked"})
    else:
        note(f"Asked; `announce changes {announcement}` shows what changed since somebody last read it.")


@app.command("return")
def return_(
    announcement: Which,
    words: Annotated[str, typer.Option("--note", metavar="TEXT", help="What should change.")],
    json: Json = False,
    config: Config = None,
) -> None:
    """Send a draft back to its author, with a note."""
    with desk(config) as (database, terms, _):
        announcement_review.give_back(database, announcement, _OWNER, note=words, now=terms.now)
    if json:
        as_json({"id": announcement, "step": "returned"})
    else:
        note("Sent back; the author sees the note on the console's first page.")


@app.command()
def changes(announcement: Which, json: Json = False, config: Config = None) -> None:
    """What was done to an announcement, and what changed since it was last approved or sent back."""
    with desk(config) as (database, _, _):
        found = announcement_review.reading(database, announcement)
    steps = [{"at": one.at, "actor": one.actor, "step": one.step.value, "note": one.note} for one in found.steps]
    if json:
        changed = [{"place": one.place, "removed": one.removed, "added": one.added} for one in found.changed]
        as_json({"id": announcement, "steps": steps, "changed": changed})
        return
    for one in found.steps:
        print(f"{moment(one.at)}  {one.actor}  {one.step}{f': {one.note}' if one.note else ''}")
    for change in found.changed:
        print(change.place)
        for sign, lines in (("-", change.removed), ("+", change.added)):
            for line in lines:
                print(f"  {sign} {line}")


@app.command()
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A name that ends in .yaml, .xlsx or .csv.")],
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    json: Json = False,
    config: Config = None,
) -> None:
    """Write all announcements that are not cancelled as a file that `announce import` reads; .yaml holds all of them.

    A table has no place for a channel's own words.
    """
    with desk(config) as (database, _, _):
        content = announcements.export(database, file.suffix.lower().removeprefix(".").replace("yml", "yaml"))
    save(content, file, force=force)
    if json:
        as_json({"file": str(file), "bytes": len(content)})
