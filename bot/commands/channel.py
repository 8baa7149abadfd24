"""channel: the accounts on WeChat, Weibo and X: how each stands, what it may do, connect it, pause it."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any

import typer

from bot import account_settings, account_wiring, wiring
from bot.actions import channels, connecting
from bot.commands.output import Config, Json, as_json, moment, note
from bot.core.announcements import NAMES
from bot.core.errors import UsageError
from bot.core.roles import Actor

app = typer.Typer(name="channel", help="The accounts on WeChat, Weibo and X.", no_args_is_help=True)
OWNER = Actor("command line", "admin")  # whoever may read the settings may do everything
EXIT_PLATFORM = 3
Name = Annotated[str | None, typer.Argument(metavar="NAME", help="wechat, weibo or x.")]
Every = Annotated[bool, typer.Option("--all", help="All accounts.")]
NO_CONNECTING = {
    "wechat": "WeChat needs no connecting: app_id and app_secret in [wechat] are enough. Try: channel test wechat",
    "x": "X needs no connecting: put the four keys of developer.x.com into [x]. Try: channel test x",
}


@app.command("list")
def list_(json: Json = False, config: Config = None) -> None:
    """Each account: its kind, paused or not, its token, its rights, what is left to send, the last failure."""
    with _desk(config) as (settings, database, now):
        set_up = wiring.set_up(settings, database)
        rows = channels.listing(database, set_up, account_settings.quota_rules(settings), now=now)
    if json:
        as_json(rows)
        return
    for number, row in enumerate(rows):
        print("" if number == 0 else "\n", end="")
        for line in _lines(row):
            print(line)


@app.command("test")
def ask(name: Name = None, json: Json = False, config: Config = None) -> None:
    """Ask the platforms what the accounts may do.

    Only questions: nothing is sent or changed there. The answers are kept for the checks of announcements.
    """
    with _desk(config) as (settings, database, _):
        found = channels.ask(
            database,
            wiring.set_up(settings, database),
            account_wiring.asking(settings, database),
            [name] if name else [],
            clock=wiring.clock_of(settings).now,
            actor=OWNER,
        )
    if json:
        as_json(found)
    else:
        for row in found:
            for finding in row["findings"]:
                print(_answer(row["name"], finding))
            if row["token_ends"]:
                print(f"{NAMES[row['name']]}: the authorisation ends on {moment(row['token_ends'])}")
            if row["warning"]:
                note(row["warning"])
    raise typer.Exit(0 if all(row["ok"] for row in found) else EXIT_PLATFORM)


@app.command()
def connect(
    name: Annotated[str, typer.Argument(metavar="NAME", help="weibo.")],
    code: Annotated[
        str | None, typer.Option("--code", metavar="ADDRESS", help="The address that Weibo led back to, or its code.")
    ] = None,
    other_account: Annotated[
        bool, typer.Option("--other-account", help="The office has changed its Weibo account.")
    ] = False,
    json: Json = False,
    config: Config = None,
) -> None:
    """Connect the Weibo account, or connect it again.

    Open the address, say yes, paste back the address that the browser then shows. With --json and no --code it only
    prints the address to open.
    """
    if name != "weibo":
        raise UsageError(NO_CONNECTING.get(name, f"There is no channel “{name}”; only weibo is connected."))
    with _desk(config) as (settings, database, now):
        if not settings.weibo.app_key or not settings.weibo.app_secret.get_secret_value():
            raise UsageError("Fill in app_key and app_secret in [weibo] first; they stand on open.weibo.com.")
        connection = account_wiring.weibo_connection(settings, database)
        if code is None and json:
            as_json({"authorize_url": connecting.begin(connection, OWNER, now=now)})
            return
        pasted = _pasted(connecting.begin(connection, OWNER, now=now)) if code is None else code
        done = connecting.finish(
            connection, OWNER, pasted, other_account=other_account, now=wiring.clock_of(settings).now()
        )
    if json:
        as_json({"account": done.account, "uid": done.uid, "ends": done.life.ends, "todo": done.todo})
        return
    print(f"Weibo is connected as {done.uid}, until {moment(done.life.ends)}.")
    if done.todo:
        note(f"{done.todo} Then start the bot again.")


@app.command()
def pause(
    name: Name = None,
    every: Every = False,
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why, for the colleagues.")] = "",
    json: Json = False,
    config: Config = None,
) -> None:
    """Let nothing more go out on an account, or on all; what is planned waits."""
    names = _which(name, every)
    with _desk(config) as (settings, database, now):
        set_up = wiring.set_up(settings, database)
        done = channels.pause(database, set_up, names, reason=reason, now=now, actor=OWNER)
    if json:
        as_json({"paused": done.changed, "already": done.already, "under_way": done.under_way})
        return
    _say(done.changed, "is paused. Go on with: paristech-bot channel resume {}")
    _say(done.already, "was paused before.")
    if done.under_way:
        note(f"{done.under_way} already on the way and could not be stopped; look with: paristech-bot deliveries")


@app.command()
def resume(name: Name = None, every: Every = False, json: Json = False, config: Config = None) -> None:
    """Let a paused account, or all, go on; what is late by now waits for a decision."""
    names = _which(name, every)
    with _desk(config) as (settings, database, now):
        done = channels.resume(database, wiring.set_up(settings, database), names, now=now, actor=OWNER)
    if json:
        as_json({"resumed": done.changed, "already": done.already, "waiting": done.waiting})
        return
    _say(done.changed, "goes on.")
    _say(done.already, "was not paused.")
    if done.waiting:
        note(
            f"{done.waiting} should have gone out meanwhile: what is not too late goes out now, the rest is held. "
            "See: paristech-bot deliveries --failed"
        )


@contextmanager
def _desk(config: str | None) -> Iterator[tuple[Any, Any, datetime]]:  # Any: settings and store are not for commands
    settings = wiring.load_settings(config)
    with wiring.open_database(config) as database:
        yield settings, database, wiring.clock_of(settings).now()


def _which(name: str | None, every: bool) -> list[str]:
    if (name is None) is not every:
        raise UsageError("Name one account (wechat, weibo or x), or say --all.")
    return [name] if name else []


def _pasted(address: str) -> str:
    note("1. Log in on weibo.com as the office's account.\n2. Open this address and say yes:\n")
    print(address)
    sys.stdout.flush()
    note("\n3. The browser then shows another page, perhaps an empty one. Copy its whole address and paste it here:")
    return sys.stdin.readline()


def _say(names: Sequence[str], words: str) -> None:
    for name in names:
        print(f"{NAMES[name]} {words.format(name)}")


def _answer(channel: str, finding: Mapping[str, Any]) -> str:
    """One line: works or not, why, and what the platform said beneath."""
    verdict = {True: "works", False: "does not work", None: "could not be asked"}[finding["works"]]
    behind = f" ({finding['detail']})" if finding["detail"] else ""
    why = f": {finding['why']}" if finding["why"] else ""
    said = f" ({finding['code']}: {finding['words']})" if finding["code"] else ""
    return f"{NAMES[channel]}: {finding['what']}: {verdict}{behind}{why}{said}"


def _lines(row: Mapping[str, Any]) -> Iterator[str]:
    yield f"{NAMES[row['name']]} ({row['account']}): {row['kind']}"
    stop = row["paused"]
    reason = f": {stop['reason']}" if stop and stop["reason"] else ""
    yield f"  paused since {moment(stop['since'])} by {stop['by']}{reason}" if stop else "  not paused"
    token = row["token"]
    yield "  token: " + (token["warning"] or token["says"] or f"until {moment(token['ends'])}")
    for works, words in ((True, "may"), (False, "may not"), (None, "not known whether it may")):
        names = [right["name"] for right in row["rights"] if right["works"] is works]
        if names:
            yield f"  {words}: {', '.join(names)}"
    for right in row["rights"]:
        if right["works"] is False:
            yield f"    {right['what']}: {right['why']}{_asked(right)}"
    for quota in row["quota"]:
        yield f"  left this {quota['per']}: {quota['left']} of {quota['limit']} {quota['what']}"
    failure = row["last_failure"]
    if failure:
        said = f" ({failure['code']}: {failure['words']})" if failure["code"] else ""
        yield f"  last failure: {moment(failure['at'])}, {failure['announcement']}: {failure['why']}{said}"
    else:
        yield "  last failure: none"


def _asked(right: Mapping[str, Any]) -> str:
    said = f" ({right['code']}: {right['words']})" if right["code"] else ""
    return f"{said} Asked on {moment(right['asked_at'])}." if right["asked_at"] else ""
