"""One HTTP connection that cannot be used up: uvicorn itself waits forever for a request's head, of any size."""

from asyncio import TimerHandle
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_BYTES = 32 * 1024  # what WeChat, browsers and proxies send is a few kilobytes
HEAD_SECONDS = 5.0  # WeChat hangs up after five seconds, so a slower request is nobody's

_REFUSED = b"HTTP/1.1 %s\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class BoundedConnection(HttpToolsProtocol):
    """Closes the connection of whoever sends no complete head in time (408) or too much of one (431)."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._head_timer: TimerHandle | None = None
        self._waited_bytes = 0

    def connection_made(self, transport: Any) -> None:
        """A caller is there; they have so long to say what they want."""
        super().connection_made(transport)
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self._refuse, b"408 Request Timeout")

    def connection_lost(self, exc: Exception | None) -> None:
        """The caller is gone."""
        super().connection_lost(exc)
        self._stop_waiting()

    def data_received(self, data: bytes) -> None:
        """Some bytes of a request, or of several."""
        super().data_received(data)
        if self.transport.is_closing() or self._at_work():
            self._stop_waiting()
            return
        if self._head_timer is None:
            self._head_timer = self.loop.call_later(HEAD_SECONDS, self._refuse, b"408 Request Timeout")
            return
        # What follows an early answer is a body that nobody reads: it costs no memory, only its time is limited.
        self._waited_bytes += 0 if self._has_head() else len(data)
        if self._waited_bytes > HEAD_BYTES:
            self._refuse(b"431 Request Header Fields Too Large")

    def _at_work(self) -> bool:
        """Whether a whole head is in and its request is not answered yet."""
        return self._has_head() and self.cycle is not None and not self.cycle.response_complete

    def _has_head(self) -> bool:
        # uvicorn begins a new scope with each request and adds the method when the head is complete.
        return self.scope is not None and "method" in self.scope

    def _stop_waiting(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer, self._waited_bytes = None, 0

    def _refuse(self, status: bytes) -> None:
        """Answer if a head has begun; what trickles in after an answer, or nothing at all, is simply cut off."""
        self._stop_waiting()
        if self.transport.is_closing():
            return
        if self.scope is not None and not self._has_head():
            self.transport.write(_REFUSED % status)
        self.transport.close()
