"""Signed messages as WeChat posts them, and the check that a reply is a true one; for driving any webhook.

Protocol: developers.weixin.qq.com, ability/message-push and oplatform dev/push/encryption.md, 2026-11. The encryption
here is wechatpy's, not the bot's own, so that a mistake of the bot's cannot hide.
"""

import random
import time
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass

from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import WeChatSigner

TOKEN = "benchtoken2026benchtoken2026abcd"  # noqa: S105  of a bot that lives for a minute
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
APP_ID = "wx1234567890abcdef"
ACCOUNT = "gh_0123456789ab"

_MESSAGE = (
    "<xml><ToUserName><![CDATA[{account}]]></ToUserName>\n<FromUserName><![CDATA[{person}]]></FromUserName>\n"
    "<CreateTime>{now}</CreateTime>\n{said}</xml>"
)
_TEXT = "<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[{}]]></Content>\n<MsgId>{}</MsgId>\n"
_CLICK = "<MsgType><![CDATA[event]]></MsgType>\n<Event><![CDATA[CLICK]]></Event>\n<EventKey><![CDATA[{}]]></EventKey>\n"
_SEALED = "<xml>\n    <ToUserName><![CDATA[{}]]></ToUserName>\n    <Encrypt><![CDATA[{}]]></Encrypt>\n</xml>\n"


@dataclass(frozen=True, slots=True)
class Request:
    """One POST as it goes over the wire, and who it is from."""

    wire: bytes
    person: str


def requests_for(
    said: Sequence[str], *, path: str, safe: bool, people: int = 0, clicks: bool = False, seed: int = 0
) -> list[Request]:
    """A signed request for each text (or menu key); `people`: so many take turns, 0: a new one each time."""
    chance = random.Random(seed)
    now = int(time.time())
    first = chance.randrange(10**17, 10**18)
    made = []
    crypto = WeChatCrypto(TOKEN, AES_KEY, APP_ID)
    for number, text in enumerate(said):
        person = f"oBench{number % people if people else number:06d}of{seed:04d}"
        inner = _CLICK.format(text) if clicks else _TEXT.format(text.replace("]]>", ""), first + number)
        xml = _MESSAGE.format(account=ACCOUNT, person=person, now=now, said=inner)
        made.append(Request(_wire(xml, path, safe, crypto, str(now), str(chance.randrange(10**8, 10**10))), person))
    return made


def content_of(body: bytes, safe: bool, person: str) -> str:
    """The text of a reply. Raises ValueError when it is not a signed, sealed reply to this person."""
    text = body.decode()
    if safe:
        envelope = _fields(text)
        crypto = WeChatCrypto(TOKEN, AES_KEY, APP_ID)
        text = crypto.decrypt_message(text, envelope["MsgSignature"], envelope["TimeStamp"], envelope["Nonce"])
    reply = _fields(text)
    if reply.get("ToUserName") != person or not reply.get("Content"):
        raise ValueError(f"not a reply to {person}: {text[:200]}")
    return reply["Content"]


def _wire(xml: str, path: str, safe: bool, crypto: WeChatCrypto, now: str, nonce: str) -> bytes:
    query = f"signature={_signature(now, nonce)}&timestamp={now}&nonce={nonce}"
    if safe:
        sealed = _fields(crypto.encrypt_message(xml, nonce, now))
        query += f"&encrypt_type=aes&msg_signature={sealed['MsgSignature']}"
        xml = _SEALED.format(ACCOUNT, sealed["Encrypt"])
    body = xml.encode()
    head = (
        f"POST {path}?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\n"
        f"Content-Type: text/xml\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _signature(now: str, nonce: str) -> str:
    signer = WeChatSigner()
    signer.add_data(TOKEN, now, nonce)
    return str(signer.signature)


def _fields(xml: str) -> dict[str, str]:
    return {element.tag: element.text or "" for element in ET.fromstring(xml)}  # noqa: S314  of servers we started
