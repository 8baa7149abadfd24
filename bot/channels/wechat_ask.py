"""Asking WeChat what the account may do: reads, and calls that cannot be carried out; nobody sees anything."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.codes import Means
from bot.channels.http import Answer, Lost, NotSent, Result
from bot.channels.wechat_client import Client, NoToken, code_of, field_of
from bot.channels.wechat_codes import CODES
from bot.core.rights import Asked, Finding


@dataclass(frozen=True, slots=True)
class Question:
    """A call that only an account with this right may make.

    yes: codes that only whoever has the right is told ("there is no such person").
    """

    right: str
    path: str
    body: Mapping[str, Any] | None = None  # None: a GET
    yes: tuple[int, ...] = ()


_TO_NOBODY = {"touser": "nobody", "msgtype": "text", "text": {"content": "-"}}
# Each costs one call of many hundreds a day (freepublish/batchget: of 100; page API_Call_Limits, read 2026-11-23).
QUESTIONS = (
    Question("draft", "draft/count"),
    Question("material", "material/get_materialcount"),
    # There is no job of this number: an account that may send hears that, another one that it may not ask.
    Question("mass", "message/mass/get", {"msg_id": "1"}, yes=(40059,)),
    Question("publish", "freepublish/batchget", {"offset": 0, "count": 1, "no_content": 1}),
    Question("tags", "tags/get"),
    Question("menu", "menu/get", yes=(46003,)),
    # No openid looks like this, so nobody can get the message.
    Question("customer", "message/custom/send", _TO_NOBODY, yes=(40003,)),
    # No code of this kind exists, so none is made.
    Question("qr", "qrcode/create", {"action_name": "NONE"}, yes=(40053, 40035, 47001)),
)
# Never given; the account has lost the right, or a person at WeChat took it away.
_NO_RIGHT = (48001, 48003, 48004, 48008, 50002)
_ADDRESS = re.compile(r"\b(\d{1,3}(?:\.\d{1,3}){3})\b")


def ask_about(client: Client) -> Asked:
    """The token first; without one there is nothing more to ask."""
    first, *others = QUESTIONS
    result = _put(client, first)
    token = _token(result)
    if not token.works:
        return Asked((token,))
    findings = [token, _found(first, result), *(_found(question, _put(client, question)) for question in others)]
    return Asked(tuple(_with_calls_left(client, finding) for finding in findings))


def _put(client: Client, question: Question) -> Result:
    body = question.body
    result: Result = client.get(question.path) if body is None else client.post(question.path, data=dict(body))
    return result


def _token(result: Result) -> Finding:
    if isinstance(result, NotSent | Lost):
        return Finding("token", None, f"WeChat could not be asked: {result.why}. Try again.")
    code, words = code_of(result), field_of(result, "errmsg")
    known = CODES.get(code or 0)
    if isinstance(result, NoToken) or (known and known.means is Means.TOKEN):
        says = known.says if known else "WeChat gave no access token."
        return Finding("token", False, says + _our_address(code, words), str(code), words)
    return Finding("token", True)


def _our_address(code: int | None, words: str) -> str:
    """The address that WeChat saw, which may be another one than the server knows of itself."""
    seen = _ADDRESS.search(words) if code == 40164 else None
    return f" The address is {seen.group(1)}." if seen else ""


def _found(question: Question, result: Result) -> Finding:
    code, words = code_of(result), field_of(result, "errmsg")
    if code == 0 or code in question.yes:
        return Finding(question.right, True)
    if code in _NO_RIGHT:
        return Finding(question.right, False, CODES[code].says, str(code), words)
    if not isinstance(result, Answer):
        return Finding(question.right, None, f"WeChat could not be asked: {result.why}. Try again.")
    if code is None:
        return Finding(question.right, None, "WeChat's answer could not be read. Try again.")
    says = CODES[code].says if code in CODES else "WeChat's answer says neither yes nor no. Try again later."
    return Finding(question.right, None, says, str(code), words)


def _with_calls_left(client: Client, finding: Finding) -> Finding:
    """How many calls of mass sends WeChat has left for today; that is not how many messages followers may get."""
    if finding.right != "mass" or not finding.works:
        return finding
    result: Result = client.post("openapi/quota/get", data={"cgi_path": "/cgi-bin/message/mass/sendall"})
    quota = result.json.get("quota") if code_of(result) == 0 and isinstance(result, Answer) else None
    if not isinstance(quota, Mapping) or not {"remain", "daily_limit"} <= quota.keys():
        return finding
    detail = f"{quota['remain']} of {quota['daily_limit']} calls left today"
    return Finding(finding.right, True, detail=detail)
