"""announce: what goes out on WeChat, Weibo and X, from the first draft to the last send."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import wiring
from bot.actions import announcement_drafts, announcements
from bot.actions.announcement_checks import Terms
from bot.actions.announcement_drafts import Written
from bot.commands.output import Config, Json, as_json, note, table
from bot.commands.package import package
from bot.core.announcements import NAMES, Problem
from bot.core.errors import UsageError
from bot.core.walls import day_and_time

app = typer.Typer(name="announce", help="Announcements: write, check, approve, cancel.", no_args_is_help=True)
app.command()(package)
ACTOR = "command line"
Which = Annotated[str, typer.Argument(metavar="ID", help="Which one.")]


@app.command()
def add(
    *,
    text: Annotated[
        list[str],
        typer.Option("--text", metavar="LANG=TEXT", help="A text, with its language: zh=… (once per language)."),
    ],
    at: Annotated[str, typer.Option("--at", metavar="TIME", help='When it goes out, like "2026-12-10 19:00".')],
    title: Annotated[
        list[str] | None, typer.Option("--title", metavar="LANG=TITLE", help="A title; else the text's first words.")
    ] = None,
    link: Annotated[str, typer.Option(metavar="URL", help="A link to put behind each text that has it not yet.")] = "",
    zone: Annotated[str, typer.Option(metavar="ZONE", help="The time zone of --at and --event-at.")] = "Asia/Shanghai",
    channel: Annotated[
        list[str] | None,
        typer.Option("--channel", metavar="NAME", help="wechat, weibo or x (repeat it); else all that fit."),
    ] = None,
    event_at: Annotated[str | None, typer.Option("--event-at", metavar="TIME", help="When the event starts.")] = None,
    json: Json = False,
    config: Config = None,
) -> None:
    """Write one announcement as a draft."""
    words = _by_language(text, "--text")
    titles = _by_language(title or [], "--title")
    if titles.keys() - words.keys():
        raise UsageError("Each --title needs a --text in the same language.")
    texts = {lang: {"title": titles.get(lang, ""), "body": _with_link(body, link)} for lang, body in words.items()}
    event = {"starts_at": event_at, "zone": zone} if event_at else None
    entry = {"texts": texts, "publish_at": at, "publish_zone": zone, "channels": channel, "event": event}
    with _desk(config) as (database, terms, _):
        _report(announcement_drafts.add(database, entry, terms), json)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A YAML or JSON file with a list called announcements.")],
    due_now: Annotated[bool, typer.Option("--due-now", help="Publish now; events move to a week from now.")] = False,
    skip_invalid: Annotated[bool, typer.Option("--skip-invalid", help="Take only what has no problems.")] = False,
    json: Json = False,
    config: Config = None,
) -> None:
    """Write the announcements of a file as drafts; all of them or none."""
    with _desk(config) as (database, terms, pictures):
        done = announcement_drafts.import_file(
            database, file, terms, pictures=pictures, due_now=due_now, skip_invalid=skip_invalid
        )
    _report(done, json, skipped=skip_invalid)


@app.command("list")
def list_(json: Json = False, config: Config = None) -> None:
    """All announcements by their time, and how each stands."""
    with wiring.open_database(config) as database:
        rows = announcements.listing(database)
    if json:
        as_json(rows)
    else:
        table(rows, ("id", "publish_at", "status", "channels", "title", "overall"))


@app.command()
def show(announcement: Which, json: Json = False, config: Config = None) -> None:
    """What one announcement says on each channel, and how it stands."""
    with wiring.open_database(config) as database:
        found = announcements.show(database, announcement)
    if json:
        as_json(found)
        return
    print(f"{found['id']}  ({found['status']})  {day_and_time(found['publish_at'], found['publish_zone'])}")
    print(found["overall"])
    for name, post in found["posts"].items():
        print(f"\n{NAMES[name]} ({post['act']}, {post['lang']}, to {post['audience']}):\n{post['text']}")
    print()
    table(found["deliveries"], ("id", "channel", "state", "url", "error"))


@app.command()
def approve(
    announcement: Annotated[str | None, typer.Argument(metavar="ID", help="Which one.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Approve all drafts.")] = False,
    by_hand: Annotated[
        list[str] | None,
        typer.Option("--by-hand", metavar="CHANNEL", help="You post it there yourself; the bot says when (repeat it)."),
    ] = None,
    json: Json = False,
    config: Config = None,
) -> None:
    """Release a draft, or all of them: each goes out at its time."""
    if (announcement is None) is not every:
        raise UsageError("Name one announcement, or say --all.")
    hands = by_hand or []
    if set(hands) - set(NAMES):
        raise UsageError(f"--by-hand takes a channel: {', '.join(NAMES)}.")
    with _desk(config) as (database, terms, _):
        done = announcements.approve(database, [announcement] if announcement else None, terms, by_hand=hands)
    if json:
        as_json({"approved": done.approved, "already": done.already, **_findings(done.problems, done.hints)})
    else:
        _say("approved", done.approved)
        _say("was approved before", done.already)
        for one in done.approved if hands else ():
            note(f"To be posted by hand: `announce package {one} --out FOLDER` puts together what to copy.")
        if every and not done.approved and not done.problems:
            note("There are no drafts.")
        _explain([*done.problems, *done.hints])
    raise typer.Exit(1 if done.problems else 0)


@app.command()
def cancel(announcement: Which, json: Json = False, config: Config = None) -> None:
    """Stop what has not gone out yet."""
    with _desk(config) as (database, terms, _):
        done = announcements.cancel(database, announcement, now=terms.now, actor=terms.actor)
    if json:
        as_json({"id": announcement, "status": "cancelled", **asdict(done)})
        return
    print(f"{announcement} is cancelled.")
    for channels, words in ((done.under_way, "is under way and may be out: look there"), (done.out, "is out already")):
        for channel in channels:
            note(f"{NAMES[channel]}: it {words}.")


@contextmanager
def _desk(config: str | None) -> Iterator[tuple[Any, Terms, Path]]:  # Any: the store is not for commands to know
    settings = wiring.load_settings(config)
    with wiring.open_database(config) as database:
        rules, accounts = wiring.announcement_rules(settings), wiring.accounts(settings)
        yield database, Terms(rules, accounts, wiring.clock(config).now(), ACTOR), wiring.pictures(config)


def _by_language(given: Sequence[str], option: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in given:
        lang, sign, words = item.partition("=")
        if not sign or lang.strip() in found or not words.strip():
            raise UsageError(f"{option} is a language, = and the words, once per language: {option} zh=…")
        found[lang.strip()] = words.strip()
    return found


def _with_link(body: str, link: str) -> str:
    return f"{body} {link}" if link and link not in body else body


def _report(done: Written, json: bool, *, skipped: bool = False) -> None:
    if json:
        changes = {"created": done.created, "changed": done.changed, "unchanged": done.unchanged}
        as_json({**changes, **_findings(done.problems, done.hints)})
    else:
        for word, ids in (("created", done.created), ("changed", done.changed), ("unchanged", done.unchanged)):
            _say(word, ids)
        _explain([*done.problems, *done.hints])
        if done.problems and not skipped:
            note("Nothing was saved; mend this first.")
        elif done.created or done.changed:
            note("Look at it with `announce show`, release it with `announce approve`.")
    raise typer.Exit(1 if done.problems and not skipped else 0)


def _findings(problems: Sequence[Problem], hints: Sequence[Problem]) -> dict[str, Any]:
    keys = ("id", "channel", "code", "message")
    return {
        name: [{key: getattr(problem, key) for key in keys} for problem in found]
        for name, found in (("problems", problems), ("hints", hints))
    }


def _say(word: str, ids: Sequence[str]) -> None:
    for one in ids:
        print(f"{word}: {one}")


def _explain(found: Sequence[Problem]) -> None:
    for problem in found:
        where = f" on {NAMES[problem.channel]}" if problem.channel else ""
        note(f"{'hint' if problem.hint else 'problem'}: {problem.id}{where}: {problem.message}")
