"""faq draft, drafts, publish, discard: changes that wait until their check was seen."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import wiring
from bot.actions import faq_drafts, faq_files
from bot.actions.faq_draft_files import draft_file
from bot.actions.faq_gate import Gate, Rules
from bot.actions.problems import shortened
from bot.commands.faq_history import ACTOR
from bot.commands.output import Config, Json, as_json, counted, note, table
from bot.core.errors import HasProblems, NotSaved
from bot.core.faq_faults import ERROR
from bot.core.roles import Actor

_ADMIN = Actor(ACTOR, "admin")
Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID...]", help="These drafts; else all of them.")]


def draft(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .yaml, .jsonl, .csv or .xlsx file.")],
    config: Config = None,
    json: Json = False,
) -> None:
    """Keep the entries of a file as drafts; the bot goes on answering as before."""
    loaded = faq_files.read_faq(file)
    now = wiring.clock_of(wiring.load_settings(config)).now()
    with wiring.open_database(config) as database:
        kept = draft_file(database, _ADMIN, loaded, now=now)
    if json:
        as_json({"drafts": kept})
    else:
        print(f"{counted(len(kept), 'draft')} kept. `paristech-bot faq publish` checks and publishes.")


def drafts(config: Config = None, json: Json = False) -> None:
    """What is written and not published yet."""
    with wiring.open_database(config) as database:
        found = faq_drafts.listing(database)
    if json:
        as_json(found)
    else:
        table(found, ("kind", "name", "by", "at", "changes"))


def discard(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="The drafts' names.")],
    config: Config = None,
    json: Json = False,
) -> None:
    """Throw drafts away."""
    now = wiring.clock_of(wiring.load_settings(config)).now()
    with wiring.open_database(config) as database:
        faq_drafts.discard(database, _ADMIN, _labels(faq_drafts.listing(database), ids) or (), now=now)
    if json:
        as_json({"discarded": ids})
    else:
        print("Thrown away.")


def publish(
    ids: Ids = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Even if golden questions change, or students would notice errors.")
    ] = False,
    config: Config = None,
    json: Json = False,
) -> None:
    """Check drafts, show what they would bring, and publish them together; 1 when that needs --anyway."""
    settings = wiring.load_settings(config)
    with wiring.open_database(config) as database:
        rules = Rules(settings.wechat.reply_bytes, settings.answering.sure, settings.answering.maybe)
        gate = Gate(database, rules, wiring.clock_of(settings).now)
        checked = gate.look(_labels(faq_drafts.listing(database), ids))
        result = checked.run.result or {}
        if "problem" in result or not result:
            raise NotSaved(result.get("problem", "The check did not come to an end; try again."))
        if not json:
            for line in _lines(result):
                print(line)
        try:
            done = faq_drafts.publish(
                gate, _ADMIN, checked.names, seen=checked.key, anyway=anyway, now=gate.clock()
            ).as_plain()
        except HasProblems as error:
            if json:
                as_json({"published": None, "check": result})
            needed = result["problems"] or ["--anyway publishes it all the same."]
            raise HasProblems("\n".join(["Nothing was published.", *shortened(needed)])) from error
    if json:
        as_json({"published": done, "check": result})
    else:
        note(f"{result['asked']} golden questions asked, {len(result['golden'])} change their answer.")
        print(f"Published: {', '.join([*done['entries'], *done['concepts']])}")


def _labels(drafts: Sequence[dict[str, Any]], ids: Sequence[str] | None) -> list[str] | None:
    """Names of drafts as actions want them; an entry's before a concept's of the same name."""
    if not ids:
        return None
    there = {f"{one['kind']}:{one['name']}" for one in drafts}
    return [
        f"concept:{name}" if f"entry:{name}" not in there and f"concept:{name}" in there else f"entry:{name}"
        for name in ids
    ]


def _lines(result: dict[str, Any]) -> Iterator[str]:
    for problem in result["problems"]:
        yield f"error: {problem}"
    for one in result["faults"]:
        name = "error" if one["severity"] == ERROR else "hint"
        yield f"{name}: {one['entry'] or '–'}: {one['sentence']} [{one['code']}]"
    for one in result["golden"]:
        name = "worse" if one["worse"] else "changes"
        yield f"{name}: “{one['question']}” before: {_decided(one['before'])}; after: {_decided(one['after'])}"


def _decided(one: dict[str, Any]) -> str:
    return f"{one['sure']} {', '.join(entry['id'] for entry in one['entries'])}".strip()
