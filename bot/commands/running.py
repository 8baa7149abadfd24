"""serve, scheduler, sandbox: what runs until a signal ends it."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from bot import serving, wiring
from bot.commands.output import Config, note
from bot.sandbox.run import Sandbox


def serve(
    config: Config = None,
    workers: Annotated[int, typer.Option(min=1, help="How many web processes.")] = 1,
    no_scheduler: Annotated[bool, typer.Option("--no-scheduler", help="Answer only; run `scheduler` apart.")] = False,
) -> None:
    """Answer on the webhook and send announcements, until Ctrl-C."""
    path, settings = wiring.settings_at(config)
    if workers == 1:
        app = wiring.build(path, settings, with_scheduler=not no_scheduler)
        serving.run(
            app,
            host=settings.server.host,
            port=settings.server.port,
            on_ready=lambda: note(f"The bot answers at {settings.server.public_url}/wechat. Ctrl-C ends it."),
        )
        return
    wiring.check_schema(settings)
    # The parent ticks by a process of its own, because workers never do; workers find the settings by the environment.
    os.environ[wiring.CONFIG_VARIABLE] = str(path)
    with _scheduler_process(str(path), wanted=not no_scheduler):
        serving.run_workers(
            "bot.wiring:app_from_env", host=settings.server.host, port=settings.server.port, workers=workers
        )


def scheduler(config: Config = None) -> None:
    """Send announcements only, until Ctrl-C."""
    settings = wiring.load_settings(config)
    with _until_signal() as ended, wiring.running_scheduler(settings):
        note("The scheduler runs. Ctrl-C ends it.")
        ended.wait()


def sandbox(
    port: Annotated[int, typer.Option(min=1, max=65532, help="Controls here, platforms on the next three.")] = 8001,
) -> None:
    """Emulate WeChat, Weibo and X, with a phone page, until Ctrl-C."""
    with _until_signal() as ended, Sandbox(port=port) as box:
        note(f"Controls and phone page: {box.addresses.control}")
        note(f"WeChat {box.addresses.wechat}, Weibo {box.addresses.weibo}, X {box.addresses.x}. Ctrl-C ends it.")
        ended.wait()


@contextmanager
def _until_signal() -> Iterator[threading.Event]:
    ended = threading.Event()
    before = {sig: signal.signal(sig, lambda *_: ended.set()) for sig in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield ended
    finally:
        for sig, handler in before.items():
            signal.signal(sig, handler)


@contextmanager
def _scheduler_process(path: str, *, wanted: bool) -> Iterator[None]:
    if not wanted:
        yield
        return
    code = "import sys; from bot.cli import run; sys.exit(run(sys.argv[1:]))"
    child = subprocess.Popen([sys.executable, "-c", code, "scheduler", "--config", path])  # noqa: S603  # our own code
    try:
        yield
    finally:
        child.terminate()
        child.wait(timeout=serving.GRACE_SECONDS + 10)
