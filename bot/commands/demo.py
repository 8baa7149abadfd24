"""demo: the whole product on one machine, without keys or network."""

import contextlib
import shutil
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot import account_settings, serving, wiring
from bot.actions import announcements, faqs, menu, signing_in, staff
from bot.commands import config_file, running, setup
from bot.commands.output import Json, NoConfig, as_json, note
from bot.core.errors import UsageError
from bot.core.roles import Actor
from bot.sandbox.run import Sandbox

HOST = "127.0.0.1"
PLATFORMS = 3
OWNER = Actor("demo", "admin")


def demo(
    port: Annotated[
        int, typer.Option(metavar="N", min=1, max=65531, help="The bot here, the phone page on the next port.")
    ] = 8000,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the page.")] = False,
    json: Json = False,
    data: Annotated[Path | None, typer.Option(metavar="DIR", help="Keep settings and database in this folder.")] = None,
    at: Annotated[
        str | None, typer.Option(metavar="DATE", help="Pretend that it is this date, like 2028-01-01.")
    ] = None,
    config: NoConfig = None,
) -> None:
    """Try everything on this machine, without keys, until Ctrl-C.

    Talk to the bot as a student would, and watch an announcement go out on WeChat, Weibo and X.
    """
    with running.ending_quietly(), _folder(data) as folder, _sandbox(port + 1, _shifted(folder, at)) as box:
        controls = box.addresses.control
        path = setup.create(
            folder,
            sandbox=controls,
            demo_content=True,
            more={
                "server": {"host": HOST, "port": port, "public_url": f"http://{HOST}:{port}"},
                **config_file.take_keys(folder / "config.toml"),
            },
        )
        settings = wiring.load_settings(str(path))
        with wiring.open_database(str(path)) as database:
            announcements.queue_demo(
                database,
                now=wiring.clock_of(settings).now(),
                rules=wiring.announcement_rules(settings, database),
                accounts=account_settings.accounts(settings),
            )
            entries = faqs.list_faq(database)
            secret = signing_in.make_link(
                database, OWNER, staff.FIRST_ADMIN, purpose=signing_in.ENTER, now=wiring.clock_of(settings).now()
            )
        with wiring.wechat_channel(str(path)) as channel:
            channel.create_menu(menu.read_menu(None, [entry.id for entry in entries]))
        app = wiring.build(path, settings, with_scheduler=True)
        entrance = f"http://{HOST}:{port}/console/link/{secret}"
        serving.run(app, host=HOST, port=port, on_ready=_announce(port, controls, path, entrance, json, no_browser))


def _announce(port: int, controls: str, path: Path, entrance: str, json: bool, no_browser: bool) -> Callable[[], None]:
    def ready() -> None:
        if json:
            ours = {"bot": f"http://{HOST}:{port}", "console": entrance}
            as_json({**ours, "sandbox": controls, "phone": f"{controls}/", "config": str(path)})
            sys.stdout.flush()
        else:
            note(f"\nThe phone page:  {controls}/\n")
            note("Talk to the bot as a student. The demo announcement goes out in one minute, on all three channels.")
            note(f"The console, where the office works (this address signs you in once):\n  {entrance}\n")
            note(f"The bot: http://{HOST}:{port}   Settings: {path}   Ctrl-C ends it.")
        if not no_browser and not json:
            with contextlib.suppress(webbrowser.Error):
                webbrowser.open(f"{controls}/")

    return ready


def _shifted(folder: Path, at: str | None) -> float:
    """Set the bot's clock and return the seconds it is off; a clock that is shifted already stays as it is."""
    there = wiring.shifted_by()
    if at is None and there is not None:
        return there
    offset = _offset(at)
    (folder / "clock").write_text(str(offset), encoding="ascii")
    wiring.shift_clock(folder / "clock")
    return offset


def _offset(at: str | None) -> float:
    if at is None:
        return 0.0
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise UsageError(f"{at} is not a date; it looks like 2028-01-01 or 2028-01-01T09:00+08:00") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (moment - wiring.clock_of(None).now()).total_seconds()


@contextlib.contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    if data is not None:
        data.mkdir(parents=True, exist_ok=True)
        yield data.resolve()
        return
    folder = Path(tempfile.mkdtemp(prefix="paristech-demo-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _sandbox(port: int, offset: float) -> Iterator[Sandbox]:
    for number in range(port - 1, port + 1 + PLATFORMS):
        with serving.listening(HOST, number):
            pass  # said before anything is written: a taken port is the commonest reason why a demo does not start
    with Sandbox(host=HOST, port=port, clock_offset=offset) as box:
        yield box
