"""announce package: all that a person needs to post an announcement by hand, as a folder or a zip."""

from pathlib import Path
from typing import Annotated

import typer

from bot import packing
from bot.actions import packages
from bot.commands.announce_desk import desk
from bot.commands.output import Config, Json, as_json, note, table
from bot.core.announcements import NAMES, Status
from bot.core.errors import UsageError


def package(
    announcement: Annotated[str, typer.Argument(metavar="ID", help="Which one.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR|FILE.zip", help="Where to: a folder, or one zip file.")
    ] = None,
    channel: Annotated[str, typer.Option("--channel", metavar="NAME", help="Only this channel.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Write over what is there.")] = False,
    json: Json = False,
    config: Config = None,
) -> None:
    """Put together what to copy when a person posts it: texts, pictures, and a page that says step by step what to do.

    With --json and without --out it only says what the package holds.
    """
    if out is None and not json:
        raise UsageError("Say where to: --out FOLDER or --out FILE.zip")
    if channel and channel not in NAMES:
        raise UsageError(f"--channel takes {', '.join(NAMES)}.")
    with desk(config) as (database, terms, pictures):
        packed = packages.pack(database, announcement, packing.fitter(pictures), channel=channel, rules=terms.rules)
    if out is not None:
        packages.write_package(packed, out, force=force)
    if json:
        as_json({**packed.described(), "out": str(out) if out else None})
        return
    table(({"file": path, "bytes": len(raw)} for path, raw in packed.files.items()), ("file", "bytes"))
    if packed.status is Status.DRAFT:
        note("hint: it is a draft; approve it before you post it, with --by-hand for the channels on which you do.")
    zipped = "unpack it, then " if out and out.suffix.lower() == ".zip" else ""
    note(f"Written: {out}; {zipped}open {packages.INDEX} on a phone or a computer: it says what to do.")
