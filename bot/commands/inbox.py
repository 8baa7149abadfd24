"""inbox: what people asked a colleague, who has it, and the answer: at once, or with their next message."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import typer

from bot import wiring
from bot.actions import inbox
from bot.commands.output import Config, Json, as_json, note, table
from bot.commands.staff import OWNER
from bot.core.delivery import Refused, Sent, Unknown
from bot.core.errors import UsageError

ACTOR = "command line"

app = typer.Typer(name="inbox", help="What people asked a colleague.", no_args_is_help=True)
Number = Annotated[int, typer.Argument(metavar="ID", help="The request's number.")]


@app.callback()
def _inbox() -> None:
    """What people asked a colleague."""


@app.command("list")
def list_(
    status: Annotated[str, typer.Option(metavar="STATUS", help="open, waiting or done; all otherwise.")] = "",
    config: Config = None,
    json: Json = False,
) -> None:
    """The requests to a colleague, the one that waits longest first.

    open: it is the office's turn. waiting: it is the student's. done: closed.
    """
    if status and status not in inbox.STATUSES:
        raise UsageError(f"--status is one of {', '.join(inbox.STATUSES)}.")
    with wiring.open_database(config) as database:
        found = inbox.list_inbox(database, status=status)
    if json:
        as_json(found)
        return
    table((_row(request) for request in found), ("id", "status", "assignee", "opened_at", "lang", "question"))


@app.command()
def show(number: Number, config: Config = None, json: Json = False) -> None:
    """A request with all that was written, and whether the student was given it."""
    with wiring.open_database(config) as database:
        request = inbox.show_request(database, number)
    if json:
        as_json(request)
        return
    table([_row(request)], ("id", "status", "assignee", "opened_at", "lang"))
    print()
    table((_message(message) for message in request["messages"]), ("id", "at", "author", "way", "given_at", "text"))


@app.command()
def reply(
    number: Number,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The answer, word for word as the student reads it.")],
    at_once: Annotated[
        bool, typer.Option("--now", help="Send it at once, which WeChat takes for 48 hours after a student's message.")
    ] = False,
    config: Config = None,
    json: Json = False,
) -> None:
    """Answer a request; the student is given the answer with their next message, unless it is sent --now."""
    settings = wiring.load_settings(config)
    now, room = wiring.clock_of(settings).now(), settings.wechat.reply_bytes
    with wiring.open_database(config) as database:
        if at_once:
            way = wiring.replies(settings, database)
            sent = inbox.send_reply(database, OWNER, number, text, room=room, now=now, replies=way)
            _told(inbox.show_request(database, number), _became(sent), json=json)
            return
        request = inbox.reply_to_request(database, number, text, room=room, now=now, actor=ACTOR)
    _told(request, "The answer is kept; the student is given it with their next message.", json=json)


@app.command()
def assign(
    number: Number,
    name: Annotated[str, typer.Argument(metavar="NAME", help='The colleague who takes it; "" for nobody.')],
    config: Config = None,
    json: Json = False,
) -> None:
    """Give a request to a colleague."""
    now = wiring.clock(config).now()
    with wiring.open_database(config) as database:
        request = inbox.assign(database, OWNER, number, name, now=now)
    _told(request, f"Request {number} is {name or 'nobody'}'s now.", json=json)


@app.command()
def settle(
    number: Number,
    message: Annotated[int, typer.Argument(metavar="MESSAGE", help="The answer's number, as `inbox show` has it.")],
    has_it: Annotated[
        bool, typer.Option("--has-it/--has-it-not", help="The student has it, or is given it with the next message.")
    ],
    config: Config = None,
    json: Json = False,
) -> None:
    """Say what became of an answer of which WeChat did not say whether it took it."""
    now = wiring.clock(config).now()
    with wiring.open_database(config) as database:
        inbox.settle(database, OWNER, number, message, has_it=has_it, now=now)
        request = inbox.show_request(database, number)
    _told(request, "Noted.", json=json)


@app.command()
def close(
    number: Number,
    reason: Annotated[str, typer.Option(metavar="WORD", help=f"Why: {', '.join(inbox.REASONS)}.")] = "",
    config: Config = None,
    json: Json = False,
) -> None:
    """Close a request; an answer that the student was not given yet is given all the same."""
    now = wiring.clock(config).now()
    with wiring.open_database(config) as database:
        request = inbox.close_request(database, number, now=now, actor=ACTOR, reason=reason)
    _told(request, f"Request {number} is closed.", json=json)


def _became(sent: Sent | Refused | Unknown) -> str:
    if isinstance(sent, Sent):
        return "Sent; the student has it."
    if isinstance(sent, Refused):
        return f"It could not be sent now; the student is given it with their next message. {sent.why}"
    return f"{sent.why} Look into the chat, then say so with `inbox settle`."


def _told(request: Mapping[str, Any], sentence: str, *, json: bool) -> None:
    if json:
        as_json(request)
    else:
        note(sentence)


def _row(request: Mapping[str, Any]) -> dict[str, Any]:
    asked = " / ".join(message["text"] for message in request["messages"])
    return {**request, "opened_at": datetime.fromisoformat(request["opened_at"]), "question": asked}


def _message(message: Mapping[str, Any]) -> dict[str, Any]:
    given = message["delivered_at"]
    moments = {"at": datetime.fromisoformat(message["at"]), "given_at": datetime.fromisoformat(given) if given else ""}
    return {**message, **moments}
