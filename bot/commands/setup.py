"""init, check: getting from nothing to a bot that can start."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import Annotated

import typer

from bot import doctor_wiring, wiring
from bot.actions import faqs, signing_in, staff
from bot.commands import config_file
from bot.commands.output import Config, Json, as_json, note
from bot.commands.staff import OWNER, address_of
from bot.core.errors import PlatformError, SettingsError
from bot.sandbox import remote


def init(
    dir: Annotated[Path, typer.Option("--dir", metavar="DIR", help="Where config.toml and the database go.")] = Path(),
    sandbox: Annotated[
        str | None, typer.Option(metavar="URL", help="A running sandbox to work against: the address of its controls.")
    ] = None,
    demo_content: Annotated[bool, typer.Option("--demo-content", help="Load the sample FAQ.")] = False,
    config: Annotated[str | None, typer.Option("--config", metavar="FILE", help="This file instead of DIR's.")] = None,
) -> None:
    """Write settings with fresh secrets and make the database.

    The first admin is made too. Nothing that is there already is written over.
    """
    wanted = Path(config) if config else dir / config_file.NAME
    path = create(wanted.parent, sandbox=sandbox, demo_content=demo_content, more={}, name=wanted.name)
    note(f"Written: {path} (keep it to yourself).")
    if entrance := _entrance(path):
        note(f"The console's address for the first admin, once the bot runs; it works once:\n{entrance}")
    if not sandbox:
        note(f"Fill in what the WeChat console gives, then run: paristech-bot check --config {path}")
        note(f"Then `paristech-bot staff link {staff.FIRST_ADMIN}` prints the address by which the admin enters.")
    else:
        note(f"It works against the sandbox. Start the bot: paristech-bot serve --config {path}")


def create(
    folder: Path,
    *,
    sandbox: str | None,
    demo_content: bool,
    more: config_file.Sections,
    name: str = config_file.NAME,
) -> Path:
    """A settings file in the folder, with its database beside it; its path. `more` goes over the fresh values."""
    sections = config_file.fresh()
    if sandbox:
        sections = config_file.merged(sections, _for_sandbox(sandbox))
    path = folder / name
    config_file.write(path, config_file.merged(sections, more))
    with wiring.fresh_database(folder) as database:
        now = wiring.clock_of(None).now()
        staff.ensure_admin(database, now=now)
        if demo_content and not faqs.list_faq(database):
            faqs.seed_demo(database, now)
    if sandbox:
        with _told(sandbox):
            remote.set_callback(sandbox, f"{wiring.load_settings(str(path)).server.public_url}/wechat")
    return path


def _entrance(path: Path) -> str:
    """The first admin's link; "" where there are settings yet to be filled in, or an admin who has a password."""
    try:
        settings = wiring.load_settings(str(path))
    except SettingsError:
        return ""
    now = wiring.clock_of(settings).now()
    with wiring.open_database(str(path)) as database:
        if staff.has_entered(database, staff.FIRST_ADMIN):
            return ""
        secret = signing_in.make_link(database, OWNER, staff.FIRST_ADMIN, purpose=signing_in.JOIN, now=now)
    return address_of(settings.server.public_url, secret)


def check(config: Config = None, json: Json = False) -> None:
    """Say what is wrong with the settings, without network.

    Every fault at once; then what would be refused later.
    """
    try:
        path, settings = wiring.settings_at(config)
    except SettingsError as error:
        if json:
            as_json({"ok": False, "findings": list(error.findings)})
        raise
    findings = doctor_wiring.findings(path, settings)
    if json:
        as_json({"ok": not findings, "findings": findings})
    for finding in findings:
        note(finding)
    if findings:
        raise typer.Exit(1)
    if not json:
        note(f"{path} is in order.")


def _for_sandbox(address: str) -> config_file.Sections:
    with _told(address):
        state = remote.state(address)
        try:
            return config_file.for_sandbox(state)
        except (KeyError, TypeError):
            raise ValueError("it answers, but not as one") from None


@contextmanager
def _told(address: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, HTTPException) as error:
        raise PlatformError(f"No sandbox answers at {address} ({error}). Start one: paristech-bot sandbox") from None
