"""Tells every open page what has just happened (Server-Sent Events)."""

import json
import queue
import threading
from collections.abc import Iterator

# Because a proxy or a browser drops a silent connection (house rule of the phone page: every 15 s).
PING_SECONDS = 15.0
# Because a page that does not read must not fill the memory: it is cut off and connects again.
LONGEST_QUEUE = 1000

_END = b""


class Live:
    """Copies each event to all listeners."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: set[queue.Queue[bytes]] = set()
        self._open = True

    def tell(self, event: str, body: object) -> None:
        """Send `event` (post, message, follower, menu, state) with a JSON body to every listener."""
        chunk = f"event: {event}\ndata: {json.dumps(body, ensure_ascii=False)}\n\n".encode()
        with self._lock:
            for listener in list(self._listeners):
                try:
                    listener.put_nowait(chunk)
                except queue.Full:
                    self._listeners.discard(listener)

    def listen(self, ping_seconds: float = PING_SECONDS) -> Iterator[bytes]:
        """Give the event stream of one page. It has begun when this returns: nothing that follows is missed."""
        listener: queue.Queue[bytes] = queue.Queue(LONGEST_QUEUE + 1)
        with self._lock:
            if self._open:
                self._listeners.add(listener)
        return self._stream(listener, ping_seconds)

    def close(self) -> None:
        """End all streams."""
        with self._lock:
            self._open = False
            for listener in self._listeners:
                if listener.full():
                    listener.get_nowait()
                listener.put_nowait(_END)
            self._listeners.clear()

    def _stream(self, listener: "queue.Queue[bytes]", ping_seconds: float) -> Iterator[bytes]:
        yield b": welcome\n\n"
        try:
            while listener in self._listeners or not listener.empty():
                try:
                    chunk = listener.get(timeout=ping_seconds)
                except queue.Empty:
                    chunk = b": ping\n\n"
                if chunk == _END:
                    return
                yield chunk
        finally:
            with self._lock:
                self._listeners.discard(listener)
