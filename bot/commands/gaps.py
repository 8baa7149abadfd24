"""gaps: what students asked and the FAQ could not answer, from the command line."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

import typer

from bot import wiring
from bot.actions import gaps
from bot.commands.faq import ACTOR
from bot.commands.output import OFFICE, Config, Json, as_json, bare_listing, counted, instant, note, table
from bot.commands.staff import OWNER
from bot.core.errors import UsageError
from bot.core.faq import LANGS

SHOWN = 20  # groups for people; a program gets all that there are
HOW = (
    "What to do with one: `gaps attach ID ENTRY` makes it a phrasing of an entry, `gaps out-of-scope ID` says that the "
    "bot must not answer it, `gaps dismiss ID` hides it; a missing answer comes with `faq import`."
)
Name = Annotated[str, typer.Argument(metavar="ID", help="Which group, as `gaps` shows it.")]
Names = Annotated[list[str], typer.Argument(metavar="ID...", help="Which groups, as `gaps` shows them.")]
As = Annotated[str, typer.Option("--as", metavar="TEXT", help="Worded like this instead of as the student wrote it.")]
Since = Annotated[str, typer.Option(metavar="TIME", help="Since then, like 2026-12-10 or 2026-12-10T19:00+08:00.")]
Limit = Annotated[int | None, typer.Option(metavar="N", min=1, help="At most so many groups.")]

app = typer.Typer(name="gaps", help="Questions that got no answer, or one that did not help.")


@app.callback(invoke_without_command=True)
def gaps_(
    context: typer.Context, since: Since = "", limit: Limit = None, config: Config = None, json: Json = False
) -> None:
    """Questions that got no answer or one that did not help, by meaning; most askers first."""
    if bare_listing(context, config, json or bool(since or limit)):
        list_(since, limit, config, json)


@app.command("list")
def list_(since: Since = "", limit: Limit = None, config: Config = None, json: Json = False) -> None:
    """All groups of such questions, most askers first."""
    start = instant("--since", since) if since else None
    with wiring.open_database(config) as database:
        found = gaps.list_gaps(database, _lines(config), since=start)
    shown = found[: limit or (len(found) if json else SHOWN)]
    if json:
        as_json(shown)
        return
    for one in shown:
        _show(one)
    if len(shown) < len(found):
        note(f"And {len(found) - len(shown)} more; --limit shows them.")
    note(HOW if found else "No gaps: every question so far has its answer, or was settled.")


@app.command()
def show(name: Name, config: Config = None, json: Json = False) -> None:
    """One group with all its wordings."""
    with wiring.open_database(config) as database:
        found = gaps.show_gap(database, _lines(config), name)
    if json:
        as_json(found)
    else:
        _show(found)


@app.command()
def attach(
    name: Name,
    entry_id: Annotated[str, typer.Argument(metavar="ENTRY", help="The entry that answers it.")],
    wording: As = "",
    lang: Annotated[
        str, typer.Option("--lang", metavar="LANG", help="zh, en or fr; else the language that it is written in.")
    ] = "",
    config: Config = None,
    json: Json = False,
) -> None:
    """Make a group's question a phrasing of an entry, and ask it again."""
    if lang and lang not in LANGS:
        raise UsageError(f"--lang takes {', '.join(LANGS)}.")
    now = wiring.clock_of(wiring.load_settings(config)).now()
    with wiring.open_database(config) as database:
        done = gaps.attach(database, _lines(config), name, entry_id, phrasing=wording, lang=lang, actor=ACTOR, now=now)
    if json:
        as_json(done.as_plain())
        return
    print(f"“{done.phrasing}” is a phrasing of {done.entry} ({done.lang}) now. {_comes(done)}")
    for left in done.left:
        note(f"Still without an answer: “{left}”")
    for sentence in done.golden:
        note(sentence)


