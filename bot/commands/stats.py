"""stats: what was asked, what became of it, and what went out, from the command line."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

import typer

from bot import wiring
from bot.actions.numbers import Period, numbers_of
from bot.commands.output import Config, Json, as_json, note, table
from bot.core.errors import UsageError

DAYS = 30

Day = Annotated[str, typer.Option(metavar="DAY", help="A day in Shanghai, like 2026-12-10.")]


def stats(since: Day = "", until: Day = "", config: Config = None, json: Json = False) -> None:
    """Questions a day and what became of them, ratings, entries given most, requests, sends; the last 30 days."""
    now = wiring.clock_of(wiring.load_settings(config)).now()
    period = Period.of(_day("--since", since), _day("--until", until), now=now, days=DAYS)
    with wiring.open_database(config) as database:
        found = numbers_of(database, period)
    if json:
        as_json(found)
        return
    note(f"{found['first']} to {found['last']}, days in Shanghai; {found['people']} people asked")
    table([*found["days"], {"day": "all", **found["questions"]}], ("day", *found["questions"]))
    print()
    table(_lines(found), ("what", "number"))


def _lines(found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    groups = {"language": found["languages"], "rating": found["ratings"], "requests": found["requests"]}
    for group, numbers in groups.items():
        for name, number in numbers.items():
            yield {"what": f"{group}: {name.replace('_', ' ')}", "number": number}
    for one in found["top_entries"]:
        yield {"what": f"entry: {one['entry']}", "number": one["times"]}
    for one in found["sends"]:
        yield {"what": f"sends on {one['channel']}: {one['state']}", "number": one["number"]}
    yield {"what": "calls to platforms", "number": found["attempts"]}


def _day(option: str, text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(f"{option} must be a day like 2026-12-10, not “{text}”.") from error
