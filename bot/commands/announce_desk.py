"""What the commands on announcements share: where they get their terms, and how they tell what became of things."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import wiring
from bot.actions.announcement_checks import Terms
from bot.actions.announcement_drafts import Written
from bot.commands.output import as_json, note
from bot.core.announcements import NAMES, Problem

ACTOR = "command line"
Which = Annotated[str, typer.Argument(metavar="ID", help="Which one.")]


@contextmanager
def desk(config: str | None) -> Iterator[tuple[Any, Terms, Path]]:  # Any: the store is not for commands to know
    """The open database, what announcements are checked against, and the pictures folder."""
    settings = wiring.load_settings(config)
    with wiring.open_database(config) as database:
        terms = wiring.terms(settings, database, ACTOR, wiring.clock_of(settings).now())
        yield database, terms, Path(settings.announcements.pictures)


def say_too_late(under_way: Sequence[str], out: Sequence[str]) -> None:
    """The channels that could not be stopped any more."""
    for channels, words in ((under_way, "is under way and may be out: look there"), (out, "is out already")):
        for channel in channels:
            note(f"{NAMES[channel]}: it {words}.")


def report(done: Written, json: bool, *, skipped: bool = False, preview: bool = False) -> None:
    """What became, or would become, of announcements that were to be written; exits with 1 when there are problems."""
    if json:
        changes = {"created": done.created, "changed": done.changed, "unchanged": done.unchanged}
        foreseen = {"preview": True, "invalid": _invalid(done), "rows": done.rows} if preview else {}
        as_json({**changes, **foreseen, **findings(done.problems, done.hints)})
    else:
        for one in done.notes:
            note(one)
        words = ("new", "changed", "unchanged") if preview else ("created", "changed", "unchanged")
        for word, ids in zip(words, (done.created, done.changed, done.unchanged), strict=True):
            say(word, [_placed(done, one) for one in ids])
        if preview:
            say("invalid", [_placed(done, one) for one in _invalid(done)])
        explain([*done.problems, *done.hints])
        if preview:
            note("This was a preview: nothing was saved.")
        elif done.problems and not skipped:
            note("Nothing was saved; mend this first.")
        elif done.created or done.changed:
            note("Look at it with `announce show`, release it with `announce approve`.")
    raise typer.Exit(1 if done.problems and not skipped else 0)


def _invalid(done: Written) -> list[str]:
    return list(dict.fromkeys(problem.id for problem in done.problems))


def _placed(done: Written, announcement_id: str) -> str:
    rows = done.rows.get(announcement_id, ())
    return f"{announcement_id} (row {', '.join(map(str, rows))})" if rows else announcement_id


def findings(problems: Sequence[Problem], hints: Sequence[Problem]) -> dict[str, Any]:
    """Problems and hints as JSON."""
    keys = ("id", "channel", "code", "message")
    return {
        name: [{key: getattr(problem, key) for key in keys} for problem in found]
        for name, found in (("problems", problems), ("hints", hints))
    }


def say(word: str, ids: Sequence[str]) -> None:
    """A line for each."""
    for one in ids:
        print(f"{word}: {one}")


def explain(found: Sequence[Problem]) -> None:
    """A sentence for each, on standard error."""
    for problem in found:
        where = f" on {NAMES[problem.channel]}" if problem.channel else ""
        note(f"{'hint' if problem.hint else 'problem'}: {problem.id}{where}: {problem.message}")
