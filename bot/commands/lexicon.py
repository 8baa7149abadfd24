"""lexicon: what one thing is called in Chinese, English and French, from the command line."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot import wiring
from bot.actions import lexicon
from bot.actions.faq_files import as_yaml
from bot.commands.faq import ACTOR
from bot.commands.output import Config, Json, as_json, bare_listing, note, save, shortened, table
from bot.core.errors import NothingFound, UsageError
from bot.core.faq import LANGS

Zh = Annotated[list[str] | None, typer.Option("--zh", metavar="TERM", help="A Chinese term; may be given again.")]
En = Annotated[list[str] | None, typer.Option("--en", metavar="TERM", help="An English term; may be given again.")]
Fr = Annotated[list[str] | None, typer.Option("--fr", metavar="TERM", help="A French term; may be given again.")]
Concept = Annotated[str, typer.Argument(metavar="CONCEPT", help="Its name, as `lexicon list` shows it.")]

SHOWN_CHARS = 40  # of the terms in one language; `lexicon show` has all

app = typer.Typer(name="lexicon", help="What one thing is called in each language, so that the bot knows it is one.")


@app.callback(invoke_without_command=True)
def lexicon_(context: typer.Context, config: Config = None, json: Json = False) -> None:
    """What one thing is called in Chinese, English and French; without a word behind it, the list."""
    if bare_listing(context, config, json):
        list_(config, json)


@app.command("list")
def list_(config: Config = None, json: Json = False) -> None:
    """All concepts with their terms."""
    with wiring.open_database(config) as database:
        found = lexicon.list_lexicon(database)
    if json:
        as_json(found)
    else:
        rows = (
            {**one, **{lang: shortened(", ".join(one.get(lang, ())), SHOWN_CHARS) for lang in LANGS}} for one in found
        )
        table(rows, ("concept", *LANGS))


@app.command()
def show(name: Concept, config: Config = None, json: Json = False) -> None:
    """One concept: its terms, and the entries whose phrasings name it."""
    with wiring.open_database(config) as database:
        found = lexicon.show_concept(database, name)
    if json:
        as_json(found)
        return
    entries = found.pop("entries")
    sys.stdout.write(as_yaml(found))
    print()
    table(entries, ("id", "phrasings"))


@app.command()
def find(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What a student would write.")],
    config: Config = None,
    json: Json = False,
) -> None:
    """The concepts that the bot recognises in a text; 1 when there is none."""
    with wiring.open_database(config) as database:
        found = lexicon.concepts_in(database, text)
    if json:
        as_json(found)
    elif found:
        table(found, ("concept", "term"))
    if not found:
        raise NothingFound("No term of the lexicon stands in this text; `paristech-bot lexicon add` adds one.")


@app.command()
def add(
    name: Concept,
    zh: Zh = None,
    en: En = None,
    fr: Fr = None,
    new: Annotated[bool, typer.Option("--new", help="Make the concept if it is not there.")] = False,
    config: Config = None,
    json: Json = False,
) -> None:
    """Add terms to a concept; the bot knows them within two seconds."""
    terms = {lang: words for lang, words in zip(LANGS, (zh, en, fr), strict=True) if words}
    if not terms:
        raise UsageError("Say which term: --zh TERM, --en TERM or --fr TERM, each as often as you like.")
    now = wiring.clock_of(wiring.load_settings(config)).now()
    with wiring.open_database(config) as database:
        report = lexicon.add_terms(database, name, terms, actor=ACTOR, now=now, create=new)
    _show(report, json, changed="Added.", created=f"Added, and {name} is a new concept.")


@app.command()
def remove(
    name: Concept,
    terms: Annotated[
        list[str] | None, typer.Argument(metavar="[TERM...]", help="Which; in all languages unless --lang says one.")
    ] = None,
    lang: Annotated[str, typer.Option("--lang", metavar="LANG", help="Only in zh, en or fr.")] = "",
    whole: Annotated[bool, typer.Option("--whole", help="The concept with all its terms.")] = False,
    config: Config = None,
    json: Json = False,
) -> None:
    """Take terms away from a concept, or the whole concept."""
    if bool(terms) is whole or (whole and lang):
        raise UsageError("Say what goes: one or more terms, or --whole for the concept with all of them.")
    if lang and lang not in LANGS:
        raise UsageError(f"--lang takes {', '.join(LANGS)}.")
    now = wiring.clock_of(wiring.load_settings(config)).now()
    with wiring.open_database(config) as database:
        langs = (lang,) if lang else LANGS
        report = lexicon.remove_terms(database, name, terms or (), actor=ACTOR, now=now, langs=langs)
    _show(report, json, changed="Removed.", removed=f"Removed; the concept {name} is gone.")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.yaml", help="A list of {concept, zh, en, fr}.")],
    replace: Annotated[bool, typer.Option("--replace", help="Concepts that are not in the file go.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    config: Config = None,
    json: Json = False,
) -> None:
    """Take in a file of concepts: all of them, or none when something in it is wrong.

    A concept of the file has the file's terms only; concepts that are not in the file stay.
    """
    concepts = lexicon.read_lexicon_file(file)
    now = wiring.clock_of(wiring.load_settings(config)).now()
    with wiring.open_database(config) as database:
        report = lexicon.save_concepts(database, concepts, actor=ACTOR, now=now, replace=replace, dry_run=dry_run)
    counts = [len(listed) for listed in (report.created, report.changed, report.unchanged, report.removed)]
    would = "would be " if dry_run else ""
    done = f"{counts[0]} concepts {would}created, {counts[1]} changed, {counts[2]} unchanged, {counts[3]} removed."
    _show(report, json, changed=done)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write; - for standard output.")] = Path("-"),
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    config: Config = None,
) -> None:
    """Write all concepts into a file that can be imported again."""
    with wiring.open_database(config) as database:
        raw = lexicon.export_lexicon(database)
    save(raw, file, force=force)


def _show(
    report: lexicon.LexiconReport, json: bool, *, changed: str, created: str | None = None, removed: str | None = None
) -> None:
    for sentence in report.shared:
        note(f"{sentence} The bot takes it for one of the two only.")
    if json:
        as_json(report.as_plain())
    elif removed and report.removed:
        print(removed)
    elif created and report.created:
        print(created)
    else:
        print("It was there already." if created and report.unchanged else changed)
