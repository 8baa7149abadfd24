"""wechatpy behind Flask, as its documentation shows it; run by gunicorn."""

from flask import Flask, abort, request
from wechatpy import create_reply, parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import InvalidAppIdException, InvalidSignatureException
from wechatpy.utils import check_signature

from bench.peers.common import AES_KEY, ANSWERS, APP_ID, DEFAULT, TOKEN

app = Flask(__name__)


@app.post("/wechat")
def message() -> str:
    """The reply to one message."""
    given = request.args
    try:
        check_signature(TOKEN, given.get("signature", ""), given.get("timestamp", ""), given.get("nonce", ""))
        if given.get("encrypt_type") != "aes":
            return str(_reply(request.data))
        crypto = WeChatCrypto(TOKEN, AES_KEY, APP_ID)
        opened = crypto.decrypt_message(request.data, given["msg_signature"], given["timestamp"], given["nonce"])
    except (InvalidSignatureException, InvalidAppIdException):
        abort(403)
    return str(crypto.encrypt_message(_reply(opened), given["nonce"], given["timestamp"]))


def _reply(xml: str | bytes) -> str:
    found = parse_message(xml)
    asked = found.content if found.type == "text" else getattr(found, "key", "")
    return str(create_reply(ANSWERS.get(asked, DEFAULT), found).render())
