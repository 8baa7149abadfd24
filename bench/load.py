"""Plays requests to a server: as fast as it answers, or at a fixed rate whatever happens; connections stay open."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

import uvloop

from bench.wechat_messages import Request

PATIENCE = 10.0  # seconds for one reply; WeChat itself hangs up after five


@dataclass
class Played:
    """What came back. `ms`: from when a request was due to the end of its reply; `shed`: answered by `success` only."""

    seconds: float = 0.0
    ms: list[float] = field(default_factory=list)
    failed: int = 0
    shed: int = 0

    @property
    def rate(self) -> float:
        """Replies with content a second."""
        return (len(self.ms) - self.shed) / self.seconds if self.seconds else 0.0

    def at(self, share: float) -> float:
        """The ms below which that share lies."""
        ordered = sorted(self.ms)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def play(port: int, requests: Sequence[Request], *, connections: int = 32, rate: float = 0.0) -> Played:
    """Send them all. `rate`: so many a second (open loop, more connections as needed); 0: each connection sends its
    next one when it has its reply (closed loop)."""
    played = Played()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        started = time.perf_counter()
        runner.run(_open_loop(port, requests, rate, played) if rate else _closed(port, requests, connections, played))
        played.seconds = time.perf_counter() - started
    return played


class _Connection(asyncio.Protocol):
    """One request at a time; the reply is as long as its Content-Length says."""

    def __init__(self) -> None:
        self._got = b""
        self._reply: asyncio.Future[tuple[int, bytes]] | None = None
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        if self._reply and not self._reply.done():
            self._reply.set_exception(ConnectionError())

    def data_received(self, data: bytes) -> None:
        self._got += data
        head, separator, body = self._got.partition(b"\r\n\r\n")
        if not separator:
            return
        head = head.lower()
        _, found, length = head.partition(b"content-length:")
        if not found or len(body) < int(length.split(b"\r\n", 1)[0]):
            return
        self._got = b""
        if self.transport and (head.startswith(b"http/1.0") or b"connection: close" in head):
            self.transport.close()
            self.transport = None
        if self._reply and not self._reply.done():
            self._reply.set_result((int(head[9:12]), body))

    async def ask(self, wire: bytes) -> tuple[int, bytes]:
        """Status and body of the reply. Raises OSError or TimeoutError."""
        if self.transport is None:
            raise ConnectionError
        self._reply = asyncio.get_running_loop().create_future()
        self.transport.write(wire)
        async with asyncio.timeout(PATIENCE):
            return await self._reply


async def _connect(port: int) -> _Connection:
    return (await asyncio.get_running_loop().create_connection(_Connection, "127.0.0.1", port))[1]


async def _one(connection: _Connection, request: Request, due: float, played: Played) -> None:
    try:
        status, body = await connection.ask(request.wire)
    except (OSError, TimeoutError):
        played.failed += 1
        if connection.transport:
            connection.transport.abort()
            connection.transport = None
        return
    if status != 200:
        played.failed += 1
        return
    played.ms.append((time.perf_counter() - due) * 1000)
    played.shed += body == b"success"


async def _closed(port: int, requests: Sequence[Request], connections: int, played: Played) -> None:
    todo = iter(requests)

    async def worker() -> None:
        connection = await _connect(port)
        for request in todo:
            if connection.transport is None:
                connection = await _connect(port)
            await _one(connection, request, time.perf_counter(), played)

    await asyncio.gather(*(worker() for _ in range(connections)))


async def _open_loop(port: int, requests: Sequence[Request], rate: float, played: Played) -> None:
    free: list[_Connection] = []

    async def send(request: Request, due: float) -> None:
        try:
            connection = free.pop() if free else await _connect(port)
        except OSError:
            played.failed += 1
            return
        await _one(connection, request, due, played)
        if connection.transport:
            free.append(connection)

    under_way = set()
    for request, due in _timetable(requests, rate):
        if (wait := due - time.perf_counter()) > 0.001:
            await asyncio.sleep(wait)
        task = asyncio.ensure_future(send(request, due))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
    await asyncio.gather(*under_way)


def _timetable(requests: Sequence[Request], rate: float) -> Iterator[tuple[Request, float]]:
    started = time.perf_counter()
    for number, request in enumerate(requests):
        yield request, started + number / rate
