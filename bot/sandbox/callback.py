"""Calls the bot's webhook as WeChat does: signed, encrypted, 5 s to answer, three tries."""

import http.client
import io
import secrets
import socket
import ssl
import threading
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, quote, urlencode, urlsplit

from bot.sandbox.clock import Clock, stopwatch
from bot.sandbox.state import AppState
from bot.sandbox.wechat_reply import BadReply, aes, read_reply, signature
from bot.sandbox.wechat_xml import Fields, document
from bot.sandbox.world import Timing, World

# Because an answer is a few kilobytes; more is read no further.
LARGEST_ANSWER = 1024 * 1024


@dataclass(frozen=True)
class Push:
    """A webhook call to be made: to whom, as whom, about whom."""

    url: str
    mode: str
    app: AppState
    openid: str
    fields: Fields
    clock: Clock


class _Deadline(io.RawIOBase):
    """Reads a socket, but never beyond a moment: a slow answer is as late as none."""

    def __init__(self, connection: socket.socket, until: float) -> None:
        self._connection = connection
        self._until = until

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._until - stopwatch()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        return self._connection.recv_into(buffer)

    def makefile(self, *_: Any) -> io.BufferedReader:
        return io.BufferedReader(self)


def push_for(world: World, fields: Fields, openid: str, mode: str | None = None) -> Push | None:
    """Prepare a call with the settings of this moment; None while no callback address is set."""
    callback = world.state.callback
    if callback.url is None:
        return None
    return Push(callback.url, mode or callback.mode, world.state.app, openid, fields, world.clock)


def push_event(world: World, fields: Fields) -> None:
    """Send an event from the platform itself (a finished job) in the background, with the usual tries."""
    push = push_for(world, fields, world.operator)
    if push is not None:
        threading.Thread(target=deliver, args=(push, world.timing), name="sandbox-event", daemon=True).start()


def deliver(push: Push, timing: Timing) -> list[dict[str, Any]]:
    """Call until an answer with status 200 comes, at most three times; tell how each try ended."""
    tries: list[dict[str, Any]] = []
    for _ in range(timing.callback_tries):
        tries.append(_one_try(push, timing.callback_deadline))
        if tries[-1]["status"] == 200:
            break
    return tries


def _one_try(push: Push, deadline: float) -> dict[str, Any]:
    began = stopwatch()
    answer: dict[str, Any] = {"status": None, "ms": 0.0, "reply": None, "raw": "", "error": None}
    try:
        answer["status"], body = _post(push, began + deadline)
    except TimeoutError:
        answer["error"] = f"no answer within {deadline:g} seconds"
    except (OSError, http.client.HTTPException) as fault:
        answer["error"] = f"the bot cannot be reached: {type(fault).__name__}"
    else:
        answer.update(_understood(push, answer["status"], body))
    answer["ms"] = round((stopwatch() - began) * 1000, 3)
    return answer


def _understood(push: Push, status: int, body: bytes) -> dict[str, Any]:
    raw = body.decode("utf-8", "replace")
    if status != 200:
        return {"raw": raw, "error": f"status {status}"}
    try:
        reply = read_reply(body, push.app, push.openid, push.mode)
    except BadReply as fault:
        return {"raw": raw, "error": str(fault)}
    return {"raw": reply.raw, "reply": reply.seen}


def _post(push: Push, until: float) -> tuple[int, bytes]:
    query, body = _written(push)
    target = urlsplit(push.url)
    path = quote(target.path or "/", safe="/%") + "?" + "&".join(filter(None, (target.query, urlencode(query))))
    head = f"POST {path} HTTP/1.1\r\nHost: {target.netloc}\r\nContent-Type: text/xml\r\nAccept: */*\r\n"
    head += f"Content-Length: {len(body)}\r\nConnection: close\r\nUser-Agent: Mozilla/4.0\r\n\r\n"
    with _connected(target, until) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(head.encode("latin-1") + body)
        with http.client.HTTPResponse(_Deadline(connection, until), method="POST") as response:  # type: ignore[arg-type]  # because it only ever asks for makefile()
            response.begin()
            return response.status, response.read(LARGEST_ANSWER)


def _connected(target: SplitResult, until: float) -> socket.socket:
    left = max(0.001, until - stopwatch())
    port = target.port or (443 if target.scheme == "https" else 80)
    connection = socket.create_connection((target.hostname or "", port), timeout=left)
    if target.scheme == "https":
        return ssl.create_default_context().wrap_socket(connection, server_hostname=target.hostname)
    return connection


def _written(push: Push) -> tuple[dict[str, str], bytes]:
    """Write query and body of one call, signed for this try."""
    stamp, nonce = str(int(push.clock.now())), str(secrets.randbelow(10**10))
    query = {"signature": signature(push.app.token, stamp, nonce), "timestamp": stamp, "nonce": nonce}
    query["openid"] = push.openid
    plain = document(push.fields)
    if push.mode == "plain":
        return query, plain.encode()
    encrypted = aes(push.app).encrypt(plain, push.app.app_id).decode()
    query["encrypt_type"] = "aes"
    query["msg_signature"] = signature(push.app.token, stamp, nonce, encrypted)
    outer: dict[str, Any] = dict(push.fields) if push.mode == "compat" else {"ToUserName": push.app.original_id}
    return query, document({**outer, "Encrypt": encrypted}).encode()
