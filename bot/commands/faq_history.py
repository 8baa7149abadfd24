"""faq history, rollback, archive: who changed what when, and the way back."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from bot import wiring
from bot.actions import faq_history
from bot.commands.output import Config, Json, as_json, moment, note

ACTOR = "command line"
SHOWN = 20  # changes of all entries, for people; a program gets all that there are


def history(
    entry_id: Annotated[str, typer.Argument(metavar="[ID]", help="Of this entry only.")] = "",
    limit: Annotated[int | None, typer.Option(metavar="N", min=1, help="At most so many, the newest.")] = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Who changed what when, newest first: of one entry, or of all."""
    most = limit or (None if json or entry_id else SHOWN)
    with wiring.open_database(config) as database:
        found = faq_history.list_history(database, entry_id, limit=most)
    if json:
        as_json(found)
        return
    for one in found:
        said = f", {one['note']}" if one["note"] else ""
        print(f"{one['entry']} revision {one['revision']}, {moment(one['at'])}, {one['actor']}{said}")
        _show(one["changes"])
    if not found:
        note("Nothing here yet.")


def rollback(
    entry_id: Annotated[str, typer.Argument(metavar="ID", help="Which entry.")],
    to: Annotated[
        int | None, typer.Option("--to", metavar="N", min=1, help="The revision; else the one before the last change.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    config: Config = None,
    json: Json = False,
) -> None:
    """Publish an entry as it was before, as a new revision; also brings back an archived one."""
    now = wiring.clock_of(wiring.load_settings(config)).now()
    with wiring.open_database(config) as database:
        done = faq_history.roll_back(database, entry_id, to, actor=ACTOR, now=now, dry_run=dry_run)
    for sentence in done.notes:
        note(sentence)
    if json:
        as_json(done.as_plain())
        return
    would = "would be" if dry_run else "is"
    print(f"{entry_id} {would} again as it was in revision {done.revision}.")
    _show(faq_history.changes_as_plain(done.changes))


def archive(
    entry_id: Annotated[str, typer.Argument(metavar="ID", help="Which entry.")],
    config: Config = None,
    json: Json = False,
) -> None:
    """Take an entry out of the bot's answers; nothing of it is lost."""
    now = wiring.clock_of(wiring.load_settings(config)).now()
    with wiring.open_database(config) as database:
        notes = faq_history.archive_entry(database, entry_id, actor=ACTOR, now=now)
    for sentence in notes:
        note(sentence)
    if json:
        as_json({"archived": entry_id, "notes": notes})
    else:
        print(f"Archived. `paristech-bot faq rollback {entry_id}` brings it back.")


def _show(changes: Sequence[dict[str, Any]]) -> None:
    for one in changes:
        print(f"  {one['place']}")
        for mark, lines in (("-", one["removed"]), ("+", one["added"])):
            for line in lines:
                print(f"    {mark} {line}")