@app.command("out-of-scope")
def out_of_scope(names: Names, wording: As = "", config: Config = None, json: Json = False) -> None:
    """Say that the bot must not answer it: it becomes a golden question that expects no answer."""
    now = wiring.clock_of(wiring.load_settings(config)).now()
    with wiring.open_database(config) as database:
        kept = gaps.out_of_scope(database, _lines(config), names, question=wording, actor=ACTOR, now=now)
    if json:
        as_json({"golden": kept})
        return
    for question in kept:
        print(f"“{question}” is a golden question that expects no answer.")


@app.command()
def dismiss(names: Names, config: Config = None, json: Json = False) -> None:
    """Do not show these groups again; asked in new words, or rated badly again, they come back."""
    now = wiring.clock_of(wiring.load_settings(config)).now()
    with wiring.open_database(config) as database:
        hidden = gaps.dismiss(database, _lines(config), names, actor=ACTOR, now=now)
    if json:
        as_json({"dismissed": hidden})
    else:
        print(f"Dismissed: {', '.join(f'“{question}”' for question in hidden)}.")


@app.command()
def decided(config: Config = None, json: Json = False) -> None:
    """What was decided about gaps, newest first."""
    with wiring.open_database(config) as database:
        found = gaps.decided(database)
    if json:
        as_json(found)
    else:
        table(found, ("deed", "at", "actor", "verdict", "wordings", "entry", "phrasing"))


@app.command()
def undo(
    deed: Annotated[str, typer.Argument(metavar="DEED", help="Which decision, as `gaps decided` shows it.")],
    config: Config = None,
    json: Json = False,
) -> None:
    """Take a decision back: its questions are gaps again, and the phrasing or golden question that came of it goes."""
    now = wiring.clock_of(wiring.load_settings(config)).now()
    with wiring.open_database(config) as database:
        one = gaps.undo(database, OWNER, deed, now=now)
    if json:
        as_json({"deed": one.deed, "verdict": one.verdict, "entry": one.entry})
    else:
        print(f"Taken back: {one.verdict.replace('_', ' ')}, {counted(len(one.keys), 'wording')}.")


def _lines(config: str | None) -> gaps.Lines:
    answering = wiring.load_settings(config).answering
    return answering.sure, answering.maybe


def _comes(done: gaps.Attached) -> str:
    if done.decision == "answer" and done.first == done.entry:
        return "Asked again, it is answered with it."
    if done.decision == "answer":
        return f"But asked again, it is answered with {done.first}: see `paristech-bot faq check`."
    told = "several entries are offered" if done.decision == "choices" else "the bot still does not know"
    return f"Asked again, {told}: a second phrasing like it would help."


def _show(one: Mapping[str, Any]) -> None:
    print(f"{one['id']}  {_people(one)}, {_when(one['first_seen'], one['last_seen'])}")
    for example in one["examples"]:
        times = f" ({example['askers']} people)" if example["askers"] > 1 else ""
        print(f"    “{example['q']}”{times}")
    if one["wordings"] > len(one["examples"]):
        print(f"    and {one['wordings'] - len(one['examples'])} other wordings: `gaps show {one['id']}`")
    if one["answered_with"]:
        print(f"    did not help: {', '.join(one['answered_with'])}")
    if one["nearest"]:
        print(f"    nearest: {_entries(one['nearest'])}")
    print()


def _people(one: Mapping[str, Any]) -> str:
    people = "1 person" if one["askers"] == 1 else f"{one['askers']} people"
    said = [f"{one['unanswered']} times unanswered"] if one["unanswered"] else []
    said += [f"{one['rated_badly']} times “not helpful”"] if one["rated_badly"] else []
    return f"{people}, {', '.join(said)}".replace(" 1 times", " once")


def _when(first: datetime, last: datetime) -> str:
    days = [f"{moment.astimezone(OFFICE):%Y-%m-%d}" for moment in (first, last)]
    return " to ".join(dict.fromkeys(days))


def _entries(listed: Sequence[Mapping[str, str]]) -> str:
    return "; ".join(f"{one['id']} “{one['question']}”" for one in listed)
