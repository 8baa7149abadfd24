"""doctor: is everything as it must be, asked of the machine, the database, the public address and the platforms."""

from dataclasses import asdict

import typer

from bot import doctor_wiring, wiring
from bot.actions.doctor import examine
from bot.commands.output import Config, Json, as_json, counted
from bot.core.health import Check, State, exit_status

ACTOR = "command line"
_MARK = {State.OK: "ok", State.HINT: "hint", State.OFF: "off", State.UNKNOWN: "unknown", State.WRONG: "WRONG"}


def doctor(config: Config = None, json: Json = False) -> None:
    """Check everything: one line each, what is wrong and what to do.

    Nothing is sent or changed at the platforms. Run it before going live, and after every change on the server. Status
    1: something here is wrong; 3: a platform says no or cannot be asked.
    """
    path, settings = wiring.settings_at(config)
    with wiring.open_database(config, any_schema=True) as database:
        checks = examine(database, doctor_wiring.surroundings(path, settings, database), actor=ACTOR)
    status = exit_status(checks)
    if json:
        as_json({"ok": status == 0, "checks": [asdict(check) for check in checks]})
    else:
        for check in checks:
            print(_line(check))
        print(_verdict(checks))
    raise typer.Exit(status)


def _line(check: Check) -> str:
    todo = f" → {check.todo}" if check.todo and check.state is not State.OK else ""
    detail = f" ({check.detail})" if check.detail else ""
    return f"{_MARK[check.state]:<8}{check.what}: {check.says}{todo}{detail}"


def _verdict(checks: list[Check]) -> str:
    bad = sum(check.state is State.WRONG for check in checks)
    open_ = sum(check.state is State.UNKNOWN for check in checks)
    if not bad and not open_:
        return "All is well."
    return f"{counted(bad, 'thing')} to mend, {open_} that could not be asked."
