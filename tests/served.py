"""An ASGI app behind a real socket, in a thread of the test."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from tests.flows.running import eventually


@contextmanager
def listening() -> Iterator[tuple[socket.socket, int]]:
    """A socket of its own, and its port."""
    with socket.create_server(("127.0.0.1", 0), backlog=512) as sock:
        yield sock, sock.getsockname()[1]


@contextmanager
def serving(app: Any, sock: socket.socket) -> Iterator[None]:
    """The app answers there, its start and stop included."""
    server = uvicorn.Server(uvicorn.Config(app, http="httptools", log_config=None, ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
    thread.start()
    try:
        eventually(lambda: server.started)
        yield
    finally:
        server.should_exit = True
        thread.join(30)
