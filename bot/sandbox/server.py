"""HTTP ports that own their sockets: they can reset a connection, hold it, drip an answer, or refuse to listen."""

import logging
import socket
import struct
import sys
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from bot.sandbox.exchange import Request, Response, as_json

log = logging.getLogger(__name__)

# Because a platform takes 15 MB at most (X, GIF), and a picture that is too large must still get its error code.
LARGEST_BODY = 32 * 1024 * 1024
# Because a burst of clients must wait in line rather than be refused.
BACKLOG = 1024
_AT_ONCE = struct.pack("ii", 1, 0)


class Site(Protocol):
    """What stands behind a port."""

    def answer(self, request: Request) -> Response:
        """Answer one request."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, site: Site, listening: socket.socket) -> None:
        super().__init__(listening.getsockname()[:2], _Exchange, bind_and_activate=False)
        self.socket.close()
        self.socket = listening
        self.site = site
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._connections: set[socket.socket] = set()

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        with self._lock:
            self._connections.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def drop_connections(self) -> None:
        self.stopping.set()
        with self._lock:
            for connection in self._connections:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    log.debug("a connection was closed already")

    def handle_error(self, request: Any, client_address: Any) -> None:
        if isinstance(sys.exc_info()[1], OSError):
            return  # because clients go away whenever they like, above all when a fault makes them
        log.exception("the sandbox failed at a request from %s", client_address)


class _Exchange(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def _exchange(self) -> None:
        request = self._read()
        if isinstance(request, Response):
            self.close_connection = True
            self._hand_over(request)
        else:
            self._hand_over(self.server.site.answer(request))

    # Because http.server looks the methods up by these names.
    do_GET = do_POST = do_PUT = do_DELETE = _exchange  # noqa: N815
    do_PATCH = do_OPTIONS = do_HEAD = _exchange  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:
        """Stay quiet: the sandbox keeps its own list of calls."""

    def _read(self) -> Request | Response:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return as_json({"error": "send a Content-Length; chunked bodies are not read"}, 411)
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdigit()):
            return as_json({"error": "Content-Length is not a number"}, 400)
        if int(length) > LARGEST_BODY:
            return as_json({"error": f"the body is larger than {LARGEST_BODY} bytes"}, 413)
        target = urlsplit(self.path)
        return Request(
            method=self.command,
            path=unquote(target.path),
            query=tuple(parse_qsl(target.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(int(length)),
            peer=self.client_address[0],
        )

    def _hand_over(self, response: Response) -> None:
        if response.manner == "reset":
            self._reset()
        elif response.manner == "hold":
            self._hold(response.seconds)
        elif response.stream is not None:
            self._send_stream(response)
        elif response.manner == "dribble":
            self._dribble(response)
        else:
            body = b"" if self.command == "HEAD" else response.body
            self.wfile.write(self._head(response, {"Content-Length": str(len(response.body))}) + body)

    def _head(self, response: Response, more: Mapping[str, str]) -> bytes:
        lines = [f"HTTP/1.1 {response.status} {self.responses.get(response.status, ('',))[0]}"]
        headers = {"Content-Type": response.content_type, **response.headers, **more}
        if self.close_connection:
            headers["Connection"] = "close"
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def _send_stream(self, response: Response) -> None:
        self.close_connection = True
        self.wfile.write(self._head(response, {"Transfer-Encoding": "chunked"}))
        for chunk in response.stream or ():
            self.wfile.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
        self.wfile.write(b"0\r\n\r\n")

    def _reset(self) -> None:
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        self.rfile.close()  # because the socket is only closed, and so reset, once nothing holds it
        self.connection.close()

    def _hold(self, seconds: float) -> None:
        """Say nothing until the client has gone, the time is over or the port is closed."""
        self.close_connection = True
        self.connection.settimeout(0.05)
        left = seconds
        while left > 0 and not self.server.stopping.is_set():
            try:
                if not self.connection.recv(1, socket.MSG_PEEK):
                    return
                self.server.stopping.wait(0.05)
            except TimeoutError:
                left -= 0.05

    def _dribble(self, response: Response) -> None:
        self.close_connection = True
        self.wfile.write(self._head(response, {"Content-Length": str(len(response.body))}))
        for position in range(len(response.body)):
            if self.server.stopping.wait(response.seconds / len(response.body)):
                return
            self.wfile.write(response.body[position : position + 1])


class Port:
    """A port that can be closed and opened again at the same number."""

    def __init__(self, site: Site, host: str, number: int) -> None:
        self._site = site
        self._socket = _bound(host, number)
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self.host, self.number = self._socket.getsockname()[:2]

    @property
    def address(self) -> str:
        """The origin that clients use, e.g. `http://127.0.0.1:8002`."""
        host = "127.0.0.1" if self.host == "0.0.0.0" else self.host  # noqa: S104 - compared with, not bound to
        return f"http://{host}:{self.number}"

    def open(self) -> None:
        """Listen; does nothing when it listens already."""
        with self._lock:
            if self._server is not None:
                return
            self._socket.listen(BACKLOG)
            self._server = _Server(self._site, self._socket)
            self._thread = threading.Thread(
                target=self._server.serve_forever, args=(0.05,), name=f"sandbox-{self.number}", daemon=True
            )
            self._thread.start()

    def refuse(self) -> None:
        """Cut all connections and stop listening, but keep the number."""
        with self._lock:
            self._shut()
            if self._socket.fileno() == -1:
                self._socket = _bound(self.host, self.number)

    def stop(self) -> None:
        """Close for good."""
        with self._lock:
            self._shut()
            self._socket.close()

    def _shut(self) -> None:
        if self._server is None or self._thread is None:
            return
        self._server.shutdown()
        self._server.server_close()
        self._server.drop_connections()
        self._thread.join(timeout=5)
        self._server = None


def _bound(host: str, number: int) -> socket.socket:
    """Take a port without listening on it, so that nobody else gets it meanwhile."""
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((host, number))
    except (OSError, OverflowError) as fault:
        taken.close()
        reason = fault.strerror if isinstance(fault, OSError) else "there is no such port"
        raise OSError(
            f"Port {number} on {host} cannot be opened ({reason}). Choose another one with --port."
        ) from fault
    return taken
