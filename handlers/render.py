"""A reply's text to the XML that WeChat takes, sealed when the account's mode asks for it."""

import re

from handlers.aes import Box
from handlers.verify import signature_of

# What XML 1.0 cannot hold; a FAQ pasted from a word processor may.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def text_reply(text: str, *, to: str, sender: str, seconds: int) -> str:
    """The XML of a passive text reply (Passive_user_reply_message, 2026-11), whatever the text holds."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if NOT_XML.search(text):
        text = NOT_XML.sub("", text)
    # "]]>" would end the CDATA section and let the rest of an answer be read as XML.
    safe = text.replace("]]>", "]]]]><![CDATA[>")
    return (
        f"<xml><ToUserName><![CDATA[{to}]]></ToUserName><FromUserName><![CDATA[{sender}]]></FromUserName>"
        f"<CreateTime>{seconds}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{safe}]]></Content></xml>"
    )


def sealed_reply(xml: str, *, box: Box, token: str, nonce: str, seconds: int) -> str:
    """The same reply encrypted and signed; the request's nonce is used again, as the platform's sample does."""
    encrypted = box.seal(xml.encode())
    signature = signature_of(token, str(seconds), nonce, encrypted)
    return (
        f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt><MsgSignature><![CDATA[{signature}]]></MsgSignature>"
        f"<TimeStamp>{seconds}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
    )
