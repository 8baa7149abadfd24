"""calendar: what is planned, by day; a rehearsal of it; and a feed for calendar programs."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.actions import calendar as planning
from bot.commands.announce_desk import desk
from bot.commands.output import OFFICE, SCHOOLS, Config, Json, as_json, counted, moment, note, save, shortened, table
from bot.core.announcements import NAMES
from bot.core.errors import UsageError

_TITLE = 40  # characters of a title in a line


def calendar(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Rehearse it: what would go out when, and what would keep it back.")
    ] = False,
    weeks: Annotated[int, typer.Option(min=1, max=104, metavar="N", help="How far to look.")] = planning.WEEKS,
    ics: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it as an iCalendar file; - for standard output.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    json: Json = False,
    config: Config = None,
) -> None:
    """What is planned, drafts too, by day in Shanghai with Paris beside it.

    With --dry-run nothing is sent and nothing is written; it exits with 1 when something would be kept back.
    """
    if ics is not None and (dry_run or json):
        raise UsageError("--ics is a form of its own; it does not go with --dry-run or --json.")
    with desk(config) as (database, terms, _):
        if ics is not None:
            save(planning.feed(database, now=terms.now, weeks=weeks), ics, force=force)
            return
        if not dry_run:
            _list(planning.planned(database, now=terms.now, weeks=weeks), json)
            return
        note(f"Rehearsing {counted(weeks, 'week')}; nothing is sent.")
        rows = planning.dry_run(database, terms, weeks=weeks)
    _rehearsal(rows, json)
    raise typer.Exit(1 if any(row["problems"] for row in rows) else 0)


def _list(rows: Sequence[dict[str, Any]], json: bool) -> None:
    if json:
        as_json(rows)
        return
    if not rows:
        note("Nothing is planned.")
    for day, same in groupby(rows, key=lambda row: row["at"].astimezone(OFFICE).date()):
        print(f"{day:%A} {day}")
        for row in same:
            local, paris = row["at"].astimezone(OFFICE), row["at"].astimezone(SCHOOLS)
            other = "" if paris.date() == day else f" on {paris:%d %b}".replace(" 0", " ")
            where = ", ".join(NAMES.get(channel, channel) for channel in row["channels"])
            draft = " [draft]" if row["draft"] else ""
            title = shortened(row["title"], _TITLE)
            print(f"  {local:%H:%M} (Paris {paris:%H:%M}{other})  {row['id']}{draft}: {title} → {where}")


def _rehearsal(rows: Sequence[dict[str, Any]], json: bool) -> None:
    if json:
        as_json({"sends": rows, "problems": sum(len(row["problems"]) for row in rows)})
        return
    lines = [
        {
            "when": moment(row["at"]),
            "account": row["account"] or f"{row['channel']} (not set up)",
            "announcement": row["announcement"] + (" [draft]" if row["draft"] else ""),
            "what": row["act"],
            "result": row["fate"],
            "title": shortened(row["title"], _TITLE),
        }
        for row in rows
    ]
    table(lines, ("when", "account", "announcement", "what", "result", "title"))
    for row in rows:
        for word, found in (("problem", row["problems"]), ("hint", row["hints"])):
            for one in found:
                note(f"{word}: {row['announcement']} on {NAMES.get(row['channel'], row['channel'])}: {one['message']}")
    stopped = [row for row in rows if row["problems"]]
    note(f"{counted(len(rows), 'send')}; {len(stopped)} would be kept back.")
