"""Outbound HTTP with three deadlines and three results: an answer, certainly not sent, or lost on the way."""

import http.client
import io
import json
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3 import HTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NameResolutionError

from bot.core.ports import FaultPoint
from bot.core.text import host_of

_CHUNK = 16 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer. `json` is None when the body is not JSON (or says null)."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    json: Any = None

    def says(self, name: str) -> str:
        """A header's value by its lower-case name, "" without one."""
        return self.headers.get(name, "")


@dataclass(frozen=True, slots=True)
class NotSent:
    """Certainly nothing arrived: no connection was made (name, refusal, TLS, connect timeout)."""

    why: str


@dataclass(frozen=True, slots=True)
class Lost:
    """A connection stood and then something broke: the platform may or may not have acted."""

    why: str


Result = Answer | NotSent | Lost


def field_of(result: Result, name: str) -> str:
    """A field of an answer as text, "" when it is not there or is neither text nor number."""
    value = result.json.get(name) if isinstance(result, Answer) and isinstance(result.json, Mapping) else None
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds to connect, then for the request and the whole answer, however slowly they drip; the most bytes read."""

    connect: float = 5.0
    answer: float = 15.0
    body_bytes: int = 1024 * 1024


@dataclass(slots=True)
class _Wire:
    """One call's connection: whether it stood (only then can anything have been sent), and its deadline."""

    monotonic: Callable[[], float]
    seconds: float
    stood: bool = False
    until: float = 0.0

    def up(self, sock: socket.socket) -> None:
        self.stood = True
        self.until = self.monotonic() + self.seconds
        sock.settimeout(self.seconds)  # sending a picture may take longer than connecting

    def left(self) -> float:
        """Seconds left. Raises TimeoutError when there are none."""
        left = self.until - self.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class _Dripping(io.RawIOBase):
    """A socket's answer until the deadline; requests' own timeout would start again with every byte."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, wire: _Wire) -> None:
        self._raw, self._sock, self._wire = raw, sock, wire

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:
        self._sock.settimeout(self._wire.left())
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Reply(http.client.HTTPResponse):
    def __init__(self, wire: _Wire, sock: socket.socket, method: str | None = None, **kwargs: Any) -> None:
        super().__init__(sock, method=method, **kwargs)
        self.fp = io.BufferedReader(_Dripping(self.fp.detach(), sock, wire))


class _Plain(HTTPConnection):
    def __init__(self, wire: _Wire, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._wire = wire
        self.response_class = partial(_Reply, wire)  # type: ignore[assignment]  # called like the class

    def connect(self) -> None:
        super().connect()
        self._wire.up(self.sock)


class _Tls(HTTPSConnection):
    def __init__(self, wire: _Wire, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._wire = wire
        self.response_class = partial(_Reply, wire)  # type: ignore[assignment]  # called like the class

    def connect(self) -> None:
        super().connect()
        self._wire.up(self.sock)


class _Adapter(HTTPAdapter):
    def __init__(self, wire: _Wire) -> None:
        self._wire = wire
        super().__init__(max_retries=0)

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        pool.ConnectionCls = partial(_Tls if pool.scheme == "https" else _Plain, self._wire)
        return pool


class Http:
    """One platform's way out. Redirects are not followed and nothing is retried: the channel decides."""

    def __init__(
        self, monotonic: Callable[[], float], fault: FaultPoint, *, proxy: str = "", deadlines: Deadlines | None = None
    ) -> None:
        self._monotonic = monotonic
        self._fault = fault
        self._proxies = {"http": proxy, "https": proxy} if proxy else {}
        self._deadlines = deadlines or Deadlines()

    def call(
        self, method: str, url: str, *, auth: AuthBase | None = None, publishing: bool = False, **parts: Any
    ) -> Result:
        """Make one request. `parts`: params, data, files, headers as requests takes them.

        `publishing` marks the call that makes a post visible (the crash point P3 lies in it).
        """
        wire = _Wire(self._monotonic, self._deadlines.answer)
        adapter = _Adapter(wire)
        headers = {"Accept-Encoding": "identity", "User-Agent": "paristech-bot", **parts.pop("headers", {})}
        try:
            # No session: an idle connection that the platform has closed would turn a certain "not sent" into "lost"
            # (posts are few); and neither .netrc, the environment's proxies nor redirects get a say.
            request = requests.Request(method, url, auth=auth, headers=headers, **parts).prepare()
            timeouts = (self._deadlines.connect, self._deadlines.answer)
            with adapter.send(request, stream=True, timeout=timeouts, proxies=self._proxies) as response:
                if publishing:
                    self._fault("P3")
                body = self._body(response.raw)
        except (requests.RequestException, HTTPError, OSError, http.client.HTTPException) as error:
            why = _in_words(error, host_of(url))
            return Lost(why) if wire.stood else NotSent(why)
        finally:
            adapter.close()
        if body is None:
            return Lost("its answer was far too long")
        headers_seen = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, headers_seen, body, _json(body, headers_seen))

    def _body(self, raw: HTTPResponse) -> bytes | None:
        """The body as it came, None when it is longer than we read."""
        body = bytearray()
        # We ask for no compression and undo none, so no small answer can become a huge one.
        while chunk := raw.read1(_CHUNK, decode_content=False):
            body += chunk
            if len(body) > self._deadlines.body_bytes:
                return None
        return bytes(body)


def _json(body: bytes, headers: Mapping[str, str]) -> Any:
    if headers.get("content-encoding", "identity").lower() != "identity":
        return None
    try:
        return json.loads(body.decode("utf-8-sig"), strict=False)
    except (ValueError, RecursionError):
        return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, BaseException) and id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]


# First match wins. Words of our own, because the libraries' texts hold the address with its tokens.
_WORDS: tuple[tuple[type[BaseException], str], ...] = (
    (ssl.SSLCertVerificationError, "the certificate of {host} was not accepted"),
    (NameResolutionError, "the name {host} was not found"),
    (socket.gaierror, "the name {host} was not found"),
    (ConnectionRefusedError, "{host} refused the connection"),
    (TimeoutError, "{host} did not answer in time"),
    (requests.Timeout, "{host} did not answer in time"),
    (ssl.SSLError, "no secure connection to {host} could be made"),
    (requests.exceptions.ProxyError, "the proxy before {host} did not work"),
    (ConnectionError, "the connection to {host} broke off"),
    (http.client.HTTPException, "the connection to {host} broke off"),
)


def _in_words(error: BaseException, host: str) -> str:
    causes = list(_causes(error))
    for kind, words in _WORDS:
        if any(isinstance(cause, kind) for cause in causes):
            return words.format(host=host)
    return f"the connection to {host} failed"
