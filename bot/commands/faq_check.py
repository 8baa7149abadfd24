"""faq check: what an editor should know before students do."""

from pathlib import Path
from typing import Annotated

import typer

from bot import wiring
from bot.actions import faq_files
from bot.actions.answers import load_material
from bot.actions.faq_check import Conditions, check_faq, check_file, faults_as_plain
from bot.commands.output import OFFICE, Config, Json, as_json, counted, note
from bot.core.errors import HasProblems


def check(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A file to be imported: what it would bring.")
    ] = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Find what is wrong with the FAQ, or would be after importing a file; 1 when students would notice."""
    settings = wiring.load_settings(config)
    loaded = faq_files.read_faq(file) if file else None
    conditions = Conditions(wiring.clock_of(settings).now().astimezone(OFFICE).date(), settings.wechat.reply_bytes)
    with wiring.open_database(config) as database:
        material = load_material(database, sure=settings.answering.sure, maybe=settings.answering.maybe)
    if loaded is None:
        found = check_faq(material, conditions, note=note)
    else:
        found = check_file(material, loaded, conditions, note=note)
    plain = faults_as_plain(found)
    if json:
        as_json(plain)
    else:
        for fault in found:
            print(f"{fault.severity}: {fault.entry or '–'}: {fault.sentence} [{fault.code}]")
    if plain["errors"]:
        errors, hints = counted(plain["errors"], "error"), counted(plain["hints"], "hint")
        raise HasProblems(f"{errors} and {hints}. Students would notice the errors.")
    note(f"No errors, {counted(plain['hints'], 'hint')}.")
