"""Weibo's OAuth2: authorise, exchange the code, look at a token, give it back."""

import base64
import binascii
from typing import Any
from urllib.parse import urlencode, urlsplit

from bot.sandbox.exchange import Response
from bot.sandbox.state import letters
from bot.sandbox.weibo_api import WeiboCall, WeiboEndpoint, check_token
from bot.sandbox.weibo_codes import CODE_SECONDS, WeiboError
from bot.sandbox.weibo_world import Code


def authorize(call: WeiboCall) -> Response:
    """Say yes in the user's name and go back at once with a code."""
    if call.param("client_id") != call.world.state.weibo.app_key:
        raise WeiboError(21324)
    redirect = call.param("redirect_uri")
    if urlsplit(redirect).scheme not in ("http", "https") or not redirect.isprintable() or not redirect.isascii():
        raise WeiboError(21322)
    answer = {"error": "unsupported_response_type", "error_code": "21329"}
    if call.param("response_type") in ("", "code"):
        code = letters(32)
        call.account.codes[code] = Code(redirect, call.now)
        answer = {"code": code}
    if call.param("state"):
        answer["state"] = call.param("state")
    joint = "&" if urlsplit(redirect).query else "?"
    return Response(302, headers={"Location": redirect + joint + urlencode(answer)})


def access_token(call: WeiboCall) -> dict[str, Any]:
    """Exchange a code, which works once, for a token."""
    weibo = call.world.state.weibo
    if _client(call) != (weibo.app_key, weibo.app_secret):
        raise WeiboError(21324)
    if call.param("grant_type") != "authorization_code":
        raise WeiboError(21328)
    code = call.account.codes.pop(call.param("code"), None)
    if code is None or call.now >= code.at + CODE_SECONDS:
        raise WeiboError(21325)
    if code.redirect_uri != call.param("redirect_uri"):
        raise WeiboError(21322)
    token = "2.00" + letters(28)
    call.account.tokens[token] = call.now
    seconds = int(weibo.token_seconds)
    return {"access_token": token, "remind_in": str(seconds), "expires_in": seconds, "uid": weibo.uid}


def get_token_info(call: WeiboCall) -> dict[str, Any]:
    """Tell whose a token is and, in `expire_in`, how many seconds it has left."""
    issued = check_token(call)
    weibo = call.world.state.weibo
    return {
        "uid": int(weibo.uid) if weibo.uid.isascii() and weibo.uid.isdigit() else weibo.uid,
        "appkey": weibo.app_key,
        "scope": None,
        "create_at": int(issued),
        "expire_in": int(issued + weibo.token_seconds - call.now),
    }


def revoke(call: WeiboCall) -> dict[str, Any]:
    """Take a token back; from then on it answers 21321 (an SDK author's test)."""
    check_token(call)
    call.account.revoked.add(call.token())
    return {"result": "true"}


def _client(call: WeiboCall) -> tuple[str, str]:
    header = call.request.headers.get("authorization", "")
    if header.lower().startswith("basic "):
        try:
            name, _, secret = base64.b64decode(header[6:]).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError) as fault:
            raise WeiboError(21324) from fault
        return name, secret
    return call.param("client_id"), call.param("client_secret")


ENDPOINTS = {
    "/oauth2/authorize": WeiboEndpoint("ANY", authorize, signed=False),
    "/oauth2/access_token": WeiboEndpoint("POST", access_token, signed=False),
    "/oauth2/get_token_info": WeiboEndpoint("POST", get_token_info, signed=False),
    "/oauth2/revokeoauth2": WeiboEndpoint("ANY", revoke, signed=False),
}
