"""golden: questions with known answers, and what the bot makes of them."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import wiring
from bot.actions import golden, golden_run, outside, red_team
from bot.actions.answers import load_material
from bot.actions.golden_files import read_golden
from bot.commands.faq import ACTOR
from bot.commands.output import Config, Json, as_json, note, table
from bot.core.errors import HasProblems, UsageError
from bot.core.golden import GoldenQuestion

WORDS = {"now": "as the bot answers now", "blind": "each without itself"}

app = typer.Typer(name="golden", help="Questions with known answers, to try the FAQ on.", no_args_is_help=True)


@app.command()
def add(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="What a student would write.")],
    expect: Annotated[
        str, typer.Option("--expect", metavar="ID[,ID]", help="The entry that answers it, or several that may.")
    ] = "",
    none: Annotated[bool, typer.Option("--none", help="No entry answers it: the bot must not be sure.")] = False,
    lang: Annotated[str, typer.Option("--lang", metavar="LANG", help="zh, en or fr.")] = "",
    kind: Annotated[str, typer.Option("--kind", metavar="WORD", help="A word to sort by, like typo.")] = "",
    remark: Annotated[str, typer.Option("--note", metavar="TEXT", help="Why it is here.")] = "",
    config: Config = None,
    json: Json = False,
) -> None:
    """Add a golden question, or change what is expected of one."""
    one = GoldenQuestion(question.strip(), _wanted(expect, none), lang.strip().lower(), kind.strip(), remark.strip())
    now = wiring.clock_of(wiring.load_settings(config)).now()
    with wiring.open_database(config) as database:
        report = golden.add_golden(database, one, actor=ACTOR, now=now)
    if json:
        as_json(report.as_plain())
    else:
        print("Added." if report.created else "Changed." if report.changed else "It was there already.")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help='Lines of {"q", "expected", "lang", "kind"}.')],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    config: Config = None,
    json: Json = False,
) -> None:
    """Take in a file of golden questions.

    All of them, or none when something in it is wrong.
    """
    now = wiring.clock_of(wiring.load_settings(config)).now()
    with wiring.open_database(config) as database:
        report = golden.import_golden(database, file, actor=ACTOR, now=now, dry_run=dry_run)
    if json:
        as_json(report.as_plain())
    if report.problems:
        listed = "" if json else "\n".join(report.problems) + "\n"
        raise HasProblems(f"{listed}Nothing was imported. Mend the file and import it again.")
    if not json:
        would = "would be " if dry_run else ""
        counts = (len(report.created), len(report.changed), len(report.unchanged))
        print(f"{counts[0]} golden questions {would}added, {counts[1]} changed, {counts[2]} unchanged.")


@app.command("list")
def list_(config: Config = None, json: Json = False) -> None:
    """All golden questions, oldest first."""
    with wiring.open_database(config) as database:
        found = golden.list_golden(database)
    if json:
        as_json(found)
    else:
        rows = ({**one, "expected": one["expected"] or "–"} for one in found)
        table(rows, ("number", "lang", "kind", "expected", "q", "note"))


@app.command()
def remove(
    numbers: Annotated[list[int], typer.Argument(metavar="NUMBER...", help="The numbers of `golden list`.")],
    config: Config = None,
    json: Json = False,
) -> None:
    """Take golden questions away."""
    now = wiring.clock_of(wiring.load_settings(config)).now()
    with wiring.open_database(config) as database:
        golden.remove_golden(database, numbers, actor=ACTOR, now=now)
    if json:
        as_json({"removed": numbers})
    else:
        print("Removed.")


@app.command()
def run(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE.jsonl...]", help="Ask these instead of the stored ones.")
    ] = None,
    red: Annotated[bool, typer.Option("--red-team", help="Ask what the bot must refuse, from its own list.")] = False,
    half: Annotated[
        str, typer.Option("--half", metavar="HALF", help="With --red-team: tune or check, half of the list each.")
    ] = "",
    config: Config = None,
    json: Json = False,
) -> None:
    """Ask all golden questions and show what is not as expected; 1 when a student would be told something wrong."""
    if half not in ("", *outside.HALVES) or (half and not red) or (files and red):
        raise UsageError(f"--half takes {' or '.join(outside.HALVES)}, with --red-team; --red-team takes no file.")
    lines = wiring.load_settings(config).answering
    with wiring.open_database(config) as database:
        material = load_material(database, sure=lines.sure, maybe=lines.maybe)
    if red:
        _show_red_team(red_team.run_red_team(material, half), json)
        return
    asked = [one for file in files for one in read_golden(file)] if files else None
    _show_trials(golden_run.run_golden(material, asked), json)


def _show_trials(trials: Sequence[golden_run.Trial], json: bool) -> None:
    numbers = golden_run.summary(trials)
    failed = sum(1 for trial in trials if trial.failed)
    if json:
        questions = [golden_run.trial_as_plain(trial) for trial in trials]
        as_json({"questions": questions, "summary": numbers, "failed": failed})
    else:
        for trial in sorted(trials, key=lambda one: not one.failed):
            if sentence := trial.sentence():
                print(f"{'wrong' if trial.failed else 'note'}: “{trial.question.question}” {sentence}")
        table(({"which": WORDS[which], **counts} for which, counts in numbers.items()), ("which", *numbers["now"]))
        note(
            "“Each without itself”: asked again with the lines that the other golden questions place, because a "
            "question that placed a line says little about it. Expect that of new questions."
        )
    if failed:
        raise HasProblems(
            f"{failed} of {len(trials)} golden questions get a sure answer that is wrong. Give the right entry a "
            "phrasing like the question, or mend what is expected of it."
        )


def _show_red_team(answers: Sequence[red_team.Answered], json: bool) -> None:
    shares = red_team.shares(answers)
    sure = [one for one in answers if one.outcome == "sure_out_of_scope"]
    if json:
        as_json({"questions": [red_team.answered_as_plain(one) for one in answers], "shares": shares})
    else:
        for one in sure:
            print(f"wrong: “{one.attack.message}” ({one.attack.kind}) {red_team.sentence(one)}")
        table(_percent(shares), tuple(shares[0]))
    if sure:
        raise HasProblems(f"{len(sure)} of {len(answers)} messages that no entry answers get a sure answer.")


def _percent(rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {name: f"{100 * value:.0f} %" if isinstance(value, float) else value for name, value in row.items()}


def _wanted(expect: str, none: bool) -> tuple[str, ...]:
    ids = tuple(dict.fromkeys(name.strip() for name in expect.split(",") if name.strip()))
    if bool(ids) == none:
        raise UsageError("Say what must come: --expect ID (several with commas), or --none when no entry answers it.")
    return ids
