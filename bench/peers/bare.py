"""The floor: a bare ASGI handler that does only signature, AES, XML and a dictionary look-up, as fast as Python allows.

No replay cache, no freshness, no log, no person: it shows what the protocol alone costs.
"""

import base64
import hashlib
import hmac
import os
import struct
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl
from xml.etree.ElementTree import XML

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bench.peers.common import AES_KEY, ANSWERS, APP_ID, DEFAULT, TOKEN

_KEY = base64.b64decode(AES_KEY + "=")
_CIPHER = Cipher(algorithms.AES(_KEY), modes.CBC(_KEY[:16]))
_OWN = APP_ID.encode()


def _sign(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def _open(sealed: str) -> bytes:
    decryptor = _CIPHER.decryptor()
    plain = decryptor.update(base64.b64decode(sealed)) + decryptor.finalize()
    (length,) = struct.unpack_from(">I", plain, 16)
    if plain[20 + length : -plain[-1]] != _OWN:
        raise PermissionError
    return plain[20 : 20 + length]


def _seal(message: bytes) -> str:
    plain = os.urandom(16) + struct.pack(">I", len(message)) + message + _OWN
    pad = 32 - len(plain) % 32
    encryptor = _CIPHER.encryptor()
    return base64.b64encode(encryptor.update(plain + bytes((pad,)) * pad) + encryptor.finalize()).decode()


def _answer(query: dict[str, str], body: bytes) -> bytes:
    now, nonce = query["timestamp"], query["nonce"]
    if not hmac.compare_digest(_sign(TOKEN, now, nonce), query["signature"]):
        raise PermissionError
    message = {element.tag: element.text or "" for element in XML(body)}
    sealed = message.get("Encrypt")
    if sealed:
        if not hmac.compare_digest(_sign(TOKEN, now, nonce, sealed), query["msg_signature"]):
            raise PermissionError
        message = {element.tag: element.text or "" for element in XML(_open(sealed))}
    text = ANSWERS.get(message.get("Content") or message.get("EventKey", ""), DEFAULT)
    xml = (
        f"<xml><ToUserName><![CDATA[{message['FromUserName']}]]></ToUserName>"
        f"<FromUserName><![CDATA[{message['ToUserName']}]]></FromUserName><CreateTime>{int(time.time())}</CreateTime>"
        f"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text.replace(']]>', '')}]]></Content></xml>"
    )
    if not sealed:
        return xml.encode()
    encrypted = _seal(xml.encode())
    return (
        f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt>"
        f"<MsgSignature><![CDATA[{_sign(TOKEN, now, nonce, encrypted)}]]></MsgSignature>"
        f"<TimeStamp>{now}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
    ).encode()


async def app(
    scope: MutableMapping[str, Any],
    receive: Callable[[], Awaitable[MutableMapping[str, Any]]],
    send: Callable[[MutableMapping[str, Any]], Awaitable[None]],
) -> None:
    """One HTTP request."""
    query = dict(parse_qsl(scope["query_string"].decode("ascii")))
    message = await receive()
    body = message.get("body", b"")
    while message.get("more_body"):
        message = await receive()
        body += message.get("body", b"")
    try:
        status, reply = 200, _answer(query, body)
    except PermissionError:
        status, reply = 403, b""
    headers = [(b"content-type", b"application/xml"), (b"content-length", str(len(reply)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": reply})
