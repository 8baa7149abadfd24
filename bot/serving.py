"""Runs an ASGI app in this process until a signal ends it, or in several workers."""

import contextlib
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn
from uvicorn.supervisors import Multiprocess

from bot.connections import BoundedConnection
from bot.core.errors import UsageError

GRACE_SECONDS = 25  # a send in flight is never cut off: that would make an unknown outcome


# In the environment of the processes that `serve --workers` starts: who started them.
PARENT_VARIABLE = "PARISTECH_BOT_PARENT"
_PARENT_LOOK_SECONDS = 0.5


def end_with_parent() -> None:
    """Let this process end (as by SIGTERM) when the one that started it is gone, however that died.

    Otherwise workers whose parent was killed would go on for ever, hold the port, and keep the next one from starting.
    Nothing for a process that nobody of ours has started.
    """
    parent = os.environ.get(PARENT_VARIABLE, "")
    if parent.isdigit():
        threading.Thread(target=_watch, args=(int(parent),), name="parent", daemon=True).start()


def _watch(parent: int) -> None:
    never = threading.Event()
    while os.getppid() == parent:
        never.wait(_PARENT_LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


class _Server(uvicorn.Server):
    """Ends quietly with status 0 on SIGINT and SIGTERM; uvicorn itself raises the signal again afterwards."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        before = {sig: signal.signal(sig, self.handle_exit) for sig in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for sig, handler in before.items():
                signal.signal(sig, handler)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_ready()


def run(app: Any, *, host: str, port: int, on_ready: Callable[[], None] = lambda: None) -> None:
    """Serve until SIGINT or SIGTERM; `on_ready` is called once the port answers. UsageError when the port is taken."""
    config = config_of(app, host, port)
    with listening(host, port) as sock:
        _Server(config, on_ready).run(sockets=[sock])


def run_workers(factory: str, *, host: str, port: int, workers: int) -> None:
    """Serve by several processes, each with its own app made by `factory` ("module:function")."""
    config = config_of(factory, host, port, factory=True, workers=workers)
    with listening(host, port) as sock:
        Multiprocess(config, sockets=[sock]).run()


@contextlib.contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A bound socket, closed afterwards; UsageError says what to do when the port cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(2048)
    except OSError as error:
        sock.close()
        raise UsageError(f"Cannot listen on {host} port {port} ({error.strerror}). Choose another port.") from None
    with contextlib.closing(sock):
        yield sock


def config_of(app: Any, host: str, port: int, **more: Any) -> uvicorn.Config:
    """How uvicorn serves this app; `more` are settings of its own."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        http=BoundedConnection,
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,  # the console judges by itself whom it believes
        date_header=True,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_keep_alive=30,
        **more,
    )
