"""The far side of a socket for channel tests: a server that sends exactly the bytes it is told."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

CANARY = "CANARYsecretCANARY"


@dataclass
class FixedClock:
    """A clock that stands still where it says what time it is, and runs where deadlines are measured."""

    at: datetime = datetime(2026, 12, 10, 11, 40, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return time.monotonic()


@dataclass
class Shelf:
    """Tokens in memory."""

    kept: dict[str, tuple[str, datetime | None]] = field(default_factory=dict)

    def get(self, name: str) -> tuple[str, datetime | None] | None:
        return self.kept.get(name)

    def put(self, name: str, value: str, expires_at: datetime | None) -> None:
        self.kept[name] = (value, expires_at)

    def forget(self, name: str) -> None:
        self.kept.pop(name, None)


class Notes(dict[str, str]):
    """What `note` keeps."""

    def note(self, name: str, value: str) -> None:
        self[name] = value


Act = bytes | Callable[[socket.socket], None]


class Wire:
    """Answers connection after connection with the next act; the last one is repeated."""

    def __init__(self, acts: list[Act]) -> None:
        self._acts = acts
        self.seen: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        number = 0
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(5)
                act = self._acts[min(number, len(self._acts) - 1)]
                number += 1
                try:
                    if act is not reset_before:
                        self.seen.append(_request(connection))
                    act(connection) if callable(act) else connection.sendall(act)
                except OSError:
                    continue

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)


@contextmanager
def wire(*acts: Act) -> Iterator[Wire]:
    server = Wire(list(acts))
    try:
        yield server
    finally:
        server.close()


def _request(connection: socket.socket) -> bytes:
    got = b""
    while b"\r\n\r\n" not in got:
        more = connection.recv(65536)
        if not more:
            return got
        got += more
    head, _, body = got.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next((int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def http(body: bytes | str, status: str = "200 OK", **headers: Any) -> bytes:
    raw = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(raw)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + raw


def reset(connection: socket.socket) -> None:
    """Close with RST, as a box in between does."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def reset_before(connection: socket.socket) -> None:
    reset(connection)


def silent(connection: socket.socket) -> None:
    """Say nothing until the client leaves."""
    connection.recv(1)


def drip(head: bytes, every: bytes = b" ") -> Callable[[socket.socket], None]:
    """Send the head, then a byte at a time for as long as the client stays."""

    def act(connection: socket.socket) -> None:
        connection.sendall(head)
        gone = threading.Event()
        for _ in range(500):
            connection.sendall(every)
            gone.wait(0.02)

    return act


SOON = timedelta(seconds=60)
