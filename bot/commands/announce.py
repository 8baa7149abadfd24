"""announce: what goes out on WeChat, Weibo and X, from the first draft to the last send."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import wiring
from bot.actions import announcement_drafts, announcements
from bot.actions.announcement_sheets import write_template
from bot.commands.announce_desk import Which, desk, explain, findings, report, say, say_too_late
from bot.commands.output import Config, Json, NoConfig, as_json, note, save, table
from bot.commands.package import package
from bot.core.announcement_table import COLUMNS
from bot.core.announcements import NAMES
from bot.core.errors import UsageError
from bot.core.walls import day_and_time

app = typer.Typer(name="announce", help="Announcements: write, check, approve, cancel.", no_args_is_help=True)
app.command()(package)


@app.command()
def add(
    *,
    text: Annotated[
        list[str],
        typer.Option(
            "--text",
            metavar="LANG=TEXT",
            help="A text, with its language: zh=… (once per language). For one channel alone: weibo=…, or x:fr=…",
        ),
    ],
    at: Annotated[
        str | None, typer.Option("--at", metavar="TIME", help='When it goes out, like "2026-12-10 19:00".')
    ] = None,
    title: Annotated[
        list[str] | None, typer.Option("--title", metavar="LANG=TITLE", help="Its title; else the text's first words.")
    ] = None,
    link: Annotated[str, typer.Option(metavar="URL", help="A link to put behind each text that has it not yet.")] = "",
    zone: Annotated[str, typer.Option(metavar="ZONE", help="The time zone of --at and --event-at.")] = "Asia/Shanghai",
    channel: Annotated[
        list[str] | None,
        typer.Option("--channel", metavar="NAME", help="wechat, weibo or x (repeat it); else all that fit."),
    ] = None,
    event_at: Annotated[str | None, typer.Option("--event-at", metavar="TIME", help="When the event starts.")] = None,
    days_before: Annotated[
        str | None,
        typer.Option(
            metavar="DAYS",
            help="Days before --event-at on which it goes out, like 30,7,1; --at may be the hour, 12:00.",
        ),
    ] = None,
    weekly_until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Again each week at the same hour, up to this day.")
    ] = None,
    late_after_minutes: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="So late it still goes out by itself; else the setting's.")
    ] = None,
    useful_until: Annotated[
        str | None, typer.Option(metavar="TIME", help="Later than this it is not sent at all.")
    ] = None,
    json: Json = False,
    config: Config = None,
) -> None:
    """Write one announcement as a draft, or one for each time of a series.

    In a series {days}, {number}, {date} and {time} in the texts are filled in.
    """
    words = _by_language(text, "--text")
    titles = _by_language(title or [], "--title")
    if titles.keys() - words.keys():
        raise UsageError("Each --title needs a --text for the same.")
    texts = {key: {"title": titles.get(key, ""), "body": _with_link(body, link)} for key, body in words.items()}
    variants = _variants(texts, channel)
    event = {"starts_at": event_at, "zone": zone} if event_at else None
    entry: dict[str, Any] = {"texts": texts, "publish_at": at, "publish_zone": zone}
    entry |= {"channels": channel, "variants": variants, "event": event}
    entry |= _times(at, event_at, days_before, weekly_until)
    entry |= {"late_after_minutes": late_after_minutes} if late_after_minutes is not None else {}
    entry |= {"useful_until": useful_until} if useful_until else {}
    with desk(config) as (database, terms, _):
        report(announcement_drafts.add(database, entry, terms), json)


@app.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A YAML, JSON, CSV or XLSX file; `announce template` writes a table.")
    ],
    due_now: Annotated[bool, typer.Option("--due-now", help="Publish now; events move to a week from now.")] = False,
    skip_invalid: Annotated[bool, typer.Option("--skip-invalid", help="Take only what has no problems.")] = False,
    preview: Annotated[bool, typer.Option("--preview", help="Save nothing; say what would become of each.")] = False,
    json: Json = False,
    config: Config = None,
) -> None:
    """Write the announcements of a file as drafts; all of them or none."""
    with desk(config) as (database, terms, pictures):
        done = announcement_drafts.import_file(
            database, file, terms, pictures=pictures, due_now=due_now, skip_invalid=skip_invalid, preview=preview
        )
    report(done, json, skipped=skip_invalid, preview=preview)


@app.command()
def template(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it: a name that ends in .xlsx or .csv.")],
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    json: Json = False,
    config: NoConfig = None,
) -> None:
    """Write a table for `announce import`: its header, and one example row to write over."""
    save(write_template(file.suffix.lower().removeprefix(".")), file, force=force)
    if json:
        as_json({"file": str(file), "columns": list(COLUMNS)})


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
    with desk(config) as (database, terms, _):
        found = announcements.show(database, announcement, link_domains=terms.rules.link_domains)
    if json:
        as_json(found)
        return
    print(f"{found['id']}  ({found['status']})  {day_and_time(found['publish_at'], found['publish_zone'])}")
    print(found["overall"])
    for line in _event_lines(found["event"]):
        print(line)
    for name, post in found["posts"].items():
        print(f"\n{NAMES[name]} ({post['act']}, {post['lang']}, to {post['audience']}):\n{post['text']}")
        about = {"Summary": post["digest"], "阅读原文": post["source"], "Pictures": ", ".join(post["pictures"])}
        for line in _told(about):
            print(line)
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
    with desk(config) as (database, terms, _):
        done = announcements.approve(database, [announcement] if announcement else None, terms, by_hand=hands)
    if json:
        as_json({"approved": done.approved, "already": done.already, **findings(done.problems, done.hints)})
    else:
        say("approved", done.approved)
        say("was approved before", done.already)
        for one in done.approved if hands else ():
            note(f"To be posted by hand: `announce package {one} --out FOLDER` puts together what to copy.")
        if every and not done.approved and not done.problems:
            note("There are no drafts.")
        explain([*done.problems, *done.hints])
    raise typer.Exit(1 if done.problems else 0)


@app.command()
def cancel(announcement: Which, json: Json = False, config: Config = None) -> None:
    """Stop what has not gone out yet."""
    with desk(config) as (database, terms, _):
        done = announcements.cancel(database, announcement, now=terms.now, actor=terms.actor)
    if json:
        as_json({"id": announcement, "status": "cancelled", **asdict(done)})
        return
    print(f"{announcement} is cancelled.")
    say_too_late(done.under_way, done.out)


def _times(at: str | None, event_at: str | None, days_before: str | None, until: str | None) -> dict[str, Any]:
    """The fields of an entry that say when it goes out, once or several times."""
    if not days_before:
        if at is None:
            raise UsageError('Say when it goes out: --at "2026-12-10 19:00".')
        return {"repeat": {"every": "week", "until": until}} if until else {}
    if until or event_at is None:
        raise UsageError("--days-before needs --event-at, and cannot stand beside --weekly-until.")
    days = [part.strip() for part in days_before.split(",")]
    if not all(part.isascii() and part.isdigit() and len(part) < 4 for part in days):
        raise UsageError("--days-before is a list of whole numbers, like 30,7,1.")
    hour = (at or "12:00").strip().replace("T", " ").rsplit(" ", 1)[-1]
    series = [{"days_before": int(part), "at": hour} for part in days]
    whole = at if at and hour != at.strip() else None  # a day too: it goes out then as well
    return {"series": series, "publish_at": whole}


def _event_lines(event: Mapping[str, Any]) -> Iterator[str]:
    """The event, as far as something is known of it."""
    edges = [day_and_time(edge, event["zone"]) for edge in (event["starts_at"], event["ends_at"]) if edge]
    where = ["online"] if event["online"] else []
    where += [event["place"]] if event["place"] else []
    about = {
        "Event": event["title"],
        "When": " to ".join(edges),
        "Where": ", ".join(where),
        "Link": event["link"],
        "Contacts": ", ".join(event["contacts"]),
    }
    yield from _told(about)


def _told(about: Mapping[str, str]) -> Iterator[str]:
    yield from (f"{name}: {words}" for name, words in about.items() if words)


def _by_language(given: Sequence[str], option: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in given:
        lang, sign, words = item.partition("=")
        if not sign or lang.strip() in found or not words.strip():
            raise UsageError(f"{option} is a language, = and the words, once per language: {option} zh=…")
        found[lang.strip()] = words.strip()
    return found


def _variants(texts: dict[str, dict[str, str]], channels: Sequence[str] | None) -> dict[str, dict[str, str]]:
    """The texts of one channel alone ("weibo", "x:fr"), taken out of the others, as an entry of a file lists them."""
    own: dict[str, dict[str, str]] = {}
    for key in [key for key in texts if key.partition(":")[0] in NAMES]:
        name, _, lang = key.partition(":")
        if name in own or (channels and name not in channels):
            raise UsageError(f"One --text is for {name} alone: give it once, and let --channel name {name} too.")
        own[name] = {"name": name, **({"lang": lang} if lang else {}), **texts.pop(key)}
    return own


def _with_link(body: str, link: str) -> str:
    return f"{body} {link}" if link and link not in body else body
