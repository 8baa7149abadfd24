"""serve, scheduler, sandbox: what runs until a signal ends it."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from bot import faults, serving, watching, wiring
from bot.commands.output import Config, NoConfig, note
from bot.core.errors import UsageError
from bot.sandbox.run import Sandbox

LOOKED_AFTER_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 60.0


def serve(
    config: Config = None,
    workers: Annotated[int, typer.Option(metavar="N", min=1, help="How many processes answer.")] = 1,
    no_scheduler: Annotated[bool, typer.Option("--no-scheduler", help="Answer only; run `scheduler` apart.")] = False,
) -> None:
    """Answer on the webhook and send announcements, until Ctrl-C."""
    with ending_quietly():
        _serve(config, workers, with_scheduler=not no_scheduler)


def _serve(config: str | None, workers: int, *, with_scheduler: bool) -> None:
    path, settings = wiring.settings_at(config)
    if workers == 1:
        app = wiring.build(path, settings, with_scheduler=with_scheduler)
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
    os.environ[serving.PARENT_VARIABLE] = str(os.getpid())
    note(f"{workers} processes start to answer at {settings.server.public_url}/wechat. Ctrl-C ends them.")
    with _counts_together(), _scheduler_process(str(path), wanted=with_scheduler):
        serving.run_workers(
            "bot.wiring:app_from_env", host=settings.server.host, port=settings.server.port, workers=workers
        )


def scheduler(config: Config = None) -> None:
    """Send announcements only, until Ctrl-C."""
    serving.end_with_parent()
    with ending_quietly():
        path, settings = wiring.settings_at(config)
        with _until_signal() as ended, wiring.running_scheduler(path, settings):
            note("The scheduler runs. Ctrl-C ends it.")
            ended.wait()


def sandbox(
    port: Annotated[
        int, typer.Option(metavar="N", min=1, max=65532, help="Controls here, platforms on the next three.")
    ] = 8001,
    config: NoConfig = None,
) -> None:
    """Emulate WeChat, Weibo and X, with a phone page, until Ctrl-C."""
    with _until_signal() as ended, _sandbox(port) as box:
        note(f"Controls and phone page: {box.addresses.control}")
        note(f"WeChat {box.addresses.wechat}, Weibo {box.addresses.weibo}, X {box.addresses.x}. Ctrl-C ends it.")
        ended.wait()


@contextmanager
def ending_quietly() -> Iterator[None]:
    """SIGINT and SIGTERM end the command with status 0, also while it is still starting."""
    with _handling(lambda *_: sys.exit(0)):
        yield


@contextmanager
def _until_signal() -> Iterator[threading.Event]:
    ended = threading.Event()
    with _handling(lambda *_: ended.set()):
        yield ended


@contextmanager
def _handling(handler: Callable[..., None]) -> Iterator[None]:
    before = {sig: signal.signal(sig, handler) for sig in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for sig, former in before.items():
            signal.signal(sig, former)


@contextmanager
def _counts_together() -> Iterator[None]:
    """A folder in which the workers add up their counts for /metrics."""
    with TemporaryDirectory(prefix="paristech-bot-") as folder:
        os.environ[watching.FOLDER_VARIABLE] = folder
        yield


@contextmanager
def _scheduler_process(path: str, *, wanted: bool) -> Iterator[None]:
    if not wanted:
        yield
        return
    ended = threading.Event()
    keeper = threading.Thread(target=_keep_scheduler, args=(path, ended), name="scheduler-keeper")
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join()


def _keep_scheduler(path: str, ended: threading.Event) -> None:
    """Run a scheduler process until the end; one that dies is replaced, because nobody else would send anything."""
    code = "import sys; from bot.cli import run; sys.exit(run(sys.argv[1:]))"
    environment, pause = dict(os.environ), 1.0
    while True:
        command = [sys.executable, "-c", code, "scheduler", "--config", path]
        child = subprocess.Popen(command, env=environment)  # noqa: S603  # our own code
        while child.poll() is None and not ended.wait(LOOKED_AFTER_SECONDS):
            pass
        if child.poll() is None:
            child.terminate()
        status = child.wait(timeout=serving.GRACE_SECONDS + 10)
        if ended.is_set() or status == 0:  # 0: a signal asked it to end, Ctrl-C reaches all of us
            return
        note(f"The scheduler ended by itself (status {status}); another one starts.")
        environment.pop(faults.VARIABLE, None)  # the crash that was wished for has happened
        ended.wait(pause)
        pause = min(2 * pause, LONGEST_PAUSE_SECONDS)


@contextmanager
def _sandbox(port: int) -> Iterator[Sandbox]:
    try:
        box = Sandbox(port=port)
    except OSError as error:  # its sentence names the port and says what to do
        raise UsageError(str(error)) from None
    with box:
        yield box
