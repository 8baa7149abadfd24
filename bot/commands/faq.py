"""faq: the answers, from the command line."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import wiring
from bot.actions import faq_files, faq_history, faq_uploads, faqs
from bot.actions.problems import shortened
from bot.commands.faq_check import check
from bot.commands.faq_drafts import discard, draft, drafts, publish
from bot.commands.faq_history import ACTOR, archive, history, rollback
from bot.commands.output import Config, Json, as_json, note, save, table
from bot.core.errors import HasProblems
from bot.core.faq import LANGS, Entry
from bot.core.faq_file import entry_as_plain

__all__ = ["ACTOR", "app"]

app = typer.Typer(name="faq", help="The questions that the bot can answer.", no_args_is_help=True)
for command in (check, draft, drafts, publish, discard, history, rollback, archive):
    app.command()(command)


@app.command("list")
def list_(
    archived: Annotated[bool, typer.Option("--archived", help="Those that were taken out of the answers.")] = False,
    config: Config = None,
    json: Json = False,
) -> None:
    """All entries in their order."""
    with wiring.open_database(config) as database:
        entries = faq_history.list_archived(database) if archived else faqs.list_faq(database)
    if json:
        as_json([entry_as_plain(entry) for entry in entries])
    else:
        table((_row(entry) for entry in entries), ("id", "category", "languages", "valid_until", "question"))


@app.command()
def show(
    entry_id: Annotated[str, typer.Argument(metavar="ID", help="Which one.")], config: Config = None, json: Json = False
) -> None:
    """One entry with all its texts, and who changed it when."""
    with wiring.open_database(config) as database:
        entry, revisions = faqs.show_entry(database, entry_id)
        archived = any(one.id == entry_id for one in faq_history.list_archived(database))
    if archived:
        note(f"{entry_id} is archived: students do not get it. `paristech-bot faq rollback {entry_id}` brings it back.")
    rows = [{"revision": one.number, "at": one.at, "actor": one.actor, "note": one.note} for one in revisions]
    if json:
        as_json({**entry_as_plain(entry), "archived": archived, "revisions": rows})
        return
    sys.stdout.write(faq_files.as_yaml(entry_as_plain(entry)))
    print()
    table(rows, ("revision", "at", "actor", "note"))


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .yaml, .jsonl, .csv or .xlsx file.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Leave entries as they are that are there already.")] = False,
    bad_rows: Annotated[
        Path | None, typer.Option("--bad-rows", metavar="OUT.csv", help="Write the rows with a problem here.")
    ] = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Take in a file of entries.

    All of them, or none when something in it is wrong.
    """
    loaded = faq_files.read_faq(file)
    now = wiring.clock_of(wiring.load_settings(config)).now()
    with wiring.open_database(config) as database:
        report = faqs.import_faq(database, loaded, actor=ACTOR, now=now, dry_run=dry_run, keep=keep)
    for sentence in report.notes:
        note(sentence)
    if json:
        as_json(report.as_plain())
    if report.problems:
        if bad_rows:
            raw = faq_files.read_bytes(file)
            save(faq_uploads.bad_rows(raw, file, report.problems), bad_rows, force=True)
        listed = "" if json else "\n".join(shortened(report.problems)) + "\n"
        raise HasProblems(f"{listed}Nothing was imported. Mend the file and import it again.")
    if not json:
        would = "would be " if dry_run else ""
        counts = (len(report.created), len(report.changed), len(report.unchanged))
        print(f"{counts[0]} entries {would}created, {counts[1]} changed, {counts[2]} unchanged.")


@app.command()
def export(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Where to write; its ending says the form. - for standard output.")
    ] = Path("-"),
    form: Annotated[
        str, typer.Option(metavar="FORM", help="yaml, jsonl, csv or xlsx, when the ending does not say it.")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    config: Config = None,
) -> None:
    """Write all entries into a file that can be imported again."""
    chosen = form or ("yaml" if str(file) == "-" else faq_files.form_of(file))
    with wiring.open_database(config) as database:
        raw = faqs.export_faq(database, chosen)
    save(raw, file, force=force)


def _row(entry: Entry) -> dict[str, Any]:
    first = entry.texts[entry.language_for(LANGS[0])]
    until = entry.valid_until.isoformat() if entry.valid_until else ""
    return {
        "id": entry.id,
        "category": entry.category,
        "languages": list(entry.texts),
        "valid_until": until,
        "question": first.question,
    }
